"""docs/redirects.toml: where what was published has moved, page by page and passage by passage.

A page leaves a page without a script at its old address. A passage leaves its anchor: before the one that
took its stead on the same page, else in a line that leads there.
"""

import re
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import named, read_anchors
from overrides.hooks.building import headings, kept, language_of, refuse, stamp, templates, write_pages

NAME = "redirects.toml"
PLACE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*(?:#[a-z0-9-]+)?")


def read_redirects(docs: Path) -> dict[str, str]:
    """Return where each place has moved, `guides/old` or `faq#old`, whatever followed it since."""
    moved: dict[str, str] = tomllib.loads((docs / NAME).read_text(encoding="utf-8"))["moved"]
    found = {}
    for old, new in moved.items():
        while new in moved:
            new = moved[new]
        found[old] = new
    return found


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Check the file, once."""
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        docs = Path(config.docs_dir)
        text = (docs / NAME).read_text(encoding="utf-8")
        refuse(f"docs/{NAME}:{_line(text, old)}: {told}" for old, told in _faults(text, docs))
    return files


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """Leave a page at each old address."""
    part = templates(config).get_template("redirect.html").module.redirect  # type: ignore[attr-defined]
    pages = {_path(file.page): file.page for file in files.documentation_pages() if file.page}

    def page_of(old: str, new: str) -> tuple[str, str]:
        path, _, anchor = new.partition("#")
        page, folder = pages[path], _folder(old, config)
        return folder, part(
            title=page.title,
            address=get_relative_url(page.url, folder) + (f"#{anchor}" if anchor else ""),
            canonical=urljoin(config.site_url or "/", page.url),
            icon=get_relative_url(config.theme["favicon"], folder),
        )

    moved = read_redirects(Path(config.docs_dir)).items()
    write_pages(config, (page_of(old, new) for old, new in moved if "#" not in old))
    return env


@event_priority(50)  # before the search reads the page
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Leave the anchors of passages that have moved."""
    file = Path(config.docs_dir, NAME)
    moved = kept("redirects", stamp(file), lambda: read_redirects(file.parent))
    for old, new in moved.items():
        path, _, anchor = old.partition("#")
        if anchor and path == _path(page):
            page.content = _with_anchor(page, anchor, new, config, nav)
    return context


def _with_anchor(page: Page, anchor: str, new: str, config: MkDocsConfig, nav: Any) -> str:
    html = page.content or ""
    path, _, target = new.partition("#")
    if path == _path(page):
        here = re.search(rf'<[a-z0-9-]+ [^>]*\bid="{target}"', html)
        start = here.start() if here else len(html)
        return f'{html[:start]}<span id="{anchor}"></span>{html[start:]}'
    page_there = next(other for other in nav.pages if _path(other) == path)
    titles = {heading.id: unescape(heading.title) for heading in headings(page_there.toc)}
    part = (
        templates(config)
        .get_template("moved.html")
        .render(
            anchor=anchor,
            address=get_relative_url(page_there.url, page.url) + (f"#{target}" if target else ""),
            title=titles.get(target, page_there.title),
        )
    )
    return f"{html}\n{part}"


def _path(page: Page) -> str:
    return str(page.file.norm_src_uri.removesuffix(".md"))  # type: ignore[attr-defined]


def _folder(path: str, config: MkDocsConfig) -> str:
    language = language_of(config)
    return f"{path}/" if language == calculator.DEFAULT_LANGUAGE else f"{language}/{path}/"


# --- faults: each with the old place at whose line it is told


def _faults(text: str, docs: Path) -> Iterator[tuple[str, str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield "", str(error)
        return
    if set(tables) != {"moved"}:
        yield "", "write one table, [moved]"
        return
    moved, known = tables["moved"], set(_places(docs))
    for old, new in moved.items():
        if not PLACE.fullmatch(old) or not isinstance(new, str) or not PLACE.fullmatch(new):
            yield old, f'{old}: write a page or a passage, such as "faq#old" = "faq#new"'
        elif old in known:
            yield old, f"{old} is still there: a place that has moved is gone from its page"
        elif "#" in old and old.partition("#")[0] not in known:
            yield old, f"{old}: its page is gone: redirect the page, whose address is all that a server sees"
        elif not _leads_somewhere(old, moved, known):
            yield old, f"{old}: “{new}” is no page and no passage: write where readers find it now"


def _leads_somewhere(old: str, moved: dict[str, str], known: set[str]) -> bool:
    passed = set()
    while old in moved and old not in passed:
        passed.add(old)
        old = moved[old]
    return old in known


def _places(docs: Path) -> Iterator[str]:
    for file in docs.rglob("*.md"):
        path, language = named(file.relative_to(docs).as_posix())
        if language == calculator.DEFAULT_LANGUAGE:
            yield path
            yield from (f"{path}#{anchor}" for anchor in read_anchors(file, docs))


def _line(text: str, old: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if old and line.strip().strip('"').startswith(old)), 1)
