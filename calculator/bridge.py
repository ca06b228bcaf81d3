"""The thin door of the page's worker and of scripts: one question, JSON text in, JSON text out."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculator.checks import Faults, read_json
from calculator.contract import read_request
from calculator.form import answer_form
from calculator.preview import preview
from calculator.questions import (
    answer_afford,
    answer_compare,
    answer_conventions,
    answer_reconcile,
    answer_schedule,
)
from calculator.reply import write_faults, write_quote


def answer_preview(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the contract's answer to a request: the estimate, or all its faults. Bad input never raises."""
    try:
        return write_quote(preview(read_request(request)))
    except Faults as found:
        return write_faults(found.faults, found.language)


QUESTIONS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "preview": answer_preview,
    "form": answer_form,
    "schedule": answer_schedule,
    "afford": answer_afford,
    "reconcile": answer_reconcile,
    "compare": answer_compare,
    "conventions": answer_conventions,
}


def answer(question: str, text: str) -> str:
    """Return the JSON answer to a JSON request.

    Args:
        question: a name among `QUESTIONS`.
        text: one request of the contract.

    Raises:
        ValueError: no such question; bad requests never raise.
    """
    if question not in QUESTIONS:
        raise ValueError(f"no question {question!r}")
    try:
        result = QUESTIONS[question](read_json(text))
    except Faults as found:
        result = write_faults(found.faults, found.language)
    return json.dumps(result, ensure_ascii=False)
