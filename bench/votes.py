"""How many votes a second the service makes durable, beside its own empty route and a bare insert.

wrk asks, from 32 connections; it comes from the distribution. The service is a process as `make serve`
starts it, on a folder of its own, or on a PostgreSQL server of the bench's own where one is installed.
"""

import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.commit import ROOT
from bench.measure import Figure, Note
from tests.feedback.postgres import Server, programs
from tests.feedback.running import VOTE, Running

CONNECTIONS = 32
SECONDS = 5
ROUNDS = 5
TIMES_MORE = (10, 100)  # connections in an overload
QUICK = 0.02  # seconds; a vote alone takes 6 ms
OPEN_FILES = 16_384
SCRIPT = ROOT / "bench" / "votes.lua"


@dataclass(frozen=True)
class Asked:
    """What wrk found: answers a second, milliseconds, and how many were no success."""

    rate: float
    median_ms: float
    p99_ms: float
    refused: int
    broken: int


def votes(_: int) -> Iterator[tuple[str, Iterable[Figure | Note]]]:
    """Yield durable votes on each store, then what an overload does."""
    if not shutil.which("wrk"):
        yield "Votes", [Note("Not measured: wrk is not installed (Debian, Ubuntu: apt-get install wrk).")]
        return
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, limit), limit))
    for store, environment in _stores():
        with environment as given, _service(given) as service:
            yield f"Durable votes, {CONNECTIONS} connections, {store}", _durable(service)
    for times in TIMES_MORE:
        with _service({}) as service:
            yield f"{times} times as many connections, SQLite", _overload(service, times)
    with _service({"PRORATA_VOTES_A_MINUTE": "30"}) as service:
        yield f"{TIMES_MORE[0]} times as many connections, from one address", _abuse(service)


def _stores() -> Iterator[tuple[str, AbstractContextManager[dict[str, str]]]]:
    yield "SQLite", _nothing()
    if found := programs():
        yield "PostgreSQL, one worker", _server(found, 1)
        yield "PostgreSQL, two workers", _server(found, 2)


@contextmanager
def _nothing() -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def _server(found: Path, workers: int) -> Iterator[dict[str, str]]:
    server = Server(found)
    try:
        yield {"PRORATA_DATABASE": server.database(), "PRORATA_WORKERS": str(workers)}
    finally:
        server.stop()


@contextmanager
def _service(environment: dict[str, str]) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as folder:
        service = Running(Path(folder, "data"), ROOT / "site", **environment)
        try:
            yield service
        finally:
            service.stop()


def _durable(service: Running) -> Iterator[Figure]:
    """Yield the rates, all measured in turns: what slows the machine down slows them all."""
    turns = [
        (_ask(service, "/api/health"), _ask(service, "/api/votes"), _raw_inserts()) for _ in range(ROUNDS)
    ]
    kept = service.rows("id")
    told = sum(round(vote.rate * SECONDS) - vote.refused for _, vote, _ in turns)
    yield Figure("empty route", median(empty.rate for empty, _, _ in turns), "answers a second")
    yield Figure("durable votes", median(vote.rate for _, vote, _ in turns), "votes a second")
    ratio = median(empty.rate / vote.rate for empty, vote, _ in turns)
    yield Figure("empty answers in the time of one vote", ratio, "x", 4.0)
    yield Figure("a vote, median", median(vote.median_ms for _, vote, _ in turns), "ms")
    yield Figure("a vote, 99 of 100", median(vote.p99_ms for _, vote, _ in turns), "ms")
    yield Figure("refused", sum(vote.refused for _, vote, _ in turns), "votes", 0)
    yield Figure("without an answer", sum(vote.broken for _, vote, _ in turns), "votes", 0)
    yield Figure("acknowledged votes that are not kept", max(0, told - len(kept)), "votes", 0)
    yield Figure(
        "raw SQLite inserts, a commit each, no service", median(raw for *_, raw in turns), "rows a second"
    )


def _overload(service: Running, times: int) -> Iterator[Figure]:
    before = _ask(service, "/api/votes")
    idle = _memory(service, "VmRSS")
    over = _ask(service, "/api/votes", CONNECTIONS * times)
    recovery = _seconds_to_recover(service)
    after = _ask(service, "/api/votes")
    yield Figure("votes a second before", before.rate, "votes a second")
    yield Figure("answers a second meanwhile", over.rate, "answers a second")
    yield Figure("of them refused, with 503", over.refused, "votes")
    yield Figure("an answer, median", over.median_ms, "ms")
    yield Figure("an answer, 99 of 100", over.p99_ms, "ms")
    yield Figure("without an answer", over.broken, "votes", 0)
    yield Figure("until a vote is as quick as before", recovery, "s", 5)
    yield Figure("votes a second before, over after", before.rate / after.rate, "x", 1.25)
    yield Figure("refused after", after.refused, "votes", 0)
    yield Figure("memory before", idle, "MiB")
    yield Figure("memory at its peak", _memory(service, "VmHWM"), "MiB", 200)


def _seconds_to_recover(service: Running) -> float:
    """Return how long votes, one after the other, take more than QUICK or are refused."""
    began = time.perf_counter()
    while True:
        asked = time.perf_counter()
        if service.put().is_success and time.perf_counter() - asked < QUICK:
            return asked - began


def _abuse(service: Running) -> Iterator[Figure]:
    header = {"X-Forwarded-For": "203.0.113.7"}
    over = _ask(service, "/api/votes", CONNECTIONS * TIMES_MORE[0], header)
    other = service.client.put("/api/votes", json=VOTE, headers={"X-Forwarded-For": "203.0.113.8"})
    yield Figure("answers a second", over.rate, "answers a second")
    yield Figure("of them refused, with 429 or 503", over.refused, "votes")
    yield Figure("an answer, median", over.median_ms, "ms")
    yield Figure("an answer, 99 of 100", over.p99_ms, "ms")
    yield Figure("votes kept", len(service.rows("id")), "votes")
    yield Figure("status of somebody else’s vote, less 201", other.status_code - 201, "", 0)
    yield Figure("memory at its peak", _memory(service, "VmHWM"), "MiB", 200)


def _ask(
    service: Running,
    path: str,
    connections: int = CONNECTIONS,
    headers: dict[str, str] | None = None,
) -> Asked:
    """Return what wrk tells of one route; where votes go, each is of another reader."""
    script = ("--script", str(SCRIPT)) if path == "/api/votes" else ()
    given = [part for name, value in (headers or {}).items() for part in ("--header", f"{name}: {value}")]
    command = (
        *("wrk", "--threads=1", f"--connections={connections}", f"--duration={SECONDS}s", "--timeout=30s"),
        *("--latency", *script, *given, service.address + path),
        *("--", str(VOTE["page"]), str(VOTE["revision"])),
    )
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Asked(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", told)),
        median_ms=_milliseconds(_found(r"\n +50%\s+(\S+)", told)),
        p99_ms=_milliseconds(_found(r"\n +99%\s+(\S+)", told)),
        refused=int(_found(r"Non-2xx or 3xx responses: (\d+)", told)),
        broken=sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", told))),
    )


def _found(pattern: str, told: str) -> str:
    found = re.search(pattern, told)
    return found[1] if found else "0"


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)?", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, None: 0}[unit]


def _raw_inserts() -> float:
    """Return the rows a second that SQLite commits one by one, as durably, without a service."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder, "raw"))) as connection:
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE votes (id INTEGER PRIMARY KEY, reader_key TEXT UNIQUE, page TEXT, helpful INTEGER)",
        ):
            connection.execute(statement)
        began, rows = time.perf_counter(), 0
        while time.perf_counter() - began < SECONDS / 2:
            row = (f"{rows:064x}", VOTE["page"])
            connection.execute("INSERT INTO votes (reader_key, page, helpful) VALUES (?, ?, 1)", row)
            connection.commit()
            rows += 1
        return rows / (time.perf_counter() - began)


def _memory(service: Running, field: str) -> float:
    status = Path(f"/proc/{service.process.pid}/status").read_text("utf-8")
    return int(_found(rf"{field}:\s+(\d+)", status)) / 1024
