"""What nobody should send, each with the codes and fields that answer it: requests, texts, entries of the form.

The tables are lines of JSON in `cases/`: what is changed in a sound request, and what it gives, in order.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults
from tests.worked_example import FIFTY_TO_EIGHTY

CASES = Path(__file__).parent / "cases"
PLACEHOLDER = re.compile(r"\{\w*\}")


def table(name: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return [json.loads(row) for row in (CASES / name).read_text("utf-8").splitlines()]


REQUESTS, FORMS = table("hostile_requests.jsonl"), table("hostile_forms.jsonl")


def test_the_tables_are_as_long_as_they_say() -> None:
    assert len({row["why"] for row in REQUESTS}) == len(REQUESTS) >= 200
    assert len({row["why"] for row in FORMS}) == len(FORMS) >= 100


def place(request: dict[str, Any], path: str) -> tuple[Any, str]:
    """Return what holds the field at `path`, and its name there."""
    if match := re.fullmatch(r"(\w+)\[(\d)\]\.(.+)", path):
        return request[match[1]][int(match[2])], match[3]
    if match := re.fullmatch(r"(period)\.(.+)", path):
        return request[match[1]], match[2]
    return request, path


def request_of(row: dict[str, Any]) -> dict[str, Any]:
    request = changed()
    for path, value in row.get("set", {}).items():
        holder, key = place(request, path)
        holder[key] = value
    for path in row.get("drop", []):
        holder, key = place(request, path)
        del holder[key]
    return request


def entry_of(row: dict[str, Any]) -> dict[str, Any]:
    typed = {k: t[0] * t[1] if _is_long(t) else t for k, t in row.get("form", {}).items()}
    entry = {"form": FIFTY_TO_EIGHTY | typed, "language": "fr"} | row.get("ask", {})
    return {key: value for key, value in entry.items() if key not in row.get("drop", [])}


def _is_long(text: Any) -> bool:
    """Whether a text is given as [what is repeated, how often]."""
    return isinstance(text, list) and len(text) == 2


def assert_told(question: str, asked: dict[str, Any], gives: list[str]) -> None:
    """Ask in both languages, as a dict and as JSON text, and check codes, fields and sentences."""
    told = []
    for spoken in in_both_languages(asked):
        answer = getattr(calculator, question)(spoken)
        assert json.loads(calculator.answer(question, json.dumps(spoken))) == answer
        assert answer["ok"] is False
        assert [f"{code} {field}" for code, field in faults(answer)] == gives
        assert "due_now" not in answer
        told.append([error["message"] for error in answer["errors"]])
    for messages in zip(*told, strict=True):
        assert len(set(messages)) == len(messages), messages
        for message in messages:
            assert_readable(message)


def in_both_languages(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the question in French and English; as it is where its language is what is wrong."""
    if asked.get("language", "fr") != "fr":
        return [asked]
    return [asked | {"language": language} for language in ("fr", "en")]


def assert_readable(message: str) -> None:
    assert message.endswith((".", "»", "”"))
    assert message[0].isupper() or message[0] in "«“"
    assert re.sub("[\u00a0\u202f]", " ", message).isprintable()
    assert len(message) < 500
    assert not PLACEHOLDER.search(message)
    assert "Traceback" not in message


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: ascii(row["why"]))
def test_hostile_request_is_told_its_faults(row: dict[str, Any]) -> None:
    assert_told("preview", request_of(row), row["gives"])


@pytest.mark.parametrize("row", FORMS, ids=lambda row: ascii(row["why"]))
def test_hostile_entry_is_told_its_faults(row: dict[str, Any]) -> None:
    assert_told("form", entry_of(row), row["gives"])
