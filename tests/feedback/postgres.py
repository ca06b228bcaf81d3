"""A real PostgreSQL server of the tests' own: its files in a new folder, its socket beside them, no port."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

ACCOUNT = "postgres"  # the server refuses to run as root, so it runs as this account there
STARTS_WITHIN = 30  # seconds


def programs() -> Path | None:
    """Return the folder of the newest server on this machine, none where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A running server, durable as it comes; `stop` ends it and removes its files."""

    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        # A socket's path has 107 characters at most, fewer than pytest's folders take.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.getuid() == 0:
            shutil.chown(self.folder, ACCOUNT, ACCOUNT)
        self._data = self.folder / "data"
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", ACCOUNT, str(self._data))
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self.start()

    @property
    def _as_account(self) -> dict[str, object]:
        return {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.getuid() == 0 else {}

    def _run(self, program: str, *arguments: str) -> None:
        command = (self._bin / program, *arguments)
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self._as_account)  # type: ignore[call-overload]

    def start(self) -> None:
        """Return once the server takes connections."""
        command = (self._bin / "postgres", "-D", self._data, "-k", self.folder, "-h", "", "-N", "60")
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._as_account,  # type: ignore[call-overload]
            )
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def end(self, number: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT cuts its connections, SIGQUIT stops it as a crash would."""
        if self._process:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None

    def stop(self) -> None:
        """End the server and remove its files."""
        self.end()
        shutil.rmtree(self.folder)

    def address(self, database: str) -> str:
        """Return the address of a database, as PRORATA_DATABASE takes it."""
        return f"postgresql://{ACCOUNT}@/{database}?host={self.folder}"

    def database(self) -> str:
        """Return the address of a new, empty database."""
        self._databases += 1
        name = f"votes_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)
