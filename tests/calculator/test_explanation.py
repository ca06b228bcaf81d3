"""Each explanation, recomputed from the numbers that it prints, gives its amounts. In both languages."""

import random
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

import calculator
from tests.calculator.formulas import DATES, Formula, formulas, moments, numbers
from tests.calculator.oracle import base_periods, decimals_of, policy_of, units_between
from tests.calculator.oracle import moments as asked_moments
from tests.calculator.requests import legal_request

type Json = dict[str, Any]
SAMPLE, PROVED, AT_ONCE = 1_000, 20_000, 100
DAY = timedelta(days=1)


def explained(seed: object) -> tuple[Json, Json]:
    """Return a drawn request and its answer, whose steps lose the label that they begin with."""
    request = legal_request(random.Random(str(seed)))
    answer = calculator.preview(request)
    for step in answer["steps"]:
        for line in request["lines"]:
            step["text"] = step["text"].removeprefix(line.get("label", "\0"))
    return request, answer


def printed(step: Json, request: Json) -> list[Formula]:
    return list(formulas(step["text"], request["language"]))


def all_numbers(step: Json, request: Json) -> list[Fraction]:
    return numbers(step["text"], request["language"])


def rounded(value: Fraction, decimals: int, request: Json) -> Fraction:
    """Return `value` at its decimals, as the policy of the request says."""
    whole, part = divmod(abs(value) * 10**decimals, 1)
    mode = policy_of(request)["rounding"]
    is_up = part > Fraction(1, 2) or (part == Fraction(1, 2) and (mode == "half_up" or whole % 2 == 1))
    near = whole + (1 if is_up and mode != "down" else 0)
    return Fraction(near if value >= 0 else -near, 10**decimals)


def money(value: Fraction, request: Json) -> Fraction:
    return rounded(value, decimals_of(request), request)


def assert_formulas_hold(request: Json, answer: Json) -> None:
    for step in answer["steps"]:
        for formula in printed(step, request):
            assert formula.holds, step


def assert_line_items(request: Json, answer: Json) -> None:
    """Check that each unrounded value follows from what stands before it, and its rounding is a line item."""
    amounts = [Fraction(item["amount"]) for item in answer["line_items"]]
    full_price = Fraction()
    for step in answer["steps"]:
        found = printed(step, request)
        if step["rule"] == "rounded_rate":
            rate = policy_of(request)["round_rate"]["decimals"]
            assert all_numbers(step, request)[-1] == rounded(found[0].left, rate, request), step
        elif step["rule"] == "full_price":
            full_price = found[-1].right if found else all_numbers(step, request)[0]
        elif step["rule"] == "prorated_amount":
            exact = found[-1]
            assert exact.numbers[0] == abs(full_price), step
        elif step["rule"] == "rounding":
            assert all_numbers(step, request)[-1] == money(exact.left, request) == amounts.pop(0), step
            # What is printed of an endless number says the same, as long as it has decimals to spare.
            assert decimals_of(request) > 5 or money(exact.right, request) == money(exact.left, request), step
    assert amounts == []


def assert_totals(request: Json, answer: Json) -> None:
    """Check that the printed lines sum to the total, that tax is added or found, and gross comes last."""
    for of in ("due_now", "renewal"):
        steps = [step for step in answer["steps"] if step["of"] == of]
        amounts = {key: Fraction(answer[of][key]) for key in ("net", "tax", "gross")}
        for step in steps:
            found = printed(step, request)
            if step["rule"] == "renewal_price":
                assert all_numbers(step, request)[-1] == money(found[0].left, request), step
            elif step["rule"] == "tax":
                assert len(found) == 2, step
                assert money(found[0].left, request) in amounts.values(), step
                last = sorted([*found[1].numbers, abs(found[1].right)])
                assert last == sorted(map(abs, amounts.values())), step
            elif step["rule"] == "sum_of_lines" and found and of == "due_now":
                assert found[0].numbers == tuple(abs(Fraction(i["amount"])) for i in answer["line_items"]), (
                    step
                )
        assert abs(amounts["gross"]) in map(abs, all_numbers(steps[-1], request)), steps[-1]


def assert_dates_give_the_units(request: Json, answer: Json) -> None:
    """Check that the time left is what lies between the two dates printed beside it."""
    step = answer["steps"][1]
    between, policy = moments(step["text"], request["language"]), policy_of(request)
    counts = numbers(DATES[request["language"]].sub("", step["text"]), request["language"])
    if len(between) != 2:
        assert policy["unit"] == "none" or answer["line_items"][0]["fraction"].startswith("0/"), step
        return
    since, until = between
    if step["rule"] == "time_remaining":
        assert counts == [units_between(policy, since, until, since)], step
    elif step["rule"] == "base_periods_remaining":
        assert_base_periods(counts, since, until + DAY, policy)
    elif step["rule"] == "days_remaining" or all(
        at.time() == datetime.min.time() for at in asked_moments(request)
    ):
        exclusive = 0 if policy["count_change_day"] else 1
        start = asked_moments(request)[0]
        assert counts[0] == max(units_between(policy, since, until + DAY, start) - exclusive, 0), step


def assert_base_periods(counts: list[Fraction], since: datetime, until: datetime, policy: Json) -> None:
    # Three numbers where no base period is whole: days, months of a base period, its days.
    whole, months, *broken = [Fraction(), counts[1], counts[0], counts[2]] if len(counts) == 3 else counts
    total, length = base_periods(since, until, policy["base_months"])
    assert months == policy["base_months"]
    assert [*divmod(total, length)] == [whole, broken[0] if broken else 0]
    assert not broken or broken[1] == length


def assert_recomputed(seed: object) -> None:
    request, answer = explained(seed)
    assert_formulas_hold(request, answer)
    assert_line_items(request, answer)
    assert_totals(request, answer)
    assert_dates_give_the_units(request, answer)


@pytest.mark.parametrize("first", range(0, SAMPLE, AT_ONCE))
def test_explanation_gives_its_amounts(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        assert_recomputed(seed)


@pytest.mark.prove
@pytest.mark.parametrize("first", range(0, PROVED, AT_ONCE))
def test_twenty_thousand_explanations_give_their_amounts(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        assert_recomputed(f"proof {seed}")


READ = [
    (
        "fr",
        "Pour les jours restants\u00a0: 720,00\u00a0€ × 214 / 365 ≈ 422,1369863\u00a0€.",
        "154080/365",
        "≈",
        True,
    ),
    (
        "fr",
        "Pour les jours restants\u00a0: 720,00\u00a0€ × 214 / 365 ≈ 422,1369864\u00a0€.",
        "154080/365",
        "≈",
        False,
    ),
    ("fr", "1\u202f234,50\u00a0€ + 2 = 1\u202f236,50\u00a0€", "1236.5", "=", True),
    ("en", "For the days left: -€1,200.00 × 214 / 365 ≈ -€703.5616438.", "-256800/365", "≈", True),
    ("en", "12 licenses × CHF 1,234.50 − 2 × CHF 1 = CHF 14,812.00, rounded to CHF 3", "14812", "=", True),
    ("en", "€10.00 × (3 + 14 / 91) ≈ €31.5384615", "2870/91", "≈", True),
    ("en", "-ISK 3 − -ISK 5 = ISK 2", "2", "=", True),
    ("en", "€1.00 × 1 / 3 = €0.33", "1/3", "=", False),
]


@pytest.mark.parametrize(("language", "text", "left", "sign", "holds"), READ)
def test_formulas_are_read_as_people_read_them(
    language: str, text: str, left: str, sign: str, holds: bool
) -> None:
    found = list(formulas(text, language))

    assert [(formula.left, formula.sign, formula.holds) for formula in found] == [
        (Fraction(left), sign, holds)
    ]


def test_what_is_no_formula_is_none() -> None:
    assert (
        list(formulas("The period runs from March 10, 2026 to March 9, 2027 inclusive: 365 days.", "en"))
        == []
    )
    assert list(formulas("-ISK 1 — 50 % more, then 2 (two) more.", "en")) == []
