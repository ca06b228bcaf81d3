"""Reads what an explanation prints: numbers, formulas, dates. It knows no rule of the calculator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

NUMBERS = {
    "fr": r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?",
}
# How a language writes thousands and decimals, and how Python does.
PLAIN = {"fr": str.maketrans(",", ".", "\u202f"), "en": str.maketrans("", "", ",")}
MONTHS = {
    "fr": [
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ],
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
}
DATES = {
    "fr": re.compile(r"(?P<day>\d+)(?:er)? (?P<month>[^\W\d]+) (?P<year>\d{4})(?: à (?P<time>[\d:]+))?"),
    "en": re.compile(r"(?P<month>[A-Z][a-z]+) (?P<day>\d+), (?P<year>\d{4})(?: at (?P<time>[\d:]+\s[AP]M))?"),
}
TIMES = {"fr": "%H:%M:%S", "en": "%I:%M:%S %p"}
# A clause ends before a space; a decimal point and a thousands separator have none after them.
CLAUSE = re.compile(r"[:;,.](?=\s|$)")
HYPHEN = re.compile(r"(?<!\w)-(?=\S)")


@dataclass(frozen=True)
class Formula:
    """What stands left of `=` or `≈`, worked out exactly, and the number that is printed right of it."""

    numbers: tuple[Fraction, ...]
    left: Fraction
    sign: str
    right: Fraction
    decimals: int

    @property
    def holds(self) -> bool:
        """Whether `=` is exact, and `≈` right to the last decimal printed."""
        if self.sign == "=":
            return self.left == self.right
        return self.left != self.right and abs(self.left - self.right) <= Fraction(1, 2 * 10**self.decimals)


def formulas(text: str, language: str) -> Iterator[Formula]:
    """Yield each formula of a text. Words and currencies between its numbers are passed over."""
    for clause in CLAUSE.split(text):
        tokens = _tokens(clause, language)
        sign = next((sign for sign in ("=", "≈") if sign in tokens), None)
        if sign:
            left, right = tokens[: tokens.index(sign)], tokens[tokens.index(sign) + 1 :]
            operands = tuple(Fraction(token) for token in left if token[0].isdigit())
            decimals = len(right[-1].partition(".")[2])
            yield Formula(operands, worked_out(left), sign, worked_out(right), decimals)


def numbers(text: str, language: str) -> list[Fraction]:
    """Return the numbers of a text, a minus before one included."""
    tokens = _tokens(text, language)
    return [
        Fraction(token) * (-1 if index and tokens[index - 1] == "−" else 1)
        for index, token in enumerate(tokens)
        if token[0].isdigit()
    ]


def moments(text: str, language: str) -> list[datetime]:
    """Return the dates of a text, with their times where they are printed."""
    found = []
    for match in DATES[language].finditer(text):
        month = MONTHS[language].index(match["month"]) + 1
        at = "00:00:00" if language == "fr" else "12:00:00 AM"
        if match["time"]:
            at = re.sub(r"\s", " ", match["time"])
        day = f"{match['year']}-{month}-{match['day']} {at}"
        found.append(datetime.strptime(day, f"%Y-%m-%d {TIMES[language]}"))  # noqa: DTZ007 - local by contract
    return found


def worked_out(tokens: list[str]) -> Fraction:
    """Return the exact value of a sum; `×` and `/` go before `+` and `−`, brackets before all."""
    rest = list(tokens)
    value = _sum(rest)
    if rest:
        raise ValueError(f"{tokens} is no formula")
    return value


def _sum(rest: list[str]) -> Fraction:
    value = _product(rest)
    while rest and rest[0] in "+−":
        value = value + _product(rest) if rest.pop(0) == "+" else value - _product(rest)
    return value


def _product(rest: list[str]) -> Fraction:
    value = _factor(rest)
    while rest and rest[0] in "×/":
        value = value * _factor(rest) if rest.pop(0) == "×" else value / _factor(rest)
    return value


def _factor(rest: list[str]) -> Fraction:
    first = rest.pop(0)
    if first == "−":
        return -_factor(rest)
    if first == "(":
        value = _sum(rest)
        rest.remove(")")
        return value
    return Fraction(first)


def _tokens(text: str, language: str) -> list[str]:
    found = re.findall(rf"{NUMBERS[language]}|[+−×/()=≈]", HYPHEN.sub("−", text))
    return [token.translate(PLAIN[language]) for token in found]
