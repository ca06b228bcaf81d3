"""Quote, faults -> JSON: the contract's answer, its sentences in the request's language."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from calculator.contract import quantities
from calculator.explain import Step, explain
from calculator.faults import Fault
from calculator.language import sentences
from calculator.money import decimal_text, exact_text, price_text
from calculator.preview import LineItem, Quote


def write_quote(quote: Quote) -> dict[str, Any]:
    """Return the answer of the contract to a quote, its sentences in the request's language."""
    request, steps = quote.request, explain(quote)
    decimals = request.decimals
    return {
        "ok": True,
        "due_now": _amounts(quote, quote.due_now)
        | {"exact_net": exact_text(quote.exact_due_now, decimals), "text": _text(quote, quote.due_now)},
        "renewal": {"on": request.period.end.date().isoformat()}
        | _amounts(quote, quote.renewal)
        | {"text": _text(quote, quote.renewal)},
        "line_items": [_line_item(item, quote) for item in quote.line_items],
        "steps": [_step(step, quote) for step in steps],
        "assumptions": sentences.assumption_texts(quote),
        "warnings": [_fault(w, request.language, sentences.warning_text) for w in find_warnings(quote)],
        "summary": sentences.summary(quote, steps),
    }


def write_faults(faults: Sequence[Fault], language: str) -> dict[str, Any]:
    """Return the answer of the contract to a request with faults."""
    return {"ok": False, "errors": [_fault(fault, language, sentences.fault_text) for fault in faults]}


def find_warnings(quote: Quote) -> list[Fault]:
    """Return what could cost the reader money although the request is sound."""
    request, period = quote.request, quote.request.period
    found = [
        Fault(
            "total_looks_like_added",
            f"lines[{index}].quantity_after",
            quantities(line.quantity_before, line.quantity_after),
        )
        for index, line in enumerate(request.lines)
        if 0 < line.quantity_after < line.quantity_before
    ]
    if all(not line.quantity_added and not line.price_difference for line in request.lines):
        first = request.lines[0]
        facts = quantities(first.quantity_before, first.quantity_after)
        found.append(Fault("nothing_changes", "lines[0].quantity_after", facts))
    if request.change_at.date() == period.end.date():
        found.append(Fault("on_billing_date", "change_at"))
    elif request.change_at.date() == period.last_day:
        found.append(Fault("last_day", "change_at", {"on": period.end.date()}))
    if period.has_leap_day:
        found.append(Fault("leap_day_in_period", "period", {"days_in_period": period.days}))
    if quote.share.fraction > 1:
        found.append(Fault("charge_exceeds_full_price", "service_end"))
    return found


def _amounts(quote: Quote, net: Fraction) -> dict[str, str]:
    # No tax yet: net is gross. The three amounts are there so that an answer keeps its form once it is.
    decimals = quote.request.decimals
    text = decimal_text(net, decimals)
    return {"net": text, "tax": decimal_text(Fraction(), decimals), "gross": text}


def _text(quote: Quote, amount: Fraction) -> str:
    return sentences.money_of(quote).text(amount)


def _line_item(item: LineItem, quote: Quote) -> dict[str, Any]:
    fraction = quote.share.fraction
    return {
        "line": item.line,
        "kind": item.kind,
        "quantity": item.quantity,
        "unit_price": price_text(item.unit_price, quote.request.decimals),
        "fraction": f"{fraction.numerator}/{fraction.denominator}",
        "amount": decimal_text(item.amount, quote.request.decimals),
    }


def _step(step: Step, quote: Quote) -> dict[str, str]:
    text = sentences.step_text(step, quote)
    return {"of": step.of, "rule": step.rule, "text": text, "value": step.value}


def _fault(fault: Fault, language: str, tell: Callable[[Fault, str], str]) -> dict[str, str]:
    return {"code": fault.code, "field": fault.field, "message": tell(fault, language)}
