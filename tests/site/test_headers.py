"""What site/_headers lets each file do, judged from the built files."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from feedback.site_headers import headers_for, read_rules

IMMUTABLE = "public, max-age=31536000, immutable"


class InlineScripts(HTMLParser):
    """The texts of the scripts that a page holds and a browser runs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._runs = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether a script runs."""
        known = dict(attrs)
        kind = known.get("type") or "text/javascript"
        self._runs = tag == "script" and "src" not in known and kind in ("text/javascript", "module")

    def handle_endtag(self, tag: str) -> None:
        """Close the script."""
        self._runs = False

    def handle_data(self, data: str) -> None:
        """Note the script's text, which HTML gives whole."""
        if self._runs:
            self.texts.append(data)


def headers(site: Path, path: str) -> dict[str, str]:
    """Return the headers that a host sends with a path."""
    return headers_for(read_rules((site / "_headers").read_text(encoding="utf-8")), path)


def paths_of(site: Path) -> list[str]:
    """Return the path of every file as readers ask for it."""
    files = [file for file in site.rglob("*") if file.is_file() and file.name != "_headers"]
    return ["/" + file.relative_to(site).as_posix().removesuffix("index.html") for file in files]


def test_the_policy_knows_exactly_the_scripts_inside_pages(site_dir: Path) -> None:
    """One more would be a hole, one less a broken page."""
    found = set()
    for page in site_dir.rglob("*.html"):
        for text in InlineScripts(page.read_text(encoding="utf-8")).texts:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            found.add(f"'sha256-{digest}'")

    policy = headers(site_dir, "/")["Content-Security-Policy"]

    assert set(re.findall(r"'sha256-[^']+'", policy)) == found != set()


def test_the_policy_is_strict(site_dir: Path) -> None:
    policy = headers(site_dir, "/en/faq/")["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    scripts = rules.pop("script-src")

    assert re.sub(r" 'sha256-[^']+'", "", scripts) == "'self' 'wasm-unsafe-eval'"
    assert rules == {
        "default-src": "'none'",
        "worker-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_file_carries(site_dir: Path, name: str, value: str) -> None:
    assert {headers(site_dir, path)[name] for path in paths_of(site_dir)} == {value}


def test_pages_are_asked_for_anew(site_dir: Path) -> None:
    pages = [path for path in paths_of(site_dir) if path.endswith(("/", ".html"))]

    assert len(pages) == 170  # 26 pages and 59 short codes, twice
    assert {headers(site_dir, path)["Cache-Control"] for path in pages} == {"no-cache"}


def test_only_names_that_change_with_their_content_are_kept(site_dir: Path) -> None:
    kept = [path for path in paths_of(site_dir) if headers(site_dir, path).get("Cache-Control") == IMMUTABLE]

    runtime = re.compile(r"/assets/runtime/[0-9.]+-[0-9a-f]{16}/.+")
    scripts_and_styles = re.compile(r"/assets/.+\.([0-9a-f]{8}|[0-9A-Z]{8})\.min\.(js|css)")  # theme's, ours
    assert [
        path for path in kept if not (runtime.fullmatch(path) or scripts_and_styles.fullmatch(path))
    ] == []
    assert any(path.endswith("/pyodide.asm.wasm") for path in kept)
    assert any(re.search(r"/worker/worker\.[0-9A-Z]{8}\.min\.js$", path) for path in kept)


def test_no_header_is_given_twice(site_dir: Path) -> None:
    """Hosts would send both values."""
    rules = read_rules((site_dir / "_headers").read_text(encoding="utf-8"))

    for path in paths_of(site_dir):
        names = [name for rule in rules if rule.paths.fullmatch(path) for name, _ in rule.headers]
        assert len(names) == len(set(names)), path
