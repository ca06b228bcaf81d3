"""The thin door of the page's worker and of scripts: one question, JSON text in, JSON text out."""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from calculator.checks import Faults, read_json
from calculator.contract import read_request
from calculator.preview import preview
from calculator.reply import write_faults, write_quote

# Where each question is answered: loaded when it is first asked.
QUESTIONS = {
    "preview": "bridge",
    "form": "form",
    "schedule": "questions",
    "afford": "questions",
    "reconcile": "questions",
    "compare": "questions",
    "conventions": "questions",
    "when_to_buy": "desk.when_to_buy",
    "scenarios": "desk.scenarios",
    "other_amount": "desk.other_amount",
    "budget": "desk.budget",
    "take_away": "desk.take_away",
    "reply": "desk.reply",
}


def answer_preview(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the contract's answer to a request: the estimate, or all its faults. Bad input never raises."""
    try:
        return write_quote(preview(read_request(request)))
    except Faults as found:
        return write_faults(found.faults, found.language)


def ask(question: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a question of `QUESTIONS`; bad requests never raise.

    Raises:
        ValueError: no such question.
    """
    if question not in QUESTIONS:
        raise ValueError(f"no question {question!r}")
    module = import_module(f"calculator.{QUESTIONS[question]}")
    answered: dict[str, Any] = getattr(module, f"answer_{question}")(request)
    return answered


def answer(question: str, text: str) -> str:
    """Return the JSON answer to a JSON request.

    Args:
        question: a name among `QUESTIONS`.
        text: one request of the contract.

    Raises:
        ValueError: no such question; bad requests never raise.
    """
    try:
        result = ask(question, read_json(text))
    except Faults as found:
        result = write_faults(found.faults, found.language)
    return json.dumps(result, ensure_ascii=False)
