"""Request -> Quote: the only place where the rules meet. Downstream of the Quote nobody computes."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from calculator.money import CURRENCIES, round_half_up
from calculator.period import Period
from calculator.policy import Policy
from calculator.pricing import Line
from calculator.proration import Share, share_of_days


@dataclass(frozen=True)
class Request:
    """A checked request: the change of one subscription inside one billing period."""

    currency: str
    period: Period
    change_at: datetime
    service_end: datetime
    lines: tuple[Line, ...]
    policy: Policy
    language: str

    @property
    def decimals(self) -> int:
        """Decimals of every amount of the answer: the policy's, else the currency's."""
        return CURRENCIES[self.currency] if self.policy.decimals is None else self.policy.decimals


@dataclass(frozen=True)
class LineItem:
    """One charged line: exact first, then rounded once. Negative amounts are credits."""

    line: int
    quantity: int
    unit_price: Fraction
    full_price: Fraction
    exact: Fraction
    amount: Fraction

    @property
    def kind(self) -> str:
        """`credit` for a negative amount, else `charge`."""
        return "credit" if self.amount < 0 else "charge"


@dataclass(frozen=True)
class Quote:
    """The estimate of a request: what is due now and at renewal, with all that explains it.

    `renewals` and `renewals_before` hold one rounded amount a line, for the new and for today's quantities.
    """

    request: Request
    share: Share
    line_items: tuple[LineItem, ...]
    renewals: tuple[Fraction, ...]
    renewals_before: tuple[Fraction, ...]

    @property
    def due_now(self) -> Fraction:
        """Net amount due now: the sum of the rounded line items."""
        return sum((item.amount for item in self.line_items), Fraction())

    @property
    def exact_due_now(self) -> Fraction:
        """The same sum before any rounding."""
        return sum((item.exact for item in self.line_items), Fraction())

    @property
    def renewal(self) -> Fraction:
        """Net amount due at the next billing date."""
        return sum(self.renewals, Fraction())

    @property
    def renewal_before(self) -> Fraction:
        """What the next billing date would cost without the change."""
        return sum(self.renewals_before, Fraction())


def preview(request: Request) -> Quote:
    """Return the estimate of a checked request. Changes nothing, knows no clock."""
    share = share_of_days(
        request.period, request.change_at, request.service_end, request.policy.count_change_day
    )
    return Quote(
        request=request,
        share=share,
        line_items=tuple(
            _line_item(index, line, share.fraction, request) for index, line in enumerate(request.lines)
        ),
        renewals=tuple(round_half_up(line.renewal_price, request.decimals) for line in request.lines),
        renewals_before=tuple(round_half_up(line.price_before, request.decimals) for line in request.lines),
    )


def _line_item(index: int, line: Line, fraction: Fraction, request: Request) -> LineItem:
    not_credited = line.quantity_added < 0 and request.policy.decrease == "no_credit"
    full_price = Fraction() if not_credited else line.price_difference
    exact = full_price * fraction
    return LineItem(
        line=index,
        quantity=line.quantity_added,
        unit_price=line.unit_price_after,
        full_price=full_price,
        exact=exact,
        amount=round_half_up(exact, request.decimals),
    )
