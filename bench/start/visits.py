"""Visits to pages that start Python: from opening to the first answer, in turns, cold and warm."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.commit import ROOT
from bench.start.browsers import Browser, Running, chromium, firefox, webkit
from bench.start.peers import OURS, SHOWN, lay_out
from bench.start.server import LOOPBACK, SLOW_4G, Line, Network, Traffic, serving

MINE, BARE, STOCK, LIMIT = "prorata", "bare", "stock", "limit"
PAGES = {
    MINE: OURS,
    BARE: "/peers/bare.html",
    STOCK: "/peers/stock.html",
    "fence": "/peers/fence.html",
    "pyscript": "/peers/pyscript.html",
    LIMIT: "/peers/limit.html",
}
ROUNDS = 7


@dataclass(frozen=True)
class Condition:
    """What visits have in common."""

    name: str
    running: Running = chromium
    network: Network = LOOPBACK
    share: float = 1  # of the processor's time
    is_warm_too: bool = False
    pages: tuple[str, ...] = tuple(PAGES)


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds from opening the page to the first answer, and what it took.

    `process` and `memory` are those of the page's process, none where they are not known.
    """

    page: str
    round: int
    is_warm: bool
    milliseconds: float
    traffic: Traffic
    process: int | None
    memory: int | None


@dataclass(frozen=True)
class Run:
    """Every visit under one condition, and the version of the browser."""

    browser: str
    visits: list[Visit]

    def of(self, page: str, *, is_warm: bool = False) -> list[Visit]:
        """Return the visits of a page, in the order of the rounds."""
        return [visit for visit in self.visits if (visit.page, visit.is_warm) == (page, is_warm)]


# A WebKit that is driven keeps nothing, so that none of its visits would be warm.
CONDITIONS = {
    "plain": Condition("in Chromium", is_warm_too=True),
    "network": Condition(f"in Chromium, {SLOW_4G.name}", network=SLOW_4G),
    "processor": Condition("in Chromium, a quarter of the processor", share=0.25),
    "firefox": Condition("in Firefox", running=firefox, is_warm_too=True, pages=(MINE, BARE, STOCK)),
    "webkit": Condition("in WebKit", running=webkit, pages=(MINE, BARE, STOCK)),
}


def visit_all(condition: Condition, rounds: int) -> Run:
    """Return every visit of one interleaved run: in each round each page once, in a drawn order."""
    line, drawn = Line(condition.network), Random(1)
    with _served(line) as port, condition.running(condition.share) as browser:
        visits = [
            visit
            for number in range(rounds)
            for page in drawn.sample(condition.pages, len(condition.pages))
            for visit in _visits(browser, line, port, page, number, 1 + condition.is_warm_too)
        ]
    return Run(browser.version, visits)


@contextmanager
def _served(line: Line) -> Iterator[int]:
    """Give the port of the built site with its peers."""
    with TemporaryDirectory() as folder:
        lay_out(Path(folder))
        with serving(ROOT / "site", line, Path(folder)) as port:
            yield port


def _visits(browser: Browser, line: Line, port: int, page: str, number: int, times: int) -> Iterator[Visit]:
    """Yield the visits of someone who comes for the first time, then again."""
    host = f"{page}-{number}.localhost"  # never seen before, and a trustworthy origin
    with browser.newcomer() as someone:
        for time in range(times):
            line.traffic[host] = Traffic()
            seen = someone.open(f"http://{host}:{port}{PAGES[page]}")
            traffic = line.traffic[host]  # until now: what else the page fetches, it fetches after the answer
            assert page == LIMIT or SHOWN in seen.text, f"{page}: {seen.text[:200]}"
            line.wait_until_quiet()
            someone.leave()
            process = seen.process
            yield Visit(
                page=page,
                round=number,
                is_warm=time > 0,
                milliseconds=seen.milliseconds,
                traffic=traffic,
                process=process.number if process else None,
                memory=process.memory if process else None,
            )


def python_before_intent() -> int:
    """Return the bytes of Python that our page fetches for someone who only reads it."""
    line, host = Line(), "reader.localhost"
    with _served(line) as port, chromium(1) as browser, browser.newcomer() as someone:
        someone.look(f"http://{host}:{port}{OURS.partition('#')[0]}")
        line.wait_until_quiet(seconds=3)
        someone.leave()
    assert line.traffic[host].requests, "the page was not asked for"
    return line.traffic[host].python
