"""What people type in the page -> Request. Numbers, dates and terms as each language writes them.

The answer is preview's, with the resolved request, the controls as this language writes them, the dates in
words and the headlines of the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from calculator.contract import (
    MAX_QUANTITY,
    Faults,
    printable,
    read_language,
    read_request,
)
from calculator.faults import Fault
from calculator.language import LANGUAGES, formats, sentences
from calculator.language.sentences import CONTROLS
from calculator.money import CURRENCIES, price_text
from calculator.period import MAX_MONTHS, add_months
from calculator.preview import Quote, preview
from calculator.reply import write_faults, write_quote
from calculator.typed import ISO_DATE, SPACES, Ambiguous, read_date, read_number

# Where the contract's paths stand in the form.
_CONTROL_OF = {
    "currency": "currency",
    "period": "period_end",
    "period.start": "period_start",
    "period.end": "period_end",
    "change_at": "change_at",
    "lines[0].quantity_before": "quantity_before",
    "lines[0].quantity_after": "quantity_after",
    "lines[0].unit_price": "unit_price",
}
_TERM = re.compile(r"([0-9]{1,4}) ?(?:mois|months?)?", re.ASCII | re.IGNORECASE)


@dataclass
class _Entry:
    """The controls of one form, read one by one; every fault is kept."""

    texts: dict[str, str]
    written_in: str
    faults: list[Fault] = field(default_factory=list)
    read: dict[str, Any] = field(default_factory=dict)

    def take(self, control: str, reader: Callable[[str], Any], code: str, wording: str, **facts: Any) -> Any:
        """Return the value of one control, or None with its fault kept (none for an empty one)."""
        text = self.texts.get(control, "")
        if not text:
            return None
        try:
            value = reader(text)
        except Ambiguous as two:
            self.faults.append(_ambiguity(control, text, two))
            return None
        if value is None:
            self.faults.append(Fault(code, control, facts | {"typed": printable(text)}, wording))
            return None
        self.read[control] = value
        return value

    def require(self, *controls: str) -> None:
        """Keep a `missing` fault for each of these controls that is empty."""
        told = {fault.field for fault in self.faults}
        empty = [control for control in controls if not self.texts.get(control) and control not in told]
        self.faults += [Fault("missing", control) for control in empty]


def answer_form(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to `{"form": {control: text}, "language", "today", "written_in"}`.

    `today` (ISO) stands for an empty purchase date; `written_in` is the language in which the texts were
    typed, the answer's own by default. Faults name controls.
    """
    language, faults = read_language(asked)
    entry = _read_entry(asked, language, faults)
    if any(fault.field == "form" for fault in entry.faults):
        return write_faults(entry.faults, language)
    values = _values(entry)
    quote = None
    try:
        quote = preview(read_request(_request(values, language)))
    except Faults as found:
        # What the form could not read is missing from the request, and already told.
        entry.faults += [_renamed(fault) for fault in found.faults if fault.code != "missing"]
    shown = {
        "controls": entry.texts | _controls(values, language),
        "echo": _echo(values, language),
    }
    if quote is None or entry.faults:
        empty = [fault.field for fault in entry.faults if fault.code == "missing" and fault.field in CONTROLS]
        remaining = sentences.remaining_text(empty, language) if empty else None
        return write_faults(entry.faults, language) | shown | {"remaining": remaining}
    return _good(quote, values, language) | shown


def _read_entry(asked: Mapping[str, Any], language: str, faults: list[Fault]) -> _Entry:
    for key in asked:
        if key not in ("form", "language", "today", "written_in"):
            faults.append(Fault("unknown_field", printable(str(key))))
    written_in = asked.get("written_in", language)
    if written_in not in LANGUAGES:
        faults.append(Fault("unknown_language", "written_in"))
        written_in = language
    form = asked.get("form")
    if not isinstance(form, dict):
        missing = "form" not in asked
        faults.append(
            Fault("missing" if missing else "wrong_type", "form", {}, "" if missing else "wrong_type.object")
        )
        return _Entry({}, written_in, faults)
    texts: dict[str, str] = {}
    for control, text in form.items():
        if control not in CONTROLS:
            faults.append(Fault("unknown_field", printable(str(control))))
        elif not isinstance(text, str):
            faults.append(Fault("wrong_type", control, {}, "wrong_type.text"))
        else:
            # Half a surrogate pair, as a broken paste leaves, is no text that could be shown again.
            whole = text.encode("utf-8", "replace").decode()
            texts[control] = SPACES.sub(" ", whole).strip()
    if "change_at" not in texts or not texts["change_at"]:
        today = asked.get("today")
        if isinstance(today, str) and ISO_DATE.fullmatch(today):
            texts["change_at"] = today
    return _Entry(texts, written_in, faults)


def _values(entry: _Entry) -> dict[str, Any]:
    """Read every control of the entry and return the values known, derived ones included."""
    for control in ("quantity_before", "quantity_after", "quantity_added"):
        entry.take(control, _count, "out_of_range", "not_a_count.typed", minimum=0, maximum=MAX_QUANTITY)
    entry.take("unit_price", read_number, "not_an_amount", "not_an_amount.typed")
    entry.take("currency", _currency, "unknown_currency", "")
    entry.take("term_months", _term, "out_of_range", "", minimum=1, maximum=MAX_MONTHS)
    for control in ("period_start", "period_end", "change_at"):
        entry.take(control, lambda t: read_date(t, entry.written_in), "not_a_date", "not_a_date.typed")
    entry.require("quantity_before", "unit_price", "currency", "period_end", "change_at")
    if not entry.texts.get("quantity_added"):
        entry.require("quantity_after")
    if not entry.texts.get("period_start"):
        entry.require("term_months")
    values = dict(entry.read)
    _derive_total(entry, values)
    _derive_start(entry, values)
    return values


def _derive_total(entry: _Entry, values: dict[str, Any]) -> None:
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


def _derive_start(entry: _Entry, values: dict[str, Any]) -> None:
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


def _request(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the contract's request with what is known so far, so that every fault is found at once."""
    decimals = CURRENCIES.get(values.get("currency", ""), 2)
    price = values.get("unit_price")
    line = {
        "quantity_before": values.get("quantity_before"),
        "quantity_after": values.get("quantity_after"),
        "unit_price": None if price is None else price_text(price, decimals),
    }
    period = {"start": _iso(values.get("period_start")), "end": _iso(values.get("period_end"))}
    return _given(
        {
            "currency": values.get("currency"),
            "period": _given(period),
            "change_at": _iso(values.get("change_at")),
            "lines": [_given(line)],
            "language": language,
        }
    )


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _good(quote: Quote, values: Mapping[str, Any], language: str) -> dict[str, Any]:
    answer = write_quote(quote)
    for warning in answer["warnings"]:
        warning["field"] = _CONTROL_OF.get(warning["field"], warning["field"])
    return answer | {"request": _request(values, language)}


def _controls(values: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return each value as this language types it: for the other language's form, or a derived control."""
    texts: dict[str, str] = {}
    for control, value in values.items():
        if isinstance(value, date):
            texts[control] = formats.date_text(value, language)
        elif isinstance(value, Fraction):
            decimals = CURRENCIES.get(values.get("currency", ""), 2)
            texts[control] = formats.typed_price(value, decimals, language)
        else:
            texts[control] = str(value)
    return texts


def _echo(values: Mapping[str, Any], language: str) -> dict[str, str]:
    return {
        control: formats.weekday_text(value, language)
        for control, value in values.items()
        if isinstance(value, date)
    }


def _renamed(fault: Fault) -> Fault:
    return Fault(fault.code, _CONTROL_OF.get(fault.field, fault.field), fault.facts, fault.wording)


def _ambiguity(control: str, text: str, two: Ambiguous) -> Fault:
    decimal = re.sub(r"[^0-9.,]", "", text)
    facts = {
        "typed": printable(text),
        "as_whole": str(two.whole),
        "as_decimal": decimal,
        "as_decimal_padded": decimal + "0",
    }
    return Fault("ambiguous_number", control, dict(facts))


def _count(text: str) -> int | None:
    number = read_number(text)
    return (
        number.numerator
        if number is not None and number.denominator == 1 and number <= MAX_QUANTITY
        else None
    )


def _currency(text: str) -> str | None:
    code = text.upper()
    return code if code in CURRENCIES else None


def _term(text: str) -> int | None:
    term = _TERM.fullmatch(text)
    return int(term[1]) if term and 1 <= int(term[1]) <= MAX_MONTHS else None
