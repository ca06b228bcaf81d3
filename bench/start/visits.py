"""Visits to pages that start Python: from opening to the first answer, in turns, cold and warm."""

import os
import shutil
import signal
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from playwright.sync_api import BrowserContext, sync_playwright

from bench.start.peers import OURS, SHOWN, lay_out
from bench.start.server import LOOPBACK, SLOW_4G, Line, Network, serving

STOCK = "stock"
PAGES = {
    "prorata": OURS,
    STOCK: "/peers/stock.html",
    "fence": "/peers/fence.html",
    "pyscript": "/peers/pyscript.html",
    "limit": "/peers/limit.html",
}
_PATIENCE = 240_000  # milliseconds
# Ours is the page as readers get it: it notes when the amount computed from the figures stands there.
_WATCH = """
document.addEventListener("DOMContentLoaded", () => {
  const calculator = document.querySelector("proration-calculator");
  if (!calculator) return;
  new MutationObserver(() => {
    if (calculator.dataset.figures !== "reader" || window.firstAnswer) return;
    const text = calculator.querySelector("[data-output=due_now]").textContent;
    window.firstAnswer = { text, at: performance.now() };
  }).observe(calculator, { attributes: true, attributeFilter: ["data-figures"] });
});
"""


@dataclass(frozen=True)
class Condition:
    """What visits have in common, and in how many rounds they are made."""

    name: str
    rounds: int
    network: Network = LOOPBACK
    share: float = 1  # of the processor's time
    is_warm_too: bool = False


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds from opening the page to the first answer, and what it took."""

    page: str
    round: int
    is_warm: bool
    milliseconds: float
    requests: int
    bytes: int
    memory: int  # bytes of the page's process, shared ones in proportion


CONDITIONS = {
    "plain": Condition("cold and warm, on the loopback", 7, is_warm_too=True),
    "network": Condition(SLOW_4G.name, 7, network=SLOW_4G),
    "processor": Condition("a quarter of the processor", 7, share=0.25),
}


def visit_all(condition: Condition, pages: dict[str, str] = PAGES) -> list[Visit]:
    """Return every visit of one interleaved run: in each round each page once, in a drawn order."""
    line, visits, drawn = Line(), list[Visit](), Random(1)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as profile:
        lay_out(Path(folder))
        with (
            serving(Path(folder), line) as port,
            _browser(profile) as browser,
            _slowed(profile, condition.share),
        ):
            line.use(condition.network)
            for number in range(condition.rounds):
                order = drawn.sample(sorted(pages), len(pages))
                for page in order:
                    host = f"{page}-{number}.localhost"  # never seen before: no cache, a process of its own
                    for is_warm in (False, True)[: 1 + condition.is_warm_too]:
                        address = f"http://{host}:{port}{pages[page]}"
                        visits.append(_visit(browser, profile, address, page, number, is_warm, line))
    return visits


def _visit(
    browser: BrowserContext, profile: str, address: str, page: str, number: int, is_warm: bool, line: Line
) -> Visit:
    host = address.split("/")[2].partition(":")[0]
    line.traffic.pop(host, None)
    tab = browser.new_page()
    tab.add_init_script(_WATCH)
    tab.goto(address, wait_until="commit")
    tab.wait_for_function("window.firstAnswer", timeout=_PATIENCE)
    text, at = tab.evaluate("[window.firstAnswer.text, window.firstAnswer.at]")
    assert page == "limit" or SHOWN in text, f"{page}: {text[:200]}"
    memory = _largest_page(profile)
    tab.wait_for_timeout(300)  # what is still written into the cache
    traffic = line.traffic[host]
    tab.close()
    return Visit(page, number, is_warm, at, traffic.requests, traffic.bytes, memory)


@contextmanager
def _browser(profile: str) -> Iterator[BrowserContext]:
    """Give a browser with a profile on disk, so that it caches as a reader's does."""
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=installed, args=["--no-sandbox", "--disable-gpu"], locale="fr-FR"
        )
        try:
            yield browser
        finally:
            browser.close()


# --- the browser's processes


def _processes(profile: str, kind: str = "") -> list[int]:
    """Return the browser's processes, told by its profile, and all that they started; or one kind of them."""
    commands, children = dict[int, str](), defaultdict[int, list[int]](list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue  # it has ended
        children[parent].append(int(folder.name))
    found = [process for process, command in commands.items() if f"--user-data-dir={profile}" in command]
    for process in found:
        found += [child for child in children[process] if child not in found]
    return [process for process in found if kind in commands[process]]


def _largest_page(profile: str) -> int:
    """Return the memory of the page's process that has most of it, in bytes."""
    sizes = [0]
    for process in _processes(profile, "--type=renderer"):
        try:
            rows = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        sizes += [int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")]
    return max(sizes)


@contextmanager
def _slowed(profile: str, share: float) -> Iterator[None]:
    """Let all of the browser's processes run for a share of the time only: 5 ms, then a pause."""
    if share == 1:
        yield
        return
    ended = threading.Event()
    slowing = threading.Thread(target=_stop_and_go, args=(profile, share, ended))
    slowing.start()
    try:
        yield
    finally:
        ended.set()
        slowing.join()


def _stop_and_go(profile: str, share: float, ended: threading.Event) -> None:
    run = 0.005
    looked_at, processes = 0.0, list[int]()
    while not ended.is_set():
        if time.monotonic() - looked_at > 0.1:
            looked_at, processes = time.monotonic(), _processes(profile)
        _signal(processes, signal.SIGSTOP)
        time.sleep(run / share - run)
        _signal(processes, signal.SIGCONT)
        time.sleep(run)


def _signal(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            continue


def by_page(visits: list[Visit], is_warm: bool) -> dict[str, list[Visit]]:
    """Return the visits of each page, in the order of the rounds."""
    grouped: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.is_warm == is_warm:
            grouped[visit.page].append(visit)
    return grouped
