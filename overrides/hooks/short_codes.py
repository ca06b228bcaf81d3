"""docs/short-codes.toml: a code to say aloud for each page and each step, and the pages in /s/ for them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice, product
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import named, read_anchors
from overrides.hooks.building import (
    SHORT_CODES,
    kept,
    language_of,
    refuse,
    stamp,
    steps,
    templates,
    write_pages,
)

NAME = "short-codes.toml"
SYLLABLES = [consonant + vowel for consonant in "bdflmnprtv" for vowel in "aio"]
CODE = re.compile(r"(?:[bdflmnprtv][aio]){2,4}")
ENTRY = re.compile(r'\s*"?(?P<code>[^"=\s]+)"?\s*=')
LIST = "<!-- short codes -->"
STEP = re.compile(r'(?P<heading><h2 id="(?P<anchor>step-[\w-]+)">.*?</h2>)', re.DOTALL)


@dataclass(frozen=True)
class ShortCodes:
    """The file as it is written: codes with their places, retired ones with their successors."""

    codes: dict[str, str]
    retired: dict[str, str]

    def place(self, code: str) -> str:
        """Return where a code leads, `guides/add-licenses#step-payment`, whatever it is succeeded by."""
        while code in self.retired:
            code = self.retired[code]
        return self.codes[code]

    def of(self, place: str) -> str | None:
        """Return the code of a place."""
        return self._by_place.get(place)

    @cached_property
    def _by_place(self) -> dict[str, str]:
        return {place: code for code, place in self.codes.items()}


@dataclass(frozen=True)
class Redirect:
    """A code's page: where it leads, as the language being built calls it."""

    code: str
    title: str
    page: Page
    anchor: str

    def address(self, here: str) -> str:
        """Return where it leads, as a page at `here` links it."""
        return get_relative_url(self.page.url, here) + (f"#{self.anchor}" if self.anchor else "")


def read_short_codes(config: MkDocsConfig) -> ShortCodes:
    """Return the codes of the file, which is known to be sound once `on_files` has passed."""
    file = Path(config.docs_dir, NAME)

    def read() -> ShortCodes:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return ShortCodes(tables["codes"], tables["retired"])

    return kept("short codes", stamp(file), read)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Check the file, once."""
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        path = Path(config.docs_dir, NAME)
        text = path.read_text(encoding="utf-8")
        faults = _faults(text, Path(config.docs_dir))
        refuse(f"docs/{NAME}:{_line(text, code, told)}: {told}" for code, told in faults)
    return files


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hide from the search where all codes will stand."""
    return html.replace(f"<p>{SHORT_CODES}</p>", LIST)


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """Add the codes' pages: they are no articles, so that neither the search nor the site map has them."""
    part = templates(config).get_template("redirect.html").module.redirect  # type: ignore[attr-defined]
    pages = [file.page for file in files.documentation_pages() if file.page]

    def page_of(redirect: Redirect) -> tuple[str, str]:
        folder = _folder(redirect.code, config)
        return folder, part(
            title=redirect.title,
            address=redirect.address(folder),
            canonical=urljoin(config.site_url or "/", redirect.page.url),
            icon=get_relative_url(config.theme["favicon"], folder),
        )

    write_pages(config, map(page_of, _redirects(pages, config)))
    return env


@event_priority(-50)  # after the search, which needn't read thousands of codes
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Print the code of each step, all codes where a page asks for them; give templates the page's own."""
    codes = read_short_codes(config)
    part = templates(config).get_template("short-code.html").module.short_code  # type: ignore[attr-defined]

    def printed(step: re.Match[str]) -> str:
        code = codes.of(f"{_path(page)}#{step['anchor']}")
        return f"{step['heading']}\n{part('step', code, _address(code, page, config))}"

    html = page.content or ""
    if LIST in html:
        html = html.replace(LIST, _list(page, config, nav))
    page.content = STEP.sub(printed, html)
    code = codes.of(_path(page))
    context["short_code"] = {"code": code, "address": _address(code, page, config)}
    return context


def _list(page: Page, config: MkDocsConfig, nav: Navigation) -> str:
    rows = [
        {
            "code": redirect.code,
            "title": redirect.title,
            "is_step": bool(redirect.anchor),
            "opens": redirect.address(page.url),
            "address": _address(redirect.code, page, config),
        }
        for redirect in _redirects(nav.pages, config)
    ]
    return templates(config).get_template("short-codes.html").render(rows=rows)


def _redirects(pages: Iterable[Page], config: MkDocsConfig) -> Iterator[Redirect]:
    """Yield each code in the language being built, in the file's order, retired ones last."""
    codes, by_path = read_short_codes(config), {_path(page): page for page in pages}
    titles = {
        f"{path}#{step.id}": unescape(step.title) for path, page in by_path.items() for step in steps(page)
    }
    for code in (*codes.codes, *codes.retired):
        place = codes.place(code)
        path, _, anchor = place.partition("#")
        page = by_path[path]
        yield Redirect(code, titles.get(place, str(page.title)), page, anchor)


def _path(page: Page) -> str:
    """Return a page as the file names it, the same in every language."""
    return str(page.file.norm_src_uri.removesuffix(".md"))  # type: ignore[attr-defined]


def _address(code: str | None, page: Page, config: MkDocsConfig) -> str:
    return get_relative_url(_folder(str(code), config), page.url)


def _folder(code: str, config: MkDocsConfig) -> str:
    """Return where a code's page is: `s/lomi/`, `en/s/lomi/`."""
    language = language_of(config)
    return f"s/{code}/" if language == calculator.DEFAULT_LANGUAGE else f"{language}/s/{code}/"


# --- faults: each with the code at whose line it is told


def _faults(text: str, docs: Path) -> Iterator[tuple[str, str]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield "", str(error)
        return
    if set(tables) != {"codes", "retired"} or not all(isinstance(table, dict) for table in tables.values()):
        yield "", "write two tables, [codes] and [retired]"
        return
    codes, retired = tables["codes"], tables["retired"]
    yield from _misshapen(codes, retired)
    known = set(_places(docs))
    for code, place in codes.items():
        if place not in known:
            yield code, f"{code}: “{place}” is no page and no step: write one of {', '.join(sorted(known))}"
    for place in sorted(known - set(codes.values())):
        free = ", ".join(islice(free_codes((*codes, *retired)), 3))
        yield "", f"{place} has no code: add one to [codes], such as {free}; say it aloud first"
    for code, successor in retired.items():
        if not _leads_somewhere(code, codes, retired):
            yield (
                code,
                f"{code}: “{successor}” leads to no code of [codes]: write the one that takes its stead",
            )


def free_codes(taken: Iterable[str]) -> Iterator[str]:
    """Yield codes that differ enough from all that are taken, and from one another; the shortest first."""
    near = {pattern for code in taken for pattern in _patterns(code)}
    for count in (2, 3, 4):
        for syllables in product(SYLLABLES, repeat=count):
            code = "".join(syllables)
            if len(set(syllables)) == count and near.isdisjoint(_patterns(code)):
                near.update(_patterns(code))
                yield code


def _patterns(code: str) -> list[str]:
    """Return the code with each of its letters open: two codes that share one differ in a single letter."""
    return [f"{code[:index]}?{code[index + 1 :]}" for index in range(len(code))]


def _misshapen(codes: dict[str, Any], retired: dict[str, Any]) -> Iterator[tuple[str, str]]:
    seen: dict[Any, str] = {}
    for code in (*codes, *retired):
        if not CODE.fullmatch(code):
            yield (
                code,
                f"{code}: write two to four open syllables: b d f l m n p r t v, then a i o",
            )
    for code, place in codes.items():
        if place in seen:
            yield code, f"{code}: “{place}” has the code {seen[place]} already: retire one of the two"
        if code in retired:
            yield code, f"{code} is retired: give the place another code"
        seen.setdefault(place, code)
    near: dict[str, str] = {}
    for code in dict.fromkeys((*codes, *retired)):
        for pattern in _patterns(code):
            if pattern in near:
                yield code, f"{code} is one letter away from {near[pattern]}: choose another code"
            near.setdefault(pattern, code)


def _places(docs: Path) -> Iterator[str]:
    """Yield every page, and every step of a page, as the file names them."""
    for file in sorted(docs.rglob("*.md")):
        path, language = named(file.relative_to(docs).as_posix())
        if language == calculator.DEFAULT_LANGUAGE:
            yield path
            yield from (f"{path}#{anchor}" for anchor in read_anchors(file, docs) if "step-" in anchor)


def _leads_somewhere(code: str, codes: dict[str, Any], retired: dict[str, Any]) -> bool:
    passed = set()
    while code in retired and code not in passed:
        passed.add(code)
        code = retired[code]
    return code in codes


def _line(text: str, code: str, told: str) -> int:
    """Return the line of a code, the last of two that are alike; else the sentence's, else the first."""
    found = [
        n
        for n, line in enumerate(text.splitlines(), 1)
        if (entry := ENTRY.match(line)) and entry["code"] == code
    ]
    at_line = re.search(r"\(at line (\d+)", told)
    return found[-1] if found else int(at_line[1]) if at_line else 1
