"""The front matter of articles: a closed schema, and what templates make of it."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

import calculator
from overrides.hooks.building import language_of, place, refuse, steps

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^{}\n]+$")]
Description = Annotated[Line, StringConstraints(max_length=160)]


class FrontMatter(BaseModel):
    """What an article says of itself."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Line
    description: Description
    type: Literal["home", "how-to", "concept", "reference", "faq", "notice"]
    owner: Literal["support", "billing", "product"]
    reviewed_on: date
    revision: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]{1,40}$")]
    feedback: bool = True
    next: Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+$")] | None = None


WRITE = {
    "title": "one line of text without braces",
    "description": "one line of text without braces, at most 160 characters",
    "type": "home, how-to, concept, reference, faq or notice",
    "owner": "support, billing or product",
    "reviewed_on": "the date of the last review, such as 2026-11-22",
    "revision": 'a quoted text of 1 to 40 lower-case letters, digits, dots and hyphens, such as "2026-11-22"',
    "feedback": "true or false",
    "next": "the path of the article to read next, such as guides/add-licenses",
}


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Check the page's front matter and put defaults in place."""
    try:
        known = FrontMatter.model_validate(page.meta)
    except ValidationError as error:
        refuse(_told(fault["type"], str(fault["loc"][0]), page, config) for fault in error.errors())
        raise
    if known.next and not files.get_file_from_path(f"{known.next}.md"):
        refuse([f"{_place('next', page, config)}: front matter: `next`: there is no docs/{known.next}.md"])
    page.meta = known.model_dump()
    if known.type == "home":
        page.meta["hide"] = ["navigation"]
    return markdown


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give templates the article's key, its steps, its next article, and the day of its review in words."""
    by_path = {other.file.norm_src_uri.removesuffix(".md"): other for other in nav.pages}  # type: ignore[attr-defined]
    context["page_key"] = page.file.norm_src_uri.removesuffix(".md")  # type: ignore[attr-defined]
    context["steps"] = steps(page)
    context["next_article"] = by_path.get(page.meta["next"])
    context["faq"] = by_path.get("faq")
    context["reviewed_on"] = calculator.date_text(page.meta["reviewed_on"], language_of(config))
    return context


def _told(kind: str, field: str, page: Page, config: MkDocsConfig) -> str:
    where = _place(field, page, config)
    if kind == "extra_forbidden":
        return f"{where}: front matter: `{field}` is not a field: remove it, or use one of {', '.join(WRITE)}"
    verb = "add it:" if kind == "missing" else "write"
    return f"{where}: front matter: `{field}`: {verb} {WRITE[field]}"


def _place(field: str, page: Page, config: MkDocsConfig) -> str:
    """Return the line of the field, the file's first line where the field is missing."""
    lines = page.file.content_string.splitlines()
    number = next((n for n, line in enumerate(lines, 1) if re.match(rf"{re.escape(field)}\s*:", line)), 1)
    return place(config, page.file.src_uri, number)
