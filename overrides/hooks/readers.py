"""docs/readers.json: what the page says of its readers before their browser asks, and what they had changed.

`python -m feedback publish` writes it; a site without it is complete too.
"""

from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from pydantic import BaseModel, ConfigDict, ValidationError

import calculator
from overrides.hooks.building import kept, language_of, refuse, stamp

NAME = "readers.json"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Count(_Closed):
    """How many readers an article helped, in words, on one revision."""

    revision: str
    fr: str
    en: str


class Heard(_Closed):
    """What was changed on a day because a reader said so."""

    day: date
    fr: str
    en: str


class Readers(_Closed):
    """What is known of each article."""

    counts: dict[str, Count] = {}
    heard: dict[str, list[Heard]] = {}


def read_readers(docs: Path) -> Readers:
    """Return what the file says, nothing where there is none."""
    file = docs / NAME
    if not file.exists():
        return Readers()
    return kept(NAME, stamp(file), lambda: _read(file))


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give templates the count of this very revision, and the article's changes with their days in words."""
    language = language_of(config)
    readers = read_readers(Path(config.docs_dir))
    key = context["page_key"]
    count = readers.counts.get(key)
    of_this_one = count if count and count.revision == page.meta["revision"] else None
    context["tally"] = getattr(of_this_one, language) if of_this_one else ""
    context["heard"] = [
        (calculator.date_text(entry.day, language), getattr(entry, language))
        for entry in readers.heard.get(key, [])
    ]
    return context


def _read(file: Path) -> Readers:
    try:
        return Readers.model_validate_json(file.read_bytes())
    except ValidationError as error:
        refuse(
            f"{file.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}: write it anew with "
            "`python -m feedback publish`"
            for fault in error.errors()
        )
        raise
