"""Which conventions turn a request into the amount that a dialog shows."""

import random
from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults, line
from tests.calculator.requests import legal_request

YEAR = changed(language="en")
# 20 of 30 days are left of 10.00: 6.666…
APRIL: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-04-01", "end": "2026-05-01"},
    "change_at": "2026-04-11",
    "lines": [{"quantity_before": 0, "quantity_after": 1, "unit_price": "10.00"}],
}
TAX = {"tax": {"rate": "0.20", "on": "exact_net"}}
CREDIT = {"lines": line(quantity_before=80, quantity_after=50), "policy": {"decrease": "credit"}}


def found(request: dict[str, Any], amount: str) -> list[tuple[str | None, str, list[str]]]:
    """Return the name, the amount it is of, and the difference from the request of each match."""
    answer = calculator.ask("reconcile", request | {"amount": amount})
    assert answer["ok"], answer
    return [(match["name"], match["on"], match["differs_in"]) for match in answer["matches"]]


CASES: list[tuple[str, dict[str, Any], str, list[tuple[str | None, str, list[str]]]]] = [
    (
        "213 of 365 days: the day of purchase is not counted",
        YEAR,
        "420.16",
        [("calendar-days-exclusive", "net", ["count_change_day"])],
    ),
    (
        "214 of 365 days, by every convention that comes to it",
        YEAR,
        "422.14",
        [
            ("calendar-days", "net", []),
            ("credit-and-charge", "net", ["charge"]),
            ("to-the-second", "net", ["unit"]),
        ],
    ),
    ("212 of 360 days", YEAR, "424.00", [("commercial-year", "net", ["basis"])]),
    ("211 of 360 days", YEAR, "422.00", [(None, "net", ["basis", "count_change_day"])]),
    ("214 of a fixed 360", YEAR, "428.00", [(None, "net", ["basis"])]),
    ("8 of 12 months", YEAR, "480.00", [("whole-months", "net", ["unit"])]),
    ("3 of 4 quarters", YEAR, "540.00", [(None, "net", ["unit"])]),
    ("no proration", YEAR, "720.00", [(None, "net", ["unit"])]),
    ("nothing", YEAR, "431.00", []),
    ("more decimals than are paid", YEAR, "422.137", []),
    ("420.1643835 x 1.2", YEAR | TAX, "504.20", [("calendar-days-exclusive", "gross", ["count_change_day"])]),
    ("the same before tax", YEAR | TAX, "420.16", [("calendar-days-exclusive", "net", ["count_change_day"])]),
    ("cut off", APRIL, "6.66", [(None, "net", ["rounding"])]),
    ("20 x 0.33: the price of one day is rounded first", APRIL, "6.60", [(None, "net", ["round_rate"])]),
    (
        "a credit",
        YEAR | CREDIT,
        "-422.14",
        [
            ("calendar-days", "net", []),
            ("credit-and-charge", "net", ["charge"]),
            ("to-the-second", "net", ["unit"]),
        ],
    ),
    (
        "differences are those from the request",
        YEAR | {"policy": "calendar-days-exclusive"},
        "480.00",
        [("whole-months", "net", ["unit", "count_change_day"])],
    ),
]


@pytest.mark.parametrize(
    ("request_", "amount", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_conventions(
    request_: dict[str, Any], amount: str, expected: list[tuple[str | None, str, list[str]]]
) -> None:
    assert found(request_, amount) == expected


def test_a_match_holds_the_whole_convention_and_a_sentence() -> None:
    answer = calculator.ask("reconcile", YEAR | {"amount": "420.16"})

    assert answer["matches"][0] == {
        "policy": {
            "unit": "day",
            "basis": "actual",
            "count_change_day": False,
            "charge": "delta",
            "rounding": "half_up",
            "decrease": "refuse",
            "base_months": 1,
        },
        "name": "calendar-days-exclusive",
        "on": "net",
        "differs_in": ["count_change_day"],
        "text": "Calendar days, without the day of purchase (calendar-days-exclusive).",
    }
    assert answer["text"] == "1 convention gives €420.16."


def test_the_request_s_own_convention_is_tried_too() -> None:
    policy = {"unit": "hour", "basis": "fixed:730", "round_rate": {"per": 730, "decimals": 4}}
    # From 11 April to 1 May 480 hours are left, at 0.0137 each.
    answer = calculator.ask("reconcile", APRIL | {"policy": policy, "amount": "6.58"})

    assert answer["matches"][-1]["policy"]["round_rate"] == {"per": 730, "decimals": 4}
    assert answer["matches"][-1]["differs_in"] == []


def test_what_fewer_differences_explain_is_left_out() -> None:
    # On the first day all that is spread comes to the full price: the presets say so, and nobody else.
    names = [name for name, _, _ in found(YEAR | {"change_at": "2026-03-10"}, "720.00")]

    assert names == ["calendar-days", "credit-and-charge", "to-the-second", "commercial-year", "whole-months"]


def test_only_the_added_licenses() -> None:
    dearer = YEAR | {"change_at": "2026-03-10", "lines": line(unit_price_after="26.00")}

    assert found(dearer, "780.00") == [(None, "net", ["charge"])]  # 30 x 26; delta is 80 x 26 - 50 x 24 = 880


def test_a_price_of_a_base_period_is_only_counted_in_base_periods() -> None:
    monthly = APRIL | {
        "period": {"start": "2026-01-01", "end": "2026-04-01"},
        "change_at": "2026-02-15",
        "lines": [{"quantity_before": 0, "quantity_after": 1, "unit_price": "31.00"}],
        "policy": {"unit": "month_then_day"},
    }

    assert found(monthly, "48.00") == [(None, "net", [])]  # a month, and 17 days of the 31 from 15 March
    assert found(monthly, "15.50") == []  # 45 of 90 days


def test_a_convention_in_which_the_period_is_empty_is_not_tried() -> None:
    # In months of 30 days nothing lies between the 30th and the 31st.
    day = APRIL | {"period": {"start": "2026-01-30", "end": "2026-01-31"}, "change_at": "2026-01-30"}

    assert [name for name, _, _ in found(day, "10.00")] == [
        "calendar-days",
        "credit-and-charge",
        "to-the-second",
        "whole-months",
    ]


def test_where_nothing_matches_the_closest_is_named() -> None:
    text = calculator.ask("reconcile", YEAR | {"amount": "420.00"})["text"]

    assert "conventions tried gives €420.00" in text
    assert text.endswith(
        "gives €420.16: Calendar days, without the day of purchase (calendar-days-exclusive)."
    )


def test_every_match_can_be_asked_and_gives_the_amount() -> None:
    chance = random.Random(3)
    for _ in range(40):
        request = legal_request(chance)
        amount = calculator.preview(request)["due_now"]["net"]
        if len(amount.lstrip("-").partition(".")[0]) > 12:
            continue  # more than can be typed
        matches = calculator.ask("reconcile", request | {"amount": amount})["matches"]
        assert 1 <= len(matches) <= 10
        for match in matches:
            answer = calculator.preview(request | {"policy": match["policy"]})
            assert answer["due_now"][match["on"]] == amount


FAULTS = [
    ({}, [("missing", "amount")]),
    ({"amount": 420.16}, [("wrong_type", "amount")]),
    ({"amount": "420,16"}, [("not_an_amount", "amount")]),
    ({"amount": "--420.16"}, [("not_an_amount", "amount")]),
    ({"amount": "-"}, [("not_an_amount", "amount")]),
    ({"amount": "", "lines": []}, [("out_of_range", "lines"), ("not_an_amount", "amount")]),
]


@pytest.mark.parametrize(("own", "expected"), FAULTS)
def test_faults_are_told_at_once(own: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    answer = calculator.ask("reconcile", {**YEAR, **own})

    assert faults(answer) == expected
