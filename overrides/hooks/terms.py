"""Terms in articles: the glossary's page, first uses that link to it, and words that it bans.

`{{ glossary }}`, alone on its line, is every term under its topic.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from posixpath import relpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import Text, read_meta
from overrides.hooks.building import GLOSSARY, language_of, place, words
from overrides.hooks.glossary import NAME, TOPICS, Term, read_terms

ARTICLE = "reference/glossary.md"

# Where a word is not ours to choose: labels of screens, code, addresses, figures, what is quoted.
NOT_OURS = re.compile(
    r"\*\*.+?\*\*|`[^`]*`|\{[^{}]*\}+|\]\([^)]*\)|https?://\S+|<[^>]+>|«[^»]*»|“[^”]*”|^\s*\|?\s*\"[^\"]*\""
)
TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)([^>]*)>")
# Nothing is linked in these; links would not work there, or would stand where people look for something else.
NO_TERMS = {
    "a",
    "button",
    "code",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "label",
    "pre",
    "strong",
    "summary",
    "table",
}
NOT_PROSE = ("admonition-title", " lang=")  # in a tag's attributes
VOID = {"br", "hr", "img", "input", "wbr"}


def faults(texts: dict[str, Text], config: MkDocsConfig) -> Iterator[str]:
    """Yield the banned words of an article, those in its front matter that readers see included."""
    docs = Path(config.docs_dir)
    for text in texts.values():
        for number, told in _banned_words({**text.meta, **text.lines}, docs, text.language):
            yield f"{place(config, text.name, number)}: {told}"


def _banned_words(lines: dict[int, str], docs: Path, language: str) -> Iterator[tuple[int, str]]:
    anyhow, banned, terms = _banned(docs, language, (docs / NAME).stat().st_mtime_ns)
    if not anyhow.search("\n".join(lines.values()).replace("\u00a0", " ").lower()):
        return  # most articles: line by line, and whatever its capitals, would take twenty times as long
    for number, line in lines.items():
        for found in banned.finditer(NOT_OURS.sub(" ", line.replace("\u00a0", " "))):
            term = terms[found[0].lower()]
            yield number, f"“{found[0]}”: write “{term}”, as docs/{NAME} does"


@lru_cache(maxsize=8)
def _banned(
    docs: Path, language: str, changed: int
) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    terms = {word.lower(): term.term for term in read_terms(docs, language) for word in term.banned}
    longest_first = sorted(terms, key=len, reverse=True)
    # Capitals matter where they are all that differs: Pay Pal.
    either = rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"
    return re.compile(either), re.compile(either, re.IGNORECASE), terms


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Write the glossary where a page asks for it."""
    if GLOSSARY not in markdown:
        return markdown
    terms = read_terms(Path(config.docs_dir), language_of(config))
    return markdown.replace(GLOSSARY, "\n\n".join(_glossary(terms, page, config, files)))


def _glossary(terms: list[Term], page: Page, config: MkDocsConfig, files: Files) -> Iterator[str]:
    text, language = words(config), language_of(config)
    others = [name for name in calculator.LANGUAGES if name != language]
    twins = {
        other: {term.key: term.term for term in read_terms(Path(config.docs_dir), other)} for other in others
    }
    for topic in TOPICS:
        yield f"## {text(f'glossary.topic.{topic}')} {{ #{topic} }}"
        for term in sorted((term for term in terms if term.topic == topic), key=lambda t: _folded(t.term)):
            yield f"### {term.term} {{ #{term.key} }}"
            named = "".join(
                f' <span class="other-language" lang="{other}">{twins[other][term.key]}</span>'
                for other in others
            )
            yield f"{term.says}{named}"
            if term.article and (file := files.get_file_from_path(f"{term.article}.md")):
                title = read_meta(Path(str(file.abs_src_path)))["title"]
                yield f"[{title}]({relpath(f'{term.article}.md', str(Path(ARTICLE).parent))})"


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


@event_priority(-50)  # after the search, which would read each link
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Link the first use of each term to its meaning."""
    glossary = config.extra["by_path"].get(ARTICLE.removesuffix(".md"))
    if page.meta["type"] != "home" and glossary and glossary is not page:
        docs, language = Path(config.docs_dir), language_of(config)
        expression, keys = _first_uses(docs, language, (docs / NAME).stat().st_mtime_ns)
        address = get_relative_url(glossary.url, page.url)
        page.content = "".join(_linked(page.content or "", expression, keys, address))
    return context


@lru_cache(maxsize=8)
def _first_uses(docs: Path, language: str, changed: int) -> tuple[re.Pattern[str], list[str]]:
    terms = [term for term in read_terms(docs, language) if term.is_linked]
    terms.sort(key=lambda term: -len(term.term))
    either = "|".join(f"({term.pattern()})" for term in terms)
    return re.compile(rf"(?<![\w’-])(?:{either})(?![\w-])", re.IGNORECASE), [term.key for term in terms]


def _linked(html: str, expression: re.Pattern[str], keys: list[str], address: str) -> Iterator[str]:
    """Yield the page's pieces, text with its first uses linked."""
    closed: list[str] = []  # the open tags in which nothing is linked
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        key = keys[(found.lastindex or 1) - 1]
        if key in seen:
            return found[0]
        seen.add(key)
        return f'<a class="term" href="{address}#{key}">{found[0]}</a>'

    end = 0
    for tag in TAG.finditer(html):
        text = html[end : tag.start()]
        yield text if closed or not text.strip() else expression.sub(link, text)
        yield tag[0]
        end = tag.end()
        closing, name, attributes = tag.groups()
        is_closed = (
            name in NO_TERMS or "-" in name or "admonition-title" in attributes or " lang=" in attributes
        )
        if closing and closed and closed[-1] == name:
            closed.pop()
        elif not closing and name not in VOID and (is_closed or (closed and closed[-1] == name)):
            closed.append(name)
    yield html[end:]
