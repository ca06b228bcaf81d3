"""How many licenses a budget pays for."""

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import calculator
from calculator.afford import afford
from calculator.contract import read_request
from calculator.preview import Request, preview
from tests.calculator.asked import changed, faults
from tests.calculator.requests import legal_request

# Half of a month of 30 days is left: a license of 30.00 costs 15.00.
APRIL: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-04-01", "end": "2026-05-01"},
    "change_at": "2026-04-16",
    "lines": [{"quantity_before": 20, "quantity_after": 20, "unit_price": "30.00"}],
}
TIERS = [{"up_to": 25, "unit_price": "10.00"}, {"up_to": None, "unit_price": "9.00"}]


def tiered(model: str) -> dict[str, Any]:
    """Return a request for the whole of a month with 20 licenses, 10.00 each up to 25 and 9.00 beyond."""
    line = {"quantity_before": 20, "quantity_after": 20, "tier_model": model, "tiers": TIERS}
    return APRIL | {"change_at": "2026-04-01", "lines": [line]}


def affordable(request: dict[str, Any], budget: str, **own: Any) -> tuple[int, str, str | None]:
    """Return the total that fits, what it costs, and what one more would cost."""
    answer = calculator.ask("afford", {**request, "budget": budget, **own})
    assert answer["ok"], answer
    more = answer["one_more"]
    return answer["quantity_after"], answer["due_now"]["gross"], more and more["due_now"]["gross"]


def test_the_contract_s_request_with_tax() -> None:
    request = changed(tax={"rate": "0.20", "on": "exact_net"}, language="en")

    assert calculator.ask("afford", request | {"budget": "500.00"}) == {
        "ok": True,
        "fits": True,
        "quantity_after": 79,
        "quantity_added": 29,
        "due_now": {"gross": "489.68", "text": "€489.68"},  # 29 x 24 x 214 / 365 x 1.2 = 489.6789
        "one_more": {
            "quantity_after": 80,
            "quantity_added": 30,
            "due_now": {"gross": "506.56", "text": "€506.56"},
        },
        "text": "With €500.00 you can add 29 licenses: the new total is 79, for €489.68. "
        "With one more: €506.56.",
    }


CASES = [
    ("a budget that is hit exactly", APRIL, "45.00", (23, "45.00", "60.00")),
    ("a cent less", APRIL, "44.99", (22, "30.00", "45.00")),
    ("not even one", APRIL, "14.99", (20, "0.00", "15.00")),
    ("no budget at all", APRIL, "0", (20, "0.00", "15.00")),
    # 24 cost 40.00 more, 25 cost 50.00, and 26 only 34.00 since all are then at 9.00: 25 is in the way.
    ("a volume price that falls beyond the budget", tiered("volume"), "40.00", (24, "40.00", "50.00")),
    ("a volume price that falls within it", tiered("volume"), "50.00", (27, "43.00", "52.00")),
    ("the next one after the fall", tiered("volume"), "52.00", (28, "52.00", "61.00")),
    ("a graduated price, 5 x 10.00 + 1 x 9.00", tiered("graduated"), "60.00", (26, "59.00", "68.00")),
]


@pytest.mark.parametrize(
    ("request_", "budget", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_the_largest_total(request_: dict[str, Any], budget: str, expected: tuple[int, str, str]) -> None:
    assert affordable(request_, budget) == expected


def test_where_nothing_fits_that_is_said_with_the_price_of_one() -> None:
    answer = calculator.ask("afford", APRIL | {"budget": "5.00", "language": "en"})

    assert (answer["fits"], answer["quantity_after"], answer["quantity_added"]) == (False, 20, 0)
    assert answer["text"] == "€5.00 does not pay for one more license: the amount would be €15.00."


def test_free_licenses_go_up_to_the_largest_total() -> None:
    free = APRIL | {"lines": [{"quantity_before": 20, "quantity_after": 20, "unit_price": "0"}]}

    assert affordable(free, "0") == (10_000_000, "0.00", None)


def test_the_budget_pays_for_the_other_lines_too() -> None:
    lines = [
        {"quantity_before": 0, "quantity_after": 1, "unit_price": "30.00"},
        {"quantity_before": 2, "quantity_after": 9, "unit_price": "60.00", "label": "Studio"},
    ]
    request = APRIL | {"lines": lines, "language": "en"}

    assert affordable(request, "75.00", line=1) == (4, "75.00", "105.00")  # 15 + 2 x 30
    assert affordable(request, "14.99", line=1) == (2, "15.00", "45.00")  # line 0 alone exceeds it
    assert calculator.ask("afford", {**request, "budget": "75.00", "line": 1})["text"].startswith(
        "Studio: With €75.00"
    )


def test_a_service_that_ends_earlier_costs_less() -> None:
    assert affordable(APRIL | {"service_end": "2026-04-26"}, "45.00") == (24, "40.00", "50.00")


def one_by_one(request: Request, budget: Fraction, most: int) -> int:
    """Return the largest total of the first line that a budget pays for, tried one after the other."""
    first, *others = request.lines
    for quantity in range(first.quantity_before + 1, most + 1):
        lines = (replace(first, quantity_after=quantity), *others)
        if preview(replace(request, lines=lines)).due_now.gross > budget:
            return quantity - 1
    return most


def test_the_search_agrees_with_trying_one_after_the_other() -> None:
    chance = random.Random(7)
    for _ in range(150):
        request = read_request(legal_request(chance))
        before = request.lines[0].quantity_before
        budget, most = Fraction(chance.randint(0, 10**5), 100), before + chance.randint(1, 60)
        found = afford(request, budget, 0, most).quote.request.lines[0].quantity_after
        assert found == one_by_one(request, budget, most), request


FAULTS = [
    ({}, [("missing", "budget")]),
    ({"budget": 500}, [("wrong_type", "budget")]),
    ({"budget": "-5"}, [("not_an_amount", "budget")]),
    ({"budget": "5", "line": 1}, [("out_of_range", "line")]),
    ({"budget": "5", "line": "0"}, [("wrong_type", "line")]),
    ({"budget": "5", "line": -1}, [("out_of_range", "line")]),
    ({"budget": "5 €", "currency": "euro"}, [("unknown_currency", "currency"), ("not_an_amount", "budget")]),
    ({"amount": "5", "budget": "5"}, [("unknown_field", "amount")]),
]


@pytest.mark.parametrize(("own", "expected"), FAULTS)
def test_faults_are_told_at_once(own: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    answer = calculator.ask("afford", {**APRIL, **own})

    assert faults(answer) == expected


def test_a_line_that_is_full_is_out_of_range() -> None:
    full = APRIL | {
        "lines": [{"quantity_before": 10_000_000, "quantity_after": 10_000_000, "unit_price": "1"}]
    }
    answer = calculator.ask("afford", {**full, "budget": "5"})

    assert faults(answer) == [("out_of_range", "lines[0].quantity_before")]
