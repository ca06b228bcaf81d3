"""The front matter of articles: a closed schema, and what templates make of it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

import calculator
from overrides.hooks.articles import read_meta
from overrides.hooks.building import language_of, place, refuse, steps

PathInDocs = Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+$")]
Revision = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]{1,40}$")]
Anchor = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^{}\n]+$")]
Description = Annotated[Line, StringConstraints(max_length=160)]


class FrontMatter(BaseModel):
    """What an article says of itself."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Line
    description: Description
    type: Literal["home", "how-to", "concept", "reference", "faq", "notice"]
    owner: Literal["support", "billing", "product"]
    readers: Literal["everyone", "buyers", "administrators", "checkers", "support", "developers"]
    reviewed_on: date
    revision: Revision
    changes: dict[Revision, Annotated[list[Anchor], Field(min_length=1)]] = {}
    feedback: bool = True
    next: PathInDocs | None = None
    related: Annotated[list[PathInDocs], Field(max_length=3)] = []


# What both languages of an article say alike. A title is each language's own, a revision each one's state.
SHARED = ("type", "owner", "readers", "feedback", "next", "related")


WRITE = {
    "title": "one line of text without braces",
    "description": "one line of text without braces, at most 160 characters",
    "type": "home, how-to, concept, reference, faq or notice",
    "owner": "support, billing or product",
    "readers": "everyone, buyers, administrators, checkers, support or developers",
    "reviewed_on": "the date of the last review, such as 2026-11-22",
    "revision": 'a quoted text of 1 to 40 lower-case letters, digits, dots and hyphens, such as "2026-11-22"',
    "changes": 'what each revision changed, such as "2026-11-22": [step-payment]',
    "feedback": "true or false",
    "next": "the path of the article to read next, such as guides/add-licenses",
    "related": "at most three paths of articles, such as [faq, calculator]",
}


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Check the page's front matter and put defaults in place."""
    try:
        known = FrontMatter.model_validate(page.meta)
    except ValidationError as error:
        refuse(_told(fault["type"], str(fault["loc"][0]), page, config) for fault in error.errors())
        raise
    refuse(_elsewhere(known, page, config))
    page.meta = known.model_dump()
    if known.type == "home":
        page.meta["hide"] = ["navigation"]
    return markdown


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give templates the article's key, its steps, the articles around it, and the day of its review."""
    by_path = config.extra["by_path"]
    context["page_key"] = page.file.norm_src_uri.removesuffix(".md")  # type: ignore[attr-defined]
    context["steps"] = steps(page)
    context["next_article"] = by_path.get(page.meta["next"])
    context["related"] = [by_path[path] for path in page.meta["related"]]
    context["faq"] = by_path.get("faq")
    context["reviewed_on"] = calculator.date_text(page.meta["reviewed_on"], language_of(config))
    return context


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Note the pages by their path, the same in every language."""
    config.extra["by_path"] = {
        page.file.norm_src_uri.removesuffix(".md"): page  # type: ignore[attr-defined]
        for page in nav.pages
    }
    return nav


def _elsewhere(known: FrontMatter, page: Page, config: MkDocsConfig) -> Iterator[str]:
    """Yield what does not fit the other articles: paths of none, fields that the twin says otherwise."""
    for field, paths in (("next", [known.next] if known.next else []), ("related", known.related)):
        for path in paths:
            if not Path(config.docs_dir, f"{path}.md").exists():
                yield f"{_place(field, page, config)}: front matter: `{field}`: there is no docs/{path}.md"
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        return
    twin = page.file.alternates[calculator.DEFAULT_LANGUAGE]  # type: ignore[attr-defined]
    other = read_meta(Path(twin.abs_src_path))
    for field in SHARED:
        default = FrontMatter.model_fields[field].get_default(call_default_factory=True)
        if getattr(known, field) != (said := other.get(field, default)):
            yield (
                f"{_place(field, page, config)}: front matter: `{field}` is {said} in docs/{twin.src_uri}: "
                "write the same in both"
            )


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
