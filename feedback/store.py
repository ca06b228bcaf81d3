"""The votes on disk: one writer with group commit, any number of readers."""

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, Full, Queue
from typing import Any

from sqlalchemy import Connection

from feedback.contract import Opinion
from feedback.database import Database, Refused, fault_of
from feedback.logs import Repeated
from feedback.memory import Memory
from feedback.migrations import migrate
from feedback.tables import TALLIES, UPSERT, tallies, votes

# As many votes as may wait for the disk, and as many as share one commit.
WAITING_VOTES = 256
BATCH = 256


class StoreUnavailable(Exception):
    """The disk doesn't take or give votes right now; nothing of the request was kept."""


@dataclass(frozen=True)
class RevisionTally:
    """The counted votes on one revision; `first_vote` rises with the time of its first vote."""

    page: str
    revision: str
    helpful: int
    total: int
    first_vote: int


@dataclass(frozen=True)
class Receipt:
    """A vote that is on disk: whether it is the reader's first, and its page's tallies with it."""

    created: bool
    tallies: Sequence[RevisionTally]


@dataclass(frozen=True)
class _Job:
    """A vote to keep, or, where only a key and its page are given, one to take back."""

    row: dict[str, Any]
    done: "Future[Receipt]"


class Store:
    """Keeps votes in a database.

    One thread writes: it commits whatever waits, at once, and answers after the COMMIT only. SQLite before
    3.51.3 can lose commits when two connections write in WAL mode, so there must be one store to a file;
    `feedback.folder` sees to it. PostgreSQL takes as many stores as there are.
    """

    def __init__(self, database: Database, waiting_votes: int = WAITING_VOTES) -> None:
        """Bring the tables up to date, made where there are none, and begin to write.

        Args:
            database: closed with the store.
            waiting_votes: more than these are refused at once.
        """
        self._database = database
        with database.writer.begin() as connection:
            migrate(connection)
        self._jobs: Queue[_Job | None] = Queue(waiting_votes)
        self._writer = threading.Thread(target=self._write_until_closed, name="votes", daemon=True)
        self._writer.start()

    def keep(self, opinion: Opinion, reader_key: str | None) -> "Future[Receipt]":
        """Return the promise of a receipt; a second vote under the same key replaces the first.

        Raises:
            StoreUnavailable: too many votes wait already. The promise raises it when the disk refuses.
        """
        now = datetime.now(UTC).replace(tzinfo=None)
        given = opinion.model_dump(include=set(Opinion.model_fields))
        return self._ask(
            given | {"reader_key": reader_key, "created_at": now, "changed_at": now, "times_sent": 1}
        )

    def withdraw(self, page: str, reader_key: str) -> "Future[Receipt]":
        """Return the promise of a receipt for a vote taken back, whether it was there or not.

        Raises:
            StoreUnavailable: as `keep` does.
        """
        return self._ask({"reader_key": reader_key, "page": page})

    def _ask(self, row: dict[str, Any]) -> "Future[Receipt]":
        job = _Job(row, Future())
        try:
            self._jobs.put_nowait(job)
        except Full:
            raise StoreUnavailable from None
        return job.done

    def tallies(self, page: str | None = None) -> Sequence[RevisionTally]:
        """Return the tally of every revision that was voted on, of one page or of all.

        Raises:
            StoreUnavailable: the database can't be read.
        """
        try:
            with self._database.reader.connect() as connection:
                return _tallies(connection, page)
        except Refused as error:
            raise StoreUnavailable from error

    def close(self) -> None:
        """Write what still waits, then let the database go."""
        self._jobs.put(None)
        self._writer.join()
        self._database.close()

    def _write_until_closed(self) -> None:
        refused, memory = Repeated("votes_refused"), Memory()
        closing = False
        while not closing:
            jobs = self._waiting()
            closing = None in jobs
            batch = [job for job in jobs if job and job.done.set_running_or_notify_cancel()]
            # Two services that write the same keys in the same order never wait for each other in a ring.
            batch.sort(key=lambda job: job.row["reader_key"] or "")
            try:
                with self._database.writer.begin() as connection:
                    receipts = _write(connection, [job.row for job in batch])
            except Exception as error:
                # Whatever happened, each of these readers is told, and the thread lives on for the others.
                refused.add(len(batch), fault_of(error))
                # A file that couldn't be written to stays so for whoever opened it then.
                self._database.writer.dispose()
                for job in batch:
                    job.done.set_exception(StoreUnavailable())
            else:
                for job, receipt in zip(batch, receipts, strict=True):
                    job.done.set_result(receipt)
            memory.give_back()
        refused.tell()

    def _waiting(self) -> list[_Job | None]:
        jobs = [self._jobs.get()]
        try:
            while jobs[-1] is not None and len(jobs) < BATCH:
                jobs.append(self._jobs.get_nowait())
        except Empty:
            pass
        return jobs


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[Receipt]:
    created: set[int] = set()
    for turn in _turns(rows):
        taken_back = [rows[index]["reader_key"] for index in turn if "helpful" not in rows[index]]
        if taken_back:
            connection.execute(votes.delete().where(votes.c.reader_key.in_(taken_back)))
        new = _upsert(connection, [rows[index] for index in turn if "helpful" in rows[index]])
        created.update(index for index in turn if rows[index]["reader_key"] in new)
    found = {page: _tallies(connection, page) for page in {row["page"] for row in rows}}
    return [Receipt(index in created, found[row["page"]]) for index, row in enumerate(rows)]


def _turns(rows: Sequence[dict[str, Any]]) -> list[list[int]]:
    """Return the places of rows in turns: no turn has a key twice, and a key's rows stay in their order."""
    turns: list[list[int]] = []
    taken: Counter[str] = Counter()
    for index, row in enumerate(rows):
        key = row["reader_key"]
        turn = taken[key] if key else 0
        if key:
            taken[key] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(index)
    return turns


def _upsert(connection: Connection, rows: list[dict[str, Any]]) -> set[str]:
    """Return the keys that are new; a row of the same reader_key keeps its id and its first date."""
    if not rows:
        return set()
    written = connection.execute(UPSERT[connection.dialect.name], rows)
    return {key for key, times_sent in written if times_sent == 1 and key}


def _tallies(connection: Connection, page: str | None) -> Sequence[RevisionTally]:
    query = TALLIES if page is None else TALLIES.where(tallies.c.page == page)
    return [RevisionTally(*row) for row in connection.execute(query)]
