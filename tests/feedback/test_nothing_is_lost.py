"""An acknowledged vote is on disk; one that isn't on disk is not acknowledged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from feedback.contract import Opinion
from feedback.database import sqlite
from feedback.store import Store, StoreUnavailable
from feedback.tables import metadata

VOTES = 1000
OPINION = Opinion(page="faq", language="fr", revision="1", helpful=True)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the file's write lock, as a backup or a stuck program would."""
    connection = sqlite3.connect(file, autocommit=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_more_votes_than_may_wait_are_refused_at_once(tmp_path: Path) -> None:
    store = Store(sqlite(tmp_path / "votes.sqlite3", patience=0.5), waiting_votes=2)
    with locked(tmp_path / "votes.sqlite3"):
        promises = []
        refused = 0
        for number in range(20):
            try:
                promises.append(store.keep(OPINION, str(number)))
            except StoreUnavailable:
                refused += 1
        assert refused >= 17, "one batch is being written, two votes wait"
        for promise in promises:
            with pytest.raises(StoreUnavailable):
                promise.result(timeout=10)
    assert store.keep(OPINION, "later").result(timeout=10).created
    assert sum(tally.total for tally in store.tallies()) == 1
    store.close()


def test_votes_that_wait_when_the_store_closes_are_written(tmp_path: Path) -> None:
    store = Store(sqlite(tmp_path / "votes.sqlite3"), waiting_votes=500)
    promises = [store.keep(OPINION, str(number)) for number in range(500)]
    store.close()
    assert all(promise.result(timeout=0).created for promise in promises)
    with closing(sqlite3.connect(tmp_path / "votes.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM votes").fetchall() == [(500,)]


def test_votes_of_one_reader_within_one_batch_are_one_row(tmp_path: Path) -> None:
    store = Store(sqlite(tmp_path / "votes.sqlite3"), waiting_votes=500)
    promises = [store.keep(OPINION, "the same reader") for _ in range(300)]
    created = [promise.result(timeout=10).created for promise in promises]
    store.close()
    assert created == [True] + [False] * 299


def test_a_promise_is_kept_once_another_program_can_read_the_vote(tmp_path: Path) -> None:
    store = Store(sqlite(tmp_path / "votes.sqlite3"))
    seen: list[int] = []

    def look(_: object) -> None:  # called at the very moment at which the receipt is given
        with closing(sqlite3.connect(tmp_path / "votes.sqlite3")) as connection:
            seen.extend(connection.execute("SELECT count(*) FROM votes").fetchone())

    for number in range(20):
        promise = store.keep(OPINION, str(number))
        promise.add_done_callback(look)
        promise.result(timeout=10)
    store.close()
    assert seen == list(range(1, 21))


def test_every_commit_reaches_the_disk_before_its_answer(tmp_path: Path) -> None:
    store = Store(sqlite(tmp_path / "votes.sqlite3"))
    with store._database.writer.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()


def test_the_migrations_make_the_tables_that_the_store_uses(tmp_path: Path) -> None:
    Store(sqlite(tmp_path / "votes.sqlite3")).close()
    engine = create_engine(f"sqlite:///{tmp_path}/votes.sqlite3")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
