"""What nobody should send, with the codes and fields that answer it: requests, texts, entries of the form.

The tables are lines of JSON in `cases/`: what is changed in a sound request, and what it gives, in order.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults, line
from tests.worked_example import FIFTY_TO_EIGHTY

CASES = Path(__file__).parent / "cases"
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


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


SOUND = json.dumps(changed())
LARGEST = 256 * 1024
DIGITS = "9" * 200_000
ALL_MISSING = ["missing currency", "missing period", "missing change_at", "missing lines"]
# Text that no table could hold, or that is no JSON: why, the text, what it gives.
TEXTS: list[tuple[str, str, list[str]]] = [
    *[
        (f"not an object: {text[:20]!r}", text, ["not_json "])
        for text in ("", " ", "[]", "null", "true", "5", '"x"')
    ],
    *[
        (f"not JSON: {text!r}", text, ["not_json "])
        for text in (
            *(
                '{"currency": NaN}',
                '{"currency": Infinity}',
                '{"currency": -Infinity}',
                '{"currency": "EUR"',
                "{",
            ),
            *(
                "{'currency': 'EUR'}",
                "{currency: 1}",
                '{"a": 1,}',
                '{"a": 01}',
                '{"a": +1}',
                '{"a": .5}',
                '{"a": 1.}',
            ),
            *(
                '{"a": 0x10}',
                '{"a": 1_000}',
                '{"a": ٣}',
                '{"a": undefined}',
                '{"a": 1} {"b": 2}',
                '{"a": 1}, {}',
            ),
            *(
                '{"a": "\n"}',
                '{"a": "\\x"}',
                '{"a": "\\u12"}',
                "// {}",
                "\u00a0{}",
                "\ufeff{}",
                "<request/>",
                "\x00",
            ),
        )
    ],
    ("a key twice", '{"currency": "EUR", "currency": "USD"}', ["duplicate_key currency"]),
    (
        "a key twice, written two ways",
        '{"currency": "EUR", "curr\\u0065ncy": "EUR"}',
        ["duplicate_key currency"],
    ),
    ("a key twice, inside", '{"lines": [{"tiers": [{"up_to": 1, "up_to": 2}]}]}', ["duplicate_key up_to"]),
    ("a key twice, no field of ours", '{"a": {"b": {"": 1, "": 2}}}', ["duplicate_key "]),
    ("twenty levels", '{"a": ' * 20 + "1" + "}" * 20, ["unknown_field a", *ALL_MISSING]),
    ("a level too many", '{"a": ' * 21 + "1" + "}" * 21, ["too_deep "]),
    ("lists too deep", '{"lines": ' + "[" * 20 + "]" * 20 + "}", ["too_deep "]),
    ("two hundred thousand brackets", "[" * 200_000, ["too_deep "]),
    ("deep beside what is flat", '{"a": [[], ' + "[" * 19 + "]" * 19 + "]}", ["too_deep "]),
    ("deep after what is wide", '{"a": [' + "[], " * 30 + "[" * 19 + "]" * 19 + "]}", ["too_deep "]),
    ("no brackets at all", "X" * 30, ["not_json "]),
    ("deep after what is no JSON", "X" * 30 + "[" * 25, ["too_deep "]),
    ("brackets never opened", "}" * 1000, ["not_json "]),
    (
        "brackets inside a text do not nest",
        json.dumps({"a": '["{' * 1000}),
        ["unknown_field a", *ALL_MISSING],
    ),
    (
        "quotes escaped inside a text",
        json.dumps({'"[{\\' * 20: 1}),
        ["unknown_field " + '"[{\\' * 10 + "…", *ALL_MISSING],
    ),
    ("as large as allowed", SOUND[:-1].ljust(LARGEST - 8) + ',"v": 1}', ["unknown_field v"]),
    ("a byte too large", SOUND.ljust(LARGEST + 1), ["request_too_large "]),
    (
        "too large in bytes, not in characters",
        json.dumps("é" * 140_000, ensure_ascii=False),
        ["request_too_large "],
    ),
    ("a value too large", json.dumps({"currency": "x" * 300_000}), ["request_too_large "]),
    ("ten megabytes of spaces", " " * 10_000_000, ["request_too_large "]),
    ("ten megabytes of brackets", "[" * 10_000_000, ["request_too_large "]),
    ("ten megabytes of a request", json.dumps(changed(lines=line() * 130_000)), ["request_too_large "]),
    (
        "a key of a hundred thousand characters",
        json.dumps(changed(**{"k" * 10**5: 1})),
        ["unknown_field " + "k" * 40 + "…"],
    ),
    (
        "a text of a hundred thousand",
        json.dumps(changed(currency="E" * 10**5)),
        ["unknown_currency currency"],
    ),
    ("a date of a hundred thousand", json.dumps(changed(change_at="2" * 10**5)), ["not_a_date change_at"]),
    (
        "a price of a hundred thousand",
        json.dumps(changed(lines=line(unit_price="2" * 10**5))),
        ["not_an_amount lines[0].unit_price"],
    ),
    (
        "a basis of a hundred thousand",
        json.dumps(changed(policy={"basis": "fixed:" + "9" * 10**5})),
        ["unknown_policy policy.basis"],
    ),
    ("two hundred thousand digits", SOUND.replace("80", DIGITS), ["out_of_range lines[0].quantity_after"]),
    ("as many, negative", SOUND.replace("80", "-" + DIGITS), ["out_of_range lines[0].quantity_after"]),
    ("as many, and a decimal", SOUND.replace("80", DIGITS + ".5"), ["wrong_type lines[0].quantity_after"]),
    ("beyond any float", SOUND.replace("80", "1e400"), ["wrong_type lines[0].quantity_after"]),
    ("beyond any float, below", SOUND.replace("80", "-1e400"), ["wrong_type lines[0].quantity_after"]),
    ("a thousand lines", json.dumps(changed(lines=line() * 1000)), ["out_of_range lines"]),
    ("a hundred and one lines", json.dumps(changed(lines=line() * 101)), ["out_of_range lines"]),
    (
        "a hundred wrong lines",
        json.dumps(changed(lines=[5] * 100)),
        [f"wrong_type lines[{i}]" for i in range(100)],
    ),
    (
        "three thousand fields",
        json.dumps({f"f{i}": i for i in range(3000)}),
        [*(f"unknown_field f{i}" for i in range(3000)), *ALL_MISSING],
    ),
    (
        "five thousand tiers",
        json.dumps(changed(lines=line(unit_price=None, tier_model="volume", tiers=[{"up_to": 1}] * 5000))),
        ["out_of_range lines[0].tiers"],
    ),
    ("half a character in the text itself", '{"\ud800": 1}', ["unknown_field  ", *ALL_MISSING]),
    ("no field at all", "{}", ALL_MISSING),
]


@pytest.mark.parametrize(("text", "gives"), [row[1:] for row in TEXTS], ids=[ascii(row[0]) for row in TEXTS])
def test_hostile_text_is_told_its_faults(text: str, gives: list[str]) -> None:
    answer = json.loads(calculator.answer("preview", text))

    assert answer["ok"] is False
    assert [f"{code} {field}" for code, field in faults(answer)] == gives
    for error in answer["errors"]:
        assert_readable(error["message"])


def test_every_text_that_is_no_request_is_no_entry_and_no_question_either() -> None:
    for _, text, gives in TEXTS:
        if gives[0].split()[0] in ("not_json", "too_deep", "duplicate_key", "request_too_large"):
            for question in ("form", "schedule", "afford", "reconcile", "compare"):
                told = json.loads(calculator.answer(question, text))
                assert [f"{code} {field}" for code, field in faults(told)] == gives
