"""A fault states its bound and how to mend it: the sentences in which a figure or a choice stands."""

from typing import Any

import pytest

import calculator
from calculator.checks import Faults
from calculator.contract import read_request
from tests.calculator.asked import changed, line

TIER = {"up_to": None, "unit_price": "9.00"}
HALF_AN_HOUR = {"start": "2026-08-08T10:00:00", "end": "2026-08-08T10:30:00"}


def tiers(*ups: int | None) -> dict[str, Any]:
    """Return a request whose tiers end at `ups`."""
    given = [{"up_to": up_to, "unit_price": "9.00"} for up_to in ups]
    return changed(lines=line(unit_price=None, tier_model="volume", tiers=given))


# What is wrong, and the English sentence of the one fault that answers it.
BOUNDS: list[tuple[dict[str, Any], str]] = [
    (
        changed(lines=line(quantity_before=-1)),
        "The field “lines[0].quantity_before” must be between 0 and 10,000,000.",
    ),
    (changed(lines=line() * 101), "The field “lines” must have from 1 to 100 items."),
    (
        changed(lines=line(label="")),
        "The field “lines[0].label” must have from 1 to 80 printable characters.",
    ),
    (tiers(*range(1, 101), None), "The field “lines[0].tiers” must have from 1 to 100 items."),
    (tiers(0, None), "The field “lines[0].tiers[0].up_to” must be between 1 and 10,000,000."),
    (
        tiers(25, 25, None),
        "The field “lines[0].tiers[1].up_to” must be a number greater than that of the tier before (25).",
    ),
    (tiers(25, 50), "The field “lines[0].tiers[1].up_to” must be null: the last tier has no end."),
    (
        changed(policy={"basis": "fixed:0"}),
        "The field “policy.basis” must be between 1 and 1,000,000,000.",
    ),
    (
        changed(policy={"basis": "fixed"}),
        "The field “policy.basis” has no value “fixed”. Known values: actual, 30/360, fixed:N.",
    ),
    (
        changed(policy={"round_rate": {"per": 0, "decimals": 2}}),
        "The field “policy.round_rate.per” must be between 1 and 1,000,000,000.",
    ),
    (
        changed(policy={"round_rate": {"per": 30, "decimals": 10}}),
        "The field “policy.round_rate.decimals” must be between 0 and 9.",
    ),
    (changed(policy={"decimals": -1}), "The field “policy.decimals” must be between 0 and 9."),
    (
        changed(policy={"unit": "month_then_day", "base_months": 121}),
        "The field “policy.base_months” must be between 1 and 120.",
    ),
    (
        changed(policy={"unit": "fortnight"}),
        "The field “policy.unit” has no value “fortnight”. "
        "Known values: second, minute, hour, day, month, quarter, month_then_day, none.",
    ),
    (
        changed(policy="lunar"),
        "The field “policy” has no value “lunar”. Known values: calendar-days, "
        "credit-and-charge, calendar-days-exclusive, to-the-second, commercial-year, whole-months.",
    ),
    (
        changed(tax={"rate": "1.01"}),
        'The field “tax.rate” must be between "0" and "1", with at most 6 decimal places: "0.20" for 20%.',
    ),
    (
        changed(tax={"rate": "0.2", "on": "gross"}),
        "The field “tax.on” has no value “gross”. Known values: exact_net, rounded_net.",
    ),
    (
        changed(period=HALF_AN_HOUR, change_at=HALF_AN_HOUR["start"], policy={"unit": "hour"}),
        "The period (August 8, 2026 at 10:00:00\u202fAM – August 8, 2026 at 10:30:00\u202fAM) "
        "is too short for this convention: it must last at least 1 hour.",
    ),
    (
        changed(period=HALF_AN_HOUR, change_at=HALF_AN_HOUR["start"], policy={"unit": "month_then_day"}),
        "The period (August 8, 2026 at 10:00:00\u202fAM – August 8, 2026 at 10:30:00\u202fAM) "
        "is too short for this convention: it must last at least 1 day.",
    ),
    (
        changed(period={"start": "2026-03-10", "end": "2036-03-11"}),
        "The period is longer than 120 months: the renewal date must be March 10, 2036 at the latest.",
    ),
    (
        changed(period={"start": "9999-01-01", "end": "9999-12-31"}, change_at="9999-01-01")
        | {"policy": {"unit": "month_then_day"}},
        "The field “period.end” must be November 30, 9999 at the latest.",
    ),
    (
        changed(change_at="2027-03-10T00:00:01"),
        "The purchase date (March 10, 2027 at 12:00:01\u202fAM) is outside the billing period: "
        "it must fall between March 10, 2026 and March 10, 2027.",
    ),
    (
        changed(service_end="2026-08-07"),
        "The end of service (August 7, 2026) must come after the purchase (August 8, 2026).",
    ),
    (
        changed(lines=line(quantity_after=30)),
        "The new total (30) is smaller than the current number (50): it looks like the number to "
        "add. The dialog expects the new total: to add 30, enter 80.",
    ),
    (
        changed(policy={"unit": "hour", "basis": "30/360"}),
        'The field “policy.basis” does not go with the unit “hour”. Keep "actual", or count in days.',
    ),
]


@pytest.mark.parametrize(("request_", "message"), BOUNDS, ids=[message[:60] for _, message in BOUNDS])
def test_the_bound_is_told(request_: dict[str, Any], message: str) -> None:
    answer = calculator.preview(request_ | {"language": "en"})

    assert [error["message"] for error in answer["errors"]] == [message]


# The largest and the smallest of what is taken, on the right side of each bound.
TAKEN: list[dict[str, Any]] = [
    changed(lines=line(quantity_after=10_000_000)),
    changed(lines=line() * 100),
    changed(lines=line(label="x" * 80)),
    changed(lines=line(label="x")),
    changed(lines=line(quantity_after=50), policy={"charge": "added_only", "decrease": "credit"}),
    tiers(*range(1, 100), None),
    tiers(10_000_000, None),
    changed(policy={"basis": "fixed:1"}),
    changed(policy={"basis": "fixed:1000000000"}),
    changed(policy={"round_rate": {"per": 1, "decimals": 0}}),
    changed(policy={"round_rate": {"per": 1_000_000_000, "decimals": 9}}),
    changed(policy={"decimals": 9}),
    changed(policy={"unit": "month_then_day", "base_months": 120}),
    changed(tax={"rate": "1"}),
    changed(tax={"rate": "0"}),
    changed(tax={"rate": "0.123456"}),
    changed(period={"start": "2026-03-10", "end": "2036-03-10"}),
    changed(period={"start": "9990-06-01", "end": "9999-12-31"}, change_at="9999-01-01"),
    changed(period={"start": "9989-12-31", "end": "9999-12-31"}, change_at="9999-01-01"),
    changed(period={"start": "9999-01-01", "end": "9999-11-30"}, change_at="9999-01-01")
    | {"policy": {"unit": "month_then_day"}},
]


@pytest.mark.parametrize("request_", TAKEN, ids=range(len(TAKEN)))
def test_what_lies_on_the_bound_is_taken(request_: dict[str, Any]) -> None:
    answer = calculator.preview(request_)

    assert answer["ok"], answer


def test_a_period_near_the_end_of_the_calendar_has_its_bound_too() -> None:
    answer = calculator.preview(
        changed(period={"start": "9989-01-01", "end": "9999-01-02"}, change_at="9999-01-01")
    )

    assert [error["code"] for error in answer["errors"]] == ["period_too_long"]


@pytest.mark.parametrize("missing", ["quantity_before", "quantity_after", "unit_price"])
@pytest.mark.parametrize("decrease", ["refuse", "credit", "no_credit"])
def test_half_a_line_is_one_fault(missing: str, decrease: str) -> None:
    policy = {"decrease": decrease, "charge": "added_only", "round_rate": {"per": 30, "decimals": 2}}
    answer = calculator.preview(changed(lines=line(**{missing: None}), policy=policy))

    assert [(e["code"], e["field"]) for e in answer["errors"]] == [("missing", f"lines[0].{missing}")]


@pytest.mark.parametrize(
    ("typed", "shown"), [("x" * 40, "x" * 40), ("x" * 41, "x" * 40 + "…"), ("a\tb", "a b")]
)
def test_what_was_typed_is_shown_again_up_to_40_characters(typed: str, shown: str) -> None:
    answer = calculator.preview(changed(currency=typed, language="en"))

    assert f"“{shown}”" in answer["errors"][0]["message"]


def test_faults_read_well_in_a_traceback_of_ours() -> None:
    with pytest.raises(Faults, match=r"^missing at period, missing at lines$"):
        read_request({"currency": "EUR", "change_at": "2026-08-08"})


@pytest.mark.parametrize("policy", [None, 5, ["calendar-days"]])
def test_a_convention_is_a_name_or_an_object(policy: Any) -> None:
    (error,) = calculator.preview(changed(policy=policy, language="en"))["errors"]

    assert error["code"] == "wrong_type"
    assert error["message"].endswith(
        "must be the name of a convention, in quotes, or a JSON object, in braces."
    )


NOON = {"start": "2026-03-10T12:00:00", "end": "2027-03-10T12:00:00"}


@pytest.mark.parametrize(
    ("unit", "due_now", "codes"),
    [
        ("day", "0.00", ["on_billing_date"]),
        ("second", "0.99", []),
        ("month", "60.00", []),
        ("none", "720.00", []),
    ],
)
def test_nothing_is_said_to_be_free_that_is_charged(unit: str, due_now: str, codes: list[str]) -> None:
    # Half a day before the end: 720 x 12 / 8760 = 0.986…
    answer = calculator.preview(changed(period=NOON, change_at="2027-03-10", policy={"unit": unit}))

    assert answer["due_now"]["gross"] == due_now
    assert [warning["code"] for warning in answer["warnings"]] == codes


def test_lines_without_a_label_are_told_apart_from_those_with_one() -> None:
    asked = changed(lines=line(label="Desktop") + line(), language="en")
    told = [s["text"] for s in calculator.preview(asked)["steps"] if s["rule"] == "added_quantity"]

    assert told == [
        "Desktop: You go from 50 to 80 licenses: 30 more.",
        "Licenses: You go from 50 to 80 licenses: 30 more.",
    ]
