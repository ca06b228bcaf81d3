"""The contract's own request, to be varied."""

import copy
from typing import Any

REQUEST: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
    "language": "fr",
}


def changed(**fields: Any) -> dict[str, Any]:
    """Return the contract's request with some fields replaced."""
    return copy.deepcopy(REQUEST) | fields


def line(**fields: Any) -> list[dict[str, Any]]:
    """Return the contract's only line with some fields replaced; None removes one."""
    given = copy.deepcopy(REQUEST["lines"][0]) | fields
    return [{key: value for key, value in given.items() if value is not None}]


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (code, field) pairs of an answer, in its order."""
    return [(error["code"], error["field"]) for error in answer["errors"]]
