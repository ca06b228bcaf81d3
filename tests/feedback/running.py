"""A real service process over real files, as a person starts it."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20

# No bound, and every count shown, but where a test asks for others.
NO_LIMITS = {"PRORATA_VOTES_A_MINUTE": "0", "PRORATA_VOTES_SHOWN_FROM": "1"}

VOTE: dict[str, Any] = {
    "page": "guides/add-licenses",
    "language": "fr",
    "revision": "2026-11-22",
    "helpful": True,
    "reader": "reader-0123456789",
}


def launch(data: Path, site: Path, **environment: str) -> subprocess.Popen[str]:
    """Return a started process of the service; nobody has waited for it yet."""
    ours = {"PRORATA_PORT": "0", "PRORATA_DATA": str(data), "PRORATA_SITE": str(site), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        (sys.executable, "-m", "feedback", "serve"),
        cwd=ROOT,
        env={**os.environ, **ours, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Running:
    """One running service: its address, its folder, and a client that keeps no cookie of its own."""

    def __init__(self, data: Path, site: Path, **environment: str) -> None:
        self.data = data
        self.process = launch(data, site, **NO_LIMITS | environment)
        assert self.process.stdout
        self.line = self.process.stdout.readline()
        assert self.line.startswith("Prorata: http://127.0.0.1:"), self.process.communicate()[1]
        self.address = self.line.split()[-1].rstrip("/")
        self.client = httpx.Client(base_url=self.address, timeout=SECONDS)

    def put(self, *without: str, **changes: object) -> httpx.Response:
        """Return the answer to VOTE with these changes."""
        vote = {name: value for name, value in (VOTE | changes).items() if name not in without}
        return self.client.put("/api/votes", json=vote)

    def post(self, accept: str = "text/html", **changes: str) -> httpx.Response:
        """Return the answer to the plain form, its redirect not followed."""
        form = {"page": "guides/add-licenses", "language": "fr", "revision": "2026-11-22", "helpful": "true"}
        return self.client.post("/api/votes", data=form | changes, headers={"Accept": accept})

    def rows(self, columns: str) -> list[tuple[Any, ...]]:
        """Return columns of every vote in the file, as another program reads them."""
        connection = sqlite3.connect(self.data / "votes.sqlite3")
        try:
            return connection.execute(f"SELECT {columns} FROM votes ORDER BY id").fetchall()  # noqa: S608
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Return the exit status and all that was printed after the address."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            printed = "".join(self.process.communicate(timeout=SECONDS))
        finally:
            self.process.kill()
        return self.process.returncode, printed
