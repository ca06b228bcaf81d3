"""What the visits say: ratios to stock Pyodide with micropip, round by round; what a first visit takes."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.commit import ROOT
from bench.measure import Figure
from bench.start.visits import BARE, LIMIT, MINE, PAGES, STOCK, Run
from runtime.packed.__main__ import PROGRAM

# The goals of our page, for a ratio to stock: of one that starts Python from its files, and from an image.
GOALS = {
    "floor": {"cold": 0.35, "warm": 0.40, "network": 0.75, "processor": 0.35, "bytes": 0.70},
    "packed": {"cold": 0.10, "warm": 0.12, "network": 0.45, "processor": 0.10, "bytes": 0.45},
}
OVER_LIMIT = 1.5  # of an image, on a page with nothing else, to the stock WebAssembly alone
# What the visits of a condition are called, first ones and later ones.
_TIMES = {"plain": ("cold", "warm"), "firefox": ("firefox", "firefox-warm")}


def times_of(condition: str, run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each kind of visit of a run, with the seconds of each page, and their ratio to stock."""
    for name, is_warm in zip(_TIMES.get(condition, (condition,)), (False, True), strict=False):
        base = run.of(STOCK, is_warm=is_warm)
        found = {}
        for page in PAGES:
            if visits := run.of(page, is_warm=is_warm):
                pairs = zip(visits, base, strict=True)
                ratio = median(mine.milliseconds / other.milliseconds for mine, other in pairs)
                seconds = median(visit.milliseconds for visit in visits) / 1000
                found[page] = {"seconds": round(seconds, 2), "ratio": round(ratio, 2)}
        yield name, found


def weights_of(run: Run) -> dict[str, dict[str, int]]:
    """Return what a first visit to each page takes: bytes as sent, requests, and bytes of memory."""
    return {
        page: {
            "bytes": round(median(visit.traffic.bytes for visit in run.of(page))),
            "requests": round(median(visit.traffic.requests for visit in run.of(page))),
            "memory": round(median(visit.memory or 0 for visit in run.of(page))),
        }
        for page in PAGES
    }


def time_figures(name: str, times: dict[str, Any]) -> Iterator[Figure]:
    """Yield a kind of visit as figures with their goals."""
    for page, time in times.items():
        goal = GOALS[tier()].get(name) if page == MINE else None
        yield Figure(f"{page}, {name}: median", time["seconds"], "s here")
        yield Figure(f"{page}, {name}: over {STOCK} of its round", time["ratio"], "x", goal)


def limit_figures(name: str, times: dict[str, Any]) -> Iterator[Figure]:
    """Yield how near our Python comes to what no page with Pyodide's WebAssembly can beat."""
    if LIMIT in times:
        over = times[BARE]["seconds"] / times[LIMIT]["seconds"]
        goal = OVER_LIMIT if (tier(), name) == ("packed", "cold") else None
        yield Figure(f"{BARE}, {name}: over {LIMIT}", over, "x", goal)


def tier() -> str:
    """Return how pages of the built site start Python: `packed` from an image, `floor` from its files."""
    page = (ROOT / "site/calculator/index.html").read_text("utf-8")
    return "packed" if f"{PROGRAM}&#34;" in page or f"{PROGRAM}&quot;" in page else "floor"


def weight_figures(weights: dict[str, dict[str, int]]) -> Iterator[Figure]:
    """Yield what first visits take as figures with their goals."""
    for page, weight in weights.items():
        goal = GOALS[tier()]["bytes"] if page == MINE else None
        yield Figure(f"{page}: bytes, as sent", weight["bytes"], "bytes")
        yield Figure(f"{page}: bytes, over {STOCK}", weight["bytes"] / weights[STOCK]["bytes"], "x", goal)
        yield Figure(f"{page}: requests", weight["requests"], "requests")
        yield Figure(f"{page}: memory of its process, median", weight["memory"] / 2**20, "MiB here")


def doubts(run: Run) -> Iterator[Figure]:
    """Yield how many first visits were none, which would make every ratio of the run doubtful."""
    first = [visit for visit in run.visits if not visit.is_warm]
    whole = {page: max(visit.traffic.python for visit in run.of(page)) for page in PAGES if run.of(page)}
    cached = sum(visit.traffic.python < whole[visit.page] for visit in first)
    yield Figure("first visits that found some of Python in a cache", cached, "visits", 0)
    known = [visit.process for visit in first if visit.process]
    if known:
        shared = len(known) - len(set(known))
        yield Figure("first visits in a process that had shown another page", shared, "visits", 0)
