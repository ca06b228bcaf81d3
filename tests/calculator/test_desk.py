"""What all page questions share: the form's figures to the character, both languages, faults."""

import json
import random
from typing import Any

import pytest

import calculator
from tests.calculator.desk import OWN, TODAY, any_form, ask
from tests.worked_example import FIFTY_TO_EIGHTY

HOSTILE: list[Any] = [None, 5, 2.5, True, [], {}, [[]], [None], {"a": 1}, "\ud800", "\x00", "=1+1", "9" * 500]
# A sentence that a reader meets, in French and in English.
SAID = {
    "when_to_buy": ("jour choisi", "day chosen"),
    "scenarios": ("Votre choix", "Your choice"),
    "other_amount": ("une convention connue", "a known convention"),
    "budget": ("vous pouvez ajouter 35 licences", "you can add 35 licenses"),
    "take_away": ("Ce lien contient", "This link holds"),
}


@pytest.mark.parametrize("question", SAID)
def test_sentences_are_in_the_language_of_the_request(question: str) -> None:
    french, english = (json.dumps(ask(question, language), ensure_ascii=False) for language in ("fr", "en"))

    assert SAID[question][0] in french
    assert SAID[question][1] in english


@pytest.mark.parametrize("question", OWN)
def test_faults_of_the_form_are_those_that_the_form_tells(question: str) -> None:
    wrong = {"unit_price": "1.234", "change_at": "hier", "quantity_before": ""}
    form = calculator.form({"form": FIFTY_TO_EIGHTY | wrong, "language": "en", "today": TODAY})

    answer = ask(question, "en", **wrong)

    assert answer == {"ok": False, "errors": form["errors"]}


@pytest.mark.parametrize("question", OWN)
def test_faults_of_the_form_come_before_those_of_other_fields(question: str) -> None:
    own = dict.fromkeys(("scenarios", "amount", "budget", "address", "addresses"), 5)
    asked = {"form": {}, "language": "en"} | {name: own[name] for name in own if name in OWN[question]}
    answer = calculator.ask(question, asked)

    fields = [error["field"] for error in answer["errors"]]
    assert "currency" in fields
    assert fields[-1] in {"currency", "change_at", "quantity_after", "term_months", *own}


@pytest.mark.parametrize("question", OWN)
def test_a_request_without_a_form_is_refused(question: str) -> None:
    requests: list[dict[str, Any]] = [
        {},
        {"form": None},
        {"form": []},
        {"form": "x"},
        {"form": {"nonsense": "1"}},
    ]
    for asked in requests:
        answer = calculator.ask(question, asked)

        assert not answer["ok"]
        assert answer["errors"]


@pytest.mark.parametrize("question", OWN)
@pytest.mark.parametrize("field", ["language", "written_in", "today", "form", "unknown"])
def test_hostile_values_are_answered_in_sentences(question: str, field: str) -> None:
    for value in HOSTILE:
        asked = {"form": FIFTY_TO_EIGHTY, "language": "en", "today": TODAY} | OWN[question] | {field: value}
        answer = json.loads(calculator.answer(question, json.dumps(asked)).encode())

        assert answer["ok"] or all(error["message"] for error in answer["errors"])
        if field in ("language", "form", "unknown"):
            assert not answer["ok"], value


@pytest.mark.parametrize(
    ("question", "field"),
    [
        *(("scenarios", "scenarios"), ("other_amount", "amount"), ("budget", "budget")),
        *(("take_away", "address"), ("take_away", "sheets"), ("reply", "addresses")),
    ],
)
def test_hostile_fields_of_its_own_are_faults_of_that_field(question: str, field: str) -> None:
    for value in HOSTILE:
        if (field, value) == ("addresses", {}):  # nothing to link to
            continue
        asked = {"form": FIFTY_TO_EIGHTY, "language": "en", "today": TODAY, field: value}
        answer = json.loads(calculator.answer(question, json.dumps(asked)).encode())

        assert not answer["ok"], value
        assert all(error["field"].startswith(field) and error["message"] for error in answer["errors"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seed", range(40))
def test_figures_are_those_of_the_form_to_the_character(language: str, seed: int) -> None:
    asked = {"form": any_form(random.Random(seed)), "language": language, "today": TODAY}
    form = calculator.form(asked)
    assert form["ok"], form["errors"]
    due_now, renewal = form["due_now"]["text"], form["renewal"]["text"]

    rows = calculator.ask("when_to_buy", asked)["rows"]
    table = calculator.ask("scenarios", asked)["table"]["rows"]
    taken = calculator.ask("take_away", asked)
    reply = calculator.ask("reply", asked)["replies"][language]

    assert rows[0]["due_now"] == {"gross": form["due_now"]["gross"], "text": due_now}
    assert [table[2][1], table[3][1]] == [due_now, renewal]
    amounts = [value for _, value in taken["sheets"][0]["sections"][1]["rows"]]
    assert [amounts[0], amounts[2]] == [due_now, renewal]
    for note in (form["summary"]["due_now"]["note"], form["summary"]["renewal"]["note"]):
        assert note in amounts
        assert note in taken["plain"]
        assert note in reply["plain"]
    for text in (due_now, renewal):
        assert text in taken["plain"]
        assert text in reply["plain"]
        assert text in reply["subject"]
    assert renewal.replace(",", "\\,") in taken["calendar"]["text"].replace("\r\n ", "")


@pytest.mark.parametrize("seed", range(20))
def test_the_other_language_says_what_its_own_form_says(seed: int) -> None:
    form = any_form(random.Random(seed))
    french = calculator.ask("reply", {"form": form, "language": "fr", "today": TODAY})
    english = calculator.ask("reply", {"form": form, "language": "en", "today": TODAY, "written_in": "fr"})

    assert french == english


def test_texts_typed_in_the_other_language_are_read_in_their_own() -> None:
    asked = {"form": FIFTY_TO_EIGHTY | {"change_at": "01/12/2026"}, "language": "en", "written_in": "fr"}
    own = {"scenarios": [{"change_at": "02/12/2026"}]}

    assert calculator.ask("when_to_buy", asked)["rows"][0]["on"] == "2026-12-01"
    assert calculator.ask("scenarios", asked | own)["scenarios"][0]["change_at"] == "December 2, 2026"
    sheets = calculator.ask("take_away", asked | {"sheets": ["fr"]})["sheets"]
    assert "le 1er décembre 2026, pour" in sheets[0]["sections"][0]["paragraphs"][0]
