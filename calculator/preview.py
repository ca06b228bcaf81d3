"""Request -> Quote: the only place where the rules meet. Downstream of the Quote nobody computes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from calculator.money import CURRENCIES, round_amount
from calculator.period import Period
from calculator.policy import Policy
from calculator.pricing import Line, Tariff, flat
from calculator.proration import Share, share_of, whole_period_share
from calculator.tax import Amounts, Tax, taxed

CHARGE, CREDIT = "charge", "credit"


@dataclass(frozen=True)
class Request:
    """A checked request: the change of one subscription inside one billing period."""

    currency: str
    period: Period
    change_at: datetime
    service_end: datetime
    lines: tuple[Line, ...]
    policy: Policy
    tax: Tax | None
    language: str

    @property
    def decimals(self) -> int:
        """Decimals of every amount of the answer: the policy's, else the currency's."""
        return CURRENCIES[self.currency] if self.policy.decimals is None else self.policy.decimals


@dataclass(frozen=True)
class LineItem:
    """One priced part of a line: exact first, then rounded once. A credit's prices and amount are negative.

    `quantity` is what `full_price` is for: the licenses added, or a whole total. `full_price` is that of a
    whole period; where the rate is rounded, that of one unit of time.
    """

    line: int
    kind: str
    quantity: int
    unit_price: Fraction
    full_price: Fraction
    exact: Fraction
    amount: Fraction


@dataclass(frozen=True)
class Quote:
    """The estimate of a request: what is due now and at renewal, with all that explains it.

    `whole_period` is the renewal's share: 1, or the base periods of a period. `renewals` has one item a line.
    """

    request: Request
    share: Share
    whole_period: Share
    line_items: tuple[LineItem, ...]
    renewals: tuple[LineItem, ...]

    @cached_property
    def due_now(self) -> Amounts:
        """What is due now: the sum of the rounded line items, with its tax."""
        return _sum(self.line_items, self.request)

    @cached_property
    def renewal(self) -> Amounts:
        """What is due at the next billing date."""
        return _sum(self.renewals, self.request)

    @cached_property
    def renewal_before(self) -> Amounts:
        """What the next billing date would cost with today's quantities and prices."""
        periods = self.whole_period.fraction
        before = [
            _whole_period(self.request, index, line.quantity_before, line.tariff, periods)
            for index, line in enumerate(self.request.lines)
        ]
        return _sum(before, self.request)

    @property
    def fraction(self) -> Fraction:
        """The part of a period that is charged; with a rounded rate, units remaining over its `per`."""
        rate = self.request.policy.round_rate
        return Fraction(self.share.units_remaining, rate.per) if rate else self.share.fraction


def preview(request: Request) -> Quote:
    """Return the estimate of a checked request. Changes nothing, knows no clock."""
    policy = request.policy
    share = share_of(request.period, request.change_at, request.service_end, policy)
    whole_period = whole_period_share(request.period, policy)
    # A rounded rate is the price of one unit of time: it is multiplied by their number, not by a fraction.
    multiplier = Fraction(share.units_remaining) if policy.round_rate else share.fraction
    periods = whole_period.fraction
    return Quote(
        request=request,
        share=share,
        whole_period=whole_period,
        line_items=tuple(
            item
            for index, line in enumerate(request.lines)
            for item in _line_items(request, index, line, multiplier)
        ),
        renewals=tuple(
            _whole_period(request, index, line.quantity_after, line.renewal_tariff, periods)
            for index, line in enumerate(request.lines)
        ),
    )


def rate_of(tariff: Tariff, policy: Policy) -> Tariff:
    """Return the tariff of a whole period, or of one unit of time where the policy rounds the rate first."""
    rate = policy.round_rate
    if rate is None:
        return tariff
    return flat(round_amount(tariff.tiers[0].unit_price / rate.per, rate.decimals, policy.rounding))


def _line_items(request: Request, index: int, line: Line, multiplier: Fraction) -> Iterator[LineItem]:
    policy, old, new = request.policy, line.quantity_before, line.quantity_after
    before, after = rate_of(line.tariff, policy), rate_of(line.tariff_after, policy)
    old_price, new_price = before.unit_price_at(old), after.unit_price_at(new)
    if new < old and policy.decrease == "no_credit":
        yield _item(request, index, new - old, new_price, Fraction(), multiplier)
    elif policy.charge == "credit_and_charge":
        yield _item(request, index, old, old_price, -before.price(old), multiplier, CREDIT)
        yield _item(request, index, new, new_price, after.price(new), multiplier)
    elif policy.charge == "added_only":
        yield _item(request, index, new - old, new_price, after.price(new - old), multiplier)
    else:
        difference = after.price(new) - before.price(old)
        yield _item(request, index, new - old, new_price, difference, multiplier)


def _whole_period(request: Request, index: int, quantity: int, tariff: Tariff, periods: Fraction) -> LineItem:
    unit_price = tariff.unit_price_at(quantity)
    return _item(request, index, quantity, unit_price, tariff.price(quantity), periods)


def _item(
    request: Request,
    line: int,
    quantity: int,
    unit_price: Fraction,
    full_price: Fraction,
    multiplier: Fraction,
    kind: str = "",
) -> LineItem:
    """Return a line item, its `kind` by its sign where it is left out."""
    exact = full_price * multiplier
    amount = round_amount(exact, request.decimals, request.policy.rounding)
    kind = kind or (CREDIT if amount.numerator < 0 else CHARGE)
    return LineItem(line, kind, quantity, unit_price, full_price, exact, amount)


def _sum(items: Sequence[LineItem], request: Request) -> Amounts:
    first, *others = items
    total = sum((item.amount for item in others), first.amount)
    exact = sum((item.exact for item in others), first.exact)
    return taxed(total, exact, request.tax, request.decimals, request.policy.rounding)
