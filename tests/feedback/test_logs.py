"""What the service says to whoever runs it: lines of JSON in which no reader can be found."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest

from feedback.logs import LOGGING, Repeated

CANARY = "canary words of a reader"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Return what is written on standard error, as the service sets its logs up."""
    written = io.StringIO()
    handlers = {"stderr": LOGGING["handlers"]["stderr"] | {"stream": written}}
    logging.config.dictConfig(LOGGING | {"handlers": handlers})
    yield written
    nothing: dict[str, Any] = {"level": "NOTSET", "handlers": [], "propagate": True}
    logging.config.dictConfig({"version": 1, "loggers": dict.fromkeys(LOGGING["loggers"], nothing)})


def told(written: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines but for their time."""
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    assert all(line.pop("time").endswith("+00:00") for line in found)
    return found


def test_an_exception_is_told_by_its_kind_and_place_and_quotes_nobody(lines: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception for %s\n", CANARY)

    (line,) = told(lines)
    place = line.pop("place")
    assert line == {"level": "error", "event": "Exception for %s", "exception": "ValueError"}
    assert place.startswith("test_logs.py:")
    assert CANARY not in lines.getvalue()


def test_what_comes_a_thousand_times_is_told_at_once_and_then_by_its_number(lines: io.StringIO) -> None:
    refused = Repeated("votes_refused")
    for _ in range(1000):
        refused.add(2, "SQLITE_FULL")
    refused.add(1, "SQLITE_BUSY")
    refused.tell()

    assert told(lines) == [
        {"level": "error", "event": "votes_refused", "count": 2, "reason": "SQLITE_FULL"},
        {"level": "error", "event": "votes_refused", "count": 1, "reason": "SQLITE_BUSY"},
        {"level": "error", "event": "votes_refused", "count": 1998, "reason": "SQLITE_FULL"},
    ]


def test_what_is_not_grave_is_not_told(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("%s GET /", "203.0.113.7")
    logging.getLogger("sqlalchemy.pool").error(CANARY)

    assert lines.getvalue() == ""
