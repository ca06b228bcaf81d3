"""Readers at the built and served site."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import MakeReader, Reader

# What a test is repeated in: `--sample` takes one of them for each test, the full count all.
REPEATED = ("reader", "abroad", "language", "theme", "width", "paper")
# Each of them starts Python anew, which takes two seconds: a sample takes their journeys and one in
# THINNED of the others.
DETAILED = (
    *("test_arrival", "test_articles", "test_erase", "test_explanation", "test_links", "test_more_options"),
    *("test_phone", "test_support", "test_take_away", "test_tools"),
)
THINNED = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` take a sample: each test once, its language, theme and width drawn by its name."""
    parser.addoption(
        "--sample", action="store_true", help="run each test once, not in every language and theme"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one of the repetitions of each test where a sample is asked for, the same one each time."""
    if not config.getoption("--sample"):
        return
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        alike[_without_repetition(item)].append(item)
    drawn = {name: crc32(name.encode()) for name in alike}
    kept = {
        id(group[drawn[name] % len(group)])
        for name, group in alike.items()
        if _is_core(group[0]) or drawn[name] % THINNED == 0
    }
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]


def _is_core(item: pytest.Item) -> bool:
    return item.path.stem not in DETAILED or item.get_closest_marker("journey") is not None


def _without_repetition(item: pytest.Item) -> str:
    """Return the name of a test with what makes it another one than its repetitions."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return item.nodeid
    params = item.callspec.params.items()
    differing = [f"{name}={_named(value)}" for name, value in params if name not in REPEATED]
    return f"{item.nodeid.partition('[')[0]}{differing}"


def _named(value: object) -> str:
    """Return the same text in each of the processes that share the tests; a function's repr differs."""
    return getattr(value, "__name__", repr(value))


@pytest.fixture
def make_reader(browser: Browser, served: str) -> Iterator[MakeReader]:
    """Return what opens a fresh browser profile; options are those of a Playwright context.

    It keeps nothing for reading offline unless it is told so: a test asks the server itself.
    """
    readers: list[Reader] = []

    def make(language: str = "fr", *, keeps: bool = False, **options: Any) -> Reader:
        context = browser.new_context(**{"locale": "fr-FR" if language == "fr" else "en-US", **options})
        if not keeps:  # Playwright's own way to block service workers writes a warning into the console
            context.add_init_script("delete Navigator.prototype.serviceWorker")
        readers.append(Reader(context, served, language))
        return readers[-1]

    yield make
    for someone in readers:
        print(*someone.troubles, sep="\n")  # pytest shows it where a test fails
        someone.page.context.close()


@pytest.fixture(params=["fr", "en"])
def reader(request: pytest.FixtureRequest, make_reader: MakeReader) -> Iterator[Reader]:
    """Return a reader in each language; at the end nothing may have gone wrong unseen."""
    someone = make_reader(request.param)
    yield someone
    assert someone.troubles == []
    assert someone.foreign_requests() == []
