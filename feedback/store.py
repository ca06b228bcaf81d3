"""The votes on disk: one writer with group commit, any number of readers."""

import logging
import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Full, Queue
from typing import Any

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    cast,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from feedback.contract import Opinion
from feedback.migrations import migrate

log = logging.getLogger("feedback")

metadata = MetaData()

votes = Table(
    "votes",
    metadata,
    Column("id", Integer, primary_key=True),
    # Empty for a vote of the plain form: it can't be changed later, hence isn't counted in public.
    Column("reader_key", String(64), unique=True),
    Column("page", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("revision", String(40), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(200)),
    Column("step", String(80)),
    Column("comment", Text),
    Column("figures", Text),
    Column("created_at", DateTime, nullable=False),  # UTC
    Column("changed_at", DateTime, nullable=False),  # UTC
    Column("times_sent", Integer, nullable=False),
    # Holds all that a count needs, so that counting never reads a comment.
    Index("votes_counted", "page", "revision", "reader_key", "helpful"),
    sqlite_autoincrement=True,  # the id of a revision's first vote says which revision came last
)

_FIRST_ONLY = {"id", "reader_key", "created_at", "times_sent"}
_INSERT = insert(votes)
_REPLACED = {
    column.name: _INSERT.excluded[column.name] for column in votes.c if column.name not in _FIRST_ONLY
}
UPSERT = _INSERT.on_conflict_do_update(
    index_elements=["reader_key"], set_=_REPLACED | {"times_sent": votes.c.times_sent + 1}
).returning(votes.c.times_sent)

TALLIES = (
    select(
        votes.c.page,
        votes.c.revision,
        func.sum(cast(votes.c.helpful, Integer)),
        func.count(),
        func.min(votes.c.id),
    )
    .where(votes.c.reader_key.is_not(None))
    .group_by(votes.c.page, votes.c.revision)
)

# As many votes as may wait for the disk, and as many as share one commit.
WAITING_VOTES = 4096
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
    """Keeps votes in one SQLite file, in WAL mode with synchronous=FULL.

    One thread writes: it commits whatever waits, at once, and answers after the COMMIT only. SQLite before
    3.51.3 can lose commits when two connections write in WAL mode, so there must be one store to a file;
    `feedback.folder` sees to it.
    """

    def __init__(self, path: Path, waiting_votes: int = WAITING_VOTES, patience: float = 5.0) -> None:
        """Open the file, made where there is none, and bring its tables up to date.

        Args:
            path: the file; SQLite adds two beside it.
            waiting_votes: more than these are refused at once.
            patience: seconds that a write waits for another program's lock on the file.
        """
        path.touch(mode=0o600)  # comments are for the team alone; SQLite gives its other files the same mode
        self._writer_engine = _engine(path, patience)
        self._reader_engine = _engine(path, patience, "PRAGMA query_only = ON")
        with self._writer_engine.begin() as connection:
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
            StoreUnavailable: the file can't be read.
        """
        try:
            with self._reader_engine.connect() as connection:
                return _tallies(connection, page)
        except DBAPIError as error:
            raise StoreUnavailable from error

    def close(self) -> None:
        """Write what still waits, then let the file go."""
        self._jobs.put(None)
        self._writer.join()
        self._reader_engine.dispose()
        self._writer_engine.dispose()

    def _write_until_closed(self) -> None:
        closing = False
        while not closing:
            jobs = self._waiting()
            closing = None in jobs
            batch = [job for job in jobs if job and job.done.set_running_or_notify_cancel()]
            try:
                with self._writer_engine.begin() as connection:
                    receipts = _write(connection, [job.row for job in batch])
            except Exception as error:
                # Whatever happened, each of these readers is told, and the thread lives on for the others.
                log.error("%d votes were refused: %s", len(batch), getattr(error, "orig", error))
                for job in batch:
                    job.done.set_exception(StoreUnavailable())
            else:
                for job, receipt in zip(batch, receipts, strict=True):
                    job.done.set_result(receipt)

    def _waiting(self) -> list[_Job | None]:
        jobs = [self._jobs.get()]
        try:
            while jobs[-1] is not None and len(jobs) < BATCH:
                jobs.append(self._jobs.get_nowait())
        except Empty:
            pass
        return jobs


def _engine(path: Path, patience: float, *more: str) -> Engine:
    # hide_parameters: a failing statement is logged without what the reader wrote.
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": patience}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        for pragma in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *more):
            connection.execute(pragma)
        connection.autocommit = False  # one real transaction for every statement, those of migrations too

    return engine


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[Receipt]:
    created = [_upsert(connection, row) if "helpful" in row else _delete(connection, row) for row in rows]
    tallies = {page: _tallies(connection, page) for page in {row["page"] for row in rows}}
    return [Receipt(first, tallies[row["page"]]) for first, row in zip(created, rows, strict=True)]


def _upsert(connection: Connection, row: dict[str, Any]) -> bool:
    """Return whether the row is new; a row of the same reader_key keeps its id and its first date."""
    times_sent: int = connection.execute(UPSERT, row).scalar_one()
    return times_sent == 1


def _delete(connection: Connection, row: dict[str, Any]) -> bool:
    connection.execute(votes.delete().where(votes.c.reader_key == row["reader_key"]))
    return False


def _tallies(connection: Connection, page: str | None) -> Sequence[RevisionTally]:
    query = TALLIES if page is None else TALLIES.where(votes.c.page == page)
    return [RevisionTally(*row) for row in connection.execute(query)]
