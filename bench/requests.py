"""The request that is measured, in the shapes that its askers give it."""

import json
from datetime import date, timedelta
from typing import Any

from calculator.contract import read_request
from calculator.preview import Request

# The contract's own, with its tax.
ASKED: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
    "tax": {"rate": "0.20", "on": "exact_net"},
    "language": "fr",
}


def checked(**fields: Any) -> Request:
    """Return the checked request, some of its fields replaced."""
    return read_request(ASKED | fields)


def as_json(**fields: Any) -> str:
    """Return the request as JSON text, some of its fields replaced."""
    return json.dumps(ASKED | fields)


def period_of(days: int) -> dict[str, str]:
    """Return a period that starts with the measured one and has this many days."""
    start = date(2026, 3, 10)
    return {"start": start.isoformat(), "end": (start + timedelta(days=days)).isoformat()}
