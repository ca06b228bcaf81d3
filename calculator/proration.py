"""The part of a billing period that a change is charged for, counted in the units of a convention."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from calculator.period import Period, add_months, days_30_360, days_between, whole_months
from calculator.policy import THIRTY_360, Policy

_LENGTH = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Share:
    """Whole base periods, then units remaining over the units of the base.

    The fraction exceeds 1 when the service ends after the period. Only `month_then_day` has whole base
    periods; the units are then the days of the broken one: 105/91 is 1 whole and 14 of 91 days.
    """

    units_remaining: int
    units_in_base: int
    whole: int = 0

    @property
    def fraction(self) -> Fraction:
        """The exact part of the period that is charged."""
        return Fraction(self.whole * self.units_in_base + self.units_remaining, self.units_in_base)


def share_of(period: Period, change_at: datetime, service_end: datetime, policy: Policy) -> Share:
    """Return what is charged from `change_at` to `service_end` (exclusive), counted as the policy says.

    From 8 August 2026 to 10 March 2027, exclusive, 214 days remain with the day of purchase counted and 213
    without. Nothing remains at the period's end, whatever the unit. Source: contract, table of units.

    Raises:
        ValueError: a base period runs past the year 9999.
    """
    is_over = change_at >= service_end or change_at == period.end
    if policy.unit == "month_then_day":
        return Share(0, 1) if is_over else base_periods(change_at, service_end, policy.base_months)
    if is_over:
        return Share(0, units_in_base(period, policy))
    remaining = _units(period, change_at, service_end, policy)
    if not policy.count_change_day:
        remaining = max(remaining - 1, 0)
    return Share(remaining, units_in_base(period, policy))


def whole_period_share(period: Period, policy: Policy) -> Share:
    """Return how much of `unit_price` a whole period costs: 1, or its base periods for `month_then_day`."""
    if policy.unit == "month_then_day":
        return base_periods(period.start, period.end, policy.base_months)
    return Share(1, 1)


def units_in_base(period: Period, policy: Policy) -> int:
    """Return the units over which the price of a period is spread: its own, or those fixed by the basis.

    0 where the period is shorter than one unit. Not for `month_then_day`, whose base is each base period.
    """
    fixed = policy.fixed_units
    return _units(period, period.start, period.end, policy) if fixed is None else fixed


def base_periods(start: datetime, end: datetime, months: int) -> Share:
    """Return the base periods of `months` from `start` to `end`, exclusive; times of day are ignored.

    Whole ones are counted forward from the remembered day of `start`, then the days of the broken one over
    its length: from 2 January to 16 April by quarters, 1 and 14/91. Source: contract, `month_then_day`.

    Raises:
        ValueError: the broken base period runs past the year 9999.
    """
    first, last = start.date(), end.date()
    whole = whole_months(first, last) // months
    broken = add_months(first, whole * months)
    if broken == last:
        return Share(0, 1, whole)
    return Share((last - broken).days, (add_months(first, (whole + 1) * months) - broken).days, whole)


def _units(period: Period, start: datetime, end: datetime, policy: Policy) -> int:
    """Return the units from `start` to `end`, exclusive, as the policy's unit and basis count them."""
    if policy.unit == "day":
        return days_30_360(start, end) if policy.basis == THIRTY_360 else days_between(start, end)
    if policy.unit in _LENGTH:
        return (end - start) // _LENGTH[policy.unit]
    if policy.unit in _MONTHS:
        return _intervals(period.start, start, end, _MONTHS[policy.unit])
    return 1


def _intervals(anchor: datetime, start: datetime, end: datetime, months: int) -> int:
    """Return how many intervals of `months` from `anchor` are touched from `start` to `end`, exclusive.

    A started interval counts in full. Boundaries keep the anchor's day, clamped, and its time of day.
    """
    before_start = _boundaries_up_to(anchor, start) // months
    before_end = _boundaries_up_to(anchor, end - timedelta.resolution) // months
    return before_end - before_start + 1


def _boundaries_up_to(anchor: datetime, moment: datetime) -> int:
    """Return how many monthly boundaries after `anchor` lie at or before `moment`."""
    months = whole_months(anchor.date(), moment.date())
    reached: date = add_months(anchor.date(), months)
    return months - 1 if reached == moment.date() and moment.time() < anchor.time() else months
