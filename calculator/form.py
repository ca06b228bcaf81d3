"""What people type in the page -> Request. Numbers, dates and terms as each language writes them.

The answer is preview's, with the resolved request, the controls as this language writes them and as a link
holds them, and the dates in words.
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from calculator.checks import Faults, printable
from calculator.contract import read_language, read_request
from calculator.controls import is_control
from calculator.entry import PRICES, Entry, read_entry, read_values
from calculator.faults import Fault
from calculator.language import formats, sentences
from calculator.money import CURRENCIES, decimal_text, price_text, typed_decimals
from calculator.period import add_months
from calculator.preview import Quote, preview
from calculator.reply import write_faults, write_quote
from calculator.timeline import write_timeline

# Where the contract's paths stand in the form.
_CONTROL_OF = {
    "currency": "currency",
    "period": "period_end",
    "period.start": "period_start",
    "period.end": "period_end",
    "change_at": "change_at",
    "tax.rate": "tax_rate",
    "policy": "convention",
}
# What a form says otherwise than JSON does.
_WORDINGS = {"tiers_not_rising.last": "tiers_not_rising.last_typed"}
_OF_LINE = re.compile(r"lines\[(\d+)\]\.(.+)", re.ASCII)
_OF_TIER = re.compile(r"tiers\[(\d+)\]\.(.+)", re.ASCII)


def answer_form(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to `{"form": {control: text}, "language", "today", "written_in"}`.

    `today` (ISO) stands for an empty purchase date; `written_in` is the language in which the texts were
    typed, the answer's own by default. Faults name controls.
    """
    language, faults = read_language(asked)
    entry = read_entry(asked, language, faults)
    if any(fault.field == "form" for fault in entry.faults):
        return write_faults(entry.faults, language)
    values = _values(entry)
    request, quote = _request(entry, values, language), None
    try:
        quote = preview(read_request(request))
    except Faults as found:
        # What the form could not read is missing from the request, and already told.
        entry.faults += [_renamed(fault, entry, request) for fault in found.faults if fault.code != "missing"]
    shown = {
        "controls": entry.texts | _controls(values, language),
        "echo": _echo(values, language),
    }
    if quote is None or entry.faults:
        empty = [fault.field for fault in entry.faults if fault.code == "missing" and is_control(fault.field)]
        remaining = sentences.remaining_text(empty, language) if empty else None
        return write_faults(entry.faults, language) | shown | {"remaining": remaining}
    method = values.get("payment")
    payment = sentences.payment_texts(method, language) if method else None
    resolved = {"request": request, "payment": payment, "portable": _controls(entry.read, None)}
    return _good(quote, entry) | shown | resolved


def _values(entry: Entry) -> dict[str, Any]:
    """Return the values of every control that could be read, derived ones included."""
    values = read_values(entry)
    _derive_total(entry, values)
    _derive_start(entry, values)
    return values


def _derive_total(entry: Entry, values: dict[str, Any]) -> None:
    before, after, added = (
        values.get(key) for key in ("quantity_before", "quantity_after", "quantity_added")
    )
    if before is None:
        return
    if added is None and after is not None and after >= before:
        values["quantity_added"] = after - before
    elif added is not None and after is None and not entry.texts.get("quantity_after"):
        values["quantity_after"] = before + added
    elif added is not None and after is not None and before + added != after:
        facts = {"quantity_before": before, "quantity_after": after, "quantity_added": added}
        facts["quantity_sum"] = before + added
        entry.faults.append(
            Fault("inputs_disagree", "quantity_after", dict(facts), "inputs_disagree.quantities")
        )


def _derive_start(entry: Entry, values: dict[str, Any]) -> None:
    start, end, months = (values.get(key) for key in ("period_start", "period_end", "term_months"))
    if end is None or months is None:
        return
    if start is None:
        if not entry.texts.get("period_start"):
            values["period_start"] = _months_before(end, months)
            if values["period_start"] is None:  # the calendar begins after the period would
                typed = {"typed": printable(entry.texts["period_end"])}
                entry.faults.append(Fault("not_a_date", "period_end", dict(typed), "not_a_date.typed"))
    elif _months_before(end, months) != start and _months_before(start, -months) != end:
        facts = {"start": start, "end": end, "months_given": months}
        entry.faults.append(Fault("inputs_disagree", "period_start", facts, "inputs_disagree.period"))


def _months_before(end: date, months: int) -> date | None:
    try:
        return add_months(end, -months)
    except ValueError:
        return None


def _request(entry: Entry, values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the contract's request with what is known so far, so that every fault is found at once."""
    first = _line(values, "")
    if entry.has_tiers:
        # A price beside them is told already, in words of the form.
        first = {name: value for name, value in first.items() if name not in PRICES}
        first |= {"tier_model": values.get("tier_model"), "tiers": _tiers(values, entry.tiers) or None}
    lines = [first, *(_line(values, f"_{product}") for product in entry.products)]
    if entry.products:
        for number, line in zip((1, *entry.products), lines, strict=True):
            line["label"] = line["label"] or sentences.product_name(number, language)
    period = {"start": _iso(values.get("period_start")), "end": _iso(values.get("period_end"))}
    return _given(
        {
            "currency": values.get("currency"),
            "period": _given(period),
            "change_at": _iso(values.get("change_at")),
            "lines": [_given(line) for line in lines],
            "tax": _tax(values),
            "policy": values.get("convention"),
            "language": language,
        }
    )


def _line(values: Mapping[str, Any], row: str) -> dict[str, Any]:
    names = ("label", "quantity_before", "quantity_after")
    return {name: values.get(name + row) for name in names} | {
        name: _price(values, name + row) for name in PRICES
    }


def _tiers(values: Mapping[str, Any], numbers: list[int]) -> list[dict[str, Any]]:
    tiers = []
    for number in numbers:
        tier = _given({"unit_price": _price(values, f"tier_unit_price_{number}")})
        up_to = values.get(f"tier_up_to_{number}")
        # Only the last tier may go on without end; another one's end is missing, and told so.
        tiers.append(tier | ({"up_to": up_to} if up_to is not None or number == numbers[-1] else {}))
    return tiers


def _price(values: Mapping[str, Any], control: str) -> str | None:
    price = values.get(control)
    return None if price is None else price_text(price, CURRENCIES.get(values.get("currency", ""), 2))


def _tax(values: Mapping[str, Any]) -> dict[str, Any] | None:
    rate = values.get("tax_rate")
    if rate is None:
        return None
    return {"rate": price_text(rate, 2)} | (
        {"prices_include_tax": True} if values.get("tax_included") else {}
    )


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _good(quote: Quote, entry: Entry) -> dict[str, Any]:
    answer = write_quote(quote) | {"timeline": write_timeline(quote)}
    for warning in answer["warnings"]:
        warning["field"] = _control_of(warning["field"], entry)
    return answer


def _controls(values: Mapping[str, Any], language: str | None) -> dict[str, str]:
    """Return each value as this language types it; as both languages read it alike where that is None."""
    decimals = CURRENCIES.get(values.get("currency", ""), 2)
    return {control: _typed(control, value, decimals, language) for control, value in values.items()}


def _typed(control: str, value: object, decimals: int, language: str | None) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return formats.date_text(value, language) if language else value.isoformat()
        case Fraction() if control == "tax_rate":
            return sentences.percent_text(value, language) if language else price_text(100 * value, 0)
        case Fraction():
            if language:
                return formats.typed_price(value, decimals, language)
            return decimal_text(value, typed_decimals(value, decimals))
    return str(value)


def _echo(values: Mapping[str, Any], language: str) -> dict[str, str]:
    return {
        control: formats.weekday_text(value, language)
        for control, value in values.items()
        if isinstance(value, date)
    }


def _renamed(fault: Fault, entry: Entry, request: Mapping[str, Any]) -> Fault:
    """Return a fault of the request as one of the form: at its control, in the form's words."""
    wording, facts = _WORDINGS.get(fault.wording, fault.wording), fault.facts
    of_line = _OF_LINE.fullmatch(fault.field)
    if of_line and entry.products and fault.code == "decrease_refused":
        wording, facts = (
            f"{fault.sentence}.of_line",
            facts | {"label": request["lines"][int(of_line[1])]["label"]},
        )
    return Fault(fault.code, _control_of(fault.field, entry), facts, wording)


def _control_of(path: str, entry: Entry) -> str:
    """Return the control behind a path of the contract: `unit_price_3` for `lines[1].unit_price`."""
    of_line = _OF_LINE.fullmatch(path)
    if not of_line:
        return _CONTROL_OF.get(path, path)
    line, name = int(of_line[1]), of_line[2]
    if line:
        return f"{name}_{entry.products[line - 1]}"
    of_tier = _OF_TIER.fullmatch(name)
    return f"tier_{of_tier[2]}_{entry.tiers[int(of_tier[1])]}" if of_tier else name
