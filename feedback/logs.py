"""What the service says to whoever runs it: a line of JSON for each event, on standard error.

Nothing of a reader can be in it: of a message that isn't ours the fixed part alone is told, of an exception
its kind and its place. Both could otherwise quote what was sent.
"""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any


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


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": Line}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}
    },
    "loggers": {
        name: {"handlers": ["stderr"], "level": "WARNING", "propagate": False}
        for name in ("feedback", "uvicorn", "alembic", "sqlalchemy", "asyncio")
    },
}
