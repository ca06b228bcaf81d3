"""Prorata's rules: what licenses added to a running subscription cost now, and at renewal.

This is the public face; nothing outside imports a module of the package. `answer` speaks JSON text,
`preview`, `form`, `schedule`, `afford`, `reconcile` and `compare` the same with dicts; the rest gives
pages their words.
"""

from datetime import date

from calculator.bridge import answer
from calculator.bridge import answer_preview as preview
from calculator.figures import figures
from calculator.form import answer_form as form
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES, formats
from calculator.language.catalogue import Catalogue
from calculator.language.operands import catalogue
from calculator.language.sentences import conventions, labels
from calculator.questions import answer_afford as afford
from calculator.questions import answer_compare as compare
from calculator.questions import answer_reconcile as reconcile
from calculator.questions import answer_schedule as schedule

# Offered in the page's lists; the rules take every ISO 4217 currency and any term up to 120 months.
_OFFERED_CURRENCIES = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY"]
_OFFERED_TERMS = (1, 3, 6, 12, 24, 36, 60)


def control_options(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of the page's two lists as (value, text), `currency` and `term_months`."""
    words = catalogue(language)
    return {
        "currency": formats.currency_names(_OFFERED_CURRENCIES, language),
        "term_months": [(str(months), words.count("unit.month", months)) for months in _OFFERED_TERMS],
    }


def date_text(on: date, language: str) -> str:
    """Return a date in words: `1er mars 2026`, `March 1, 2026`."""
    return formats.date_text(on, language)


__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Catalogue",
    "afford",
    "answer",
    "compare",
    "control_options",
    "conventions",
    "date_text",
    "figures",
    "form",
    "labels",
    "preview",
    "reconcile",
    "schedule",
]
