"""Services over a small site of real files; --store=postgresql keeps their votes on a server."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from tests.feedback.postgres import Server, programs
from tests.feedback.running import Running

type NewDatabase = Callable[[], dict[str, str]]

HEADERS = """\
# written by the build
/*
  Content-Security-Policy: default-src 'none'; script-src 'self'
  X-Content-Type-Options: nosniff
  Cache-Control: no-cache
/assets/runtime/*
  Cache-Control: public, max-age=31536000, immutable
/plain.txt
  ! Cache-Control
"""

ARTICLE = """<!doctype html><html lang="{language}"><title>{title}</title>
<form method="post" action="../../api/votes">
<input type="hidden" name="page" value="guides/add-licenses">
<input type="hidden" name="revision" value="2026-11-22">
</form></html>"""


def _build(folder: Path) -> Path:
    written = {
        "index.html": "<!doctype html><title>Accueil</title>",
        "en/index.html": "<!doctype html><title>Home</title>",
        "guides/add-licenses/index.html": ARTICLE.format(language="fr", title="Ajouter des licences"),
        "en/guides/add-licenses/index.html": ARTICLE.format(language="en", title="Add licenses"),
        "faq/index.html": "<!doctype html><title>Questions</title>",
        "404.html": "<!doctype html><title>Page introuvable</title>",
        "en/404.html": "<!doctype html><title>Page not found</title>",
        "plain.txt": "texte",
        "assets/runtime/1/pyodide.mjs": "export {};\n" * 100,
        "assets/runtime/1/pyodide.asm.wasm": "\0asm",
        "assets/runtime/1/calculator-1-py3-none-any.whl": "PK",
        "assets/main.js": "export {};\n",
        "assets/site.css": "body {}\n",
        "_headers": HEADERS,
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    module = folder / "assets/runtime/1/pyodide.mjs"
    module.with_name("pyodide.mjs.gz").write_bytes(gzip.compress(module.read_bytes(), mtime=0))
    module.with_name("pyodide.mjs.br").write_bytes(brotli.compress(module.read_bytes()))
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    stores = ("sqlite", "postgresql")
    parser.addoption("--store", choices=stores, default="sqlite", help="where the services keep votes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other store alone: a folder's own file, several processes on a server."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[config.getoption("--store")]
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker(other)])
    items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a PostgreSQL server that runs for these tests alone."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL: make build/.tools installs it")  # by apt alone, so not on every machine
    server = Server(found)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Return what makes an empty store: the environment that names it, nothing for the folder's own."""
    if request.config.getoption("--store") == "sqlite":
        return dict
    server: Server = request.getfixturevalue("postgres")
    return lambda: {"PRORATA_DATABASE": server.database()}


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a built site of three articles, whose guide is at revision 2026-11-22."""
    return _build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def shared(
    small_site: Path, tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[Running]:
    """Return a service for tests that need no empty store; it must stop cleanly after them."""
    service = Running(tmp_path_factory.mktemp("data"), small_site, **new_database())
    yield service
    assert service.stop() == (0, "")


@pytest.fixture
def start(small_site: Path, tmp_path: Path, new_database: NewDatabase) -> Iterator[Callable[..., Running]]:
    """Return what starts a service on this test's own votes; each is ended after the test."""
    started: list[Running] = []
    database = new_database()

    def run(**environment: str) -> Running:
        started.append(Running(tmp_path / "data", small_site, **database | environment))
        return started[-1]

    yield run
    for service in started:
        service.stop()


@pytest.fixture
def service(start: Callable[..., Running]) -> Running:
    """Return a service with an empty store."""
    return start()
