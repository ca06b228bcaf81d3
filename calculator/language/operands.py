"""Operands of a sentence -> text: counts with their nouns, dates, amounts, formulas. It computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

from calculator.language import formats
from calculator.language.catalogue import Catalogue
from calculator.step import Count, Factor, Number, Operand, Parts, Percent, Precision, Sum, Word

# A bare count has its noun by its name.
_NOUNS = {
    "quantity": "unit.license",
    "days": "unit.day",
    "months": "unit.month",
    "decimals": "unit.decimal",
}


@dataclass(frozen=True)
class Money:
    """How the amounts of one answer are written."""

    currency: str
    decimals: int
    language: str

    def text(self, value: Fraction) -> str:
        """Return a rounded amount, with exactly the decimals of the answer."""
        return formats.amount_text(value, self.currency, self.decimals, self.language)

    def exact(self, value: Fraction) -> str:
        """Return a price or an unrounded amount, with up to 7 decimals."""
        return formats.price_or_exact_text(value, self.currency, self.decimals, self.language)


@cache
def catalogue(language: str) -> Catalogue:
    """Return the calculator's own messages."""
    return Catalogue(Path(__file__).parent, language)


def told(key: str, operands: Mapping[str, Operand], language: str, money: Money | None = None) -> str:
    """Return the sentence of `key` with its operands written out; amounts need `money`."""
    return catalogue(language).text(key, **written(operands, language, money or Money("XXX", 2, language)))


def written(operands: Mapping[str, Operand], language: str, money: Money) -> dict[str, str]:
    """Return each operand as text, by its name; a count has two texts, the second without its noun."""
    facts: dict[str, str] = {}
    for name, operand in operands.items():
        facts |= _fact(name, operand, language, money)
    return facts


def _fact(name: str, operand: Operand, language: str, money: Money) -> dict[str, str]:
    """Return the text of an operand by its name; a count has two, with its noun and without (`_number`)."""
    if isinstance(operand, str):
        return {name: operand}
    if isinstance(operand, Count):
        count, unit = operand.number, f"unit.{operand.unit}"
    elif isinstance(operand, int):
        count, unit = operand, next((key for prefix, key in _NOUNS.items() if name.startswith(prefix)), "")
    else:
        return {name: _written(operand, language, money)}
    number = formats.number_text(count, language)
    counted = catalogue(language).count(unit, count, number=number) if unit else number
    return {name: counted, f"{name}_number": number}


def _written(operand: Operand, language: str, money: Money) -> str:
    words = catalogue(language)
    match operand:
        case datetime():
            return words.text(
                "moment", on=formats.date_text(operand, language), at=formats.time_text(operand, language)
            )
        case date():
            return formats.date_text(operand, language)
        case Fraction():
            return money.exact(operand)
        case Number(value):
            return formats.decimal_number(value, language)
        case Percent(rate):
            return words.text("percent", number=formats.decimal_number(100 * rate, language))
        case Precision(0):
            return words.text("precision.whole")
        case Precision(decimals):
            return words.count("precision", decimals, number=formats.number_text(decimals, language))
        case Word(key):
            return words.text(key)
        case Parts(parts, factor):
            times = _factor(factor, language)
            products = _sum([_product(quantity, price, language, money) for quantity, price in parts])
            return f"({products}){times}" if times and len(parts) > 1 else products + times
        case Sum(amounts, factor):
            text = _sum([(amount < 0, money.exact(abs(amount))) for amount in amounts])
            if factor is None:
                return text
            return (f"({text})" if len(amounts) > 1 else text) + _factor(factor, language)
        case Factor():
            return _factor(operand, language)
    raise TypeError(f"no text for {operand!r}")


def _product(quantity: int, price: Fraction, language: str, money: Money) -> tuple[bool, str]:
    counted = catalogue(language).count(
        "unit.license", quantity, number=formats.number_text(abs(quantity), language)
    )
    return quantity < 0, f"{counted} × {money.exact(price)}"


def _sum(terms: list[tuple[bool, str]]) -> str:
    """Return terms, each with whether it is subtracted, as one sum: `3 − 2 + 1`, `-3 + 2`."""
    (is_negative, first), *others = terms
    text = ("-" if is_negative else "") + first
    return text + "".join(f" {'−' if is_less else '+'} {term}" for is_less, term in others)


def _factor(factor: Factor, language: str) -> str:
    units, base, whole = (
        formats.number_text(number, language) for number in (factor.units, factor.base, factor.whole)
    )
    if factor.base == 1:
        number = factor.whole + factor.units
        return "" if number == 1 else f" × {formats.number_text(number, language)}"
    return f" × ({whole} + {units} / {base})" if factor.whole else f" × {units} / {base}"
