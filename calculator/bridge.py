"""The thin door of the page's worker and of scripts: one question, JSON text in, JSON text out."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculator.contract import Faults, read_json, read_request
from calculator.form import answer_form
from calculator.preview import preview
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
}


def answer(question: str, text: str) -> str:
    """Return the JSON answer to a JSON request.

    Args:
        question: `preview` or `form`.
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
