"""Up to three scenarios side by side: the same form with another day of purchase, or another new total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from calculator.checks import Check
from calculator.desk.asked import Asked, Json, quote_of
from calculator.language import formats
from calculator.language.answers import money_of
from calculator.language.operands import catalogue, told
from calculator.period import add_months
from calculator.preview import Quote, Request
from calculator.step import Operand

MAX_SCENARIOS = 3
_FIELDS = ("change_at", "quantity_after")
# Where a fault of a scenario's own form stands among its two fields.
_FIELD_OF = {"change_at": "change_at"} | dict.fromkeys(("quantity_after", "quantity_added"), "quantity_after")


@dataclass(frozen=True)
class _Scenario:
    """One scenario's estimate, and what to call it."""

    quote: Quote
    name: str

    @property
    def total(self) -> Fraction:
        """All that is paid up to and with the renewal, gross."""
        return self.quote.due_now.gross + self.quote.renewal.gross


def answer_scenarios(given: Mapping[str, Any]) -> Json:
    """Return `scenarios` side by side, or three worth comparing where that is left out."""
    asked = Asked(given, ("scenarios",))
    texts = _read_texts(asked)
    if not asked.is_sound:
        return asked.refused()
    answers = [asked.instead(**_replaced(one)) for one in (texts or _suggested(asked.request))]
    errors = [
        _error_at(error, index) for index, answer in enumerate(answers) for error in answer.get("errors", ())
    ]
    if errors:
        return {"ok": False, "errors": errors}
    scenarios = _named([quote_of(answer) for answer in answers], asked.request)
    return {
        "ok": True,
        "scenarios": [_written(scenario) for scenario in scenarios],
        "table": _table(scenarios, asked.request),
        "text": _text(scenarios, asked.request),
    }


def _read_texts(asked: Asked) -> list[dict[str, str]]:
    """Return the texts of the scenarios that were given; what is none is kept as a fault."""
    if "scenarios" not in asked.own:
        return []
    check = Check(asked.faults)
    texts = []
    for index, given in enumerate(check.items(asked.own, "scenarios", "", MAX_SCENARIOS) or []):
        path = f"scenarios[{index}]"
        fields = check.object_of(given, path, _FIELDS) or {}
        for name in _FIELDS:
            if not isinstance(fields.get(name, ""), str):
                check.add("wrong_type", f"{path}.{name}", "wrong_type.text")
        texts.append({name: fields[name] for name in _FIELDS if name in fields})
    return texts


def _replaced(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the controls that a scenario changes; its new total stands for the number to add, too."""
    changed = {name: text for name, text in texts.items() if text.strip()}
    return changed | ({"quantity_added": ""} if "quantity_after" in changed else {})


def _suggested(request: Request) -> list[dict[str, str]]:
    """Return as typed, the first of the next month, and at renewal, each day once."""
    first, end = request.change_at.date(), request.period.end.date()
    days = dict.fromkeys((first, _next_month(first, end), end))
    return [{"change_at": day.isoformat()} for day in days]


def _next_month(on: date, end: date) -> date:
    """Return the first day of the next month, or the end of the period where that comes first."""
    is_last = (on.year, on.month) == (end.year, end.month)
    return end if is_last else min(add_months(on.replace(day=1), 1), end)


def _error_at(error: Json, index: int) -> Json:
    field = _FIELD_OF.get(error["field"])
    return error | {"field": f"scenarios[{index}].{field}" if field else f"scenarios[{index}]"}


def _named(quotes: Sequence[Quote], request: Request) -> list[_Scenario]:
    """Return the scenarios by what they stand for, once each; the others by their number."""
    words = catalogue(request.language)
    first, end = request.change_at.date(), request.period.end.date()
    keys = {_next_month(first, end): "scenarios.next_month", end: "compare.at_renewal"}
    keys |= {first: "scenarios.asked"}
    named = []
    for number, quote in enumerate(quotes, 1):
        same_lines = quote.request.lines == request.lines
        key = keys.pop(quote.request.change_at.date(), "") if same_lines else ""
        named.append(_Scenario(quote, words.text(key or "compare.scenario", number=number)))
    return named


def _written(scenario: _Scenario) -> Json:
    request = scenario.quote.request
    return {
        "change_at": formats.date_text(request.change_at.date(), request.language),
        "quantity_after": str(request.lines[0].quantity_after),
        "name": scenario.name,
    }


def _table(scenarios: list[_Scenario], request: Request) -> Json:
    language = request.language
    words, money = catalogue(language), money_of(request)
    quotes = [scenario.quote for scenario in scenarios]
    dates = [formats.date_text(quote.request.change_at.date(), language) for quote in quotes]
    totals = [formats.number_text(quote.request.lines[0].quantity_after, language) for quote in quotes]
    renewal = told("output.renewal_on", {"on": request.period.end.date()}, language)
    return {
        "caption": words.text("scenarios.caption"),
        "columns": ["", *(scenario.name for scenario in scenarios)],
        "rows": [
            [words.text("control.change_at"), *dates],
            [words.text("control.quantity_after"), *totals],
            [words.text("output.due_now"), *(money.text(quote.due_now.gross) for quote in quotes)],
            [renewal, *(money.text(quote.renewal.gross) for quote in quotes)],
            [words.text("scenarios.total"), *(money.text(scenario.total) for scenario in scenarios)],
        ],
    }


def _text(scenarios: list[_Scenario], request: Request) -> str:
    """Return which scenario costs least, by how much, and what that leaves out."""
    language = request.language
    if len(scenarios) == 1:
        return catalogue(language).text("scenarios.alone")
    cheapest = min(scenarios, key=lambda scenario: scenario.total)
    dearest = max(scenarios, key=lambda scenario: scenario.total)
    if cheapest.total == dearest.total:
        return catalogue(language).text("scenarios.same")
    facts: dict[str, Operand] = {
        "cheapest": cheapest.name,
        "dearest": dearest.name,
        "saved": dearest.total - cheapest.total,
    }
    is_alike = len({scenario.quote.request.lines for scenario in scenarios}) == 1
    return told(
        "scenarios.cheapest" if is_alike else "scenarios.cheapest_unlike",
        facts,
        language,
        money_of(request),
    )
