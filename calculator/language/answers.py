"""Every sentence and table of the other questions, from results that are already worked out."""

from datetime import date
from fractions import Fraction
from typing import Any

from calculator.afford import Affordable
from calculator.compare import HALVES, Outcome
from calculator.faults import shown
from calculator.language import formats
from calculator.language.operands import Money, catalogue, told
from calculator.language.sentences import convention_texts
from calculator.period import add_months
from calculator.preview import Request
from calculator.reconcile import Match, Reconciliation
from calculator.schedule import Point
from calculator.step import Operand

# Up to here a table shows each day; beyond, the days on which a month of the period begins.
_EACH_DAY = 31

type Table = dict[str, Any]


def money_of(request: Request) -> Money:
    """Return how the amounts of an answer to this request are written."""
    return Money(request.currency, request.decimals, request.language)


def schedule_table(request: Request, points: list[Point]) -> Table:
    """Return the days that a person would look for: month by month, the asked one, the last, the renewal."""
    words, money, shown = catalogue(request.language), money_of(request), _shown_days(request)
    rows = [
        [formats.date_text(point.on, request.language), money.text(point.due_now), _note(request, point.on)]
        for point in points
        if point.on in shown
    ]
    return {"columns": [words.text("control.change_at"), words.text("output.due_now"), ""], "rows": rows}


def _shown_days(request: Request) -> set[date]:
    period = request.period
    first, end = period.start.date(), period.end.date()
    if period.days <= _EACH_DAY:
        return {date.fromordinal(day) for day in range(first.toordinal(), end.toordinal() + 1)}
    months = (end.year - first.year) * 12 + end.month - first.month
    starts = {add_months(first, month) for month in range(months + 1)}
    return {day for day in starts if day <= end} | {request.change_at.date(), period.last_day, end}


def _note(request: Request, on: date) -> str:
    period = request.period
    notes = {period.end.date(): "renewal", period.last_day: "last_day", request.change_at.date(): "asked"}
    return catalogue(request.language).text(f"schedule.{notes[on]}") if on in notes else ""


def afford_text(found: Affordable, budget: Fraction) -> str:
    """Return what the budget pays for, and what one license more would cost."""
    request = found.quote.request
    line = request.lines[found.line]
    operands: dict[str, Operand] = {
        "budget": budget,
        "total": line.quantity_after,
        "quantity_added": found.quantity_added,
        "due_now": found.quote.due_now.gross,
    }
    if found.one_more:
        operands["one_more"] = found.one_more.due_now.gross
    key = "none" if not found.quantity_added else "fits" if found.one_more else "fits_all"
    sentence = told(f"afford.{key}", operands, request.language, money_of(request))
    words = catalogue(request.language)
    return words.text("step.of_line", label=line.label, sentence=sentence) if line.label else sentence


def reconcile_text(found: Reconciliation, amount: Fraction) -> str:
    """Return how many conventions give the amount; where none does, which one comes closest."""
    request = found.closest.quote.request
    money = money_of(request)
    if found.matches:
        number = len(found.matches)
        return catalogue(request.language).count("reconcile.found", number, amount=money.exact(amount))
    operands: dict[str, Operand] = {
        "amount": amount,
        "tried": found.tried,
        "closest": found.closest.amount,
    }
    nothing = told("reconcile.nothing", operands, request.language, money)
    return f"{nothing} {match_text(found.closest)}"


def match_text(match: Match) -> str:
    """Return a convention in words, by its label where it has a name, and with tax which amount it gives."""
    request = match.quote.request
    words = catalogue(request.language)
    said = convention_texts(match.policy, request.language)
    if match.name:
        label = words.text(f"preset.{match.name}.label")
        said = [words.text("reconcile.named", label=label, name=match.name)]
    if request.tax:
        said.append(words.text(f"reconcile.{match.on}"))
    return " ".join(said)


def scenario_name(outcome: Outcome, number: int, language: str) -> str:
    """Return the reader's own name of a scenario, or ours; `number` counts from 1."""
    scenario, words = outcome.scenario, catalogue(language)
    if scenario.name is not None:
        return scenario.name
    if scenario.kind == HALVES:
        return told("compare.half_now", {"on": shown(scenario.purchases[-1].change_at)}, language)
    return words.text(f"compare.{scenario.kind or 'scenario'}", number=number)


def outcome_text(outcome: Outcome, name: str, request: Request) -> str:
    """Return a scenario as one sentence: each purchase with its day and totals, then the renewal."""
    language, money = request.language, money_of(request)
    purchases = []
    for quote in outcome.quotes:
        operands: dict[str, Operand] = {
            "amount": quote.due_now.gross,
            "on": shown(quote.request.change_at),
            "totals": _totals_text(quote.request),
        }
        purchases.append(told("compare.purchase", operands, language, money))
    facts: dict[str, Operand] = {
        "name": name,
        "purchases": ", ".join(purchases) or catalogue(language).text("compare.nothing"),
        "renewal": outcome.renewal.gross,
        "on": request.period.end.date(),
        "total": outcome.total,
    }
    return told("compare.outcome", facts, language, money)


def _totals_text(request: Request) -> str:
    """Return the new totals side by side: each product has a dialog of its own."""
    return " · ".join(formats.number_text(line.quantity_after, request.language) for line in request.lines)


def compare_table(names: list[str], outcomes: list[Outcome], request: Request) -> Table:
    """Return one row a scenario: paid before the renewal, at the renewal, in all."""
    words, money = catalogue(request.language), money_of(request)
    columns = [
        words.text("compare.column_name"),
        words.text("compare.column_before"),
        told("output.renewal_on", {"on": request.period.end.date()}, request.language),
        words.text("compare.column_total"),
    ]
    rows = [
        [name, money.text(o.before_renewal), money.text(o.renewal.gross), money.text(o.total)]
        for name, o in zip(names, outcomes, strict=True)
    ]
    return {"columns": columns, "rows": rows}
