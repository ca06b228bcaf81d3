"""Every sentence of the service, in both languages, and the choice between them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.numbers import format_decimal

from calculator import DEFAULT_LANGUAGE, LANGUAGES, Catalogue

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "accepted_language", "tally_text", "words"]

FOLDER = Path(__file__).parent / "language"


@cache
def words(language: str) -> Catalogue:
    """Return the service's messages in one language."""
    return Catalogue(FOLDER, language)


def tally_text(language: str, helpful: int, total: int) -> str | None:
    """Return "12 readers out of 15 found this article helpful", or none while nobody has voted."""
    if total == 0:
        return None
    grouped = {
        "number": format_decimal(helpful, locale=language),
        "total": format_decimal(total, locale=language),
    }
    return words(language).count("vote.tally", helpful, **grouped)


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
