"""Calendar arithmetic of billing periods, which are half-open: the end belongs to the next period."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MAX_MONTHS = 120


def add_months(anchor: date, months: int) -> date:
    """Return the date `months` (may be negative) after `anchor`, its day clamped to the month reached.

    Always add from the remembered anchor: 31 January + 1 is 28 February, + 2 is 31 March. Stepping month by
    month would drift to 28 March.

    Raises:
        ValueError: the result lies outside the years 1 to 9999.
    """
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is outside the calendar")
    return date(year, month0 + 1, min(anchor.day, monthrange(year, month0 + 1)[1]))


def whole_months(anchor: date, on: date) -> int:
    """Return the most months that can be added to `anchor` without passing `on`, which is not before it.

    From 31 January to 28 February 2027 it is 1, since the 31st is clamped there; to 27 February, 0.
    """
    months = (on.year - anchor.year) * 12 + on.month - anchor.month
    return months if add_months(anchor, months) <= on else months - 1


def days_between(start: datetime, end: datetime) -> int:
    """Return the number of dates from `start` inclusive to `end` exclusive; negative if `end` is first."""
    return (end.date() - start.date()).days


def days_30_360(start: datetime, end: datetime) -> int:
    """Return the days from `start` to `end` in months of 30 days, the 31st counting as the 30th.

    Source: contract, `30/360`.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return 30 * months + min(end.day, 30) - min(start.day, 30)


@dataclass(frozen=True)
class Period:
    """A billing period: `start` inclusive, `end` exclusive, which is the next billing date."""

    start: datetime
    end: datetime

    @property
    def days(self) -> int:
        """Calendar dates in the period; times of day are ignored."""
        return days_between(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The last date that the period covers, inclusive."""
        return self.end.date() - timedelta(days=1)

    @property
    def months(self) -> int | None:
        """The term in whole months, or None where the period is not a whole number of months."""
        start, end = self.start.date(), self.end.date()
        months = (end.year - start.year) * 12 + end.month - start.month
        # Either end may carry the clamped day: 31 Jan -> 28 Feb is one month, and so is 28 Feb -> 31 Mar's.
        fits = months > 0 and (add_months(start, months) == end or add_months(end, -months) == start)
        return months if fits else None

    @property
    def has_leap_day(self) -> bool:
        """Whether a 29 February lies in the period."""
        leap_days = [date(y, 2, 29) for y in range(self.start.year, self.end.year + 1) if isleap(y)]
        return any(self.start.date() <= day < self.end.date() for day in leap_days)
