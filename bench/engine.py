"""From a checked request to a Quote and to its whole text, side by side with the sum written naively."""

import json
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import calculator
from bench.measure import Figure, Timings
from bench.requests import ASKED, as_json, checked
from calculator.contract import read_request
from calculator.preview import Quote, Request, preview
from calculator.reply import write_quote

_LINES = (1, 2, 5, 10, 20, 50, 100)
_YEARS = (1, 2, 5, 10)
_UNITS = ("day", "second", "month", "quarter", "month_then_day")


def naive(
    start: date, end: date, change: date, before: int, after: int, price: Decimal, rate: Decimal
) -> tuple[Decimal, Decimal]:
    """Return what a person in a hurry would write: due now and at renewal, with tax."""
    share = Decimal((end - change).days) / (end - start).days
    due_now = (after - before) * price * share * (1 + rate)
    renewal = after * price * (1 + rate)
    cent = Decimal("0.01")
    return due_now.quantize(cent, ROUND_HALF_UP), renewal.quantize(cent, ROUND_HALF_UP)


_NAIVE = (date(2026, 3, 10), date(2027, 3, 10), date(2026, 8, 8), 50, 80, Decimal("24.00"), Decimal("0.20"))


def _quoted(request: Request) -> tuple[Quote, object, object]:
    """Return the quote with both amounts, which it works out when they are asked for."""
    quote = preview(request)
    return quote, quote.due_now, quote.renewal


def _explained(request: Request) -> dict[str, Any]:
    return write_quote(preview(request))


def against_naive() -> list[Figure]:
    """Return what exactness, explanation and text cost, in naive sums."""
    request, text = checked(), as_json()
    assert [str(amount) for amount in naive(*_NAIVE)] == ["506.56", "2304.00"]
    timings = Timings(
        {
            "naive": lambda: naive(*_NAIVE),
            "quote": lambda: _quoted(request),
            "check": lambda: read_request(ASKED),
            "text": lambda: _explained(request),
            "json": lambda: calculator.answer("preview", text),
        }
    )
    return [
        Figure("the sum written naively with Decimal", timings.microseconds("naive"), "µs here"),
        Figure("checked request -> Quote", timings.ratio("quote", "naive"), "x naive", 15),
        Figure("JSON object -> checked request", timings.ratio("check", "naive"), "x naive"),
        Figure("checked request -> explained, full text", timings.ratio("text", "naive"), "x naive", 500),
        Figure("JSON text -> JSON text, as the page asks", timings.ratio("json", "naive"), "x naive"),
    ]


def growth_with_lines() -> list[Figure]:
    """Return the time of a line among n, over that of a line among a hundred: about 1 is linear."""
    requests = {count: checked(lines=ASKED["lines"] * count) for count in _LINES}
    subjects: dict[str, Callable[[], object]] = {}
    for count, request in requests.items():
        subjects[f"quote {count}"] = partial(_quoted, request)
        subjects[f"text {count}"] = partial(_explained, request)
    timings = Timings(subjects)
    most = _LINES[-1]
    return [
        Figure(
            f"{kind}, {count} lines: a line, over a line of {most}",
            timings.ratio(f"{kind} {count}", f"{kind} {most}") * most / count,
            "x",
        )
        for kind in ("quote", "text")
        for count in _LINES
    ]


def growth_with_term() -> list[Figure]:
    """Return the time of a request over a period of years, over that of one year, for each unit."""
    subjects: dict[str, Callable[[], object]] = {}
    for unit in _UNITS:
        for years in _YEARS:
            period = {"start": "2026-03-10", "end": f"{2026 + years}-03-10"}
            request = checked(period=period, change_at="2026-03-20", policy={"unit": unit})
            subjects[f"{unit} {years}"] = partial(_quoted, request)
    timings = Timings(subjects)
    return [
        Figure(f"{unit}, {years} years, over 1 year", timings.ratio(f"{unit} {years}", f"{unit} 1"), "x")
        for unit in _UNITS
        for years in _YEARS[1:]
    ]


def described_answer() -> str:
    """Return the amounts of the measured request, so that the reader sees that both compute the same."""
    answer = json.loads(calculator.answer("preview", as_json()))
    return f"{answer['due_now']['gross']} now, {answer['renewal']['gross']} at renewal"
