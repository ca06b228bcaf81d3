"""Timings that a shared machine can't bend: what is compared runs in turns, and ratios are read."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median

TURNS = 31
_TURN_SECONDS = 0.005  # short, so that what slows one subject down slows its neighbor too


@dataclass(frozen=True)
class Figure:
    """One measured figure; `at_most` is the goal, None where it only informs."""

    what: str
    value: float
    unit: str
    at_most: float | None = None

    @property
    def line(self) -> str:
        """The figure as a line of text."""
        goal = "" if self.at_most is None else f"   goal: at most {self.at_most:g}, {self.verdict}"
        return f"  {self.what:<62} {self.value:>10,.2f} {self.unit}{goal}"

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        return "met" if self.at_most is None or self.value <= self.at_most else "MISSED"


@dataclass(frozen=True)
class Note:
    """What is measured, in words."""

    line: str


class Timings:
    """Seconds for one call of each subject, turn by turn."""

    def __init__(self, subjects: Mapping[str, Callable[[], object]], turns: int = TURNS) -> None:
        repeats = {name: _repeats(call) for name, call in subjects.items()}
        self._seconds: dict[str, list[float]] = {name: [] for name in subjects}
        order, shuffled = list(subjects), Random(1)
        for _ in range(turns):
            shuffled.shuffle(order)  # so that what slows the machine at intervals hits no one in particular
            for name in order:
                self._seconds[name].append(_seconds(subjects[name], repeats[name]))

    def microseconds(self, name: str) -> float:
        """Return the median time of one call."""
        return median(self._seconds[name]) * 1e6

    def ratio(self, name: str, to: str) -> float:
        """Return the median, over the turns, of one subject's time over another's in the same turn."""
        pairs = zip(self._seconds[name], self._seconds[to], strict=True)
        return median(mine / other for mine, other in pairs)


def _repeats(call: Callable[[], object]) -> int:
    call()  # the first call fills caches
    once = _seconds(call, 1)
    return max(1, round(_TURN_SECONDS / max(once, 1e-9)))


def _seconds(call: Callable[[], object], repeats: int) -> float:
    started = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - started) / repeats
