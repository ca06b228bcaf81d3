"""What a convention promises, whatever the dates and quantities; and for each promise it breaks, one example.

All is kept by the plain family: one price for every license, the period's own length, the day of purchase
counted, unit day or second. The table below says it of every other policy.
"""

import random
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import calculator
from tests.calculator.oracle import given_policy
from tests.calculator.requests import any_change, any_period, legal_requests
from tests.worked_example import FIFTY_TO_EIGHTY

type Request = dict[str, Any]
SAMPLE, PROVED = 10, 250


def due(request: Request) -> Fraction:
    """Return what is due now, tax included."""
    answer = calculator.preview(request)
    assert answer["ok"], answer
    return Fraction(answer["due_now"]["gross"])


def renewal(request: Request) -> Fraction:
    return Fraction(calculator.preview(request)["renewal"]["gross"])


def with_quantities(request: Request, quantities: list[tuple[int, int]], **policy: Any) -> Request:
    """Return the request with other (before, after) totals on its lines, and policy fields replaced."""
    lines = [
        line | {"quantity_before": before, "quantity_after": after}
        for line, (before, after) in zip(request["lines"], quantities, strict=True)
    ]
    return request | {"lines": lines, "policy": given_policy(request) | policy}


def quantities(request: Request) -> list[tuple[int, int]]:
    return [(line["quantity_before"], line["quantity_after"]) for line in request["lines"]]


def full_price(request: Request) -> Fraction:
    """Return what the difference costs at renewal, for one whole period."""
    if "tiers" in request["lines"][0]:
        before = with_quantities(request, [(0, before) for before, _ in quantities(request)])
        return renewal(request) - renewal(before)
    return renewal(with_quantities(request, [(0, after - before) for before, after in quantities(request)]))


def never_negative(request: Request, later: str) -> bool:
    return due(request) >= 0


def never_above_the_full_price(request: Request, later: str) -> bool:
    return due(request) <= full_price(request)


def later_never_costs_more(request: Request, later: str) -> bool:
    return due(request | {"change_at": later}) <= due(request)


def whole_period_costs_the_full_price(request: Request, later: str) -> bool:
    return due(request | {"change_at": request["period"]["start"]}) == full_price(request)


def reversal_cancels(request: Request, later: str) -> bool:
    asked = given_policy(request).get("decrease", "refuse")
    credited = "credit" if asked == "refuse" else asked
    backwards = [(after, before) for before, after in quantities(request)]
    reversal = calculator.preview(with_quantities(request, backwards, decrease=credited))
    return bool(reversal["ok"]) and due(request) + Fraction(reversal["due_now"]["gross"]) == 0


def two_steps_equal_one(request: Request, later: str) -> bool:
    """Whether they do before rounding, for which nine decimals stand: an item is off by half a billionth."""
    middle = [(before, before + (after - before) // 3, after) for before, after in quantities(request)]
    steps = ([(b, m) for b, m, _ in middle], [(m, a) for _, m, a in middle], quantities(request))
    exact: list[Fraction] = []
    items = 0
    for step in steps:
        answer = calculator.preview(with_quantities(request, step, decimals=9))
        exact.append(sum((Fraction(item["amount"]) for item in answer["line_items"]), Fraction()))
        items += len(answer["line_items"])
    return abs(exact[0] + exact[1] - exact[2]) <= Fraction(items, 2 * 10**9)


PROPERTIES: tuple[Callable[[Request, str], bool], ...] = (
    never_negative,
    never_above_the_full_price,
    later_never_costs_more,
    whole_period_costs_the_full_price,
    reversal_cancels,
    two_steps_equal_one,
)
NEGATIVE, ABOVE, LATER, WHOLE, REVERSAL, TWO_STEPS = (rule.__name__ for rule in PROPERTIES)


def example(start: str, end: str, on: str, before: int, after: int, price: str, later: str = "") -> Request:
    """Return a counter-example; `later` is another purchase date where the property compares two."""
    line = {"quantity_before": before, "quantity_after": after, "unit_price": price}
    dates = {"period": {"start": start, "end": end}, "change_at": on}
    return {"currency": "EUR", **dates, "lines": [line], "later": later or on}


MARCH = ("2026-03-01", "2026-04-01")
YEAR = ("2026-03-10", "2027-03-10")
TIERS = [{"up_to": 25, "unit_price": "10.00"}, {"up_to": None, "unit_price": "9.00"}]
DAY_LESS = "on the first day a day less is charged: 30 of 31"
LONG_MONTH = "31 days of a month of 30: 31.00 for 30.00"
RATE_UP = "10 / 31 = 0.3226 is 0.32 a day, and 31 days of it 9.92"
RATE_ABOVE = "20 / 31 = 0.6452 is 0.65 a day, and 31 days of it 20.15"
CHEAPER = "26 licenses at 9 are 234, 25 at 10 were 250"
# The policy, what stands beside it, and each property that it breaks: an example and why.
POLICIES: dict[str, tuple[Any, dict[str, Any], dict[str, tuple[Request, str]]]] = {
    "calendar-days": ("calendar-days", {}, {}),
    "to-the-second": ("to-the-second", {}, {}),
    "credit-and-charge": (
        "credit-and-charge",
        {},
        {
            LATER: (
                example(*MARCH, "2026-03-02", 1, 2, "0.10", later="2026-03-03"),
                "-0.10 + 0.19 = 0.09 for 30 days, -0.09 + 0.19 = 0.10 for 29: each item is rounded alone",
            )
        },
    ),
    "calendar-days-exclusive": (
        "calendar-days-exclusive",
        {},
        {WHOLE: (example(*MARCH, "2026-03-01", 0, 1, "31"), DAY_LESS)},
    ),
    "commercial-year": ("commercial-year", {}, {}),
    "whole-months": ("whole-months", {}, {}),
    "minute": ({"unit": "minute"}, {}, {}),
    "hour": ({"unit": "hour"}, {}, {}),
    "quarter": ({"unit": "quarter"}, {}, {}),
    "month_then_day": ({"unit": "month_then_day"}, {}, {}),
    "month_then_day by quarters": ({"unit": "month_then_day", "base_months": 3}, {}, {}),
    "none": ({"unit": "none"}, {}, {}),
    "30/360 exclusive": (
        {"basis": "30/360", "count_change_day": False},
        {},
        {WHOLE: (example(*MARCH, "2026-03-01", 0, 1, "30"), "29 of 30 days")},
    ),
    "fixed days": (
        {"basis": "fixed:30"},
        {},
        {
            ABOVE: (example(*MARCH, "2026-03-01", 0, 1, "30"), LONG_MONTH),
            WHOLE: (example(*MARCH, "2026-03-01", 0, 1, "30"), LONG_MONTH),
        },
    ),
    "fixed hours": (
        {"unit": "hour", "basis": "fixed:730"},
        {},
        {
            ABOVE: (example(*MARCH, "2026-03-01", 0, 1, "73"), "744 hours of a month of 730: 74.40"),
            WHOLE: (example(*MARCH, "2026-03-01", 0, 1, "73"), "744 hours of a month of 730: 74.40"),
        },
    ),
    "half_even": ({"rounding": "half_even"}, {}, {}),
    "down": ({"rounding": "down"}, {}, {}),
    "added_only": (
        {"charge": "added_only"},
        {},
        {
            REVERSAL: (
                example(*MARCH, "2026-03-11", 1, 2, "31"),
                "a decrease has no added licenses: it is refused",
            )
        },
    ),
    "no_credit": (
        {"decrease": "no_credit"},
        {},
        {REVERSAL: (example(*MARCH, "2026-03-11", 1, 2, "31"), "21.00 is charged and nothing given back")},
    ),
    "round_rate": (
        {"round_rate": {"per": 31, "decimals": 2}},
        {},
        {
            ABOVE: (example(*MARCH, "2026-03-01", 0, 1, "20"), RATE_ABOVE),
            WHOLE: (example(*MARCH, "2026-03-01", 0, 1, "10"), RATE_UP),
        },
    ),
    "volume": (
        {},
        {"tiers": TIERS, "tier_model": "volume"},
        {
            NEGATIVE: (example(*MARCH, "2026-03-01", 25, 26, ""), CHEAPER),
            ABOVE: (example(*MARCH, "2026-03-11", 25, 26, ""), f"{CHEAPER}: a part of -16 is above -16"),
            LATER: (
                example(*MARCH, "2026-03-01", 25, 26, "", later="2026-03-11"),
                f"{CHEAPER}: later, less back",
            ),
        },
    ),
    "graduated": ({}, {"tiers": TIERS, "tier_model": "graduated"}, {}),
    "tax on the exact net": ({}, {"tax": {"rate": "0.2", "on": "exact_net"}}, {}),
    "tax on the rounded net": ({}, {"tax": {"rate": "0.2", "on": "rounded_net"}}, {}),
    "prices include tax": ({}, {"tax": {"rate": "0.2", "prices_include_tax": True}}, {}),
}


def request_of(name: str, given: Request) -> Request:
    """Return dates, quantities and prices under a policy of the table."""
    policy, beside, _ = POLICIES[name]
    lines = given["lines"]
    if "tiers" in beside:
        lines = [{key: line[key] for key in ("quantity_before", "quantity_after")} | beside for line in lines]
        beside = {}
    return given | {"lines": lines, "policy": policy} | beside


def increase(chance: random.Random) -> Request:
    """Return an increase at one price, in the currency's own decimals, and a later day of purchase."""
    timed = chance.random() < 0.3
    start, end = any_period(chance, timed)
    on, later = sorted(any_change(chance, start, end, timed) for _ in range(2))
    currency, decimals = chance.choice((("EUR", 2), ("JPY", 0), ("KWD", 3)))
    lines = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        before, after = sorted(chance.choice((0, 1, 24, 25, 26, chance.randrange(2000))) for _ in range(2))
        price = f"{chance.randrange(10**6 * 10**decimals) / 10**decimals:.{decimals}f}"
        lines.append({"quantity_before": before, "quantity_after": after, "unit_price": price})
    return {
        "currency": currency,
        "period": {"start": iso(start), "end": iso(end)},
        "change_at": iso(on),
        "lines": lines,
        "later": iso(later),
    }


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def split(given: Request) -> tuple[Request, str]:
    """Return the request, and the later day that stands beside it."""
    return {key: value for key, value in given.items() if key != "later"}, given["later"]


KEPT = [(name, rule) for name, row in POLICIES.items() for rule in PROPERTIES if rule.__name__ not in row[2]]
BROKEN = [(name, rule) for name, row in POLICIES.items() for rule in PROPERTIES if rule.__name__ in row[2]]


def assert_kept(name: str, rule: Callable[[Request, str], bool], seeds: range) -> None:
    for seed in seeds:
        request, later = split(request_of(name, increase(random.Random(seed))))
        assert rule(request, later), (seed, request, later)


@pytest.mark.parametrize(("name", "rule"), KEPT)
def test_property_is_kept(name: str, rule: Callable[[Request, str], bool]) -> None:
    assert_kept(name, rule, range(SAMPLE))


@pytest.mark.prove
@pytest.mark.parametrize(("name", "rule"), KEPT)
def test_property_is_kept_many_times(name: str, rule: Callable[[Request, str], bool]) -> None:
    assert_kept(name, rule, range(PROVED))


@pytest.mark.parametrize(("name", "rule"), BROKEN)
def test_counter_example_breaks_its_property(name: str, rule: Callable[[Request, str], bool]) -> None:
    given, why = POLICIES[name][2][rule.__name__]

    assert not rule(*split(request_of(name, given))), why


# The plain family, where all is kept, shrunk by Hypothesis if it ever isn't.


@pytest.mark.parametrize("rule", PROPERTIES)
@given(given=st.randoms(use_true_random=False).map(increase), unit=st.sampled_from(("day", "second")))
def test_the_plain_family_keeps_all(rule: Callable[[Request, str], bool], given: Request, unit: str) -> None:
    request, later = split(given)

    assert rule(request | {"policy": {"unit": unit}}, later)


@settings(max_examples=100)
@given(legal_requests())
def test_line_items_sum_to_the_total(request: Request) -> None:
    answer = calculator.preview(request)

    items = sum(Fraction(item["amount"]) for item in answer["line_items"])
    included = request.get("tax", {}).get("prices_include_tax", False)
    assert items == Fraction(answer["due_now"]["gross" if included else "net"])
    for amounts in (answer["due_now"], answer["renewal"]):
        assert Fraction(amounts["net"]) + Fraction(amounts["tax"]) == Fraction(amounts["gross"])


@settings(max_examples=200)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["fr", "en"]))
def test_whatever_is_typed_gets_an_answer(price: str, on: str, language: str) -> None:
    typed = {
        "unit_price": price,
        "quantity_before": on,
        "quantity_after": price,
        "period_end": on,
        "change_at": on,
    }
    answer = calculator.form({"form": FIFTY_TO_EIGHTY | typed, "language": language})

    assert answer["ok"] or all(error["message"] for error in answer["errors"])
