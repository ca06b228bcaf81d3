"""When to buy: the charge on the day asked, at the start of each coming month, and at renewal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from calculator.desk.asked import Asked, Json, gross
from calculator.desk.axis import share, ticks
from calculator.language import formats
from calculator.language.answers import money_of
from calculator.language.operands import catalogue, told
from calculator.period import add_months
from calculator.preview import Quote, Request, preview
from calculator.step import Operand

_MAX_MONTHS = 24


def answer_when_to_buy(given: Mapping[str, Any]) -> Json:
    """Return what the change costs on each day worth waiting for, as a table and as bars."""
    asked = Asked(given)
    if not asked.is_sound:
        return asked.refused()
    request = asked.request
    months, every = _months(request)
    first, end = request.change_at.date(), request.period.end.date()
    quotes = [_bought(request, on) for on in dict.fromkeys((first, *months, end))]
    amounts = [quote.due_now.gross for quote in quotes]
    axis = ticks(amounts, request.decimals)
    words = catalogue(request.language)
    return {
        "ok": True,
        "caption": _caption(request, every),
        "columns": [
            words.text(key) for key in ("control.change_at", "output.due_now", "when_to_buy.column_note")
        ],
        "rows": [_row(quote, request, axis) for quote in quotes],
        "ticks": [{"share": share(tick, axis), "text": _tick_text(tick, request)} for tick in axis],
        "chart": _chart(quotes, request),
        "text": _advice(quotes, request),
    }


def _months(request: Request) -> tuple[list[date], int]:
    """Return the first days of the coming months of the period, or of every n-th of them, and n."""
    first, end = request.change_at.date(), request.period.end.date()
    count = (end.year - first.year) * 12 + end.month - first.month
    starts = [add_months(first.replace(day=1), month) for month in range(1, count + 1)]
    starts = [start for start in starts if start < end]
    every = max(1, -(-len(starts) // _MAX_MONTHS))
    return starts[::every], every


def _bought(request: Request, on: date) -> Quote:
    return preview(replace(request, change_at=datetime.combine(on, time())))


def _row(quote: Quote, request: Request, axis: list[Fraction]) -> Json:
    on, language = quote.request.change_at.date(), request.language
    return {
        "on": on.isoformat(),
        "label": formats.date_text(on, language),
        "note": _note(on, request),
        "due_now": gross(quote),
        "share": share(quote.due_now.gross, axis),
    }


def _note(on: date, request: Request) -> str:
    notes = {"asked": request.change_at.date(), "renewal": request.period.end.date()}
    words = catalogue(request.language)
    return ", ".join(words.text(f"when_to_buy.{note}") for note, day in notes.items() if day == on)


def _tick_text(tick: Fraction, request: Request) -> str:
    decimals = 0 if tick.denominator == 1 else request.decimals
    return formats.amount_text(tick, request.currency, decimals, request.language)


def _caption(request: Request, every: int) -> str:
    words = catalogue(request.language)
    caption = words.text("when_to_buy.caption")
    if every == 1:
        return caption
    return f"{caption} {words.text('when_to_buy.every', months=words.count('unit.month', every))}"


def _chart(quotes: list[Quote], request: Request) -> str:
    first, last = quotes[0], quotes[-1]
    facts: dict[str, Operand] = {
        "first": first.due_now.gross,
        "on": first.request.change_at.date(),
        "last": last.due_now.gross,
        "end": last.request.change_at.date(),
        "bars": len(quotes),
    }
    key = "chart" if len(quotes) > 1 else "chart_one"
    return told(f"when_to_buy.{key}", facts, request.language, money_of(request))


def _advice(quotes: list[Quote], request: Request) -> str:
    """Return what waiting saves, and that the licenses come later."""
    now, last = quotes[0].due_now.gross, quotes[-1].due_now.gross
    if len(quotes) == 1:
        return told("when_to_buy.at_renewal", {}, request.language)
    following = quotes[1]
    on = following.request.change_at.date()
    facts: dict[str, Operand] = {
        "now": now,
        "on": on,
        "then": following.due_now.gross,
        "saved": abs(now - following.due_now.gross),
        "days_waited": (on - request.change_at.date()).days,
        "end": request.period.end.date(),
        "saved_in_all": now - last,
    }
    if now <= last:
        key = "nothing_saved"
    elif following is quotes[-1]:
        key = "saved_at_renewal"
    else:
        key = "saved" if following.due_now.gross < now else "saved_later"
    return told(f"when_to_buy.{key}", facts, request.language, money_of(request))
