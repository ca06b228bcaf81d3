"""Readers who vote together, and what became of each of their votes."""

import asyncio
import json
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Self

import httpx

from feedback.identity import reader_key, server_secret
from tests.feedback.running import VOTE, Running

NO_ANSWER = 0  # in the place of a status


@dataclass(frozen=True)
class Answer:
    """What one reader was told, and when the answer came, on the clock of `time.monotonic`."""

    reader: str
    status: int
    at: float
    took: float  # seconds


class Load:
    """Readers who vote without pause, each once, from when it is entered until it is left."""

    def __init__(self, services: Sequence[Running], together: int = 8, **changes: object) -> None:
        self.answers: list[Answer] = []
        self._addresses = [service.address for service in services]
        self._vote = VOTE | changes
        self._numbers = count()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(together)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def readers(self, *statuses: int) -> set[str]:
        """Return the readers who were told one of these."""
        return {answer.reader for answer in self.answers if answer.status in statuses}

    def statuses(self, since: float = 0, until: float = float("inf")) -> set[int]:
        """Return what was told between two moments."""
        return {answer.status for answer in self.answers if since <= answer.at <= until}

    def wait_for(self, told: Callable[[Answer], bool], within: float) -> Answer:
        """Return the first answer of this kind, once it is there.

        Raises:
            TimeoutError: there is none after so many seconds.
        """
        until = time.monotonic() + within
        seen = 0
        while True:
            answers = self.answers[seen:]
            for answer in answers:
                if told(answer):
                    return answer
            seen += len(answers)
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.01)

    def wait_for_success(self, since: float, within: float = 5) -> float:
        """Return the seconds from a moment to the first vote that was acknowledged after it."""
        return self.wait_for(lambda one: one.status == 201 and one.at > since, within).at - since

    def _send(self, number: int) -> None:
        address = self._addresses[number % len(self._addresses)]
        with httpx.Client(base_url=address, timeout=40) as client:
            while not self._over.is_set():
                reader = f"reader-of-many-{next(self._numbers)}"
                began = time.monotonic()
                try:
                    status = client.put("/api/votes", json=self._vote | {"reader": reader}).status_code
                except httpx.TransportError:
                    status = NO_ANSWER
                now = time.monotonic()
                self.answers.append(Answer(reader, status, now, now - began))
                if status != 201:
                    time.sleep(0.02)


def lost(service: Running, acknowledged: set[str]) -> set[str]:
    """Return the readers whose vote was acknowledged and isn't kept."""
    secret = server_secret(service.data)
    kept = {key for (key,) in service.rows("reader_key")}
    page, revision = str(VOTE["page"]), str(VOTE["revision"])
    return {reader for reader in acknowledged if reader_key(secret, reader, page, revision) not in kept}


async def vote_until_killed(service: Running, votes: int, moment: int) -> dict[str, int]:
    """Return what each reader was told, of so many who vote together; nothing where the service died first.

    It is killed once `moment` of them are acknowledged, while it works on the others.
    """
    # Both ends of every connection: more files than some systems let a process open at first.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    host, port = service.address.removeprefix("http://").split(":")
    readers = [f"reader-of-many-{number:06d}" for number in range(votes)]
    connections = [await asyncio.open_connection(host, int(port)) for _ in readers]
    told: dict[str, int] = {}

    async def vote(reader: str, answers: asyncio.StreamReader, requests: asyncio.StreamWriter) -> None:
        body = json.dumps(VOTE | {"reader": reader})
        head = f"PUT /api/votes HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
        while True:
            requests.write(f"{head}Content-Type: application/json\r\n\r\n{body}".encode())
            try:
                status = await _status(answers)
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            told[reader] = status
            if status != 503:
                break
            await asyncio.sleep(0.02)  # too many at once: again, like the page
        if sum(status == 201 for status in told.values()) == moment:
            service.process.send_signal(signal.SIGKILL)

    await asyncio.gather(
        *(vote(reader, *connection) for reader, connection in zip(readers, connections, strict=True))
    )
    for _, requests in connections:
        requests.close()
    return told


async def _status(answers: asyncio.StreamReader) -> int:
    """Return the status of the next answer, read to its end."""
    head = (await answers.readuntil(b"\r\n\r\n")).decode()
    length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
    await answers.readexactly(int(length))
    return int(head.split()[1])
