"""An acknowledged vote is on disk; one that isn't on disk is not acknowledged."""

import asyncio
import json
import random
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from feedback.contract import Opinion
from feedback.identity import reader_key, server_secret
from feedback.store import Store, StoreUnavailable, metadata
from tests.feedback.running import VOTE, Running

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


async def vote_until_killed(service: Running, moment: int) -> set[str]:
    """Return the readers whose vote was acknowledged, of a thousand who vote together.

    The service is killed once `moment` of them are, while it works on the others.
    """
    host, port = service.address.removeprefix("http://").split(":")
    readers = [f"reader-of-many-{number:06d}" for number in range(VOTES)]
    connections = [await asyncio.open_connection(host, int(port)) for _ in readers]
    acknowledged: set[str] = set()

    async def vote(reader: str, answers: asyncio.StreamReader, requests: asyncio.StreamWriter) -> None:
        body = json.dumps(VOTE | {"reader": reader})
        head = f"PUT /api/votes HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
        requests.write(f"{head}Content-Type: application/json\r\n\r\n{body}".encode())
        try:
            status = await answers.readline()
        except ConnectionError:
            return
        if status:  # empty where the service died first
            assert status == b"HTTP/1.1 201 Created\r\n"
            acknowledged.add(reader)
            if len(acknowledged) == moment:
                service.process.send_signal(signal.SIGKILL)

    await asyncio.gather(
        *(vote(reader, *connection) for reader, connection in zip(readers, connections, strict=True))
    )
    for _, requests in connections:
        requests.close()
    return acknowledged


@pytest.mark.parametrize("seed", [1, 2])
def test_every_acknowledged_vote_of_a_thousand_survives_kill_9(
    start: Callable[..., Running], seed: int
) -> None:
    # Both ends of a thousand connections: more files than some systems let a process open at first.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    service = start()
    moment = random.Random(seed).randrange(50, 600)
    acknowledged = asyncio.run(vote_until_killed(service, moment))
    assert service.process.wait(20) == -signal.SIGKILL
    assert moment <= len(acknowledged), "it was killed while it worked"

    again = start()
    kept = again.client.get("/api/counts").json()["counts"]["guides/add-licenses"]["total"]
    assert len(acknowledged) <= kept <= VOTES
    secret, keys = server_secret(again.data), set(again.rows("reader_key"))
    expected = {(reader_key(secret, reader, VOTE["page"], VOTE["revision"]),) for reader in acknowledged}
    assert expected <= keys, "an acknowledged vote is lost"
    assert {again.put(reader=reader).status_code for reader in sorted(acknowledged)[:20]} == {200}
    assert again.client.get("/api/counts").json()["counts"]["guides/add-licenses"]["total"] == kept
    assert again.stop()[0] == 0
    with closing(sqlite3.connect(again.data / "votes.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_locked_file_refuses_votes_and_takes_them_again_by_itself(service: Running) -> None:
    service.put(reader="reader-before-the-lock")
    with locked(service.data / "votes.sqlite3"), ThreadPoolExecutor() as pool:
        put = pool.submit(service.put, reader="reader-during-the-lock")
        post = pool.submit(service.post, language="en")
        counted = service.client.get("/api/counts")
        refused, posted = put.result(), post.result()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["errors"][0]["code"] == "storage_unavailable"
    assert posted.status_code == 503
    assert "Your answer is not recorded" in posted.text
    assert counted.json()["counts"]["guides/add-licenses"]["total"] == 1, "reading needs no lock"
    assert service.put(reader="reader-after-the-lock!").status_code == 201
    assert service.client.get("/api/health").status_code == 200
    assert len(service.rows("id")) == 2
    told = service.stop()[1]
    assert "votes were refused" in told
    assert "reader-during-the-lock" not in told


def test_more_votes_than_may_wait_are_refused_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "votes.sqlite3", waiting_votes=2, patience=0.5)
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
    store = Store(tmp_path / "votes.sqlite3")
    promises = [store.keep(OPINION, str(number)) for number in range(500)]
    store.close()
    assert all(promise.result(timeout=0).created for promise in promises)
    with closing(sqlite3.connect(tmp_path / "votes.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM votes").fetchall() == [(500,)]


def test_votes_of_one_reader_within_one_batch_are_one_row(tmp_path: Path) -> None:
    store = Store(tmp_path / "votes.sqlite3")
    promises = [store.keep(OPINION, "the same reader") for _ in range(300)]
    created = [promise.result(timeout=10).created for promise in promises]
    store.close()
    assert created == [True] + [False] * 299


def test_a_promise_is_kept_once_another_program_can_read_the_vote(tmp_path: Path) -> None:
    store = Store(tmp_path / "votes.sqlite3")
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
    store = Store(tmp_path / "votes.sqlite3")
    with store._writer_engine.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()


def test_the_migrations_make_the_tables_that_the_store_uses(tmp_path: Path) -> None:
    Store(tmp_path / "votes.sqlite3").close()
    engine = create_engine(f"sqlite:///{tmp_path}/votes.sqlite3")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
