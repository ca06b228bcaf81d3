"""The tables, as both kinds of database hold them."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

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
    sqlite_autoincrement=True,  # the id of a revision's first vote says which revision came last
)

# Kept by the database's own triggers, within the transaction that writes a vote.
tallies = Table(
    "tallies",
    metadata,
    Column("page", String(200), primary_key=True),
    Column("revision", String(40), primary_key=True),
    Column("shard", Integer, primary_key=True),  # a row alone means nothing, the sum of all shards does
    Column("helpful", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("first_vote", Integer, nullable=False),
)

# Apart from the votes: in SQLite it has a file of its own, since the service alone writes votes there.
triage = Table(
    "triage",
    MetaData(),
    Column("vote", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
)

# What readers are told of it, in their language: the team's words, never a reader's.
heard = Table(
    "heard",
    triage.metadata,
    Column("vote", Integer, primary_key=True, autoincrement=False),
    Column("page", String(200), nullable=False),
    Column("day", Date, nullable=False),
    Column("fr", Text, nullable=False),
    Column("en", Text, nullable=False),
)

TALLIES = (
    select(
        tallies.c.page,
        tallies.c.revision,
        func.sum(tallies.c.helpful),
        func.sum(tallies.c.total),
        func.min(tallies.c.first_vote),
    )
    .group_by(tallies.c.page, tallies.c.revision)
    .having(func.sum(tallies.c.total) > 0)
)

_FIRST_ONLY = {"id", "reader_key", "created_at", "times_sent"}


def _upsert(insert: sqlite.Insert | postgresql.Insert) -> ReturningInsert[Any]:
    """Return the statement that keeps a vote, or replaces the one of its key but for its first date."""
    replaced = {column.name: insert.excluded[column.name] for column in votes.c} | {
        "times_sent": votes.c.times_sent + 1
    }
    kept = {name: value for name, value in replaced.items() if name not in _FIRST_ONLY - {"times_sent"}}
    return insert.on_conflict_do_update(index_elements=["reader_key"], set_=kept).returning(
        votes.c.reader_key, votes.c.times_sent
    )


UPSERT = {"sqlite": _upsert(sqlite.insert(votes)), "postgresql": _upsert(postgresql.insert(votes))}
