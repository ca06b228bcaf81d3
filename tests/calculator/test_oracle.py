"""Every policy, price, tax and date that the contract allows, against the day-by-day oracle."""

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

import calculator
from tests.calculator.oracle import expected, figures_of, policy_of
from tests.calculator.requests import legal_request, legal_requests

SAMPLE, PROVED, AT_ONCE = 4_000, 100_000, 500


def assert_agrees(request: dict[str, Any]) -> None:
    answer = calculator.preview(request)
    assert answer["ok"], answer
    assert figures_of(answer) == expected(request), request


@settings(max_examples=100)
@given(legal_requests())
def test_the_smallest_request_that_disagrees_does_not_exist(request: dict[str, Any]) -> None:
    assert_agrees(request)


@pytest.mark.parametrize("first", range(0, SAMPLE, AT_ONCE))
def test_sample_agrees(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        assert_agrees(legal_request(random.Random(seed)))


@pytest.mark.prove
@pytest.mark.parametrize("first", range(0, PROVED, AT_ONCE))
def test_a_hundred_thousand_agree(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        assert_agrees(legal_request(random.Random(f"proof {seed}")))


def test_the_sample_holds_every_rule_often() -> None:
    seen: Counter[tuple[str, Any]] = Counter()
    for seed in range(SAMPLE):
        request = legal_request(random.Random(seed))
        policy = policy_of(request)
        seen.update((key, str(policy[key])) for key in ("unit", "charge", "rounding", "decrease"))
        seen.update([("basis", policy["basis"].split(":")[0]), ("rate", bool(policy["round_rate"]))])
        seen.update(("tiers", line.get("tier_model")) for line in request["lines"])
        seen.update(("line", key) for line in request["lines"] for key in line)
        seen.update(("request", key) for key in request)
        tax = request.get("tax", {})
        seen.update([("tax", tax.get("on", "included" if "prices_include_tax" in tax else bool(tax)))])
    assert min(seen.values()) >= 40, seen.most_common()[-5:]
    assert len(seen) == 48
