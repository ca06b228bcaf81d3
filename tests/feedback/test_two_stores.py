"""Votes that go from a folder to a server and back are the same votes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.feedback.postgres import Server
from tests.feedback.running import Running, team

# The services of these tests name their store themselves.
pytestmark = pytest.mark.sqlite

COLUMNS = (
    "id, reader_key, page, language, revision, helpful, reason, step, comment, figures, "
    "created_at, changed_at, times_sent"
)
WORDS = [
    "<script>alert(1)</script>",
    "\u202etxt.exe",
    "=1+1",
    "l’été\n\ttrès long",
    "'; DROP TABLE votes; --",
]


def in_folder(folder: Path) -> list[tuple[object, ...]]:
    """Return every vote of a folder as SQLite's own driver gives it."""
    with closing(sqlite3.connect(folder / "votes.sqlite3")) as connection:
        return list(connection.execute(f"SELECT {COLUMNS} FROM votes ORDER BY id"))  # noqa: S608


def on_server(address: str) -> list[tuple[object, ...]]:
    """Return every vote of a server as PostgreSQL's own driver gives it, dates as SQLite has them."""
    with psycopg.connect(address) as connection:
        rows = connection.execute(f"SELECT {COLUMNS} FROM votes ORDER BY id").fetchall()  # noqa: S608
    return [
        (*row[:5], int(row[5]), *row[6:10], *(f"{date:%Y-%m-%d %H:%M:%S.%f}" for date in row[10:12]), row[12])
        for row in rows
    ]


def filled(service: Running, votes: int) -> Running:
    """Give a service so many votes, among them changed ones, plain ones and hostile ones."""
    for number in range(votes):
        service.put(reader=f"reader-{number}", helpful=number % 3 > 0, comment=WORDS[number % len(WORDS)])
    service.put(reader="reader-1", helpful=False, figures="50 → 80")
    service.post(comment="Plain")
    return service


def test_votes_move_to_a_server_with_their_numbers_dates_and_triage(
    start: Callable[..., Running], postgres: Server
) -> None:
    service = filled(start(), 1_100)
    service.team("triage", "3", "done", "--note", "We say what the total is")
    database = postgres.database()

    early = team(service.data, "move", PRORATA_DATABASE=database)
    service.stop()
    nowhere = team(service.data, "move")
    moved = team(service.data, "move", PRORATA_DATABASE=database)
    twice = team(service.data, "move", PRORATA_DATABASE=database)

    assert (early.returncode, nowhere.returncode, twice.returncode) == (2, 2, 2)
    assert "stop it first" in early.stderr
    assert "There is nowhere to move to" in nowhere.stderr
    assert "holds votes already" in twice.stderr
    assert moved.returncode == 0, moved.stderr
    assert moved.stdout.startswith("Votes moved: 1101. Both sides hold the same, SHA-256 ")
    assert on_server(database) == in_folder(service.data)
    assert len(in_folder(service.data)) == 1_101
    after = start(PRORATA_DATABASE=database, PRORATA_WORKERS="2")
    assert after.put(reader="reader-1").status_code == 200, "the reader is known"
    assert after.put(reader="reader-new").status_code == 201
    assert after.rows("id")[-1] > (1_101,)
    assert "[We say what the total is]" in after.team("report").stdout


def test_a_move_that_cant_be_finished_leaves_nothing_behind(
    start: Callable[..., Running], postgres: Server
) -> None:
    service = filled(start(), 10)
    service.stop()
    database = postgres.database()
    with psycopg.connect(database) as connection:  # a table of that name that has another shape
        connection.execute("CREATE TABLE triage (vote integer)")
    service.team("triage", "3", "done")

    done = team(service.data, "move", PRORATA_DATABASE=database)

    assert done.returncode == 2
    assert done.stderr.startswith("The votes can’t be read or written (UndefinedColumn)")
    with psycopg.connect(database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("triage",)]


def test_a_copy_of_a_server_is_put_back_on_another_and_in_a_folder(
    start: Callable[..., Running], postgres: Server, tmp_path: Path
) -> None:
    database, other = postgres.database(), postgres.database()
    service = filled(start(PRORATA_DATABASE=database), 50)
    copy = tmp_path / "copy.sqlite3"

    copied = service.team("backup", str(copy))
    kept = on_server(database)
    service.put(reader="later")
    in_place = service.team("restore", str(copy))
    elsewhere = team(tmp_path, "restore", str(copy), PRORATA_DATABASE=other)
    folder = team(tmp_path / "folder", "restore", str(copy))

    assert (copied.returncode, copied.stdout) == (0, f"Votes copied to {copy}: 51.\n")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert in_place.returncode == 2
    assert "holds votes already" in in_place.stderr
    assert elsewhere.stdout.startswith("Votes put back into the database: 51, SHA-256 ")
    assert on_server(other) == kept
    assert folder.returncode == 0, folder.stderr
    assert in_folder(tmp_path / "folder") == kept


def test_what_cant_be_reached_is_said(tmp_path: Path, postgres: Server) -> None:
    nowhere = postgres.address("nowhere")

    told = {
        command[0]: team(tmp_path, *command, PRORATA_DATABASE=nowhere)
        for command in (
            ["report"],
            ["export"],
            ["triage", "1", "done"],
            ["forget", "2026-01-01"],
            ["erase", "1"],
        )
    }

    assert {done.returncode for done in told.values()} == {2}
    assert {done.stderr for done in told.values()} == {
        "The votes can’t be read or written (OperationalError): start their database, or name another one.\n"
    }
