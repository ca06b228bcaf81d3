"""What holds for every request, against a slow and naive oracle that counts day by day."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import calculator

DAYS = st.dates(date(2023, 1, 1), date(2033, 1, 1))
PRICES = st.decimals("0", "9999.99", places=2)


@st.composite
def requests(draw: st.DrawFn, counted: bool | None = None) -> dict[str, Any]:
    """Draw a request of this scope: one period of up to ten years and one to three lines."""
    start = draw(DAYS)
    length = draw(st.one_of(st.integers(1, 400), st.integers(1, 3650)))
    lines = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "quantity_before": st.integers(0, 500),
                    "quantity_after": st.integers(500, 2000),
                    "unit_price": PRICES.map(str),
                }
            ),
            min_size=1,
            max_size=3,
        )
    )
    return {
        "currency": draw(st.sampled_from(["EUR", "JPY", "KWD"])),
        "period": {"start": start.isoformat(), "end": (start + timedelta(days=length)).isoformat()},
        "change_at": (start + timedelta(days=draw(st.integers(0, length)))).isoformat(),
        "lines": lines,
        "language": draw(st.sampled_from(["fr", "en"])),
        "policy": {"count_change_day": draw(st.booleans()) if counted is None else counted},
    }


def naive_charges(request: dict[str, Any], decimals: int) -> list[Decimal]:
    """Walk the period day by day and charge each line its share of the days that the change covers."""
    start, end = (date.fromisoformat(request["period"][key]) for key in ("start", "end"))
    change = date.fromisoformat(request["change_at"])
    first_charged = change if request["policy"]["count_change_day"] else change + timedelta(days=1)
    charged = total = 0
    day = start
    while day < end:
        total += 1
        charged += day >= first_charged
        day += timedelta(days=1)
    amounts = []
    with localcontext(prec=80):
        for line in request["lines"]:
            whole = (line["quantity_after"] - line["quantity_before"]) * Decimal(line["unit_price"])
            exact = whole * charged / total
            amounts.append(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return amounts


def net(request: dict[str, Any]) -> Fraction:
    """Return what is due now."""
    answer = calculator.preview(request)
    assert answer["ok"], answer
    return Fraction(answer["due_now"]["net"])


@given(requests())
def test_line_items_agree_with_the_day_by_day_oracle(request: dict[str, Any]) -> None:
    answer = calculator.preview(request)

    decimals = {"EUR": 2, "JPY": 0, "KWD": 3}[request["currency"]]
    items = [Decimal(item["amount"]) for item in answer["line_items"]]
    assert items == naive_charges(request, decimals)
    assert sum(items) == Decimal(answer["due_now"]["net"])


@given(requests())
def test_never_negative_and_never_above_the_full_price(request: dict[str, Any]) -> None:
    full = net(request | {"change_at": request["period"]["start"], "policy": {"count_change_day": True}})

    assert 0 <= net(request) <= full


@given(requests(counted=True))
def test_the_whole_period_costs_the_whole_price(request: dict[str, Any]) -> None:
    answer = calculator.preview(request | {"change_at": request["period"]["start"]})

    whole = sum(
        (line["quantity_after"] - line["quantity_before"]) * Fraction(line["unit_price"])
        for line in request["lines"]
    )
    exact = Fraction(answer["due_now"]["exact_net"])
    assert exact == whole


@given(requests())
def test_a_day_later_never_costs_more(request: dict[str, Any]) -> None:
    later = date.fromisoformat(request["change_at"]) + timedelta(days=1)
    if later.isoformat() <= request["period"]["end"]:
        assert net(request | {"change_at": later.isoformat()}) <= net(request)


@given(requests())
def test_a_charge_and_its_reversal_cancel(request: dict[str, Any]) -> None:
    backwards = [
        line | {"quantity_before": line["quantity_after"], "quantity_after": line["quantity_before"]}
        for line in request["lines"]
    ]
    policy = request["policy"] | {"decrease": "credit"}

    assert net(request) + net(request | {"lines": backwards, "policy": policy}) == 0


@given(requests(), st.integers(0, 100))
def test_two_steps_equal_one_before_rounding(request: dict[str, Any], part: int) -> None:
    def exact(lines: list[dict[str, Any]]) -> Fraction:
        answer = calculator.preview(request | {"lines": lines, "policy": request["policy"] | {"decimals": 9}})
        return sum((Fraction(item["amount"]) for item in answer["line_items"]), Fraction())

    middle = [
        (line, line["quantity_before"] + (line["quantity_after"] - line["quantity_before"]) * part // 100)
        for line in request["lines"]
    ]
    first = [line | {"quantity_after": half} for line, half in middle]
    second = [line | {"quantity_before": half} for line, half in middle]
    # Nine decimals stand for "before rounding": each line item is off by half a billionth at most.
    assert abs(exact(first) + exact(second) - exact(request["lines"])) <= Fraction(9, 2 * 10**9)


@settings(max_examples=200)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["fr", "en"]))
def test_whatever_is_typed_gets_an_answer(price: str, on: str, language: str) -> None:
    form = {
        "currency": "EUR",
        "unit_price": price,
        "quantity_before": on,
        "quantity_after": price,
        "term_months": "12",
        "period_end": on,
        "change_at": on,
    }
    answer = calculator.form({"form": form, "language": language})

    assert answer["ok"] or all(error["message"] for error in answer["errors"])
