"""Which translation is behind, and in what: by reviewed revisions, never by the dates of files.

An article's meaning changes with its `revision`; `changes` says which sections did. The other language then
has an older revision, and a banner that names those sections, until its reviewer gives it the same one.
A corrected typo leaves the revision, and so both pages, as they are.
"""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import read_revisions
from overrides.hooks.building import headings, language_of, place, refuse


@event_priority(100)  # before whoever asks for revisions
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Forget the revisions of the build before, once."""
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        read_revisions.cache_clear()
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse a new revision that doesn't say what it changed."""
    refuse(_faults(page, config))
    return markdown


def _faults(page: Page, config: MkDocsConfig) -> Iterator[str]:
    revisions = read_revisions(Path(config.docs_dir), _article(page))
    own = str(page.meta["revision"])
    if revisions.behind() and own == revisions.newest() and own not in page.meta["changes"]:
        others = ", ".join(f"{language} has {revisions.current[language]}" for language in revisions.behind())
        lines = (page.file.content_string or "").splitlines()
        number = next((n for n, line in enumerate(lines, 1) if line.startswith("revision:")), 1)
        where = f"{place(config, page.file.src_uri, number)}: front matter"
        yield (
            f"{where}: `revision` {own} is newer than its twin's ({others}): say in `changes` "
            f'which sections it changed, such as changes: {{"{own}": [step-payment]}}, or review the twin'
        )


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the template what the page is behind in: its twin, and the changed sections there."""
    language = language_of(config)
    changed = read_revisions(Path(config.docs_dir), _article(page)).behind().get(language)
    if changed:
        other = next(name for name in calculator.LANGUAGES if name != language)
        twin = page.file.alternates[other]  # type: ignore[attr-defined]
        address = get_relative_url(twin.url, page.url)
        known = {heading.id: unescape(heading.title) for heading in headings(page.toc)}
        context["behind"] = {
            "language": other,
            "address": address,
            "sections": [
                {"title": known.get(anchor, anchor), "address": f"{address}#{anchor}"}
                for anchor in dict.fromkeys(changed)
            ],
        }
    return context


def _article(page: Page) -> str:
    return str(page.file.norm_src_uri.removesuffix(".md"))  # type: ignore[attr-defined]
