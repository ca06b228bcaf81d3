"""The one formatter of amounts, numbers and dates, over Babel's CLDR data.

Babel leaves out two rules of CLDR, and its digits of currencies are not ISO 4217's; both are put right here.
The browser's `Intl` gives the same characters, which a test checks.
"""

import unicodedata
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import get_currency_symbol, parse_pattern

from calculator.money import NO_CURRENCY, decimal_text, printed_decimals, round_amount, typed_decimals

_LOCALES = {"fr": "fr_FR", "en": "en_US"}
_NO_BREAK_SPACE = "\u00a0"
# Dates remembered as text: those of one answer stand in it several times, and change little between two.
_DATES = 64


def amount_text(value: Fraction, currency: str, decimals: int, language: str) -> str:
    """Return an amount as the language writes it, with exactly `decimals` decimals.

    French: U+202F between thousands, U+00A0 before the sign. `XXX` has no sign.
    """
    return _apply(round_amount(value, decimals), currency, decimals, language)


def price_or_exact_text(value: Fraction, currency: str, decimals: int, language: str) -> str:
    """Return a price or an unrounded amount: all its decimals where 9 are enough, else 7."""
    return amount_text(value, currency, printed_decimals(value, decimals)[0], language)


def number_text(value: int, language: str) -> str:
    """Return a count with the language's thousands separator."""
    return _apply(Fraction(value), NO_CURRENCY, 0, language)


def decimal_number(value: Fraction, language: str) -> str:
    """Return a number that is no amount, with all its decimals (at most 9): `1,2`."""
    return price_or_exact_text(value, NO_CURRENCY, 0, language)


def time_text(at: datetime, language: str) -> str:
    """Return a time of day to the second: `14:30:00`, `2:30:00 PM`."""
    return format_time(at, "medium", locale=_locale(language))


def typed_price(value: Fraction, at_least: int, language: str) -> str:
    """Return a price without its currency sign, as a person types it in a field: `1 234,50`.

    It reads one way: `1,2340` and not `1,234`, `1234` and not `1,234`.
    """
    decimals = typed_decimals(value, at_least)
    if not decimals:
        return decimal_text(value, 0)
    return amount_text(value, NO_CURRENCY, decimals, language).replace("\u202f", " ")


@lru_cache(_DATES)
def date_text(on: date, language: str) -> str:
    """Return a date in words: `8 août 2026`, `August 8, 2026`."""
    return _ordinal(on, format_date(on, "long", _locale(language)), language)


@lru_cache(_DATES)
def weekday_text(on: date, language: str) -> str:
    """Return a date in words with its weekday: `samedi 8 août 2026`."""
    return _ordinal(on, format_date(on, "full", _locale(language)), language)


@cache
def month_names(language: str) -> dict[str, int]:
    """Return every name of a month, long and short, in lower case and without accents or final point."""
    months = _locale(language).months["format"]
    names = [(name, number) for width in ("wide", "abbreviated") for number, name in months[width].items()]
    return {fold(name): number for name, number in names}


def currency_names(codes: list[str], language: str) -> list[tuple[str, str]]:
    """Return each code with its sign or code as the language writes it: `EUR`, `EUR €`."""
    return [(code, _option(code, currency_symbol(code, language))) for code in codes]


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and final point, for comparison only."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c)).rstrip(".")


def _option(code: str, symbol: str) -> str:
    return code if symbol == code else f"{code}{_NO_BREAK_SPACE}{symbol}"


def _ordinal(on: date, text: str, language: str) -> str:
    # French says « 1er mars » and no ordinal on any other day; CLDR's long form leaves it out.
    return text.replace("1 ", "1er ", 1) if language == "fr" and on.day == 1 else text


def currency_symbol(currency: str, language: str) -> str:
    """Return the sign of a currency as the language writes it, or its code: `€`, `$US`."""
    return get_currency_symbol(currency, _LOCALES[language])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@cache
def _separators(language: str) -> tuple[str, str]:
    """Return what stands between thousands, and before decimals."""
    symbols = _locale(language).number_symbols["latn"]
    return symbols["group"], symbols["decimal"]


@cache
def _affixes(currency: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after the digits, for an amount and for a negative one."""
    locale = _locale(language)
    if currency == NO_CURRENCY:
        pattern, sign = locale.decimal_formats[None].pattern, ""
    else:
        pattern, sign = locale.currency_formats["standard"].pattern, currency_symbol(currency, language)
    # CLDR's currencySpacing, which Babel leaves out: a sign that doesn't end in a symbol keeps off the
    # digits, so "CHF 24.00" and not "CHF24.00".
    if pattern.startswith("¤") and not unicodedata.category(sign[-1]).startswith("S"):
        pattern = pattern.replace("¤", "¤" + _NO_BREAK_SPACE, 1)
    parsed = parse_pattern(pattern)
    pairs = zip(parsed.prefix, parsed.suffix, strict=True)
    return tuple((before.replace("¤", sign), after.replace("¤", sign)) for before, after in pairs)


def _apply(value: Fraction, currency: str, decimals: int, language: str) -> str:
    # Babel's pattern and signs, but not its `apply`, which rounds and declines the currency's name for each
    # amount: half the time of a whole answer.
    before, after = _affixes(currency, language)[value.numerator < 0]
    group, point = _separators(language)
    whole, _, rest = decimal_text(abs(value), decimals).partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{before}{grouped}{point if rest else ''}{rest}{after}"
