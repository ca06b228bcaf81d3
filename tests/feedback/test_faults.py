"""An acknowledged vote is kept, whatever breaks; what broke is told, and votes are taken again by themselves.

Each test is of the store that --store names. The long ones are of `make prove`, the short ones their samples.
"""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text

from feedback.database import postgresql, sqlite_engine
from feedback.folder import VOTES
from feedback.guard import AT_ONCE
from feedback.reading import reading
from feedback.settings import Settings
from tests.feedback.load import NO_ANSWER, Load, lost, vote_until_killed
from tests.feedback.postgres import ACCOUNT, Server
from tests.feedback.running import VOTE, Running

TOGETHER = 1000
RECOVERS_WITHIN = 5  # seconds
LONG = random.Random(7).randbytes(1000).hex()  # as long as a comment may be; no database makes it shorter

full_count = pytest.mark.prove


@pytest.fixture
def on_server(request: pytest.FixtureRequest) -> bool:
    """Return whether the votes are on a server."""
    return bool(request.config.getoption("--store") == "postgresql")


def assert_sound(service: Running) -> None:
    """Assert that the database finds nothing wrong with itself."""
    if service.settings.database is None:
        with reading(service.settings) as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        return
    engine = postgresql(service.settings.database).writer
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        assert connection.execute(text("SELECT * FROM verify_heapam('votes')")).all() == []
        query = "SELECT indexrelid FROM pg_index WHERE indrelid = 'votes'::regclass"
        for index in connection.execute(text(query)).scalars().all():
            connection.execute(text("SELECT bt_index_check(:index, true)"), {"index": index})
    engine.dispose()


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=full_count) for seed in range(3, 21))])
def test_no_acknowledged_vote_is_lost_by_kill_9(start: Callable[..., Running], seed: int) -> None:
    service = start()
    moment = random.Random(seed).randrange(50, 600)

    told = asyncio.run(vote_until_killed(service, TOGETHER, moment))

    assert service.process.wait(20) == -signal.SIGKILL
    assert set(told.values()) <= {201, 503}
    acknowledged = {reader for reader, status in told.items() if status == 201}
    assert moment <= len(acknowledged), "it was killed while it worked"
    again = start()
    kept = len(again.rows("id"))
    assert lost(again, acknowledged) == set()
    assert len(acknowledged) <= kept <= TOGETHER
    assert {again.put(reader=reader).status_code for reader in sorted(acknowledged)[:20]} == {200}
    assert again.client.get("/api/counts").json()["counts"][VOTE["page"]]["total"] == kept
    assert again.stop()[0] == 0
    assert_sound(again)


@contextmanager
def write_lock(settings: Settings) -> Iterator[Connection]:
    """Hold a lock that lets others read, as a backup or a stuck program would."""
    if settings.database:
        engine, statement = postgresql(settings.database).writer, "LOCK TABLE votes IN EXCLUSIVE MODE"
    else:
        engine, statement = sqlite_engine(settings.data / VOTES), "UPDATE votes SET id = id WHERE id = 0"
    with engine.connect() as connection:
        connection.execute(text(statement))
        yield connection
    engine.dispose()


@pytest.mark.parametrize("seconds", [7, pytest.param(30, marks=full_count)])
def test_a_locked_database_refuses_votes_then_takes_them_again(service: Running, seconds: int) -> None:
    service.put(reader="reader-before-the-lock")
    with Load([service]) as load:
        load.wait_for_success(0)
        with write_lock(service.settings):
            locked = time.monotonic()
            counted = service.client.get("/api/counts")
            with ThreadPoolExecutor() as pool:
                put = pool.submit(service.put, reader="reader-during-the-lock")
                posted, refused = service.post(language="en"), put.result()
            time.sleep(max(0, seconds - (time.monotonic() - locked)))
            unlocked = time.monotonic()
        load.wait_for_success(unlocked, RECOVERS_WITHIN)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["errors"][0]["code"] == "storage_unavailable"
    assert posted.status_code == 503
    assert "Your answer is not recorded" in posted.text
    assert counted.json()["counts"][VOTE["page"]]["total"] >= 1, "reading needs no lock"
    # Answers that were on their way when the lock came took a moment longer.
    assert load.statuses(locked + 1, unlocked) == {503}
    assert lost(service, load.readers(201)) == set()
    assert len(service.rows("id")) == 1 + len(load.readers(201))
    told = service.stop()[1]
    assert "votes_refused" in told
    assert "reader-" not in told
    assert_sound(service)


def test_more_votes_than_may_be_on_their_way_are_told_at_once(service: Running) -> None:
    with Load([service], together=AT_ONCE + 64) as load:
        load.wait_for_success(0)
        with write_lock(service.settings):
            time.sleep(1)  # for answers that were on their way
            locked = time.monotonic()
            time.sleep(1)
            unlocked = time.monotonic()
        load.wait_for_success(unlocked, RECOVERS_WITHIN)

    at_once = [answer for answer in load.answers if locked < answer.at < unlocked]
    assert len(at_once) >= 64
    assert {answer.status for answer in at_once} == {503}
    assert max(answer.took for answer in at_once) < RECOVERS_WITHIN / 2, (
        "nobody waited for the lock to be told"
    )
    assert lost(service, load.readers(201)) == set()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Callable[[int], None]]:
    """Make a folder a disk of its own that holds so much; yield what gives it another size."""
    folder.mkdir(exist_ok=True)
    # A folder whose files can be locked against writing takes root; so does a disk.
    if os.getuid() != 0 or not shutil.which("mount"):
        pytest.skip("a disk of its own takes root")  # nobody else may mount one; CI is root
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "prorata-test", folder),
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no disks")  # a container may forbid it even to root

    def resize(wanted: int) -> None:
        subprocess.run(("mount", "-o", f"remount,size={wanted}m", folder), check=True)

    try:
        yield resize
    finally:
        subprocess.run(("umount", "--lazy", folder), check=True)


@contextmanager
def on_a_small_disk(
    small_site: Path, tmp_path: Path, postgres: Server | None
) -> Iterator[tuple[Running, Callable[[int], None]]]:
    """Yield a service whose votes have two megabytes of room, and what gives them more."""
    disk = (postgres.folder if postgres else tmp_path) / "disk"
    with small_disk(disk, 2) as resize:
        if postgres is None:
            service = Running(disk / "data", small_site)
        else:
            service = Running(tmp_path / "data", small_site, PRORATA_DATABASE=postgres.database())
        try:
            if postgres is not None:
                _move_table(service, postgres, disk / "table")
            yield service, resize
        finally:
            service.stop()
            if postgres is not None:
                _drop(service, postgres)


def _move_table(service: Running, postgres: Server, place: Path) -> None:
    place.mkdir()
    shutil.chown(place, ACCOUNT, ACCOUNT)
    address = postgres.address(str(service.settings.database and service.settings.database.database))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        connection.execute("ALTER TABLE votes SET TABLESPACE small")


def _drop(service: Running, postgres: Server) -> None:
    name = str(service.settings.database and service.settings.database.database)
    with psycopg.connect(postgres.address("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute("DROP TABLESPACE IF EXISTS small")


@pytest.fixture
def server(request: pytest.FixtureRequest, on_server: bool) -> Server | None:
    """Return the server that the votes are on, if they are."""
    if not on_server:
        return None
    found: Server = request.getfixturevalue("postgres")
    return found


def test_a_full_disk_refuses_votes_and_takes_them_again_by_itself(
    small_site: Path, tmp_path: Path, server: Server | None
) -> None:
    with on_a_small_disk(small_site, tmp_path, server) as (service, resize):
        with Load([service], comment=LONG) as load:
            load.wait_for(lambda answer: answer.status == 503, within=60)
            full = time.monotonic()
            time.sleep(1)
            assert service.client.get("/api/counts").json()["counts"][VOTE["page"]]["total"] > 100
            room = time.monotonic()
            resize(64)
            load.wait_for_success(room, RECOVERS_WITHIN)
        # Small rows still find room in a page where long ones found none; nothing else is ever told.
        assert 503 in load.statuses(full, room)
        assert load.statuses() == {201, 503}
        assert lost(service, load.readers(201)) == set()
        assert len(service.rows("id")) == len(load.readers(201))
        assert "reader-" not in service.stop()[1]
        assert_sound(service)


def test_votes_that_may_only_be_read_are_refused_and_taken_again_by_itself(
    small_site: Path, tmp_path: Path, server: Server | None
) -> None:
    """A file is opened anew after a fault; the disk was full, then somebody took the right to write."""
    with on_a_small_disk(small_site, tmp_path, server) as (service, resize):
        with Load([service], comment=LONG) as load:
            load.wait_for(lambda answer: answer.status == 503, within=60)
            with only_readable(service, server):
                time.sleep(0.5)  # whoever was let in before has found the disk full meanwhile
                resize(64)
                time.sleep(0.5)
                began = time.monotonic()
                time.sleep(1.5)
                ended = time.monotonic()
            load.wait_for_success(ended, RECOVERS_WITHIN)
        assert load.statuses(began, ended) == {503}
        assert lost(service, load.readers(201)) == set()
        assert len(service.rows("id")) == len(load.readers(201))


@contextmanager
def only_readable(service: Running, server: Server | None) -> Iterator[None]:
    """Take the right to write away, from the file or from the whole database, then give it back."""
    if server is None:
        file = service.data / VOTES
        subprocess.run(("chattr", "+i", file), check=True)
        try:
            yield
        finally:
            subprocess.run(("chattr", "-i", file), check=True)
        return
    name = str(service.settings.database and service.settings.database.database)
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        yield
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


@pytest.mark.postgresql
@pytest.mark.parametrize("times", [1, pytest.param(5, marks=full_count)])
def test_a_server_that_is_restarted_under_load_loses_nothing(
    start: Callable[..., Running], server: Server, times: int
) -> None:
    service = start(PRORATA_WORKERS="2")
    with Load([service]) as load:
        for number in [signal.SIGINT, signal.SIGQUIT] * times:  # told to stop at once; stopped as by a crash
            load.wait_for_success(time.monotonic())
            server.end(number)
            down = time.monotonic()
            time.sleep(1)
            up = time.monotonic()
            server.start()
            load.wait_for_success(time.monotonic(), RECOVERS_WITHIN)
            assert load.statuses(down + 0.5, up) == {503}
    assert NO_ANSWER not in load.statuses(), "the service itself never stopped"
    assert lost(service, load.readers(201)) == set()
    assert service.client.get("/api/ready").status_code == 200
    assert service.stop()[0] == 0
    assert_sound(service)


@pytest.mark.postgresql
def test_a_worker_that_dies_under_load_loses_nothing_and_is_replaced(start: Callable[..., Running]) -> None:
    service = start(PRORATA_WORKERS="2")
    with Load([service]) as load:
        load.wait_for_success(time.monotonic())
        first = workers(service)
        os.kill(first[0], signal.SIGKILL)
        load.wait_for_success(time.monotonic(), RECOVERS_WITHIN)
        until = time.monotonic() + 20
        while len(workers(service)) < len(first) or first[0] in workers(service):
            assert time.monotonic() < until, "nobody took its place"
            time.sleep(0.1)
    assert len(load.readers(201)) > 100
    assert lost(service, load.readers(201)) == set()
    assert service.stop()[0] == 0


def workers(service: Running) -> list[int]:
    """Return the processes that serve, told by their memory from the one that keeps track of Python's own."""
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text() for child in children}
    return [child for child, command in commands.items() if "spawn_main" in command]


def test_a_thousand_repeats_of_one_request_are_one_row(service: Running) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: service.put().status_code, range(1000)))

    assert sorted(answers) == [200] * 999 + [201]
    assert service.rows("times_sent, helpful") == [(1000, True)]
    assert service.client.get("/api/counts").json()["counts"][VOTE["page"]] == {"helpful": 1, "total": 1}


@pytest.mark.postgresql
def test_two_workers_that_race_for_one_vote_keep_one_row(start: Callable[..., Running]) -> None:
    services = [start(), start()]  # two services, of one process each, on one database

    def put(number: int) -> int:
        return services[number % 2].put(reader=f"reader-of-both-{number // 16}").status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(put, range(16 * 50)))
    told = [statuses[first : first + 16] for first in range(0, len(statuses), 16)]

    assert [sorted(answers) for answers in told] == [[200] * 15 + [201]] * 50
    assert services[0].rows("times_sent") == [(16,)] * 50
