"""What the visits say: ratios to stock Pyodide with micropip, round by round."""

from collections.abc import Callable
from functools import partial
from statistics import median

from bench.measure import Figure
from bench.start.visits import CONDITIONS, PAGES, STOCK, Visit, by_page, visit_all

# The goals of our page: a ratio to stock, under each condition, cold and warm.
GOALS = {("plain", False): 0.35, ("plain", True): 0.40, ("network", False): 0.75, ("processor", False): 0.35}
_BYTES_GOAL = 0.70
_WORDS = {False: "cold", True: "warm"}


def _measure(name: str) -> list[Figure]:
    visits = visit_all(CONDITIONS[name])
    figures = [figure for is_warm in (False, True) for figure in _times(visits, name, is_warm)]
    return figures + (_sizes(visits) if name == "plain" else [])


def _times(visits: list[Visit], name: str, is_warm: bool) -> list[Figure]:
    pages = by_page(visits, is_warm)
    if not pages:
        return []
    base, word = pages[STOCK], _WORDS[is_warm]
    seconds = median(visit.milliseconds for visit in base) / 1000
    figures = [Figure(f"{STOCK}, {word}: its median", seconds, "s")]
    for page in PAGES:
        pairs = zip(pages[page], base, strict=True)
        ratio = median(mine.milliseconds / other.milliseconds for mine, other in pairs)
        goal = GOALS.get((name, is_warm)) if page == "prorata" else None
        figures.append(Figure(f"{page}, {word}, over {STOCK} of its round", ratio, "x", goal))
    return figures


def _sizes(visits: list[Visit]) -> list[Figure]:
    pages = by_page(visits, is_warm=False)
    base = pages[STOCK][0].bytes
    figures = [Figure(f"{STOCK}: bytes, as sent", base, "bytes")]
    for page, mine in pages.items():
        goal = _BYTES_GOAL if page == "prorata" else None
        figures.append(Figure(f"{page}: bytes, over {STOCK}", mine[0].bytes / base, "x", goal))
        figures.append(Figure(f"{page}: requests", mine[0].requests, ""))
        memory = median(visit.memory for visit in mine) / 2**20
        figures.append(Figure(f"{page}: memory of its process, median", memory, "MiB"))
    return figures


MEASURES: dict[str, Callable[[], list[Figure]]] = {
    f"First answer: {condition.name}": partial(_measure, name) for name, condition in CONDITIONS.items()
}
