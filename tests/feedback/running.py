"""A real service process over real files, as a person starts it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import httpx
from sqlalchemy import text

from feedback.reading import reading
from feedback.settings import Settings

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
    return _launch(data, site, environment, subprocess.PIPE)


def _launch(
    data: Path, site: Path, environment: dict[str, str], stderr: int | IO[str]
) -> subprocess.Popen[str]:
    ours = {"PRORATA_PORT": "0", "PRORATA_DATA": str(data), "PRORATA_SITE": str(site), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        (sys.executable, "-m", "feedback", "serve"),
        cwd=ROOT,
        env={**os.environ, **ours, **environment},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def team(
    data: Path, *arguments: str, language: str = "en", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return the outcome of a command of the team's on a folder of votes, or on the server that is named."""
    return subprocess.run(
        (sys.executable, "-m", "feedback", *arguments),
        cwd=ROOT,
        env={**os.environ, "PRORATA_DATA": str(data), "LC_ALL": f"{language}_FR.UTF-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


class Running:
    """One running service: its address, its folder, and a client that keeps no cookie of its own."""

    def __init__(self, data: Path, site: Path, **environment: str) -> None:
        self.data = data
        self.settings = Settings.from_environment({"PRORATA_DATA": str(data)} | environment)
        # A file, not a pipe: nobody reads before the end, and a full pipe would stop the service.
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self.process = _launch(data, site, NO_LIMITS | environment, self._log)
        assert self.process.stdout
        self.line = self.process.stdout.readline()
        assert self.line.startswith("Prorata: http://127.0.0.1:"), self._told()
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
        """Return columns of every vote, as another program reads them."""
        with reading(self.settings) as connection:
            found = connection.execute(text(f"SELECT {columns} FROM votes ORDER BY id"))  # noqa: S608
            return [tuple(row) for row in found]

    def held(self) -> list[bytes]:
        """Return all that is kept: each file of the folder, and each row of a server's tables."""
        files = [path.read_bytes() for path in self.data.iterdir()] if self.data.exists() else []
        rows = self.rows("*") if self.settings.database else []
        return files + [repr(row).encode() for row in rows]

    def team(self, *arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
        """Return the outcome of a command of the team's on this service's votes."""
        address = self.settings.database
        database = address.render_as_string(hide_password=False) if address else ""
        return team(self.data, *arguments, language=language, PRORATA_DATABASE=database)

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Return the exit status and all that was printed after the address."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            printed = self.process.communicate(timeout=SECONDS)[0]
        finally:
            self.process.kill()
        return self.process.returncode, printed + self._told()

    def _told(self) -> str:
        """Return what stands on standard error, the first time it is asked for."""
        if self._log.closed:
            return ""
        with self._log:
            self._log.seek(0)
            return self._log.read()
