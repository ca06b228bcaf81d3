"""`make write` shows what an author edits: pages, the calculator's words, the site's words."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.site.conftest import Sources

WAIT = 30  # seconds; two or three on an idle machine


@pytest.fixture
def address(sources: Sources) -> Iterator[str]:
    """Return the address of the live server over the copied sources."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    watched = [option for name in ("calculator", "overrides") for option in ("--watch", name)]
    command = (sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *watched)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(
        command, cwd=sources.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGINT)
    server.wait(10)


def wait_for(url: str, text: str) -> None:
    """Wait until a page holds a text."""
    deadline = time.monotonic() + WAIT
    page = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                page = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):  # a busy machine builds slowly
            page = ""
        if text in page:
            return
        time.sleep(0.2)
    pytest.fail(f"{url} did not come to hold {text!r}")


def test_edits_of_every_kind_are_shown(sources: Sources, address: str) -> None:
    guide = f"{address}/guides/add-licenses/"
    wait_for(guide, "À payer maintenant")

    sources.replace(
        "calculator/language/fr.po", 'msgstr "À payer maintenant"', 'msgstr "À régler maintenant"'
    )
    wait_for(guide, "À régler maintenant")

    sources.replace("overrides/language/fr.po", 'msgstr "Relu le {date} par', 'msgstr "Vérifié le {date} par')
    wait_for(guide, "Vérifié le ")

    sources.replace("overrides/hooks/structured_data.py", '"HowTo"', '"Recipe"')
    wait_for(guide, '"@type": "Recipe"')
