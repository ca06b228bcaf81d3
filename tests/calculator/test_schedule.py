"""What the same change costs on each day of the period."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults

TAXED = changed(tax={"rate": "0.20", "on": "exact_net"})
# 30 days, and one license that costs 1.00 a day.
APRIL: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-04-01", "end": "2026-05-01"},
    "change_at": "2026-04-16",
    "lines": [{"quantity_before": 0, "quantity_after": 1, "unit_price": "30.00"}],
}


def due_now(request: dict[str, Any]) -> dict[str, str]:
    """Return the amount of each day."""
    answer = calculator.ask("schedule", request)
    assert answer["ok"], answer
    return {point["on"]: point["due_now"] for point in answer["points"]}


def test_each_day_from_start_to_end_inclusive_has_the_gross_amount() -> None:
    points = due_now(TAXED)

    assert len(points) == 366
    assert points["2026-03-10"] == "864.00"  # 30 x 24.00, with 20 %
    assert points["2026-08-08"] == "506.56"
    assert points["2027-03-09"] == "2.37"  # 720 / 365 = 1.9726, with 20 % 2.3671
    assert points["2027-03-10"] == "0.00"


def test_a_day_is_answered_as_preview_answers_it() -> None:
    for on, amount in list(due_now(TAXED).items())[::37]:
        assert calculator.preview(TAXED | {"change_at": on})["due_now"]["gross"] == amount


def test_each_day_of_a_month_costs_one_day_less() -> None:
    assert list(due_now(APRIL).values()) == [f"{days}.00" for days in range(30, -1, -1)]


def test_a_month_from_the_31st_ends_on_the_28th_of_february() -> None:
    february = APRIL | {
        "period": {"start": "2026-01-31", "end": "2026-02-28"},
        "change_at": "2026-02-01",
        "lines": [{"quantity_before": 0, "quantity_after": 1, "unit_price": "28.00"}],
    }

    assert list(due_now(february).values()) == [f"{days}.00" for days in range(28, -1, -1)]


def test_days_after_the_end_of_the_service_cost_nothing() -> None:
    points = due_now(APRIL | {"change_at": "2026-04-01", "service_end": "2026-04-11"})

    assert points["2026-04-01"] == "10.00"
    assert points["2026-04-10"] == "1.00"
    assert points["2026-04-11"] == points["2026-05-01"] == "0.00"


def test_several_lines_are_added_up() -> None:
    lines = [*APRIL["lines"], {"quantity_before": 2, "quantity_after": 3, "unit_price": "60.00"}]

    assert due_now(APRIL | {"lines": lines})["2026-04-16"] == "45.00"


def test_a_day_is_its_midnight_but_never_before_the_period() -> None:
    to_the_second = APRIL | {
        "period": {"start": "2026-04-01T12:00:00", "end": "2026-05-01T12:00:00"},
        "policy": "to-the-second",
    }
    points = due_now(to_the_second)

    assert points["2026-04-01"] == "30.00"  # noon, when the period starts
    assert points["2026-04-02"] == "29.50"
    assert points["2026-05-01"] == "0.50"


def test_the_table_has_a_row_for_each_month_the_purchase_and_the_end() -> None:
    request = APRIL | {"period": {"start": "2026-01-31", "end": "2026-04-30"}, "language": "en"}
    table = calculator.ask("schedule", request)["table"]

    assert table["columns"] == ["Purchase date", "Due now", ""]
    assert table["rows"] == [
        ["January 31, 2026", "€30.00", ""],
        ["February 28, 2026", "€20.56", ""],  # 61 of 89 days
        ["March 31, 2026", "€10.11", ""],  # 30 of 89 days
        ["April 16, 2026", "€4.72", "your purchase date"],  # 14 of 89 days
        ["April 29, 2026", "€0.34", "last day of the period"],
        ["April 30, 2026", "€0.00", "renewal"],
    ]


def test_a_period_of_a_month_has_a_row_a_day() -> None:
    assert len(calculator.ask("schedule", APRIL)["table"]["rows"]) == 31


def test_faults_are_those_of_the_request() -> None:
    answer = calculator.ask("schedule", TAXED | {"change_at": "2027-03-11", "budget": "5.00"})

    assert faults(answer) == [("unknown_field", "budget"), ("change_outside_period", "change_at")]


@pytest.mark.parametrize("unit", ["day", "second", "month", "quarter", "month_then_day", "none"])
def test_from_the_end_of_service_on_nothing_is_due(unit: str) -> None:
    asked = changed(service_end="2026-12-01", policy={"unit": unit})
    points = {point["on"]: point["due_now"] for point in calculator.ask("schedule", asked)["points"]}

    assert points["2026-11-30"] != "0.00"
    assert points["2026-12-01"] == points["2026-12-02"] == points["2027-03-10"] == "0.00"
