"""What calculator/README.md says of the JSON is what the calculator does: examples, names and codes."""

import ast
import dataclasses
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

import calculator
from calculator.bridge import QUESTIONS
from calculator.contract_lines import _FIELDS as LINE_FIELDS
from calculator.controls import CONTROLS, OF_TIER
from calculator.policy import CHARGES, DECREASES, PRESETS, ROUNDINGS, UNITS, Policy
from tests.calculator.requests import legal_request

ROOT = Path(__file__).parents[2]
README = (ROOT / "calculator" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json (\w+)\n(.*?)```", README, re.DOTALL)
NAMED = set(re.findall(r"`([a-z][a-z0-9_.\-]*)`", README))


def raised_codes() -> set[str]:
    """Return the codes that the sources can give: the first argument of a fault, the third of a control's."""
    found: set[str] = set()
    for path in sorted((ROOT / "calculator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (code := _code_of(node)):
                leaves = [leaf.value for leaf in ast.walk(code) if isinstance(leaf, ast.Constant)]
                found |= {leaf for leaf in leaves if isinstance(leaf, str)}
    return found


def _code_of(call: ast.Call) -> ast.expr | None:
    name = str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
    place = {"Fault": 0, "add": 0, "take": 2}.get(name, len(call.args))
    return call.args[place] if place < len(call.args) else None


def contained(part: Any, whole: Any) -> bool:
    """Whether what the README prints stands in the answer, fields left out allowed."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and contained(value, whole[key]) for key, value in part.items()
        )
    if isinstance(part, list):
        return (
            isinstance(whole, list)
            and len(part) == len(whole)
            and all(contained(one, other) for one, other in zip(part, whole, strict=True))
        )
    return type(part) is type(whole) and bool(part == whole)


@pytest.mark.parametrize("index", [i for i, (kind, _) in enumerate(BLOCKS) if kind == "answer"])
def test_an_answer_is_that_of_the_request_above_it(index: int) -> None:
    (asked_as, request), (_, answer) = BLOCKS[index - 1], BLOCKS[index]

    question = "preview" if asked_as == "request" else asked_as
    printed, real = json.loads(answer), calculator.ask(question, json.loads(request))
    assert contained(printed, real), real


def test_every_request_is_asked() -> None:
    for asked_as, text in BLOCKS:
        if asked_as != "answer":
            calculator.ask("preview" if asked_as == "request" else asked_as, json.loads(text))
    assert not re.findall(r"```json\n", README)  # a block without a kind would be read by no test


def test_a_form_is_answered() -> None:
    (form,) = [json.loads(text) for kind, text in BLOCKS if kind == "form"]
    answer = calculator.form(form)

    assert answer["ok"], answer
    assert answer["due_now"]["gross"] == "422.14"


@pytest.mark.parametrize(
    "names",
    [
        [field.name for field in dataclasses.fields(Policy)],
        [*UNITS, *CHARGES, *ROUNDINGS, *DECREASES],
        [*PRESETS],
        [*LINE_FIELDS],
        [*CONTROLS, *OF_TIER],
        [*QUESTIONS],
        ["currency", "period", "change_at", "service_end", "lines", "tax", "language", "policy"],
        ["request", "controls", "echo", "portable", "payment", "remaining", "today", "written_in"],
    ],
)
def test_every_name_is_described(names: list[str]) -> None:
    missing = set(names) - NAMED - {"preview", "form"}  # these two are headings and commands

    assert missing == set()


def test_every_field_and_rule_of_an_answer_is_described() -> None:
    answers = [calculator.preview(legal_request(random.Random(seed))) for seed in range(300)]
    rules = {step["rule"] for answer in answers for step in answer["steps"]}
    fields = {key for answer in answers for key in answer} | {
        key for answer in answers for part in ("due_now", "renewal") for key in answer[part]
    }
    items = {key for answer in answers for item in answer["line_items"] for key in item}

    assert fields | items <= NAMED
    told = re.findall(r"`(\w+)`", README[README.index("Rules of the steps") : README.index("## What people")])
    assert rules == set(told)


def test_every_code_is_described_and_exists() -> None:
    tables = README[README.index("| code | when |") :]
    first_cells = re.findall(r"^\| (`.*?`) \|", tables, re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", " ".join(first_cells))) == raised_codes()
