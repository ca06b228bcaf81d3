"""Tiers, volume and graduated: before, after and at renewal; their bounds; what they exclude."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults

HALF = {"period": {"start": "2027-02-01", "end": "2027-03-01"}, "change_at": "2027-02-15"}  # 14 of 28 days
LAST = {"change_at": "2027-02-28"}
OVER = {"change_at": "2027-03-01"}
START = {"change_at": "2027-02-01"}
TWO, CREDIT = {"charge": "credit_and_charge"}, {"decrease": "credit"}


def tiers(*rows: tuple[int | None, str]) -> list[dict[str, Any]]:
    """Return a list of tiers from (up_to, unit_price) pairs."""
    return [{"up_to": up_to, "unit_price": price} for up_to, price in rows]


TEN_NINE = tiers((25, "10.00"), (None, "9.00"))  # the contract's own
CHEAPER = tiers((25, "8.00"), (None, "7.00"))
FOUR = tiers((1, "100"), (10, "50"), (100, "20.50"), (None, "1.005"))
ONE = tiers((None, "12.00"))


def tiered(
    model: str, before: int, after: int, now: list[dict[str, Any]], **others: Any
) -> list[dict[str, Any]]:
    """Return the line of a product with tiers."""
    return [{"quantity_before": before, "quantity_after": after, "tier_model": model, "tiers": now, **others}]


VOLUME, GRADUATED = "volume", "graduated"
# Why, dates, policy, lines, amounts of the line items, exact net where it isn't their sum, renewal.
TIERS: list[tuple[str, dict[str, Any], dict[str, Any], list[dict[str, Any]], list[str], str, str]] = [
    # 25 at 10 = 250; half
    ("volume to the bound", {}, {}, tiered(VOLUME, 0, 25, TEN_NINE), ["125.00"], "125.00", "250.00"),
    # 26 at 9 = 234; half
    ("volume beyond the bound", {}, {}, tiered(VOLUME, 0, 26, TEN_NINE), ["117.00"], "117.00", "234.00"),
    # 234 - 250 = -16: a license more, and less to pay
    ("volume across the bound", {}, {}, tiered(VOLUME, 25, 26, TEN_NINE), ["-8.00"], "-8.00", "234.00"),
    (
        "volume, two items",
        {},
        TWO,
        tiered(VOLUME, 25, 26, TEN_NINE),
        ["-125.00", "117.00"],
        "-8.00",
        "234.00",
    ),
    # 30 x 9 - 20 x 10 = 70
    ("volume far across", {}, {}, tiered(VOLUME, 20, 30, TEN_NINE), ["35.00"], "35.00", "270.00"),
    ("volume, first day", START, {}, tiered(VOLUME, 20, 30, TEN_NINE), ["70.00"], "70.00", "270.00"),
    ("volume, last day", LAST, {}, tiered(VOLUME, 20, 30, TEN_NINE), ["2.50"], "2.50", "270.00"),
    ("volume, billing date", OVER, {}, tiered(VOLUME, 20, 30, TEN_NINE), ["0.00"], "0.00", "270.00"),
    ("volume, none to one", {}, {}, tiered(VOLUME, 0, 1, TEN_NINE), ["5.00"], "5.00", "10.00"),
    ("volume, none to none", {}, {}, tiered(VOLUME, 0, 0, TEN_NINE), ["0.00"], "0.00", "0.00"),
    ("volume, one tier", {}, {}, tiered(VOLUME, 2, 5, ONE), ["18.00"], "18.00", "60.00"),
    # 200 - 270
    ("volume, decrease", {}, CREDIT, tiered(VOLUME, 30, 20, TEN_NINE), ["-35.00"], "-35.00", "200.00"),
    # 250 - 234: a license less, and more to pay
    (
        "volume, a decrease that costs",
        {},
        CREDIT,
        tiered(VOLUME, 26, 25, TEN_NINE),
        ["8.00"],
        "8.00",
        "250.00",
    ),
    (
        "volume, decrease not credited",
        {},
        {"decrease": "no_credit"},
        tiered(VOLUME, 26, 25, TEN_NINE),
        ["0.00"],
        "0.00",
        "250.00",
    ),
    # 1 at 100; 10 at 50; 11 at 20.5; 101 at 1.005
    ("volume, the first of four", {}, {}, tiered(VOLUME, 0, 1, FOUR), ["50.00"], "50.00", "100.00"),
    ("volume, the second", {}, {}, tiered(VOLUME, 1, 10, FOUR), ["200.00"], "200.00", "500.00"),
    ("volume, the third", {}, {}, tiered(VOLUME, 10, 11, FOUR), ["-137.25"], "-137.25", "225.50"),
    # 101 x 1.005 = 101.505 (renewal 101.51); less 225.5: -123.995, half -61.9975
    ("volume, the fourth", {}, {}, tiered(VOLUME, 11, 101, FOUR), ["-62.00"], "-61.9975", "101.51"),
    # 25 at 10; 1 at 9
    ("graduated to the bound", {}, {}, tiered(GRADUATED, 0, 25, TEN_NINE), ["125.00"], "125.00", "250.00"),
    (
        "graduated beyond the bound",
        {},
        {},
        tiered(GRADUATED, 0, 26, TEN_NINE),
        ["129.50"],
        "129.50",
        "259.00",
    ),
    ("graduated across the bound", {}, {}, tiered(GRADUATED, 25, 26, TEN_NINE), ["4.50"], "4.50", "259.00"),
    # 250 + 45 - 200 = 95
    ("graduated far across", {}, {}, tiered(GRADUATED, 20, 30, TEN_NINE), ["47.50"], "47.50", "295.00"),
    (
        "graduated, two items",
        {},
        TWO,
        tiered(GRADUATED, 20, 30, TEN_NINE),
        ["-100.00", "147.50"],
        "47.50",
        "295.00",
    ),
    ("graduated, first day", START, {}, tiered(GRADUATED, 20, 30, TEN_NINE), ["95.00"], "95.00", "295.00"),
    # 95 / 28 = 3.392857…
    ("graduated, last day", LAST, {}, tiered(GRADUATED, 20, 30, TEN_NINE), ["3.39"], "3.3928571", "295.00"),
    ("graduated, billing date", OVER, {}, tiered(GRADUATED, 20, 30, TEN_NINE), ["0.00"], "0.00", "295.00"),
    ("graduated, none to one", {}, {}, tiered(GRADUATED, 0, 1, TEN_NINE), ["5.00"], "5.00", "10.00"),
    ("graduated, decrease", {}, CREDIT, tiered(GRADUATED, 30, 20, TEN_NINE), ["-47.50"], "-47.50", "200.00"),
    # 100 + 9 x 50 + 90 x 20.5 + 1.005 = 2396.005, half 1198.0025
    ("graduated, all four", {}, {}, tiered(GRADUATED, 0, 101, FOUR), ["1198.00"], "1198.0025", "2396.01"),
    # The old 20 x 10, the new 30 x 7: 10; renewal at the new tiers
    (
        "new tiers",
        {},
        {},
        tiered(VOLUME, 20, 30, TEN_NINE, tiers_after=CHEAPER),
        ["5.00"],
        "5.00",
        "210.00",
    ),
    # The old 200, the new 25 x 8 + 5 x 7 = 235
    (
        "new tiers, graduated",
        {},
        {},
        tiered(GRADUATED, 20, 30, TEN_NINE, tiers_after=CHEAPER),
        ["17.50"],
        "17.50",
        "235.00",
    ),
    (
        "tiers at renewal",
        {},
        {},
        tiered(VOLUME, 20, 30, TEN_NINE, renewal_tiers=ONE),
        ["35.00"],
        "35.00",
        "360.00",
    ),
    (
        "tiers of all three times",
        {},
        TWO,
        tiered(GRADUATED, 20, 30, TEN_NINE, tiers_after=CHEAPER, renewal_tiers=ONE),
        ["-100.00", "117.50"],
        "17.50",
        "360.00",
    ),
    # 5 x 10 x 1/2 and (30 x 9 - 20 x 10) x 1/2
    (
        "beside a line without tiers",
        {},
        {},
        [{"quantity_before": 5, "quantity_after": 10, "unit_price": "10"}, *tiered(VOLUME, 20, 30, TEN_NINE)],
        ["25.00", "35.00"],
        "60.00",
        "370.00",
    ),
    # From 15 February, 1 base month of 14/28 days; the renewal is one base month
    (
        "months then days",
        {},
        {"unit": "month_then_day"},
        tiered(VOLUME, 20, 30, TEN_NINE),
        ["35.00"],
        "35.00",
        "270.00",
    ),
]


@pytest.mark.parametrize("case", TIERS, ids=lambda case: case[0])
def test_tiers_are_priced(case: tuple[Any, ...]) -> None:
    _, dates, policy, lines, amounts, exact_net, renewal = case
    answer = calculator.preview(changed(**(HALF | dates), lines=lines, policy=policy))

    assert answer["ok"], answer
    assert [item["amount"] for item in answer["line_items"]] == amounts
    assert answer["due_now"]["exact_net"] == exact_net
    assert answer["renewal"]["net"] == renewal


@pytest.mark.parametrize(
    ("before", "after", "policy", "prices"),
    [
        (20, 25, {}, ["10.00"]),
        (20, 26, {}, ["9.00"]),
        (0, 1, {}, ["10.00"]),
        (20, 30, TWO, ["10.00", "9.00"]),
        (30, 20, CREDIT, ["10.00"]),
    ],
)
@pytest.mark.parametrize("model", [VOLUME, GRADUATED])
def test_a_line_item_names_the_price_of_the_tier_that_it_reaches(
    model: str, before: int, after: int, policy: dict[str, Any], prices: list[str]
) -> None:
    answer = calculator.preview(changed(lines=tiered(model, before, after, TEN_NINE), policy=policy))

    assert [item["unit_price"] for item in answer["line_items"]] == prices


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [(24, 25, False), (25, 26, True), (26, 40, False), (0, 26, False), (20, 26, True), (26, 25, True)],
)
@pytest.mark.parametrize("model", [VOLUME, GRADUATED])
def test_reaching_another_tier_is_told(model: str, before: int, after: int, warned: bool) -> None:
    asked = changed(**HALF, lines=tiered(model, before, after, TEN_NINE), policy=CREDIT)
    warnings = [(told["code"], told["field"]) for told in calculator.preview(asked)["warnings"]]

    assert (("crosses_tier", "lines[0].quantity_after") in warnings) is warned


def test_tiers_need_their_own_rules() -> None:
    lines = tiered(VOLUME, 20, 30, TEN_NINE)

    rate = calculator.preview(changed(lines=lines, policy={"round_rate": {"per": 30, "decimals": 2}}))
    assert faults(rate) == [("policy_combination", "policy.round_rate")]
    added = calculator.preview(changed(lines=lines, policy={"charge": "added_only"}))
    assert faults(added) == [("policy_combination", "policy.charge")]


@pytest.mark.parametrize(
    ("before", "after", "formula"),
    [
        (0, 25, "25 licenses × €10.00 = €250.00"),
        (20, 30, "25 licenses × €10.00 + 5 licenses × €9.00 − 20 licenses × €10.00 = €95.00"),
        (25, 26, "25 licenses × €10.00 + 1 license × €9.00 − 25 licenses × €10.00 = €9.00"),
    ],
)
def test_only_tiers_that_are_reached_are_told(before: int, after: int, formula: str) -> None:
    asked = changed(lines=tiered(GRADUATED, before, after, TEN_NINE), language="en")
    (step,) = [s for s in calculator.preview(asked)["steps"] if s["rule"] == "full_price"]

    assert step["text"] == f"For the whole period, new total less old: {formula}."
