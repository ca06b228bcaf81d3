"""Each unit and basis, counted by hand: one license whose price makes a unit cost one euro.

So the amount due is the number of units charged, unless a comment says otherwise.
"""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, line

type Row = tuple[str, str, str | None, str, str]

YEAR, LEAP_YEAR = ("2026-03-10", "2027-03-10"), ("2027-03-10", "2028-03-10")  # 365 and 366 days
MARCH, MARCH_AT_NOON = ("2026-03-01", "2026-04-01"), ("2026-03-01T12:00:00", "2026-04-01T12:00:00")
FROM_THE_31ST = ("2026-01-31", "2027-01-31")
FROM_AUGUST_31ST = ("2027-08-31", "2028-08-31")  # its February has 29 days

# (policy, period, price), then: why, change, end of service, fraction, due now.
UNITS: list[tuple[dict[str, Any], tuple[str, str], str, list[Row]]] = [
    (
        {"unit": "day"},
        YEAR,
        "365",
        [
            ("first day: the whole period", "2026-03-10", None, "1/1", "365.00"),
            ("one day in", "2026-03-11", None, "364/365", "364.00"),
            ("the last second of that day", "2026-03-11T23:59:59", None, "364/365", "364.00"),
            # 1 in December, 31 in January, 28 in February, 9 in March
            ("New Year's Eve", "2026-12-31", None, "69/365", "69.00"),
            ("New Year's Day", "2027-01-01", None, "68/365", "68.00"),
            ("last day", "2027-03-09", None, "1/365", "1.00"),
            ("the billing date", "2027-03-10", None, "0/1", "0.00"),
            ("service for one day", "2026-08-08", "2026-08-09", "1/365", "1.00"),
            # 24 left of August, 30 of September
            ("service to 1 October", "2026-08-08", "2026-10-01", "54/365", "54.00"),
            ("service a day beyond the period", "2026-03-10", "2027-03-11", "366/365", "366.00"),
            ("service later the same day", "2026-08-08T08:00:00", "2026-08-08T20:00:00", "0/1", "0.00"),
            ("the billing date, whatever the service", "2027-03-10", "2027-06-10", "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "day"},
        LEAP_YEAR,
        "366",
        [
            ("first day", "2027-03-10", None, "1/1", "366.00"),
            ("28 February", "2028-02-28", None, "11/366", "11.00"),
            ("29 February", "2028-02-29", None, "5/183", "10.00"),  # itself and nine days of March
            ("1 March", "2028-03-01", None, "3/122", "9.00"),
        ],
    ),
    (
        {"unit": "day", "count_change_day": False},
        YEAR,
        "365",
        [
            ("first day: one day less", "2026-03-10", None, "364/365", "364.00"),
            ("one day in", "2026-03-11", None, "363/365", "363.00"),
            ("New Year's Eve", "2026-12-31", None, "68/365", "68.00"),
            ("the day before the last", "2027-03-08", None, "1/365", "1.00"),
            ("last day: nothing left", "2027-03-09", None, "0/1", "0.00"),
            ("the billing date: never below zero", "2027-03-10", None, "0/1", "0.00"),
            ("service for one day", "2026-08-08", "2026-08-09", "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "day", "basis": "30/360"},
        FROM_THE_31ST,
        "360",
        [
            ("first day", "2026-01-31", None, "1/1", "360.00"),
            ("one day in", "2026-02-01", None, "359/360", "359.00"),
            # 28 February is day 58 of the commercial year, 1 March day 61, 31 January of next year day 390.
            ("28 February", "2026-02-28", None, "83/90", "332.00"),
            ("1 March: February has 30 days", "2026-03-01", None, "329/360", "329.00"),
            ("30 March", "2026-03-30", None, "5/6", "300.00"),
            ("31 March is 30 March", "2026-03-31", None, "5/6", "300.00"),
            ("New Year's Eve", "2026-12-31", None, "1/12", "30.00"),
            ("last day, which counts nothing", "2027-01-30", None, "0/1", "0.00"),
            ("the day before", "2027-01-29", None, "1/360", "1.00"),
            ("the billing date", "2027-01-31", None, "0/1", "0.00"),
            ("service for February", "2026-02-01", "2026-03-01", "1/12", "30.00"),
        ],
    ),
    (
        {"unit": "day", "basis": "30/360"},
        LEAP_YEAR,
        "360",
        [
            ("29 February", "2028-02-29", None, "11/360", "11.00"),  # 30 + 10 - 29
            ("28 February", "2028-02-28", None, "1/30", "12.00"),
        ],
    ),
    (
        {"unit": "day", "basis": "30/360", "count_change_day": False},
        FROM_THE_31ST,
        "360",
        [("first day", "2026-01-31", None, "359/360", "359.00"), ("last", "2027-01-30", None, "0/1", "0.00")],
    ),
    (
        {"unit": "day", "basis": "fixed:30"},
        MARCH,
        "30",
        [
            ("31 days of a month of 30", "2026-03-01", None, "31/30", "31.00"),
            ("one day in", "2026-03-02", None, "1/1", "30.00"),
            ("last day", "2026-03-31", None, "1/30", "1.00"),
            ("the billing date", "2026-04-01", None, "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "day", "basis": "fixed:365"},
        LEAP_YEAR,
        "365",
        [
            ("366 days of a year of 365", "2027-03-10", None, "366/365", "366.00"),
            ("29 February", "2028-02-29", None, "2/73", "10.00"),
        ],
    ),
    (
        {"unit": "second"},
        MARCH_AT_NOON,
        "2678400",  # 31 x 86,400
        [
            ("the first second", "2026-03-01T12:00:00", None, "1/1", "2678400.00"),
            ("one second in", "2026-03-01T12:00:01", None, "2678399/2678400", "2678399.00"),
            ("one day in", "2026-03-02T12:00:00", None, "30/31", "2592000.00"),
            ("midnight before the end", "2026-04-01", None, "1/62", "43200.00"),
            ("the last second", "2026-04-01T11:59:59", None, "1/2678400", "1.00"),
            ("the billing time", "2026-04-01T12:00:00", None, "0/1", "0.00"),
            ("service for a minute", "2026-03-15", "2026-03-15T00:01:00", "1/44640", "60.00"),
        ],
    ),
    (
        {"unit": "second"},
        ("2027-12-31T23:59:50", "2028-02-29T00:00:10"),
        "5097620",  # 59 days and 20 seconds
        [("New Year", "2028-01-01", None, "509761/509762", "5097610.00")],
    ),
    (
        {"unit": "second", "basis": "fixed:2592000"},
        MARCH,
        "2592000",
        [("one day in", "2026-03-02", None, "1/1", "2592000.00")],
    ),
    (
        {"unit": "minute"},
        MARCH_AT_NOON,
        "44640",  # 31 x 1,440
        [
            ("the first minute", "2026-03-01T12:00:00", None, "1/1", "44640.00"),
            (
                "one second in: one complete minute less",
                "2026-03-01T12:00:01",
                None,
                "44639/44640",
                "44639.00",
            ),
            ("one minute in", "2026-03-01T12:01:00", None, "44639/44640", "44639.00"),
            ("the last minute", "2026-04-01T11:59:00", None, "1/44640", "1.00"),
            ("a broken last minute", "2026-04-01T11:59:01", None, "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "hour"},
        MARCH_AT_NOON,
        "744",  # 31 x 24
        [
            ("the first hour", "2026-03-01T12:00:00", None, "1/1", "744.00"),
            ("a second in: one complete hour less", "2026-03-01T12:00:01", None, "743/744", "743.00"),
            ("one hour in", "2026-03-01T13:00:00", None, "743/744", "743.00"),
            ("one day in", "2026-03-02T12:00:00", None, "30/31", "720.00"),
            ("the last hour", "2026-04-01T11:00:00", None, "1/744", "1.00"),
            ("a broken last hour", "2026-04-01T11:00:01", None, "0/1", "0.00"),
            ("the billing time", "2026-04-01T12:00:00", None, "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "hour"},
        ("2026-03-01", "2026-03-02T00:59:59"),
        "24",
        [("a broken hour is none of the period's", "2026-03-01T12:00:00", None, "1/2", "12.00")],
    ),
    (
        {"unit": "hour", "basis": "fixed:730"},
        MARCH,
        "730",
        [("744 hours of a month of 730", "2026-03-01", None, "372/365", "744.00")],
    ),
    (
        {"unit": "month"},
        FROM_THE_31ST,
        "12",
        [
            ("first day", "2026-01-31", None, "1/1", "12.00"),
            ("one day in: the month is started", "2026-02-01", None, "1/1", "12.00"),
            ("27 February: still the first", "2026-02-27", None, "1/1", "12.00"),
            ("28 February: the second, clamped", "2026-02-28", None, "11/12", "11.00"),
            ("30 March: the 31st is remembered", "2026-03-30", None, "11/12", "11.00"),
            ("31 March", "2026-03-31", None, "5/6", "10.00"),
            ("the eve of New Year's Eve", "2026-12-30", None, "1/6", "2.00"),
            ("New Year's Eve", "2026-12-31", None, "1/12", "1.00"),
            ("last day", "2027-01-30", None, "1/12", "1.00"),
            ("the billing date", "2027-01-31", None, "0/1", "0.00"),
            ("service for two whole months", "2026-03-31", "2026-05-31", "1/6", "2.00"),
            ("service a day more: a third", "2026-03-31", "2026-06-01", "1/4", "3.00"),
            # The months from 31 March 2026 to 28 February 2027, and the one started then: 12.
            ("service beyond the period", "2026-03-31", "2027-03-01", "1/1", "12.00"),
        ],
    ),
    (
        {"unit": "month"},
        FROM_AUGUST_31ST,
        "12",
        [
            ("28 February", "2028-02-28", None, "7/12", "7.00"),
            ("29 February, where the 31st falls", "2028-02-29", None, "1/2", "6.00"),
        ],
    ),
    (
        {"unit": "month"},
        MARCH_AT_NOON,
        "1",
        [("the morning of the billing day", "2026-04-01T11:59:59", None, "1/1", "1.00")],
    ),
    (
        {"unit": "month"},
        ("2026-01-01", "2026-02-15"),
        "2",
        [
            ("a started month is whole in the period too", "2026-01-01", None, "1/1", "2.00"),
            ("the second month", "2026-02-01", None, "1/2", "1.00"),
        ],
    ),
    (
        {"unit": "month"},
        ("9999-01-01", "9999-12-31"),
        "12",  # the twelfth month would end after the calendar does
        [("first day", "9999-01-01", None, "1/1", "12.00"), ("last", "9999-12-30", None, "1/12", "1.00")],
    ),
    (
        {"unit": "quarter"},
        FROM_THE_31ST,
        "4",
        [
            ("first day", "2026-01-31", None, "1/1", "4.00"),
            ("29 April", "2026-04-29", None, "1/1", "4.00"),
            ("30 April: the second, clamped", "2026-04-30", None, "3/4", "3.00"),
            ("30 July: the 31st is remembered", "2026-07-30", None, "3/4", "3.00"),
            ("31 July", "2026-07-31", None, "1/2", "2.00"),
            ("New Year's Eve", "2026-12-31", None, "1/4", "1.00"),
            ("last day", "2027-01-30", None, "1/4", "1.00"),
            ("the billing date", "2027-01-31", None, "0/1", "0.00"),
        ],
    ),
    (
        {"unit": "quarter"},
        ("2027-11-30", "2028-04-30"),
        "2",  # to 29 February, and two months of a started quarter
        [("28 February", "2028-02-28", None, "1/1", "2.00"), ("29th", "2028-02-29", None, "1/2", "1.00")],
    ),
    (
        {"unit": "none"},
        YEAR,
        "24",
        [
            ("first day", "2026-03-10", None, "1/1", "24.00"),
            ("any day", "2026-08-08", None, "1/1", "24.00"),
            ("last day", "2027-03-09", None, "1/1", "24.00"),
            ("the billing date", "2027-03-10", None, "0/1", "0.00"),
            ("service for one day", "2026-08-08", "2026-08-09", "1/1", "24.00"),
        ],
    ),
]
CASES = [(policy, period, price, *row) for policy, period, price, rows in UNITS for row in rows]


def named(case: tuple[Any, ...]) -> str:
    """Return the policy and the reason of a case."""
    return f"{' '.join(map(str, case[0].values()))}: {case[3]}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_unit_is_counted(case: tuple[Any, ...]) -> None:
    policy, (start, end), price, _, change_at, service_end, fraction, due_now = case
    request = changed(
        period={"start": start, "end": end},
        change_at=change_at,
        lines=line(quantity_before=0, quantity_after=1, unit_price=price),
        policy=policy,
        **({"service_end": service_end} if service_end else {}),
    )
    answer = calculator.preview(request)

    assert answer["ok"], answer
    assert answer["line_items"][0]["fraction"] == fraction
    assert answer["due_now"]["net"] == due_now
    assert answer["renewal"]["net"] == f"{price}.00"


def test_the_whole_period_is_one_of_one() -> None:
    answer = calculator.preview(changed(policy={"unit": "none"}))

    assert {step["rule"]: step["value"] for step in answer["steps"]}["full_period_charged"] == "1"
