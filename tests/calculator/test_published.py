"""Figures that other billing systems print or assert, reproduced to the last digit.

`cases/published.json` holds each case with its source: what is to pay, tax included where there is one, and
what the source prints beside it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import calculator
from tests.calculator.oracle import expected, figures_of

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "published.json").read_text(encoding="utf-8")
)["cases"]


def test_there_are_105_cases_and_each_says_where_it_comes_from() -> None:
    assert len(CASES) == len({case["id"] for case in CASES}) == 105
    assert all(case["source"] for case in CASES)
    assert {key for case in CASES for key in case["expected"]} == {"due_now", "renewal", "lines"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_figure_is_ours(case: dict[str, Any]) -> None:
    answer = calculator.preview(case["request"])

    assert answer["ok"], answer
    ours = {
        "due_now": answer["due_now"]["gross"],
        "renewal": answer["renewal"]["gross"],
        "lines": [item["amount"] for item in answer["line_items"]],
    }
    assert {key: ours[key] for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_all_that_the_source_does_not_print_agrees_with_the_oracle(case: dict[str, Any]) -> None:
    assert figures_of(calculator.preview(case["request"])) == expected(case["request"])
