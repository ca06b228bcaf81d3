"""Months from the remembered anchor, days of a half-open period."""

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from calculator.period import Period, add_months
from calculator.proration import share_of_days

WALK_FROM_THE_31ST = [
    (1, date(2026, 2, 28)),
    (2, date(2026, 3, 31)),  # not 28 March: the day is remembered
    (3, date(2026, 4, 30)),
    (12, date(2027, 1, 31)),
    (25, date(2028, 2, 29)),  # leap year
    (-2, date(2025, 11, 30)),
    (0, date(2026, 1, 31)),
]


@pytest.mark.parametrize(("months", "expected"), WALK_FROM_THE_31ST)
def test_day_is_remembered_and_clamped(months: int, expected: date) -> None:
    assert add_months(date(2026, 1, 31), months) == expected


def test_additions_agree_with_dateutil_on_20000_dates() -> None:
    seeded = random.Random(20261122)
    for _ in range(20_000):
        start = date(1900, 1, 1) + timedelta(days=seeded.randrange(80_000))
        months = seeded.randrange(-240, 241)
        assert add_months(start, months) == start + relativedelta(months=months), (start, months)


def test_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(1, 3, 10), -12)


def period(start: str, end: str) -> Period:
    return Period(datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "days", "months", "leap"),
    [
        ("2026-03-10", "2027-03-10", 365, 12, False),
        ("2027-03-10", "2028-03-10", 366, 12, True),
        ("2028-02-29", "2029-02-28", 365, 12, True),  # starts on the leap day, its anchor clamped at the end
        ("2026-01-31", "2026-02-28", 28, 1, False),
        ("2026-02-28", "2026-03-31", 31, 1, False),  # anchor 31, seen from the clamped month
        ("2024-01-01", "2026-01-01", 731, 24, True),
        ("2026-01-01", "2026-01-08", 7, None, False),
        ("2026-01-01T23:00:00", "2026-01-02T01:00:00", 1, None, False),  # dates count, not hours
    ],
)
def test_length_of_a_period(start: str, end: str, days: int, months: int | None, leap: bool) -> None:
    found = period(start, end)

    assert (found.days, found.months, found.has_leap_day) == (days, months, leap)


# Bought on…, days remaining with the day of purchase counted, and without, up to 10 March 2027.
REMAINING = [
    ("2026-03-10", 365, 364),  # first day: the whole period
    ("2026-03-11", 364, 363),
    ("2026-08-08", 214, 213),  # the contract's example
    ("2026-08-08T23:59:59", 214, 213),  # times of day are ignored
    ("2026-12-31", 69, 68),  # across the year
    ("2027-03-09", 1, 0),  # last day
    ("2027-03-10", 0, 0),  # on the billing date: nothing left, never below zero
]


@pytest.mark.parametrize(("on", "counted", "not_counted"), REMAINING)
def test_days_remaining(on: str, counted: int, not_counted: int) -> None:
    year, change = period("2026-03-10", "2027-03-10"), datetime.fromisoformat(on)

    assert share_of_days(year, change, year.end, True).days_remaining == counted
    assert share_of_days(year, change, year.end, False).days_remaining == not_counted


def test_service_may_end_after_the_period() -> None:
    april = period("2026-04-01", "2026-05-01")

    share = share_of_days(april, april.start, datetime(2026, 5, 16), True)  # noqa: DTZ001 - local by contract

    assert share.fraction == Fraction(45, 30)
