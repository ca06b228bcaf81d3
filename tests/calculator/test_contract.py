"""The contract's own answer, and what it says of lines, warnings and steps."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import REQUEST, changed, line

TIERED = {
    "quantity_before": 0,
    "quantity_after": 1,
    "tier_model": "volume",
    "tiers": [{"up_to": 25, "unit_price": "10.00"}, {"up_to": None, "unit_price": "9.00"}],
}


def test_the_contract_s_answer() -> None:
    # 720 x 214 / 365 = 422.1369863; x 1.2 = 506.56438; 506.56 - 422.14 = 84.42. Renewal 80 x 24 = 1920.
    answer = calculator.preview(changed(tax={"rate": "0.20", "on": "exact_net"}))

    assert answer["ok"] is True
    assert answer["due_now"] == {
        "net": "422.14",
        "tax": "84.42",
        "gross": "506.56",
        "exact_net": "422.1369863",
        "text": "506,56\u00a0€",
    }
    assert answer["renewal"] == {
        "on": "2027-03-10",
        "net": "1920.00",
        "tax": "384.00",
        "gross": "2304.00",
        "text": "2\u202f304,00\u00a0€",
    }
    assert answer["line_items"] == [
        {
            "line": 0,
            "kind": "charge",
            "quantity": 30,
            "unit_price": "24.00",
            "fraction": "214/365",
            "amount": "422.14",
        }
    ]
    assert {"rule": "days_remaining", "value": "214"}.items() <= next(
        step for step in answer["steps"] if step["rule"] == "days_remaining"
    ).items()
    assert answer["warnings"] == []


def test_several_lines_are_rounded_one_by_one() -> None:
    # 10 of 31 days. 1.00 x 10/31 = 0.3225… -> 0.32, twice: 0.64, where the sum would round to 0.65.
    one = {"quantity_before": 0, "quantity_after": 1, "unit_price": "1.00"}
    answer = calculator.preview(
        changed(period={"start": "2026-01-01", "end": "2026-02-01"}, change_at="2026-01-22", lines=[one, one])
    )

    assert [item["amount"] for item in answer["line_items"]] == ["0.32", "0.32"]
    assert answer["due_now"]["net"] == "0.64"
    assert answer["due_now"]["exact_net"] == "0.6451613"
    assert answer["renewal"]["net"] == "2.00"


def test_prices_after_and_at_renewal() -> None:
    # Half of a 28-day February: (2 x 12 - 1 x 10) / 2 = 7; renewal 2 x 15.
    answer = calculator.preview(
        changed(
            period={"start": "2027-02-01", "end": "2027-03-01"},
            change_at="2027-02-15",
            lines=line(
                quantity_before=1,
                quantity_after=2,
                unit_price="10.00",
                unit_price_after="12.00",
                renewal_unit_price="15.00",
            ),
        )
    )

    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == ("7.00", "30.00")


def test_the_largest_request_is_exact() -> None:
    # 10^7 licenses at 999,999,999,999.99 on 100 lines: 30 digits, none lost.
    largest = line(quantity_before=0, quantity_after=10_000_000, unit_price="999999999999.99") * 100
    answer = calculator.preview(changed(change_at="2026-03-10", lines=largest, language="en"))

    assert answer["due_now"]["net"] == "999999999999990000000.00"
    assert answer["due_now"]["text"] == "€999,999,999,999,990,000,000.00"


# What is asked, and the (code, field) pairs that warn of it.
WARNED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nothing", changed(), []),
    ("on the billing date", changed(change_at="2027-03-10"), ["on_billing_date change_at"]),
    ("on the last day", changed(change_at="2027-03-09"), ["last_day change_at"]),
    ("equal totals", changed(lines=line(quantity_after=50)), ["nothing_changes lines[0].quantity_after"]),
    (
        "29 February",
        changed(period={"start": "2027-03-10", "end": "2028-03-10"}, change_at="2027-03-10"),
        ["leap_day_in_period period"],
    ),
    (
        "service beyond the period",
        changed(change_at="2026-03-10", service_end="2027-03-11"),
        ["charge_exceeds_full_price service_end"],
    ),
    (
        "fewer, credited",
        changed(lines=line(quantity_after=30), policy={"decrease": "credit"}),
        ["total_looks_like_added lines[0].quantity_after"],
    ),
    (
        "another tier",
        changed(lines=[TIERED | {"quantity_before": 20, "quantity_after": 30}]),
        ["crosses_tier lines[0].quantity_after"],
    ),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("request_", "expected"), [row[1:] for row in WARNED], ids=[row[0] for row in WARNED]
)
def test_what_may_cost_is_warned_of(request_: dict[str, Any], expected: list[str], language: str) -> None:
    warnings = calculator.preview(request_ | {"language": language})["warnings"]

    assert [f"{warning['code']} {warning['field']}" for warning in warnings] == expected
    assert all(warning["message"].endswith(".") for warning in warnings)


def test_bought_on_the_billing_date_only_the_renewal_rises() -> None:
    answer = calculator.preview(changed(change_at="2027-03-10"))

    assert (answer["due_now"]["net"], answer["renewal"]["net"]) == ("0.00", "1920.00")


@pytest.mark.parametrize(
    ("change_at", "fraction"), [("2026-03-10", "1/1"), ("2027-03-10", "0/1"), ("2026-05-22", "4/5")]
)
def test_a_fraction_is_in_lowest_terms(change_at: str, fraction: str) -> None:
    # 292 of 365 days remain from 22 May: 4/5.
    assert calculator.preview(changed(change_at=change_at))["line_items"][0]["fraction"] == fraction


def test_each_product_has_a_total_of_its_own_to_type() -> None:
    lines = line(label="Desktop") + line(label="Access", quantity_before=3, quantity_after=1200)
    answer = calculator.preview(changed(lines=lines, language="en"))

    assert answer["summary"]["quantity_after"]["value"] == "80 · 1,200"
    assert answer["steps"][2]["text"] == "Desktop: You go from 50 to 80 licenses: 30 more."


def test_steps_say_which_amount_they_lead_to() -> None:
    told = [(step["of"], step["rule"]) for step in calculator.preview(REQUEST)["steps"]]

    assert told == [
        ("due_now", "billing_period"),
        ("due_now", "days_remaining"),
        ("due_now", "added_quantity"),
        ("due_now", "full_price"),
        ("due_now", "prorated_amount"),
        ("due_now", "rounding"),
        ("renewal", "billing_date"),
        ("renewal", "renewal_price"),
    ]
