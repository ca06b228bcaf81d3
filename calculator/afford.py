"""The largest total that a budget pays for, searched through `preview`."""

from dataclasses import dataclass, replace
from fractions import Fraction

from calculator.preview import Quote, Request, preview
from calculator.pricing import VOLUME, Line


@dataclass(frozen=True)
class Affordable:
    """What a budget pays for on one line: `quote` is of the largest total, `one_more` of the next.

    `quote` is of today's total where not even one license fits; `one_more` is None at the largest total that
    can be asked for.
    """

    line: int
    quote: Quote
    one_more: Quote | None

    @property
    def quantity_added(self) -> int:
        """Licenses that fit, 0 where none does."""
        return self.quote.request.lines[self.line].quantity_added


def afford(request: Request, budget: Fraction, index: int, most: int) -> Affordable:
    """Return the largest total of one line such that it and every smaller increase cost at most `budget`.

    Args:
        request: its other lines stay as asked; the new total of this line is not looked at.
        budget: gross, for the whole request.
        index: the line, from 0.
        most: the largest total that can be asked for, inclusive.

    Source: contract, `afford`.
    """
    largest = request.lines[index].quantity_before
    for top in _segment_ends(request.lines[index], most):
        if _cost(request, index, top) > budget:
            largest = _last_within(request, budget, index, largest, top)
            break
        largest = top
    one_more = _asked(request, index, largest + 1) if largest < most else None
    return Affordable(index, _asked(request, index, largest), one_more)


def _segment_ends(line: Line, most: int) -> list[int]:
    """Return the totals up to which the cost of an increase never falls, one after the other.

    With a volume price it falls where a cheaper tier is reached: 25 at 10.00 cost 250, and 26 at 9.00 cost
    234. Each tier is therefore searched on its own.
    """
    tiers = line.tariff_after.tiers if line.tariff_after.model == VOLUME else ()
    inner = [tier.up_to for tier in tiers if tier.up_to is not None]
    return [top for top in inner if line.quantity_before < top < most] + [most]


def _last_within(request: Request, budget: Fraction, index: int, within: int, above: int) -> int:
    """Return the largest total that the budget pays for, where cost never falls between the two bounds.

    Args:
        within: below every total that is searched: a total that fits, or that of today.
        above: a total that the budget does not pay for.
    """
    while above - within > 1:
        middle = (within + above) // 2
        if _cost(request, index, middle) > budget:
            above = middle
        else:
            within = middle
    return within


def _cost(request: Request, index: int, quantity: int) -> Fraction:
    return _asked(request, index, quantity).due_now.gross


def _asked(request: Request, index: int, quantity: int) -> Quote:
    lines = list(request.lines)
    lines[index] = replace(lines[index], quantity_after=quantity)
    return preview(replace(request, lines=tuple(lines)))
