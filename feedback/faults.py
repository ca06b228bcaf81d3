"""Refusals: what stopped a request, told in the reader's language."""

from collections.abc import Mapping

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from feedback.contract import Code, Fault
from feedback.words import LANGUAGES, accepted_language, words

# A code without an entry is a fault of the request's own content.
STATUS: dict[Code, int] = {
    "not_found": 404,
    "method_not_allowed": 405,
    "request_too_slow": 408,
    "request_too_large": 413,
    "wrong_content_type": 415,
    "too_many_votes": 429,
    "internal_error": 500,
    "too_busy": 503,
    "storage_unavailable": 503,
}
RETRY_AFTER: dict[Code, str] = {"too_many_votes": "60", "too_busy": "5", "storage_unavailable": "5"}

FIELD_LENGTH = 80  # an unknown field may be as long as the request

# What Pydantic calls a fault, and what we do; any other of its names is a value of the wrong type.
CODES: dict[str, Code] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "literal_error": "unknown_language",  # Language is the only closed list of words
    "string_too_short": "out_of_range",
    "string_too_long": "out_of_range",
    "string_pattern_mismatch": "out_of_range",
}


class Refusal(Exception):
    """Why a request gets no success: codes with their fields, without words yet."""

    def __init__(self, *faults: tuple[Code, str]) -> None:
        super().__init__(faults)
        self.faults = [(code, field[:FIELD_LENGTH]) for code, field in faults]
        self.status = STATUS.get(faults[0][0], 400)
        self.retry_after = RETRY_AFTER.get(faults[0][0])

    def told_in(self, language: str) -> list[Fault]:
        """Return the faults with their sentences."""
        return [
            Fault(code=code, field=field, message=_sentence(language, code, field))
            for code, field in self.faults
        ]


def refusal_of(error: Exception) -> Refusal:
    """Return the refusal that tells any exception; one that nobody foresaw is a fault of ours."""
    match error:
        case Refusal():
            return error
        case ValidationError():
            return Refusal(*(_code_and_field(fault["type"], fault["loc"]) for fault in error.errors()))
        case RequestValidationError():  # its places begin with "query"
            return Refusal(*(_code_and_field(fault["type"], fault["loc"][1:]) for fault in error.errors()))
        case HTTPException(status_code=404):
            return Refusal(("not_found", ""))
        case HTTPException(status_code=405):
            return Refusal(("method_not_allowed", ""))
        case _:
            return Refusal(("internal_error", ""))


def language_of(request: Request) -> str:
    """Return the language to answer in: the one the request names, else the browser's, else the default."""
    named = getattr(request.state, "language", None) or request.query_params.get("language")
    return named if named in LANGUAGES else accepted_language(request.headers)


def remember_language(request: Request, entry: Mapping[str, object]) -> None:
    """Answer this request in the language that its content names, even when the rest of it is faulty."""
    request.state.language = entry.get("language")


def _code_and_field(kind: str, place: tuple[str | int, ...]) -> tuple[Code, str]:
    return CODES.get(kind, "wrong_type"), str(place[0]) if place else ""


def _sentence(language: str, code: Code, field: str) -> str:
    """Return the sentence written for this code on this field, else the one for the code."""
    catalogue = words(language)
    try:
        return catalogue.text(f"fault.{code}.{field}")
    except KeyError:
        return catalogue.text(f"fault.{code}", field=field)
