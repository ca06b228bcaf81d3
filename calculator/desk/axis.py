"""The axis of a bar chart: round amounts, and how high a bar stands on it."""

from collections.abc import Sequence
from fractions import Fraction

from calculator.money import decimal_text, round_amount

_MAX_STEPS = 5
_SHARE_DECIMALS = 4


def ticks(amounts: Sequence[Fraction], decimals: int) -> list[Fraction]:
    """Return round amounts from 0 until one covers all `amounts`: steps of 1, 2 or 5, at most five of them.

    No step is smaller than the currency's smallest amount; where nothing is above 0, 0 is the only one.
    """
    most = max(amounts)
    if most <= 0:
        return [Fraction()]
    step = Fraction(1, 10**decimals)
    leads = (Fraction(2), Fraction(5, 2), Fraction(2))
    while step * _MAX_STEPS < most:
        step, leads = step * leads[0], (leads[1], leads[2], leads[0])
    return [step * number for number in range(-(-most // step) + 1)]


def share(amount: Fraction, axis: Sequence[Fraction]) -> str:
    """Return the height of a bar, from 0 to 1 of the axis; a credit has none."""
    if amount <= 0:
        return "0"
    text = decimal_text(round_amount(amount / axis[-1], _SHARE_DECIMALS), _SHARE_DECIMALS)
    return text.rstrip("0").rstrip(".")
