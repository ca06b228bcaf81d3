"""Numbers and dates as people type them, in the page or in a shell."""

import re
from datetime import date
from fractions import Fraction

from calculator.language import LANGUAGES, formats
from calculator.money import CURRENCIES, read_amount

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,'’])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_DECIMAL = re.compile(r"(?P<whole>[0-9 .,'’]*[0-9])(?P<point>[.,])(?P<decimals>[0-9]{1,9})", re.ASCII)
_AROUND = re.compile(r"(?P<before>[^\d.,+-]*?) ?(?P<number>[\d.,' ’]*\d) ?(?P<after>[^\d.,+-]*)", re.ASCII)
# Signs that several currencies share, and those of one: as both languages print them, and as people do.
_SHARED = frozenset("€$£¥")
_OWN = {
    sign: code
    for code, signs in {
        "USD": "$US US$",
        "CAD": "$CA CA$ C$",
        "AUD": "$AU AU$ A$",
        "NZD": "$NZ NZ$",
        "HKD": "$HK HK$",
        "SGD": "$SG S$",
        "GBP": "£GB",
        "CHF": "FR",
        "CNY": "CN¥ ¥CN",
        "JPY": "JP¥ ¥JP",
        "INR": "₹",
    }.items()
    for sign in signs.split()
}
_SIGNS = frozenset({"", *_SHARED, *_OWN, *CURRENCIES})
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_NUMERIC = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"([0-9]{1,2}[/. -][0-9]{1,2}[/. -])([0-9]{2})", re.ASCII)
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:er|st|nd|rd|th)? ([^\W\d_]+)\.?,? ([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")


class Ambiguous(Exception):
    """A number that reads two ways: `1.234` is 1234 or 1,234."""

    def __init__(self, digits: str) -> None:
        super().__init__(digits)
        self.whole = int(re.sub(r"\D", "", digits))
        self.decimal = Fraction(re.sub(r"[.,]", ".", digits))


def read_number(text: str) -> Fraction | None:
    """Return the number a person typed, or None where it is not one.

    Accepts `1 234,50`, `1,234.50`, `1.234,50`, `1234.5`, narrow spaces, a currency sign before or after.

    Raises:
        Ambiguous: `1.234` or `1,234`, which is 1234 to some and a little over 1 to others.
    """
    around = _AROUND.fullmatch(SPACES.sub(" ", text).strip())
    if not around or around["before"].upper() not in _SIGNS or around["after"].upper() not in _SIGNS:
        return None
    digits = around["number"]
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        separator = grouped[1]
        if separator in ".," and digits.count(separator) == 1 and not digits.startswith("0"):
            raise Ambiguous(digits)
        if separator not in ".," or not digits.startswith("0"):
            return read_amount(re.sub(r"\D", "", digits))
    number = _DECIMAL.fullmatch(digits)
    if not number:
        return read_amount(digits)
    whole, point = number["whole"], number["point"]
    if point in whole or not (whole.isdigit() or _GROUPED.fullmatch(whole)):
        return None
    return read_amount(re.sub(r"\D", "", whole) + "." + number["decimals"])


def has_foreign_sign(text: str, currency: str) -> bool:
    """Whether a number that was read carries the sign or the code of another currency than this one."""
    around = _AROUND.fullmatch(SPACES.sub(" ", text).strip())
    signs = {around[side].upper() for side in ("before", "after")} - {""} if around else set()
    return not all(_stands_for(sign, currency) for sign in signs)


def _stands_for(sign: str, currency: str) -> bool:
    if sign in _SHARED:
        return any(sign in formats.currency_symbol(currency, language) for language in LANGUAGES)
    return _OWN.get(sign, sign) == currency


def has_foreign_digits(text: str) -> bool:
    """Whether a text has digits of another script, such as Arabic or full-width ones."""
    return any(character.isdigit() and not character.isascii() for character in text)


def read_date(text: str, language: str) -> date | None:
    """Return the date a person typed, or None where it is not one.

    ISO, `10/03/2027` in the language's order (day first in French, month first in English), `10 mars 2027`,
    `March 10, 2027`, with or without a weekday. Years have four digits.
    """
    typed = SPACES.sub(" ", text).strip()
    if iso := ISO_DATE.fullmatch(typed):
        return _date(iso[1], iso[2], iso[3])
    if numeric := _NUMERIC.fullmatch(typed):
        first, second, year = numeric.groups()
        return _date(year, second, first) if language == "fr" else _date(year, first, second)
    words = typed.split(" ")
    without_weekday = " ".join(words[1:]) if len(words) == 4 else typed
    if day_month := _DAY_MONTH.fullmatch(without_weekday):
        return _date(day_month[3], _month(day_month[2]), day_month[1])
    if month_day := _MONTH_DAY.fullmatch(without_weekday):
        return _date(month_day[3], _month(month_day[1]), month_day[2])
    return None


def with_whole_year(text: str) -> str | None:
    """Return a date in digits with its two-digit year written out, `10/03/2027`; None where it isn't one."""
    short = _SHORT_YEAR.fullmatch(text)
    return f"{short[1]}20{short[2]}" if short else None


def in_other_order(text: str, language: str) -> str | None:
    """Return a date in digits with day and month exchanged, where that makes it one; else None."""
    numeric = _NUMERIC.fullmatch(text)
    if not numeric:
        return None
    swapped = f"{numeric[2]}/{numeric[1]}/{numeric[3]}"
    return swapped if read_date(swapped, language) else None


def _month(name: str) -> int | None:
    folded = formats.fold(name)
    return next((names[folded] for names in map(formats.month_names, LANGUAGES) if folded in names), None)


def _date(year: str, month: str | int | None, day: str) -> date | None:
    if month is None:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
