"""Every sentence of the service, in both languages, and the choice between them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.numbers import format_decimal

from calculator import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, date_text

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "accepted_language", "tally_text", "words"]

FOLDER = Path(__file__).parent / "language"


@cache
def words(language: str) -> Catalogue:
    """Return the service's messages in one language."""
    return Catalogue(FOLDER, language)


def tally_text(language: str, helpful: int, total: int, revision: str = "", least: int = 1) -> str | None:
    """Return "12 readers out of 15 found this article helpful (version of November 3, 2026)".

    None below `least` votes, where one reader's answer would be seen. Without a revision, without its words.
    """
    if total < max(least, 1):
        return None
    grouped = {
        "number": format_decimal(helpful, locale=language),
        "total": format_decimal(total, locale=language),
    }
    told = words(language).count("vote.tally", helpful, **grouped)
    return (
        words(language).text("vote.of_version", told=told, version=_version(revision, language))
        if revision
        else told
    )


def _version(revision: str, language: str) -> str:
    """Return a revision named by its day in words, another one as it is."""
    try:
        day = date_text(date.fromisoformat(revision), language)
    except ValueError:
        return revision
    return words(language).text("vote.version_of_day", day=day)


def accepted_language(headers: Mapping[str, str]) -> str:
    """Return the language that the browser's Accept-Language prefers among ours, else the default."""
    choices = weighted(headers.get("accept-language", ""))
    weights = {
        language: max((weight for choice, weight in choices.items() if choice[:2] == language), default=0)
        for language in (DEFAULT_LANGUAGE, *LANGUAGES)
    }
    return max(weights, key=lambda language: weights[language])


def weighted(header: str) -> dict[str, float]:
    """Return the choices of an Accept-… header, in lower case, with their weights from 0 to 1."""
    weights: dict[str, float] = {}
    for part in header.replace(" ", "").lower().split(","):
        choice, _, weight = part.partition(";q=")
        try:
            weights[choice] = float(weight or 1)
        except ValueError:
            weights[choice] = 0
    return weights
