"""Copies of the votes, their end, and what the team made of each: the commands that write."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import Delete, Update

from feedback.database import Refused, postgresql, sqlite_engine, sqlite_to_read
from feedback.folder import TRIAGE, VOTES, claim
from feedback.migrations import migrate
from feedback.reading import states
from feedback.settings import Settings
from feedback.tables import heard, votes
from feedback.tables import triage as notes

STATES = ("open", "planned", "done", "spam")
AT_ONCE = 1_000  # rows held in memory while they are copied


class NotEmpty(Exception):
    """A server that a copy was to go to holds votes already."""


@dataclass(frozen=True)
class Contents:
    """How many votes a database holds, and the SHA-256 of them all, in the order of their numbers."""

    count: int
    checksum: str


def contents(connection: Connection) -> Contents:
    """Return what a database holds; two that hold the same votes say the same, whatever their kind."""
    count, told = 0, hashlib.sha256()
    for row in _rows(connection):
        count += 1
        told.update(json.dumps(row, default=str, sort_keys=True).encode() + b"\n")
    return Contents(count, told.hexdigest())


def back_up(settings: Settings, copy: Path) -> int:
    """Copy the votes as they are at one moment, while the service may go on; return how many there are."""
    copy.touch(mode=0o600)
    if not settings.database:
        _copy_file(settings.data / VOTES, copy)
        with _open(sqlite_to_read(copy)) as target:
            return int(target.execute(select(func.count()).select_from(votes)).scalar_one())
    with _open(postgresql(settings.database).reader) as source, _begun(sqlite_engine(copy)) as target:
        return _copied(source, target).count


def damage(copy: Path) -> str:
    """Return what SQLite finds wrong with a copy, nothing where it is whole.

    Raises:
        FileNotFoundError: there is no such file.
    """
    try:
        with _open(sqlite_to_read(copy)) as connection:
            found = str(connection.execute(text("PRAGMA integrity_check")).scalar_one())
            connection.execute(select(func.count()).select_from(votes))
    except Refused as error:
        return str(getattr(error, "orig", error))
    return "" if found == "ok" else found


def restore(copy: Path, settings: Settings) -> Contents:
    """Put a sound copy in the place of the votes, and return what they are now.

    In a folder the former ones are kept beside it; a server must hold none.

    Raises:
        FolderInUse: the service runs.
        NotEmpty: the server holds votes.
    """
    if settings.database:
        with _open(sqlite_to_read(copy)) as source, _begun(postgresql(settings.database).writer) as target:
            return _copied(source, target)
    with closing(claim(settings.data)):
        file = settings.data / VOTES
        draft = settings.data / f"{VOTES}.draft"
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        _copy_file(copy, draft)
        if file.exists():
            with closing(sqlite3.connect(file)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            file.replace(settings.data / f"{VOTES}.before")
        for rest in ("-wal", "-shm"):
            (settings.data / f"{VOTES}{rest}").unlink(missing_ok=True)
        draft.replace(file)
    with _open(sqlite_to_read(file)) as connection:
        return contents(connection)


def move(settings: Settings, to: URL) -> Contents:
    """Copy the votes of the folder, and what the team made of them, to a server, all or nothing.

    What is returned was counted and summed on both sides, and is the same. The folder stays as it is.

    Raises:
        FolderInUse: the service still keeps its votes in the folder.
        FileNotFoundError: the folder has none.
        NotEmpty: the server has some.
    """
    source = sqlite_to_read(settings.data / VOTES)
    with (
        closing(claim(settings.data)),
        _open(source) as before,
        _begun(postgresql(to).writer) as after,
    ):
        moved = _copied(before, after)
        notes.metadata.create_all(after)
        for table in notes.metadata.sorted_tables:
            if kept := _team_rows(settings.data / TRIAGE, table):
                after.execute(insert(table), kept)
    return moved


def forget(settings: Settings, before: datetime) -> int:
    """Erase the words and figures of votes not changed since a day; the votes still count. Return how many.

    Raises:
        FolderInUse: the service runs on the folder, and is the only one that writes there.
    """
    words = or_(votes.c.comment.is_not(None), votes.c.figures.is_not(None))
    return _change(
        settings, update(votes).where(votes.c.changed_at < before, words).values(comment=None, figures=None)
    )


def erase(settings: Settings, vote: int) -> bool:
    """Erase one vote, as its reader may ask, and what the team noted of it. Return whether there was one.

    Raises:
        FolderInUse: as `forget` does.
    """
    erased = _change(settings, delete(votes).where(votes.c.id == vote)) == 1
    if vote in states(settings):
        with _notes(settings) as connection:
            connection.execute(delete(notes).where(notes.c.vote == vote))
    return erased


def triage(
    settings: Settings, vote: int, state: str, note: str | None, told: dict[str, str] | None = None
) -> bool:
    """Note what the team makes of a vote, without a note as before. Return whether there is such a vote.

    `told`, in each language, is what the next build tells readers of it, below the vote's article.
    """
    page = _page_of(settings, vote)
    if page is None:
        return False
    former = states(settings).get(vote, ("", ""))[1]
    with _notes(settings) as connection:
        connection.execute(delete(notes).where(notes.c.vote == vote))
        kept = {"vote": vote, "state": state, "note": former if note is None else note}
        connection.execute(insert(notes), kept)
        if told:
            connection.execute(delete(heard).where(heard.c.vote == vote))
            today = datetime.now(UTC).date()
            connection.execute(insert(heard), {"vote": vote, "page": page, "day": today} | told)
    return True


def _page_of(settings: Settings, vote: int) -> str | None:
    reader = postgresql(settings.database).reader if settings.database else None
    with _open(reader or sqlite_to_read(settings.data / VOTES)) as connection:
        page: str | None = connection.execute(select(votes.c.page).where(votes.c.id == vote)).scalar()
        return page


def _copied(source: Connection, target: Connection) -> Contents:
    """Return what both hold once every vote of the one is in the other, with its number and its dates."""
    if source.dialect.name == "postgresql":  # one moment, whatever is written meanwhile
        source.execution_options(isolation_level="REPEATABLE READ")
    migrate(target)
    if target.execute(select(votes.c.id).limit(1)).first():
        raise NotEmpty
    batch: list[dict[str, Any]] = []
    for row in _rows(source):
        batch.append(row)
        if len(batch) == AT_ONCE:
            target.execute(insert(votes), batch)
            batch.clear()
    if batch:
        target.execute(insert(votes), batch)
    if target.dialect.name == "postgresql":  # the next vote's number comes after all of these
        target.execute(
            text("SELECT setval(pg_get_serial_sequence('votes', 'id'), coalesce(max(id), 1)) FROM votes")
        )
    there, here = contents(source), contents(target)
    if there != here:
        raise RuntimeError(f"the copy differs: {there} became {here}")
    return here


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    query = select(votes).order_by(votes.c.id).execution_options(yield_per=AT_ONCE)
    return (dict(row) for row in connection.execute(query).mappings())


def _change(settings: Settings, statement: Update | Delete) -> int:
    """Return how many votes a statement changed; what it erased is not left in the file either."""
    if settings.database:
        with _begun(postgresql(settings.database).writer) as connection:
            return connection.execute(statement).rowcount
    if not (settings.data / VOTES).exists():
        raise FileNotFoundError(settings.data / VOTES)
    overwrites = sqlite_engine(settings.data / VOTES, "PRAGMA secure_delete = ON")
    with closing(claim(settings.data)), _begun(overwrites) as connection:
        return connection.execute(statement).rowcount


@contextmanager
def _notes(settings: Settings) -> Iterator[Connection]:
    if settings.database:
        engine = postgresql(settings.database).writer
    else:
        (settings.data / TRIAGE).touch(mode=0o600)
        engine = sqlite_engine(settings.data / TRIAGE)
    with _begun(engine) as connection:
        notes.metadata.create_all(connection)
        yield connection


def _team_rows(file: Path, table: Table) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    with _open(sqlite_to_read(file)) as connection:
        if not inspect(connection).has_table(table.name):
            return []
        return [dict(row) for row in connection.execute(select(table)).mappings()]


@contextmanager
def _open(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one moment, with what its log holds."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection,
        closing(sqlite3.connect(target)) as copy,
    ):
        connection.backup(copy)
