"""What the tests of every room share: the built site, the service over it, the browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Shells start what runs in the background with Ctrl-C ignored, and all that it starts would ignore it too:
# tests that send it would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 20
_STOP_SECONDS = 10

# `make test` tries the same samples everywhere, `make prove` new ones. That a machine is busy is no fault.
settings.register_profile("test", derandomize=True, deadline=None)
settings.register_profile("prove", deadline=None)
settings.load_profile("test")


@pytest.fixture(scope="session")
def site_dir() -> Path:
    """Return the folder of the built site."""
    site = ROOT / "site"
    assert (site / "index.html").exists(), "no built site: run make build first"
    images = list(site.glob("assets/runtime/packed-*"))
    assert not images, (
        "the built site starts Python from an image: run PRORATA_RUNTIME=floor make build first"
    )
    return site


@pytest.fixture(scope="session")
def served(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address, with no final slash, of the real service over the built site and no votes."""
    folder = tmp_path_factory.mktemp("served")
    address = f"http://127.0.0.1:{_free_port()}"
    environment = {
        **os.environ,
        "PRORATA_PORT": address.rpartition(":")[2],
        "PRORATA_DATA": str(folder / "data"),
        "PRORATA_VOTES_SHOWN_FROM": "1",  # so that tests see a count after one vote
    }
    with (folder / "log").open("w+") as log:
        command = (sys.executable, "-m", "feedback", "serve")
        service = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(service, address, folder / "log")
            yield address
            service.send_signal(signal.SIGINT)
            assert service.wait(_STOP_SECONDS) == 0, (folder / "log").read_text()
        finally:
            service.kill()
            service.wait()


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the browser keeps what it downloads."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, downloads: Path
) -> dict[str, Any]:
    """Return how to start the browser asked for: the system's, silent but for what a page asks for."""
    asked = {**browser_type_launch_args, "downloads_path": downloads}
    if browser_name == "firefox":
        return {**asked, **_firefox()}
    installed = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        "--no-sandbox",  # it can't start as root, which is what containers give
        "--disable-gpu",
    ]
    return {**asked, "executable_path": next(filter(None, installed), None), "args": quiet}


def _firefox() -> dict[str, Any]:
    """Return how to start the distribution's Firefox, which speaks WebDriver BiDi with Playwright."""
    installed = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if installed is None:
        pytest.skip("no Firefox: make build/.tools installs it")  # by apt alone, so not on every machine
    return {"channel": "moz-firefox", "executable_path": installed}


@pytest.fixture(scope="session", autouse=True)
def measured_commit(record_testsuite_property: Callable[[str, object], None]) -> None:
    """Write the commit that was measured into the result file of `make prove`."""
    git = ("git", "describe", "--always", "--dirty", "--abbrev=40")
    described = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    record_testsuite_property("commit", described.stdout.strip() or "not a checkout")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(service: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while service.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/api/health", timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the service did not answer at {address}:\n{log.read_text()}")
