"""Figures that other billing systems print or assert, reproduced to the last digit.

`cases/published.json` holds each case with its source. A case is in scope when the rules that it asks for are
computed here; every other one answers `not_supported`, never a wrong figure.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import calculator

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "published.json").read_text(encoding="utf-8")
)["cases"]


def in_scope(request: dict[str, Any]) -> bool:
    """Whether the request asks for whole days of the actual period, one delta line, half up, no tax."""
    policy = request["policy"]
    return (
        policy["unit"] == "day"
        and policy["basis"] == "actual"
        and policy["charge"] == "delta"
        and policy["rounding"] == "half_up"
        and "round_rate" not in policy
        and "tax" not in request
        and not any("tiers" in line for line in request["lines"])
    )


def test_scope_holds_59_of_the_105_cases() -> None:
    assert len(CASES) == 105
    assert sum(in_scope(case["request"]) for case in CASES) == 59


@pytest.mark.parametrize("case", [c for c in CASES if in_scope(c["request"])], ids=lambda c: c["id"])
def test_case_in_scope_is_reproduced(case: dict[str, Any]) -> None:
    answer = calculator.preview(case["request"])

    assert answer["ok"], answer
    assert answer["due_now"]["net"] == case["expected"]["due_now"]
    if "renewal" in case["expected"]:
        assert answer["renewal"]["net"] == case["expected"]["renewal"]
    assert set(case["expected"]) <= {"due_now", "renewal"}


@pytest.mark.parametrize("case", [c for c in CASES if not in_scope(c["request"])], ids=lambda c: c["id"])
def test_case_out_of_scope_gets_no_figure(case: dict[str, Any]) -> None:
    answer = calculator.preview(case["request"])

    assert not answer["ok"]
    assert {error["code"] for error in answer["errors"]} == {"not_supported"}
    assert "due_now" not in answer
