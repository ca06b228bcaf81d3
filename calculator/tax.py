"""Tax on the sum of a quote: added to prices that exclude it, or found in prices that include it."""

from dataclasses import dataclass
from fractions import Fraction

from calculator.money import round_amount

EXACT_NET, ROUNDED_NET, INCLUDED = "exact_net", "rounded_net", "included"
TAXED = (EXACT_NET, ROUNDED_NET)


@dataclass(frozen=True)
class Tax:
    """A rate from 0 to 1, and what it is taken on; `included` where the prices are gross."""

    rate: Fraction
    on: str


@dataclass(frozen=True)
class Amounts:
    """One amount due, before and with tax; net + tax = gross. `exact_net` is not rounded."""

    net: Fraction
    tax: Fraction
    gross: Fraction
    exact_net: Fraction


def taxed(total: Fraction, exact: Fraction, tax: Tax | None, decimals: int, rounding: str) -> Amounts:
    """Return the amounts of a sum of line items, given rounded (`total`) and `exact`.

    With 20 % on 422.1369863, `exact_net` rounds 506.5643836 to 506.56, and the tax is what lies between;
    `rounded_net` rounds 84.428 to 84.43, and the gross is 506.57. Source: contract, Rounding and tax.
    """
    if tax is None:
        return Amounts(total, Fraction(), total, exact)
    if tax.on == ROUNDED_NET:
        added = round_amount(total * tax.rate, decimals, rounding)
        return Amounts(total, added, total + added, exact)
    if tax.on == EXACT_NET:
        gross = round_amount(exact * (tax.rate + 1), decimals, rounding)
        return Amounts(total, gross - total, gross, exact)
    net = round_amount(total / (tax.rate + 1), decimals, rounding)
    return Amounts(net, total - net, total, exact / (tax.rate + 1))
