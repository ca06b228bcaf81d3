"""Words and choices that pages show around an answer."""

from datetime import date
from fractions import Fraction

from calculator.controls import PAYMENTS
from calculator.language import formats
from calculator.language.operands import catalogue
from calculator.policy import DEFAULT_PRESET, PRESETS
from calculator.pricing import TIER_MODELS

# Offered in the page's lists; the rules take every ISO 4217 currency and any term up to 120 months.
_OFFERED_CURRENCIES = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY"]
_OFFERED_TERMS = (1, 3, 6, 12, 24, 36, 60)


def control_options(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of the page's lists by control, as (value, text); the value "" says nothing."""
    words = catalogue(language)
    default = words.text(f"preset.{DEFAULT_PRESET}.label")
    return {
        "currency": formats.currency_names(_OFFERED_CURRENCIES, language),
        "term_months": [(str(months), words.count("unit.month", months)) for months in _OFFERED_TERMS],
        "convention": [
            ("", words.text("option.convention", default=default[:1].lower() + default[1:])),
            *((name, words.text(f"preset.{name}.label")) for name in PRESETS),
        ],
        **{
            control: [("", words.text(f"option.{control}"))]
            + [(name, words.text(f"option.{control}.{name}")) for name in names]
            for control, names in (("tax_included", ("no", "yes")), ("tier_model", TIER_MODELS))
        },
        "payment": [
            ("", words.text("option.payment")),
            *((name, words.text(f"payment.{name}.label")) for name in PAYMENTS),
        ],
    }


def amount_text(amount: str, currency: str, decimals: int, language: str) -> str:
    """Return a decimal string, which may be negative, as an amount of the currency: `-88,69 €`."""
    return formats.amount_text(Fraction(amount), currency, decimals, language)


def date_text(on: date, language: str) -> str:
    """Return a date in words: `1er mars 2026`, `March 1, 2026`."""
    return formats.date_text(on, language)
