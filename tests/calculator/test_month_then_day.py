"""Whole base periods counted forward from the day of purchase, then the days of the broken one. By hand."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, line

# Base months, period, change, end of service, due now and renewal at 31 euros a base period.
MONTH_THEN_DAY = [
    ("three whole months", 1, ("2026-01-01", "2026-04-01"), "2026-01-01", None, "93.00", "93.00"),
    # 2 January to 2 March, then 30 of the 31 days to 2 April.
    ("one day in", 1, ("2026-01-01", "2026-04-01"), "2026-01-02", None, "92.00", "93.00"),
    # 31 January, 28 February, 31 March, then 1 day of the 30 to 30 April: 62 + 31/30 = 63.0333…
    ("from the 31st", 1, ("2026-01-01", "2026-04-01"), "2026-01-31", None, "63.03", "93.00"),
    ("last day", 1, ("2026-01-01", "2026-04-01"), "2026-03-31", None, "1.03", "93.00"),  # 31 x 1/30
    ("the billing date", 1, ("2026-01-01", "2026-04-01"), "2026-04-01", None, "0.00", "93.00"),
    (
        "times are ignored",
        1,
        ("2026-01-01T20:00:00", "2026-04-01"),
        "2026-01-02T23:59:59",
        None,
        "92.00",
        "93.00",
    ),
    # 31 December, …, 30 June: 6 months, then 1 of the 31 days to 31 July.
    ("New Year's Eve", 1, ("2026-07-01", "2027-07-01"), "2026-12-31", None, "187.00", "372.00"),
    # 29 February to 29 March, then 2 of the 31 days to 29 April.
    ("29 February", 1, ("2028-01-31", "2028-03-31"), "2028-02-29", None, "33.00", "62.00"),
    (
        "service for a month and a half",
        1,
        ("2026-03-01", "2026-06-01"),
        "2026-03-01",
        "2026-04-16",
        "46.50",
        "93.00",
    ),
    # 10 March to 10 June, then 53 of the 92 days to 10 September: 31 + 31 x 53/92 = 48.8587
    ("a quarter, then days", 3, ("2026-01-01", "2027-01-01"), "2026-03-10", "2026-08-02", "48.86", "124.00"),
    # The period is half a base period of 365 days: 181 days, 31 x 181/365 = 15.3726
    ("half of a base year", 12, ("2026-01-01", "2026-07-01"), "2026-01-01", None, "15.37", "15.37"),
    # From the 31st of January, 28 February is one month; then 1 of the 31 days to 31 March.
    ("renewal of a broken period", 1, ("2026-01-31", "2026-03-01"), "2026-03-01", None, "0.00", "32.00"),
]


@pytest.mark.parametrize("case", MONTH_THEN_DAY, ids=lambda case: case[0])
def test_whole_months_then_days(case: tuple[Any, ...]) -> None:
    _, base_months, (start, end), change_at, service_end, due_now, renewal = case
    answer = calculator.preview(
        changed(
            period={"start": start, "end": end},
            change_at=change_at,
            lines=line(quantity_before=0, quantity_after=1, unit_price="31"),
            policy={"unit": "month_then_day", "base_months": base_months},
            **({"service_end": service_end} if service_end else {}),
        )
    )

    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == (due_now, renewal)


@pytest.mark.parametrize(
    ("change_at", "formula"),
    [
        ("2027-03-10", "€720.00 × 0 = €0.00"),  # the billing date
        ("2027-01-10", "€720.00 × 2 = €1,440.00"),  # two whole months
        ("2027-01-09", "€720.00 × (2 + 1 / 31) ≈ €1,463.2258065"),  # and the 9th of March, of 31 days
        ("2027-03-09", "€720.00 × 1 / 31 ≈ €23.2258065"),
    ],
)
def test_the_formula_is_told(change_at: str, formula: str) -> None:
    asked = changed(change_at=change_at, policy={"unit": "month_then_day"}, language="en")
    (step,) = [s for s in calculator.preview(asked)["steps"] if s["rule"] == "prorated_amount"]

    assert step["text"] == f"For the time left: {formula}."
