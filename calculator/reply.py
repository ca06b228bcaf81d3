"""Quote, faults -> JSON: the contract's answer, its sentences in the request's language."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from calculator.explain import explain
from calculator.faults import Fault, quantities
from calculator.language import sentences
from calculator.language.operands import catalogue
from calculator.money import decimal_text, exact_text, price_text
from calculator.policy import PRESETS, Policy
from calculator.preview import LineItem, Quote
from calculator.pricing import Line
from calculator.step import Operand, Step
from calculator.tax import Amounts


def write_quote(quote: Quote) -> dict[str, Any]:
    """Return the answer of the contract to a quote, its sentences in the request's language."""
    steps, money = explain(quote), sentences.money_of(quote)
    exact_net = exact_text(quote.due_now.exact_net, quote.request.decimals)
    on = quote.request.period.end.date().isoformat()
    return {
        "ok": True,
        "due_now": {
            **_amounts(quote.due_now, quote),
            "exact_net": exact_net,
            "text": money.text(quote.due_now.gross),
        },
        "renewal": {"on": on, **_amounts(quote.renewal, quote), "text": money.text(quote.renewal.gross)},
        "line_items": [_line_item(item, quote) for item in quote.line_items],
        "steps": [_step(step, quote) for step in steps],
        "assumptions": sentences.assumption_texts(quote),
        "warnings": [_warning(warning, quote) for warning in find_warnings(quote)],
        "summary": sentences.summary(quote, steps),
    }


def _amounts(amounts: Amounts, quote: Quote) -> dict[str, str]:
    decimals = quote.request.decimals
    return {
        "net": decimal_text(amounts.net, decimals),
        "tax": decimal_text(amounts.tax, decimals),
        "gross": decimal_text(amounts.gross, decimals),
    }


def write_faults(faults: Sequence[Fault], language: str) -> dict[str, Any]:
    """Return the answer of the contract to a request with faults."""
    return {"ok": False, "errors": [_fault(fault, sentences.fault_text(fault, language)) for fault in faults]}


def write_conventions(language: str) -> list[dict[str, Any]]:
    """Return the named conventions, most common first: name, words, policy, billing systems that use it."""
    words = catalogue(language)
    return [
        {
            "name": name,
            "label": words.text(f"preset.{name}.label"),
            "sentence": words.text(f"preset.{name}.sentence"),
            "policy": write_policy(preset.policy),
            "sources": list(preset.sources),
        }
        for name, preset in PRESETS.items()
    ]


def write_policy(policy: Policy) -> dict[str, Any]:
    """Return a convention as a request takes it, without what it leaves to the currency or doesn't do."""
    return {name: value for name, value in asdict(policy).items() if value is not None}


def find_warnings(quote: Quote) -> list[Fault]:
    """Return what could cost the reader money although the request is sound."""
    lines, period = quote.request.lines, quote.request.period
    found = [warning for index, line in enumerate(lines) for warning in _line_warnings(index, line)]
    if not any(line.changes for line in lines):
        facts = quantities(lines[0].quantity_before, lines[0].quantity_after)
        wording = "nothing_changes_of_several" if len(lines) > 1 else ""
        found.append(Fault("nothing_changes", "lines[0].quantity_after", facts, wording))
    change_on = quote.request.change_at.date()
    if change_on == period.end.date():
        # In the morning of a period that ends at noon, a convention of hours still charges some.
        if not quote.fraction:
            found.append(Fault("on_billing_date", "change_at"))
    elif change_on == period.last_day:
        found.append(Fault("last_day", "change_at", {"on": period.end.date()}))
    if period.has_leap_day:
        found.append(Fault("leap_day_in_period", "period", {"days_in_period": period.days}))
    if quote.fraction > quote.whole_period.fraction:
        # Without a later end of service, it is the convention that gives a period fewer units than it has.
        is_longer = quote.request.service_end > period.end
        wording = "" if is_longer else "charge_exceeds_full_price_basis"
        found.append(
            Fault("charge_exceeds_full_price", "service_end" if is_longer else "policy", {}, wording)
        )
    return found


def _line_warnings(index: int, line: Line) -> Iterator[Fault]:
    old, new, field = line.quantity_before, line.quantity_after, f"lines[{index}].quantity_after"
    if 0 < new < old:
        yield Fault("total_looks_like_added", field, quantities(old, new))
    before, after = line.tariff.tier_of(old), line.tariff_after.tier_of(new)
    if old and before.up_to != after.up_to and before.unit_price != after.unit_price:
        prices: dict[str, Operand] = {"unit_price": before.unit_price, "unit_price_after": after.unit_price}
        yield Fault("crosses_tier", field, prices, f"crosses_tier_{line.tariff.model}")


def _line_item(item: LineItem, quote: Quote) -> dict[str, Any]:
    fraction = quote.fraction
    return {
        "line": item.line,
        "kind": item.kind,
        "quantity": item.quantity,
        "unit_price": price_text(item.unit_price, quote.request.decimals),
        "fraction": f"{fraction.numerator}/{fraction.denominator}",
        "amount": decimal_text(item.amount, quote.request.decimals),
    }


def _step(step: Step, quote: Quote) -> dict[str, str]:
    told = {"of": step.of, "rule": step.rule, "value": step.value, "kind": step.kind}
    return told | sentences.step_texts(step, quote)


def _warning(warning: Fault, quote: Quote) -> dict[str, str]:
    return _fault(warning, sentences.warning_text(warning, quote))


def _fault(fault: Fault, message: str) -> dict[str, str]:
    return {"code": fault.code, "field": fault.field, "message": message}
