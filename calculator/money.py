"""Exact amounts: what is read from decimal text, rounded once, and written back as decimal text."""

import json
import re
from fractions import Fraction
from pathlib import Path

# Decimals of each currency, from ISO 4217 and not from CLDR, which differs on a dozen (ALL, IRR, LAK…).
CURRENCIES: dict[str, int] = json.loads(
    Path(__file__).with_name("currencies.json").read_text(encoding="utf-8")
)
NO_CURRENCY = "XXX"
EXACT_DECIMALS = 7
MAX_DECIMALS = 9
SPARE_DECIMALS = 2
_OF_A_GROUP = 3
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?", re.ASCII)


def read_amount(text: str) -> Fraction | None:
    """Return the exact amount that `text` states, or None where it is not one.

    Up to 12 ASCII digits, then at most 9 decimals after a point; no sign, no exponent, no space.
    Source: contract, Request.
    """
    return Fraction(text) if _AMOUNT.fullmatch(text) else None


def round_amount(value: Fraction, decimals: int, rounding: str = "half_up") -> Fraction:
    """Return `value` at `decimals` decimals, rounded as a policy says.

    `half_up` sends a tie away from zero, `half_even` to the even neighbor, `down` cuts off. All three are
    symmetric, so that a charge and its reversal cancel: half up, 74.985 gives 74.99 and -74.985 gives -74.99.
    Source: contract, policy field `rounding`.
    """
    minor, rest = divmod(abs(value.numerator) * 10**decimals, value.denominator)
    if rounding == "half_up":
        minor += 2 * rest >= value.denominator
    elif rounding == "half_even":
        minor += 2 * rest + minor % 2 > value.denominator
    return Fraction(minor if value.numerator >= 0 else -minor, 10**decimals)


def decimal_text(value: Fraction, decimals: int) -> str:
    """Return `value` as a decimal string with exactly `decimals` decimals; `value` must already fit them."""
    scale, rest = divmod(10**decimals, value.denominator)
    if rest:
        raise ValueError(f"{value} does not fit in {decimals} decimals")
    digits = f"{abs(value.numerator) * scale:0{decimals + 1}d}"
    sign = "-" if value.numerator < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def printed_decimals(value: Fraction, at_least: int) -> tuple[int, bool]:
    """Return how many decimals a text prints of `value`, and whether they are all of it.

    All of them where 9 are enough, as for any price; else 7, half up, as for 720 x 214 / 365, and always two
    more than `at_least`, so that what is printed shows which way it is rounded.
    """
    for decimals in range(at_least, max(MAX_DECIMALS, at_least + SPARE_DECIMALS) + 1):
        if 10**decimals % value.denominator == 0:
            return decimals, True
    return max(EXACT_DECIMALS, at_least + SPARE_DECIMALS), False


def typed_decimals(value: Fraction, at_least: int) -> int:
    """Return how many decimals to type of a price, all of it: never three, which read as thousands, too."""
    decimals, _ = printed_decimals(value, 0 if at_least == _OF_A_GROUP else at_least)
    return decimals + 1 if decimals == _OF_A_GROUP else decimals


def exact_text(value: Fraction, at_least: int) -> str:
    """Return `value` as a decimal string of `at_least` to 7 decimals, half up; of 7 where that asks more."""
    decimals = min(printed_decimals(value, at_least)[0], EXACT_DECIMALS)
    return decimal_text(round_amount(value, decimals), decimals)


def price_text(value: Fraction, at_least: int) -> str:
    """Return a price with all its decimals (at most 9), never fewer than `at_least`: 24 gives "24.00"."""
    return decimal_text(value, printed_decimals(value, at_least)[0])
