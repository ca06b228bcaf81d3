"""Copies of the votes, their end, and what the team made of each: the commands that write."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from feedback.folder import FolderInUse, claim
from feedback.reading import TRIAGE, VOTES, reading, rows

TABLE = "CREATE TABLE IF NOT EXISTS triage (vote INTEGER PRIMARY KEY, state TEXT, note TEXT)"
STATES = ("open", "planned", "done", "spam")

__all__ = ["STATES", "FolderInUse", "back_up", "damage", "forget", "restore", "triage"]


def back_up(folder: Path, copy: Path) -> int:
    """Copy the votes as they are at one moment, while the service may go on; return how many there are."""
    with reading(folder / VOTES) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        count = int(target.execute("SELECT count(*) FROM votes").fetchone()[0])
    copy.chmod(0o600)
    return count


def damage(copy: Path) -> str:
    """Return what SQLite finds wrong with a copy, nothing where it is whole."""
    try:
        with reading(copy) as connection:
            found = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
            connection.execute("SELECT count(*) FROM votes")
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else found


def restore(copy: Path, folder: Path) -> int:
    """Put a sound copy in the place of a folder's votes, which are kept beside it; return how many it has.

    Raises:
        FolderInUse: the service runs.
    """
    with closing(claim(folder)):
        file = folder / VOTES
        draft = folder / f"{VOTES}.draft"
        draft.unlink(missing_ok=True)
        with reading(copy) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
            count = int(target.execute("SELECT count(*) FROM votes").fetchone()[0])
        draft.chmod(0o600)
        if file.exists():
            with closing(sqlite3.connect(file)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            file.replace(folder / f"{VOTES}.before")
        for rest in ("-wal", "-shm"):
            (folder / f"{VOTES}{rest}").unlink(missing_ok=True)
        draft.replace(file)
    return count


def forget(folder: Path, before: datetime) -> int:
    """Erase the words and figures of votes not changed since a day; the votes still count. Return how many.

    Raises:
        FolderInUse: the service runs, and is the only one that writes.
    """
    with closing(claim(folder)), closing(sqlite3.connect(folder / VOTES)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        done = connection.execute(
            "UPDATE votes SET comment = NULL, figures = NULL"
            " WHERE changed_at < ? AND (comment IS NOT NULL OR figures IS NOT NULL)",
            (before.isoformat(" "),),
        )
        return done.rowcount


def triage(folder: Path, vote: int, state: str, note: str | None) -> bool:
    """Note what the team makes of a vote; without a note the former stands. Return whether there is one."""
    known = {row.id: row for row in rows(folder)}
    if vote not in known:
        return False
    with closing(sqlite3.connect(folder / TRIAGE)) as connection, connection:
        (folder / TRIAGE).chmod(0o600)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS triage (vote INTEGER PRIMARY KEY, state TEXT, note TEXT)"
        )
        connection.execute(
            "INSERT OR REPLACE INTO triage VALUES (?, ?, ?)",
            (vote, state, known[vote].note if note is None else note),
        )
    return True
