"""The other questions as JSON: a request and a little more in, an answer with its sentences out.

Every amount comes from `preview`; every text from `language`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import Any

from calculator.afford import afford
from calculator.checks import Check, Faults
from calculator.compare import Outcome, compare, usual_scenarios
from calculator.contract import read_language, read_request
from calculator.contract_lines import MAX_QUANTITY
from calculator.language import answers
from calculator.money import decimal_text
from calculator.preview import Quote, Request
from calculator.reconcile import Match, reconcile
from calculator.reply import write_conventions, write_faults, write_policy
from calculator.scenarios import read_scenarios
from calculator.schedule import schedule

type Json = dict[str, Any]


def answer_schedule(given: Mapping[str, Any]) -> Json:
    """Return what the change costs on each day of the period, and a table of the days that matter."""
    request, check = _read(given, ())
    if request is None:
        return _refused(given, check)
    points = schedule(request)
    dated = [
        {"on": point.on.isoformat(), "due_now": decimal_text(point.due_now, request.decimals)}
        for point in points
    ]
    return {"ok": True, "points": dated, "table": answers.schedule_table(request, points)}


def answer_afford(given: Mapping[str, Any]) -> Json:
    """Return the largest new total that `budget` pays for on `line` (the first where it is left out)."""
    request, check = _read(given, ("budget", "line"))
    budget = check.amount(given, "budget", "")
    index = _line_index(check, given, request)
    if request is None or budget is None or check.faults:
        return _refused(given, check)
    found = afford(request, budget, index, MAX_QUANTITY)
    more = found.one_more
    return {
        "ok": True,
        "fits": found.quantity_added > 0,
        **_total(found.quote, index),
        "one_more": _total(more, index) if more else None,
        "text": answers.afford_text(found, budget),
    }


def answer_reconcile(given: Mapping[str, Any]) -> Json:
    """Return the conventions that turn the request into `amount`, most common first."""
    request, check = _read(given, ("amount",))
    amount = _signed_amount(check, given)
    if request is None or amount is None or check.faults:
        return _refused(given, check)
    found = reconcile(request, amount)
    return {
        "ok": True,
        "matches": [_match(match) for match in found.matches],
        "text": answers.reconcile_text(found, amount),
    }


def answer_compare(given: Mapping[str, Any]) -> Json:
    """Return what each of `scenarios` costs, or each of the three usual ones."""
    request, check = _read(given, ("scenarios",))
    scenarios = read_scenarios(check, given, request) if "scenarios" in given else None
    if request is None or check.faults:
        return _refused(given, check)
    outcomes = compare(request, scenarios or usual_scenarios(request))
    names = [
        answers.scenario_name(outcome, number, request.language) for number, outcome in enumerate(outcomes, 1)
    ]
    return {
        "ok": True,
        "scenarios": [_outcome(o, name, request) for o, name in zip(outcomes, names, strict=True)],
        "table": answers.compare_table(names, outcomes, request),
    }


def answer_conventions(given: Mapping[str, Any]) -> Json:
    """Return the named conventions, most common first; `language` is all that can be asked."""
    language, faults = read_language(given)
    check = Check(faults)
    check.unknown_fields(given, ("language",), "")
    if faults:
        return write_faults(faults, language)
    return {"ok": True, "conventions": write_conventions(language)}


def _read(given: Mapping[str, Any], own: Sequence[str]) -> tuple[Request | None, Check]:
    """Return the request without the question's own fields, and the faults found so far."""
    try:
        return read_request({key: value for key, value in given.items() if key not in own}), Check([])
    except Faults as found:
        return None, Check(found.faults)


def _refused(given: Mapping[str, Any], check: Check) -> Json:
    return write_faults(check.faults, read_language(given)[0])


def _line_index(check: Check, given: Mapping[str, Any], request: Request | None) -> int:
    """Return the index of the line to add to, which can take one license more."""
    if request is None:
        return 0
    index = check.integer({"line": 0, **given}, "line", "", len(request.lines) - 1)
    if index is not None and request.lines[index].quantity_before >= MAX_QUANTITY:
        path = f"lines[{index}].quantity_before"
        check.add("out_of_range", path, minimum=0, maximum=MAX_QUANTITY - 1)
    return index or 0


def _signed_amount(check: Check, given: Mapping[str, Any]) -> Fraction | None:
    """Return the amount to explain; the one of a credit begins with a minus sign."""
    text = given.get("amount")
    if not (isinstance(text, str) and text.startswith("-")):
        return check.amount(given, "amount", "")
    amount = check.amount({"amount": text[1:]}, "amount", "")
    return None if amount is None else -amount


def _total(quote: Quote, index: int) -> Json:
    line = quote.request.lines[index]
    due_now = _gross(quote.due_now.gross, quote.request)
    return {
        "quantity_after": line.quantity_after,
        "quantity_added": line.quantity_added,
        "due_now": due_now,
    }


def _gross(amount: Fraction, request: Request) -> Json:
    text = answers.money_of(request).text(amount)
    return {"gross": decimal_text(amount, request.decimals), "text": text}


def _match(match: Match) -> Json:
    return {
        "policy": write_policy(match.policy),
        "name": match.name,
        "on": match.on,
        "differs_in": list(match.differs_in),
        "text": answers.match_text(match),
    }


def _outcome(outcome: Outcome, name: str, request: Request) -> Json:
    renewal = {"on": request.period.end.date().isoformat()} | _gross(outcome.renewal.gross, request)
    return {
        "name": name,
        "purchases": [_purchase(quote) for quote in outcome.quotes],
        "before_renewal": _gross(outcome.before_renewal, request),
        "renewal": renewal,
        "total": _gross(outcome.total, request),
        "text": answers.outcome_text(outcome, name, request),
    }


def _purchase(quote: Quote) -> Json:
    request = quote.request
    return {
        "change_at": _moment(request.change_at),
        "quantities_after": [line.quantity_after for line in request.lines],
        "due_now": _gross(quote.due_now.gross, request),
    }


def _moment(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
