"""What the next build of the site shows of the votes: each article's count, and what readers had changed."""

import json
from itertools import groupby
from typing import Any

from sqlalchemy import inspect, select

from feedback.folder import TRIAGE
from feedback.pages import Pages
from feedback.reading import reading
from feedback.settings import Settings
from feedback.store import RevisionTally
from feedback.tables import TALLIES, heard
from feedback.words import LANGUAGES, tally_text


def published(settings: Settings) -> str:
    """Return the file that the build reads, docs/readers.json: sentences in both languages.

    No word of a reader's is in it, nor a count that is hidden from readers.
    """
    told: dict[str, Any] = {"counts": _counts(settings), "heard": _heard(settings)}
    return json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _counts(settings: Settings) -> dict[str, Any]:
    pages = Pages(settings.site)
    with reading(settings) as connection:
        found = sorted((RevisionTally(*row) for row in connection.execute(TALLIES)), key=lambda one: one.page)
    counts = {}
    for page, revisions in groupby(found, key=lambda one: one.page):
        newest = pages.newest(list(revisions))
        texts = {
            language: tally_text(
                language, newest.helpful, newest.total, newest.revision, settings.votes_shown_from
            )
            for language in sorted(LANGUAGES)
        }
        if all(texts.values()):
            counts[page] = {"revision": newest.revision, **texts}
    return counts


def _heard(settings: Settings) -> dict[str, Any]:
    """Return, for each article, what was changed on which day because a reader said so, the newest first."""
    if not settings.database and not (settings.data / TRIAGE).exists():
        return {}
    with reading(settings, TRIAGE) as connection:
        if not inspect(connection).has_table(heard.name):
            return {}
        rows = connection.execute(
            select(heard).order_by(heard.c.page, heard.c.day.desc(), heard.c.vote.desc())
        ).all()
    return {
        page: [{"day": row.day.isoformat(), "fr": row.fr, "en": row.en} for row in entries]
        for page, entries in groupby(rows, key=lambda row: row.page)
    }
