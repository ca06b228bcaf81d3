"""The other questions, side by side with as many separate previews."""

import json
from datetime import date, timedelta
from functools import partial
from typing import Any

import calculator
from bench.measure import Figure, Timings
from bench.requests import ASKED, as_json, checked, period_of
from calculator.money import read_amount
from calculator.preview import preview
from calculator.reconcile import reconcile

DAYS = 1096  # three years, of which one is a leap year
_GROWTH = (30, 365, 1096, 3652)


def schedule_against_previews() -> list[Figure]:
    """Return what a schedule costs, over asking each of its days separately."""
    period = period_of(DAYS - 1)
    start = date.fromisoformat(period["start"])
    days = [(start + timedelta(days=day)).isoformat() for day in range(DAYS)]
    texts = [as_json(period=period, change_at=day) for day in days]
    requests = [checked(period=period, change_at=day) for day in days]
    asked = as_json(period=period)
    assert len(json.loads(calculator.answer("schedule", asked))["points"]) == DAYS
    timings = Timings(
        {
            "schedule": lambda: calculator.answer("schedule", asked),
            "questions": lambda: [calculator.answer("preview", text) for text in texts],
            "sums": lambda: [preview(request).due_now for request in requests],
        },
        turns=5,
    )
    return [
        Figure(
            f"schedule of {DAYS:,} days, over as many preview questions",
            timings.ratio("schedule", "questions"),
            "x",
            0.5,
        ),
        Figure("the same, over the bare sums without text", timings.ratio("schedule", "sums"), "x"),
    ]


def growth_with_days() -> list[Figure]:
    """Return the time of a day in a schedule, over that of a day in the longest: about 1 is linear."""
    texts = {days: as_json(period=period_of(days), change_at="2026-03-20") for days in _GROWTH}
    timings = Timings(
        {str(days): partial(calculator.answer, "schedule", text) for days, text in texts.items()},
        turns=5,
    )
    most = _GROWTH[-1]
    return [
        Figure(
            f"schedule of {days:,} days: a day, over a day of {most:,}",
            timings.ratio(str(days), str(most)) * (most + 1) / (days + 1),
            "x",
        )
        for days in _GROWTH
    ]


def reconcile_against_preview() -> list[Figure]:
    """Return what trying every convention costs, over one preview question."""
    without_tax: dict[str, Any] = {key: value for key, value in ASKED.items() if key != "tax"}
    amount = read_amount("420.16")
    assert amount is not None
    found = reconcile(checked(), amount)
    asked, one = json.dumps(without_tax | {"amount": "420.16"}), json.dumps(without_tax)
    assert json.loads(calculator.answer("reconcile", asked))["matches"]
    timings = Timings(
        {
            "reconcile": lambda: calculator.answer("reconcile", asked),
            "preview": lambda: calculator.answer("preview", one),
        }
    )
    return [
        Figure("conventions tried", found.tried, "conventions"),
        Figure(
            "reconcile over all of them, over one preview question",
            timings.ratio("reconcile", "preview"),
            "x",
        ),
    ]
