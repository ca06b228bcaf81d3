"""Calendar arithmetic of billing periods, which are half-open: the end belongs to the next period."""

from calendar import monthrange
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
        years = range(self.start.year, self.end.year + 1)
        leap_days = [date(y, 2, 29) for y in years if monthrange(y, 2)[1] == 29]
        return any(self.start.date() <= day < self.end.date() for day in leap_days)


def days_between(start: datetime, end: datetime) -> int:
    """Return the number of dates from `start` inclusive to `end` exclusive; negative if `end` is first."""
    return (end.date() - start.date()).days
