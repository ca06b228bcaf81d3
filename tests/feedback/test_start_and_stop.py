"""Starting and stopping the service in a shell."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.feedback.running import ROOT, VOTE, Running, launch

NO_DATABASES = (
    "mysql://me:my-password@host/votes",
    "votes",
    "postgresql://host",
    "postgresql://host:x/votes",
)
NO_DATABASE = (
    "PRORATA_DATABASE is no address of a PostgreSQL database: write it as "
    "postgresql://account:password@host/database, or leave it empty to keep the votes in PRORATA_DATA."
)


def refused(data: Path, site: Path, **environment: str) -> str:
    """Return the one line that a service which can't start leaves behind."""
    process = launch(data, site, **environment)
    printed, told = process.communicate(timeout=20)
    assert (process.returncode, printed) == (2, "")
    assert told.count("\n") == 1
    return told.strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly_and_its_address_is_all_it_prints(
    start: Callable[..., Running], number: signal.Signals
) -> None:
    service = start()
    service.put()
    service.client.get("/")
    service.client.get("/api/none")
    assert service.line == f"Prorata: {service.address}/\n"
    assert service.stop(number) == (0, "")
    assert not list(service.data.glob("*-wal")), "the last connection folds the log back into the file"


def test_a_signal_before_it_listens_stops_it_too(tmp_path: Path, small_site: Path) -> None:
    for milliseconds in range(200, 1400, 200):
        process = launch(tmp_path / "data", small_site)
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        # Python itself dies of the signal until our first line runs; nothing is open by then.
        assert process.returncode in (0, -signal.SIGTERM)


def test_it_listens_on_the_loopback_interface_at_the_given_port(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    assert start(PRORATA_PORT=port).address == f"http://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_named_with_the_cure(tmp_path: Path, small_site: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        english = refused(tmp_path, small_site, PRORATA_PORT=port)
        french = refused(tmp_path, small_site, PRORATA_PORT=port, LC_ALL="fr_FR.UTF-8")
    assert english == (
        f"Port {port} is already in use: stop the program that holds it, or set PRORATA_PORT to another port "
        "(0 takes a free one)."
    )
    assert french == (
        f"Le port {port} est déjà pris\u00a0: arrêtez le programme qui l’occupe, ou donnez un autre port à "
        "PRORATA_PORT (0 en prend un libre)."
    )


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        (
            {"PRORATA_WORKERS": "2"},
            "PRORATA_WORKERS is above 1, and a folder takes one process: set PRORATA_DATABASE to a "
            "PostgreSQL database, or PRORATA_WORKERS to 1.",
        ),
        ({"PRORATA_WORKERS": "0"}, "PRORATA_WORKERS is “0”: set it to a whole number from 1 to 64."),
        (
            {"PRORATA_SECRET": "short"},
            "PRORATA_SECRET is not 64 hexadecimal digits: copy the file “secret” of the former folder, or "
            "make one with “openssl rand -hex 32”.",
        ),
        *(({"PRORATA_DATABASE": address}, NO_DATABASE) for address in NO_DATABASES),
        (
            {"PRORATA_DATABASE": "postgresql://me:my-password@127.0.0.1:1/votes"},
            "The database postgresql://me:***@127.0.0.1:1/votes can’t be used (OperationalError): start it, "
            "or set PRORATA_DATABASE to another one.",
        ),
    ],
)
def test_a_setting_that_cant_be_followed_is_named_with_the_cure(
    tmp_path: Path, small_site: Path, environment: dict[str, str], told: str
) -> None:
    assert refused(tmp_path, small_site, **environment) == told


def test_a_secret_of_the_environment_is_the_folders_own_put_elsewhere(
    start: Callable[..., Running],
) -> None:
    service = start()
    service.put()
    service.stop()
    secret = (service.data / "secret").read_text()
    (service.data / "secret").unlink()

    again = start(PRORATA_SECRET=secret)

    assert again.put().status_code == 200, "the reader is known"
    assert not (again.data / "secret").exists()


@pytest.mark.parametrize("port", ["http", "-1", "65536", "8000.5", "٨٠٠٠", "9" * 50])
def test_a_port_that_is_no_port_is_named_with_its_bounds(tmp_path: Path, small_site: Path, port: str) -> None:
    told = refused(tmp_path, small_site, PRORATA_PORT=port)
    assert told == f"PRORATA_PORT is “{port[:40]}”: set it to a whole number from 0 to 65535."


def test_a_data_folder_that_cant_be_written_to_is_named_with_the_cure(
    tmp_path: Path, small_site: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    told = refused(tmp_path / "file" / "data", small_site)
    assert told == (
        f"The folder {tmp_path}/file/data can’t be written to: give this account the right to, or set "
        "PRORATA_DATA to another folder."
    )


@pytest.mark.parametrize("name", ["secret", "votes.sqlite3"])
def test_a_file_that_isnt_ours_is_named_and_left_alone(tmp_path: Path, small_site: Path, name: str) -> None:
    (tmp_path / name).write_text("something else, long enough to be read as the head of a file" * 20)
    told = refused(tmp_path, small_site)
    assert told.startswith(
        f"{name} in {tmp_path} can’t be read as Prorata’s own: put the backup in its place"
    )
    assert (tmp_path / name).read_text().startswith("something else")


@pytest.mark.sqlite
def test_the_data_folder_is_made_and_closed_to_other_accounts(start: Callable[..., Running]) -> None:
    service = start()
    service.put()
    modes = {path.name: path.stat().st_mode & 0o777 for path in service.data.iterdir()}
    assert service.data.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert {"lock", "secret", "votes.sqlite3"} <= modes.keys()


def test_an_empty_variable_leaves_the_default(tmp_path: Path, small_site: Path) -> None:
    environment = {"PRORATA_VOTES_A_MINUTE": "", "PRORATA_PORT": "0"}
    service = Running(tmp_path / "data", small_site, **environment)
    try:
        service.client.headers["X-Forwarded-For"] = "203.0.113.6"  # this machine itself has no limit
        answers = [service.put(reader=VOTE["reader"] + str(number)).status_code for number in range(31)]
    finally:
        status = service.stop()[0]
    assert answers == [201] * 30 + [429]
    assert status == 0


def test_the_command_without_a_verb_says_which_there_are() -> None:
    command = (sys.executable, "-m", "feedback")
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "serve" in told.stderr
    assert "Traceback" not in told.stderr
