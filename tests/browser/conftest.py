"""Readers at the built and served site."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import MakeReader, Reader


@pytest.fixture
def make_reader(browser: Browser, served: str) -> Iterator[MakeReader]:
    """Return what opens a fresh browser profile; options are those of a Playwright context."""
    readers: list[Reader] = []

    def make(language: str = "fr", **options: Any) -> Reader:
        context = browser.new_context(**{"locale": "fr-FR" if language == "fr" else "en-US", **options})
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
