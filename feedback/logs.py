"""What the service says to whoever runs it: a line of JSON for each event, on standard error.

Nothing of a reader can be in it: of a message that isn't ours the fixed part alone is told, of an exception
its kind and its place. Both could otherwise quote what was sent.
"""

import json
import logging
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

log = logging.getLogger("feedback")

EVERY = 1.0  # seconds between two lines of one event and reason


class Line(logging.Formatter):
    """Writes a record as one line: when, how grave, what happened, and the facts given with it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": str(record.msg).strip(),
        }
        if record.exc_info and record.exc_info[0]:
            told["exception"] = record.exc_info[0].__name__
            if frames := extract_tb(record.exc_info[2]):
                told["place"] = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
        return json.dumps(told | getattr(record, "facts", {}), ensure_ascii=False)


class Repeated:
    """Says an event that may come a thousand times a second: the first at once, then their number."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._untold: Counter[str] = Counter()
        self._told_at: dict[str, float] = {}

    def add(self, count: int, reason: str) -> None:
        """Count an event, and say it unless its reason was told within the last second."""
        self._untold[reason] += count
        now = time.monotonic()
        if now - self._told_at.get(reason, -EVERY) >= EVERY:
            self._told_at[reason] = now
            self.tell(reason)

    def tell(self, *reasons: str) -> None:
        """Say what these reasons, or all of them, have not been told for yet."""
        for reason in reasons or tuple(self._untold):
            if count := self._untold.pop(reason, 0):
                log.error(self._event, extra={"facts": {"count": count, "reason": reason}})


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": Line}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}
    },
    "loggers": {
        name: {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
        for name in ("feedback", "uvicorn", "alembic", "asyncio")
    }
    # What goes wrong after a fault, as the connection is put away; the fault itself is told by the store.
    | {"sqlalchemy": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False}},
}
