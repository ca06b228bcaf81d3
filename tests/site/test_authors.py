"""What helps authors: an article begun from a template, and external links looked at."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from authors import links
from authors.article import TYPES
from tests.site.conftest import ROOT, Sources


def started(sources: Sources, name: str, kind: str) -> subprocess.CompletedProcess[str]:
    """Return the outcome of `make article` on a copy of the sources."""
    (sources.folder / "authors").mkdir(exist_ok=True)
    for file in (ROOT / "authors").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            copy = sources.folder / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    codes = sources.folder / "tests/site/published-codes.txt"
    codes.parent.mkdir(parents=True, exist_ok=True)
    codes.write_bytes((ROOT / "tests/site/published-codes.txt").read_bytes())
    command = (sys.executable, "-m", "authors.article", name, kind)
    return subprocess.run(command, cwd=sources.folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", TYPES)
def test_a_new_article_is_refused_only_for_what_is_left_to_write(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    done = started(sources, "guides/free-a-license", kind)
    sources.replace(
        "mkdocs.yml",
        "  - guides/add-licenses.md\n",
        "  - guides/add-licenses.md\n  - guides/free-a-license.md\n",
    )

    published = sources.build()
    monkeypatch.setenv("PRORATA_WRITING", "true")
    shown = sources.build()

    assert done.returncode == 0, done.stderr
    assert "docs/guides/free-a-license.md\ndocs/guides/free-a-license.en.md\n" in done.stdout
    assert published.status != 0
    line = sources.line_of("docs/guides/free-a-license.md", "[[")
    assert f"docs/guides/free-a-license.md:{line}: “[[" in published.told
    assert "is left to write" in published.told
    assert shown.status == 0, shown.told
    assert (shown.site / "en/guides/free-a-license/index.html").exists()


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("guides/add-licenses", "how-to", "NAME: docs/guides/add-licenses.md is there already"),
        ("Guides/Été", "how-to", "NAME: write a path of lower-case words, such as NAME=guides/move-a-key"),
        ("", "", "TYPE: write one of concept, how-to, notice, reference, such as TYPE=concept"),
    ],
)
def test_what_cannot_be_started_is_said(sources: Sources, name: str, kind: str, told: str) -> None:
    done = started(sources, name, kind)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


class Answers(http.server.BaseHTTPRequestHandler):
    """Pages that are there, gone, or moved to one that is there."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self.send_response({"/there": 200, "/moved": 302}.get(self.path, 404))
        self.send_header("Location", "/there")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere_on_loopback() -> Iterator[str]:
    """Return the address of a server that links lead to."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_external_links_that_fail_are_told_with_file_and_line(
    elsewhere_on_loopback: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    there, moved, gone = (f"{elsewhere_on_loopback}/{name}" for name in ("there", "moved", "gone"))
    (docs / "faq.md").write_text(f"[a]({there}) [b]({moved})\n\n[c]({gone})\n", encoding="utf-8")

    status = links.main(docs)

    assert status == 1
    assert capsys.readouterr().out == (
        f"{gone}: status 404\n    docs/faq.md:3\n3 addresses asked, 1 failed.\n"
    )


def test_a_host_that_does_not_answer_is_a_failure_too() -> None:
    assert "refused" in links.asked("http://127.0.0.1:1/").lower()


def test_the_links_of_our_articles_are_found() -> None:
    found = links.external_links(ROOT / "docs")

    assert "https://kb.parallels.com/fr/123525" in found
    assert all(address.startswith("https://") for address in found)
