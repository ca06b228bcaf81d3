"""The whole measurement of a start: five conditions in three browsers, printed as it goes, then published."""

from collections.abc import Iterator
from typing import Any

from bench.measure import Figure
from bench.start import figures, published
from bench.start.visits import CONDITIONS, ROUNDS, python_before_intent, visit_all


def start(rounds: int = ROUNDS) -> Iterator[tuple[str, list[Figure]]]:
    """Yield each condition and its figures; a run of enough rounds is published at the end.

    Linux only, with the three browsers. 7 rounds take about 35 minutes, 20 of them on the slow network.
    """
    times, browsers, weights = dict[str, Any](), dict[str, str](), dict[str, dict[str, int]]()
    for name, condition in CONDITIONS.items():
        run = visit_all(condition, rounds)
        found = dict(figures.times_of(name, run))
        shown = [figure for kind in found for figure in figures.time_figures(kind, found[kind])]
        shown += [figure for kind in found for figure in figures.limit_figures(kind, found[kind])]
        if name == "plain":
            weights = figures.weights_of(run)
            shown += figures.weight_figures(weights)
        yield f"First answer {condition.name}, {rounds} rounds", [*shown, *figures.doubts(run)]
        times |= found
        browsers[condition.running.__name__] = run.browser
    unasked = python_before_intent()
    yield "Before the reader touches the form", [Figure("bytes of Python fetched", unasked, "bytes", 0)]
    if rounds >= ROUNDS:
        published.publish({"rounds": rounds, "browsers": browsers, "times": times, "weights": weights})
