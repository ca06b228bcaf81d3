"""The part of a billing period that a change is charged for."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from calculator.period import Period, days_between


@dataclass(frozen=True)
class Share:
    """Days charged over days of the period; the fraction exceeds 1 when the service ends after the period."""

    days_remaining: int
    days_in_period: int

    @property
    def fraction(self) -> Fraction:
        """The exact part of the period that is charged."""
        return Fraction(self.days_remaining, self.days_in_period)


def share_of_days(
    period: Period, change_at: datetime, service_end: datetime, count_change_day: bool
) -> Share:
    """Return the calendar days from the change to the end of service, over those of the period.

    Times of day are ignored. From 8 August 2026 to 10 March 2027, exclusive, 214 days remain with the day of
    purchase counted and 213 without. Source: contract, unit `day` and policy field `count_change_day`.
    """
    if change_at == period.end:
        return Share(0, period.days)
    days = days_between(change_at, service_end) - (0 if count_change_day else 1)
    return Share(max(days, 0), period.days)
