"""What all questions share: one door, both languages, the faults of the request."""

import json
from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, faults

QUESTIONS: dict[str, dict[str, Any]] = {
    "preview": {},
    "schedule": {},
    "afford": {"budget": "500.00"},
    "reconcile": {"amount": "420.16"},
    "compare": {},
}
# The words that a reader sees, in French and in English.
SAID = {
    "preview": ("À payer maintenant", "Due now"),
    "schedule": ("votre date d’achat", "your purchase date"),
    "afford": ("le nouveau total est 85", "the new total is 85"),
    "reconcile": (
        "Jours de calendrier, sans le jour de l’achat",
        "Calendar days, without the day of purchase",
    ),
    "compare": ("Attendre le renouvellement", "Wait for the renewal"),
}


def told(question: str, request: dict[str, Any]) -> str:
    """Return the JSON answer of a question."""
    return calculator.answer(question, json.dumps(request | QUESTIONS[question]))


@pytest.mark.parametrize("question", QUESTIONS)
def test_sentences_are_in_the_language_of_the_request(question: str) -> None:
    french, english = SAID[question]

    assert french in told(question, changed(language="fr"))
    assert english in told(question, changed(language="en"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_faults_of_the_request_are_those_of_preview(question: str) -> None:
    request = changed(currency="euro", change_at="2027-03-11", language="en")

    assert json.loads(told(question, request)) == calculator.preview(request)


@pytest.mark.parametrize("question", QUESTIONS)
def test_text_and_objects_give_the_same_answer(question: str) -> None:
    assert json.loads(told(question, changed())) == calculator.ask(question, changed() | QUESTIONS[question])


def test_conventions_are_named_most_common_first() -> None:
    answer = json.loads(calculator.answer("conventions", '{"language": "en"}'))

    assert answer["conventions"] == calculator.conventions("en")
    assert [convention["name"] for convention in answer["conventions"]] == [
        "calendar-days",
        "credit-and-charge",
        "calendar-days-exclusive",
        "to-the-second",
        "commercial-year",
        "whole-months",
    ]


def test_conventions_take_a_language_and_nothing_else() -> None:
    answer = json.loads(calculator.answer("conventions", '{"language": "de", "currency": "EUR"}'))

    assert faults(answer) == [("unknown_language", "language"), ("unknown_field", "currency")]
