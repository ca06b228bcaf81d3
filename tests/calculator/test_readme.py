"""What calculator/README.md says of the JSON is what the calculator does: examples, names and codes."""

import dataclasses
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import calculator
from calculator.bridge import QUESTIONS
from calculator.contract_lines import _FIELDS as LINE_FIELDS
from calculator.language.sentences import CONTROLS
from calculator.policy import CHARGES, DECREASES, PRESETS, ROUNDINGS, UNITS, Policy
from tests.calculator.requests import legal_request

ROOT = Path(__file__).parents[2]
README = (ROOT / "calculator" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json (request|answer|form)\n(.*?)```", README, re.DOTALL)
NAMED = set(re.findall(r"`([a-z][a-z0-9_.\-]*)`", README))
# Keys of the catalogues that are no code: how a code is told in one case or another.
_WORDINGS = {
    *("not_utf8", "unknown_command", "unknown_option", "option_without_value", "option_elsewhere"),
    *("options_disagree", "unexpected_argument", "unreadable_file", "unwritable", "change_before_previous"),
    *("not_a_count", "row_cells", "row_quotes", "no_header", "unknown_column"),
}


def codes(prefix: str) -> set[str]:
    """Return the codes that have a sentence, by the prefix of its key: `error` or `warning`."""
    with (ROOT / "calculator" / "language" / "en.po").open("rb") as file:
        keys = [message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)]
    return {key.split(".")[1] for key in keys if key.startswith(f"{prefix}.")}


def contained(part: Any, whole: Any) -> bool:
    """Whether what the README prints stands in the answer, fields left out allowed."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and contained(value, whole[key]) for key, value in part.items()
        )
    return bool(part == whole)


@pytest.mark.parametrize("index", [i for i, (kind, _) in enumerate(BLOCKS) if kind == "answer"])
def test_an_answer_is_that_of_the_request_above_it(index: int) -> None:
    (asked_as, request), (_, answer) = BLOCKS[index - 1], BLOCKS[index]

    assert asked_as == "request"
    printed, real = json.loads(answer), calculator.preview(json.loads(request))
    assert contained(printed, real), real


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
        [*CONTROLS],
        [*QUESTIONS],
        ["currency", "period", "change_at", "service_end", "lines", "tax", "language", "policy"],
        ["request", "controls", "echo", "remaining", "today", "written_in"],
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


@pytest.mark.parametrize("prefix", ["error", "warning"])
def test_every_code_is_described_and_exists(prefix: str) -> None:
    table = README[README.index("| code | when |") : README.index("| warning | when |")]
    if prefix == "warning":
        table = README[README.index("| warning | when |") :]
    first_cells = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    described = set(re.findall(r"`(\w+)`", " ".join(first_cells)))
    worded = {"crosses_tier_volume", "crosses_tier_graduated", "charge_exceeds_full_price_basis"}
    known = codes(prefix) - _WORDINGS - worded | ({"crosses_tier"} if prefix == "warning" else set())

    assert described == known
