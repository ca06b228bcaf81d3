"""Questions that between them lead through every line of the calculator that the page downloads.

`python -m tests.runtime.every_path` writes every-path.json anew, from what the tests of the calculator ask;
with `missed` it prints the lines that no question leads to.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import calculator
from runtime.pack import NOT_FOR_THE_PAGE
from tests.worked_example import FIFTY_TO_EIGHTY

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("every-path.json")
FORM = dict(FIFTY_TO_EIGHTY)
PREVIEW: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
}
TIERS = {"tier_model": "volume", "tiers": [{"up_to": None, "unit_price": "24.00"}]}
# Mistakes that the tests of the calculator make one at a time, through other doors.
BY_HAND: list[tuple[str, Any]] = [
    ("preview", " " * 300_000),
    ("preview", "[" * 30),
    ("preview", "{"),
    ("preview", "[]"),
    ("preview", '{"currency": "EUR", "currency": "USD"}'),
    ("preview", '{"currency": NaN}'),
    ("preview", PREVIEW | {"change_at": 5}),
    ("preview", PREVIEW | {"currency": 5}),
    ("preview", PREVIEW | {"period": []}),
    ("preview", PREVIEW | {"period": {"start": "2027-03-10", "end": "2026-03-10"}}),
    ("preview", {key: value for key, value in PREVIEW.items() if key != "period"}),
    ("preview", PREVIEW | {"tax": []}),
    ("preview", PREVIEW | {"tax": {"rate": "20", "on": 5}}),
    ("preview", PREVIEW | {"tax": {"rate": "20", "prices_include_tax": 5}}),
    ("preview", PREVIEW | {"tax": {"rate": "20", "prices_include_tax": True, "on": "exact_net"}}),
    ("preview", PREVIEW | {"lines": [5]}),
    ("preview", PREVIEW | {"lines": [PREVIEW["lines"][0] | TIERS]}),
    ("preview", PREVIEW | {"policy": {"round_rate": 5}}),
    ("form", {"form": FORM | {"unit_price": 5}, "language": "fr", "unknown": 1}),
    ("form", {"form": FORM, "language": "fr", "written_in": "de"}),
    ("form", {"form": FORM | {"period_end": "0001-01-05"}, "language": "fr"}),
    ("form", {"form": FORM | {"period_end": "10 mur 2027"}, "language": "fr"}),
    ("form", {"form": FORM | {"unit_price": "1.2.3,4"}, "language": "fr"}),
    ("when_to_buy", {"form": FORM, "language": "fr", "today": "2026-99-99"}),
    ("preview", PREVIEW | {"lines": [{"quantity_before": 1, "quantity_after": 2, **TIERS, "tiers": [5]}]}),
    ("reply", {"form": FORM | {"tax_rate": "20", "tax_included": "oui"}, "language": "fr"}),
]
type Question = tuple[str, str]
type Line = tuple[str, int]
TOOL = 3  # one that neither debuggers nor coverage use


def every_path() -> list[Question]:
    """Return the questions of the file, and those by hand."""
    by_hand = [(asked, given if isinstance(given, str) else json.dumps(given)) for asked, given in BY_HAND]
    return [(question, text) for question, text in json.loads(KEPT.read_text("utf-8"))] + by_hand


def lines() -> set[Line]:
    """Return every line of the calculator's packed functions, by module and number."""
    sources = [path for path in (ROOT / "calculator").rglob("*.py") if _is_packed(path)]
    return {line for path in sources for line in _lines_of_functions(path)}


def reached(questions: Iterable[Question]) -> Iterator[set[Line]]:
    """Yield, for each question asked, the lines that none before it has led to."""
    new: set[Line] = set()

    def note(code: CodeType, number: int) -> object:
        path = Path(code.co_filename)
        if path.is_relative_to(ROOT / "calculator"):
            new.add((_module(path), number))
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, "every path")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, note)
    sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)
    sys.monitoring.restart_events()
    try:
        for question in questions:
            calculator.answer(*question)
            yield set(new)
            new.clear()
    finally:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)


def _is_packed(path: Path) -> bool:
    return not str(path.relative_to(ROOT)).startswith(NOT_FOR_THE_PAGE)


def _module(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines_of_functions(path: Path) -> Iterator[Line]:
    """Yield what no import runs: the lines in functions."""
    whole = compile(path.read_text("utf-8"), str(path), "exec")
    for function in _functions(whole):
        first = function.co_firstlineno
        for _, _, number in function.co_lines():
            if number and number != first:
                yield _module(path), number


def _functions(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & 0x0001:  # CO_OPTIMIZED: a function, not the body of a class
                yield one
            yield from _functions(one)


class Listener:
    """A plugin of pytest that notes what is asked of the calculator."""

    def __init__(self) -> None:
        self.asked: set[Question] = set()
        for name in ("preview", "form"):
            setattr(
                calculator, name, self._noting(getattr(calculator, name), lambda given, of=name: (of, given))
            )
        calculator.ask = self._noting(calculator.ask, lambda question, given: (question, given))
        calculator.answer = self._noting(calculator.answer, lambda question, text: (question, text))

    def _noting(self, call: Callable[..., Any], read: Callable[..., tuple[str, Any]]) -> Callable[..., Any]:
        def noting(*given: Any) -> Any:
            question, asked = read(*given)
            with suppress(TypeError, ValueError):  # what no JSON says
                self.asked.add((question, asked if isinstance(asked, str) else json.dumps(asked)))
            return call(*given)

        return noting


def write() -> None:
    """Write the file: of all that the tests ask, shortest first, what leads to a new line."""
    import pytest

    listener = Listener()
    quick = "not test_properties and not test_hostile and not prove"
    pytest.main(["-q", "-p", "no:xdist", "-k", quick, str(ROOT / "tests/calculator")], plugins=[listener])
    candidates = sorted(listener.asked, key=lambda asked: (len(asked[1]), asked))
    chosen = [asked for asked, new in zip(candidates, reached(candidates), strict=True) if new & lines()]
    KEPT.write_text(json.dumps(chosen, indent=0, ensure_ascii=True) + "\n", "utf-8")
    print(f"{len(chosen)} of {len(candidates)} questions kept")


if __name__ == "__main__":
    if sys.argv[1:] == ["missed"]:
        print(json.dumps(sorted(lines() - set[Line]().union(*reached(every_path())))))
    else:
        write()
