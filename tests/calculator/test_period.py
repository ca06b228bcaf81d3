"""Months from the remembered anchor, days of a half-open period; every day of nine years of periods."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
import whenever
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from calculator.period import Period, add_months
from calculator.policy import DEFAULT_POLICY
from calculator.proration import share_of

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


def test_additions_agree_with_dateutil_and_whenever_on_20000_dates() -> None:
    seeded = random.Random(20261122)
    for _ in range(20_000):
        start = date(1900, 1, 1) + timedelta(days=seeded.randrange(80_000))
        months = seeded.randrange(-240, 241)
        found = add_months(start, months)
        assert found == start + relativedelta(months=months), (start, months)
        assert found == whenever.Date(start).add(months=months).to_stdlib(), (start, months)


def test_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(1, 3, 10), -12)
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(9999, 3, 10), 12)


def test_the_calendar_begins_with_the_year_1() -> None:
    assert add_months(date(2, 1, 31), -12) == date(1, 1, 31)


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
        ("2026-03-10", "2027-03-15", 370, None, False),
        ("2027-03-01", "2028-02-29", 365, None, False),  # the end is exclusive: that leap day is not in it
        ("2026-01-01T23:00:00", "2026-01-02T01:00:00", 1, None, False),  # dates count, not hours
        ("2026-01-01T08:00:00", "2026-01-01T20:00:00", 0, None, False),
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
    exclusive = replace(DEFAULT_POLICY, count_change_day=False)

    assert share_of(year, change, year.end, DEFAULT_POLICY).units_remaining == counted
    assert share_of(year, change, year.end, exclusive).units_remaining == not_counted


def test_service_may_end_after_the_period() -> None:
    april = period("2026-04-01", "2026-05-01")

    share = share_of(april, april.start, midnight(date(2026, 5, 16)), DEFAULT_POLICY)

    assert share.fraction == Fraction(45, 30)


FIRST_YEAR, YEARS = 2024, 9
TERMS = (1, 3, 12, 24, 36)


def midnight(on: date) -> datetime:
    return datetime.combine(on, time())


def walked(anchor_day: int, months: int) -> Iterator[Period]:
    """Yield the consecutive periods of 2024 to 2032, from a January that remembers the day."""
    anchor = date(FIRST_YEAR, 1, anchor_day)
    dates = [anchor + relativedelta(months=months * k) for k in range(12 * YEARS // months + 1)]
    for number, (start, end) in enumerate(pairwise(dates), 1):
        assert add_months(anchor, months * number) == end
        yield Period(midnight(start), midnight(end))


def assert_every_day_of(walk: Iterator[Period]) -> None:
    """Ask for the share of every day, and compare it with a count of date ordinals."""
    for found in walk:
        first, last = found.start.toordinal(), found.end.toordinal()
        before = Fraction(2)
        for day in range(first, last + 1):
            fraction = share_of(found, midnight(date.fromordinal(day)), found.end, DEFAULT_POLICY).fraction
            assert fraction == Fraction(last - day, last - first)
            assert fraction < before
            before = fraction
        assert share_of(found, found.start, found.end, DEFAULT_POLICY).fraction == 1
        assert before == 0


def assert_every_day_by_months(walk: Iterator[Period]) -> None:
    """Ask for the share in started months, and compare it with a list of dateutil's boundaries."""
    policy = replace(DEFAULT_POLICY, unit="month")
    for found in walk:
        starts = [found.start + relativedelta(months=k) for k in range(38)]
        inside = bisect_left(starts, found.end)
        before = Fraction(2)
        for day in range((found.end - found.start).days):
            moment = found.start + timedelta(days=day)
            fraction = share_of(found, moment, found.end, policy).fraction
            assert fraction == Fraction(inside - bisect_right(starts, moment) + 1, inside)
            assert fraction <= before
            before = fraction
        assert share_of(found, found.start, found.end, policy).fraction == 1
        assert share_of(found, found.end, found.end, policy).fraction == 0


@pytest.mark.parametrize("anchor_day", [1, 31])
@pytest.mark.parametrize("months", [1, 12])
def test_every_day_of_nine_years(anchor_day: int, months: int) -> None:
    assert_every_day_of(walked(anchor_day, months))
    assert_every_day_by_months(walked(anchor_day, months))


@pytest.mark.prove
@pytest.mark.parametrize("anchor_day", range(1, 32))
@pytest.mark.parametrize("months", TERMS)
def test_every_day_of_nine_years_from_every_anchor(anchor_day: int, months: int) -> None:
    assert_every_day_of(walked(anchor_day, months))
    assert_every_day_by_months(walked(anchor_day, months))
