"""Every sentence of an answer, from the catalogue and from data that is already worked out."""

import re
from fractions import Fraction

from calculator.controls import OF_TIER, is_control, split
from calculator.faults import Fault
from calculator.language import formats
from calculator.language.operands import Money, catalogue, told, written
from calculator.policy import DEFAULT_POLICY, THIRTY_360, Policy
from calculator.preview import Quote
from calculator.step import Count, Operand, Percent, Precision, Step
from calculator.tax import Amounts

# The operand of each rule, or of one of its sentences, that a table shows beside the rule's label.
_FIGURES = {
    "billing_period": "units_in_base",
    "days_remaining": "units_remaining",
    "time_remaining": "units_remaining",
    "intervals_remaining": "units_remaining",
    "added_quantity": "quantity_added",
    "tier_price_volume": "unit_price_after",
    "rounded_rate": "rate",
    "full_price": "full_price",
    "prorated_amount": "exact",
    "rounding": "amount",
    "sum_of_lines": "amount",
    "tax": "tax",
    "billing_date": "on",
    "renewal_price": "amount",
}
# Where a rule's own label would say something else than the sentence does.
_OTHER_LABELS = {
    "removed_quantity": "label.removed_quantity",
    "full_price_credit": "label.full_price_credit",
    "full_price_charge": "label.full_price_charge",
    "prorated_amount_whole": "label.prorated_amount_whole",
}
_OF_LINE = re.compile(r"lines\[(\d+)\]")
# What people type into other fields of the page.
_BESIDE_A_FORM = ("amount", "budget")


def money_of(quote: Quote) -> Money:
    """Return how the amounts of a quote are written, in its request's language."""
    return Money(quote.request.currency, quote.request.decimals, quote.request.language)


def step_texts(step: Step, quote: Quote) -> dict[str, str]:
    """Return a step's `text`, and its `label` and `figure` for a table; the figure may be empty.

    They begin with the name of the step's line where there is one, the label only among several lines.
    """
    request = quote.request
    words = catalogue(request.language)
    facts = written(step.operands, request.language, money_of(quote))
    text = words.text(f"step.{step.sentence}", **facts)
    label = words.text(_OTHER_LABELS.get(step.sentence, f"rule.{step.rule}"))
    figure = facts.get(_FIGURES.get(step.sentence) or _FIGURES.get(step.rule, ""), "")
    if step.rule == "prorated_amount" and facts["equals"] != "=":
        figure = f"{facts['equals']}\u00a0{figure}"
    if step.line is not None:
        text = _of_line(text, quote, step.line)
        if len(request.lines) > 1:
            label = _of_line(label, quote, step.line)
    return {"text": text, "label": label, "figure": figure}


def line_name(quote: Quote, index: int) -> str | None:
    """Return what to call a line: its label, a word where it has none among several, else None."""
    request = quote.request
    if label := request.lines[index].label:
        return label
    return catalogue(request.language).text("step.default_label") if len(request.lines) > 1 else None


def product_name(number: int, language: str) -> str:
    """Return what a form calls one of several products that has no name."""
    return catalogue(language).text("form.product", number=number)


def fault_text(fault: Fault, language: str, prefix: str = "error", money: Money | None = None) -> str:
    """Return the sentence of a fault: what happened, the bound, how to mend it."""
    words = catalogue(language)
    is_unknown = fault.code == "unknown_field"
    name = words.text("name.field", field=fault.field) if is_unknown else _name_of(fault.field, language)
    facts: dict[str, Operand] = fault.facts | {"name": name, "Name": name[:1].upper() + name[1:]}
    return told(f"{prefix}.{fault.sentence}", facts, language, money)


def warning_text(warning: Fault, quote: Quote) -> str:
    """Return the sentence of a warning, with the product's name where it is about one of several."""
    text = fault_text(warning, quote.request.language, "warning", money_of(quote))
    line = _OF_LINE.match(warning.field)
    if len(quote.request.lines) == 1 or not line or warning.code == "nothing_changes":
        return text
    return _of_line(text, quote, int(line[1]))


def assumption_texts(quote: Quote) -> list[str]:
    """Return what the estimate takes for granted, one sentence each, the convention first."""
    request, words = quote.request, catalogue(quote.request.language)
    keys = []
    if all(line.tariff == line.tariff_after == line.renewal_tariff for line in request.lines):
        keys.append("renewal_price")
    keys += [f"tax_{request.tax.on}" if request.tax else "no_tax", "not_included", "dialog_is_final"]
    convention = " ".join(
        [words.text("assumption.vendor"), *convention_texts(request.policy, request.language)]
    )
    return [convention, *(words.text(f"assumption.{key}") for key in keys)]


def convention_texts(policy: Policy, language: str) -> list[str]:
    """Return a convention in words, one sentence a rule; rules of the default one go without saying."""
    keys = [f"unit.{policy.unit}"]
    if policy.unit == "day" and policy.basis == THIRTY_360:
        keys = ["basis.30_360"]
    if policy.fixed_units:
        keys = ["basis.fixed"]
    if policy.round_rate:
        keys = ["round_rate"]
    if policy.unit == "day":
        keys.append(f"count_change_day.{str(policy.count_change_day).lower()}")
    if policy.charge != DEFAULT_POLICY.charge:
        keys.append(f"charge.{policy.charge}")
    if policy.rounding != DEFAULT_POLICY.rounding:
        keys.append(f"rounding.{policy.rounding}")
    facts: dict[str, Operand] = {"base": Count(policy.base_months, "month")}
    if policy.fixed_units:
        facts["units"] = Count(policy.fixed_units, policy.unit)
    if policy.round_rate:
        facts |= {"unit": Count(1, policy.unit), "precision": Precision(policy.round_rate.decimals)}
    return [told(f"convention.{key}", facts, language) for key in keys]


def remaining_text(controls: list[str], language: str) -> str:
    """Return the neutral hint that names the controls still empty."""
    words = catalogue(language)
    labels = [_named("control", control, language) for control in controls]
    return words.text("form.remaining", controls=", ".join(label[:1].lower() + label[1:] for label in labels))


def percent_text(rate: Fraction, language: str) -> str:
    """Return a rate from 0 to 1 in percent: `20 %`, `20%`."""
    return told("percent.of", {"percent": Percent(rate)}, language)


def payment_texts(method: str, language: str) -> dict[str, str]:
    """Return how a payment by this method ends, and when it makes the licenses usable."""
    words = catalogue(language)
    return {"method": method} | {
        part: words.text(f"payment.{method}.{part}") for part in ("label", "pay", "usable")
    }


def labels(language: str) -> dict[str, str]:
    """Return the fixed words that page and calculator share: labels, hints and outputs, by key."""
    words = catalogue(language)
    shared = ("control.", "hint.", "output.", "rule.")
    return {key: words.text(key) for key in words.known() if key.startswith(shared)}


def summary(quote: Quote, steps: list[Step]) -> dict[str, object]:
    """Return the headlines of an answer, what to type in each product's dialog, and the estimate's caveat."""
    request, words, money = quote.request, catalogue(quote.request.language), money_of(quote)
    on = formats.date_text(request.period.end.date(), request.language)
    totals = [formats.number_text(line.quantity_after, request.language) for line in request.lines]
    return {
        "quantity_after": {
            "label": words.text("output.quantity_after"),
            "value": " · ".join(totals),  # one dialog a product
            "note": words.text("output.quantity_after_note"),
        },
        "due_now": {
            "label": words.text("output.due_now"),
            "value": money.text(quote.due_now.gross),
            "note": due_now_note(quote, steps),
        },
        "renewal": {
            "label": words.text("output.renewal_on", on=on),
            "value": money.text(quote.renewal.gross),
            "note": renewal_note(quote),
        },
        "dialog": [_dialog_text(quote, index) for index in range(len(request.lines))],
        "estimate": words.text("output.estimate"),
    }


def _dialog_text(quote: Quote, index: int) -> str:
    """Return what to type in the dialog of one line, and why."""
    request, line = quote.request, quote.request.lines[index]
    operands: dict[str, Operand] = {
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "quantity_added": abs(line.quantity_added),
    }
    key = "fewer" if line.quantity_added < 0 else "more" if line.quantity_added else "same"
    if key == "more" and not line.quantity_before:
        key = "first"
    return _of_line(told(f"dialog.{key}", operands, request.language), quote, index)


def _of_line(sentence: str, quote: Quote, index: int) -> str:
    """Return a sentence with the name of the line that it is about, where that line has one."""
    name = line_name(quote, index)
    if not name:
        return sentence
    return catalogue(quote.request.language).text("step.of_line", label=name, sentence=sentence)


def due_now_note(quote: Quote, steps: list[Step]) -> str:
    """Return how many licenses the charge covers, for which time, and with which tax."""
    request, unit = quote.request, quote.request.policy.unit
    operands = dict(steps[1].operands)
    operands["quantity_added"] = sum(line.quantity_added for line in request.lines)
    key = "note.due_now" if unit in ("day", "month", "quarter") else "note.due_now_time"
    if unit == "day" and not request.policy.count_change_day:
        key = "note.due_now_exclusive"
    elif unit == "day" and quote.share.units_remaining == 1:
        key = "note.due_now_one_day"
    if not quote.share.fraction:
        key = "note.no_days"
    return told(key, operands, request.language, money_of(quote)) + _tax_note(quote, quote.due_now)


def renewal_note(quote: Quote) -> str:
    """Return what the renewal pays for, what it would have been with today's licenses, and its tax."""
    request = quote.request
    operands: dict[str, Operand] = {
        "quantity_after": sum(line.quantity_after for line in request.lines),
        "quantity_before": sum(line.quantity_before for line in request.lines),
        "renewal_before": quote.renewal_before.gross,
        "term": term_text(quote),
    }
    return told("note.renewal", operands, request.language, money_of(quote)) + _tax_note(quote, quote.renewal)


def _tax_note(quote: Quote, amounts: Amounts) -> str:
    tax = quote.request.tax
    if not tax:
        return ""
    operands: dict[str, Operand] = {"tax": amounts.tax, "percent": Percent(tax.rate)}
    return told("note.tax", operands, quote.request.language, money_of(quote))


def term_text(quote: Quote) -> str:
    """Return the length of the billing period in words: months where it is whole months, else days."""
    period, words = quote.request.period, catalogue(quote.request.language)
    months = period.months
    return words.count("unit.month", months) if months else words.count("unit.day", period.days)


def _name_of(path: str, language: str) -> str:
    words = catalogue(language)
    if is_control(path) or path in _BESIDE_A_FORM:
        return _named("name", path, language)
    return words.text("name.field", field=path) if path else words.text("name.request")


def _named(kind: str, control: str, language: str) -> str:
    """Return the `control` label or the `name` of a control, with its product or tier if it is numbered."""
    words, (stem, number) = catalogue(language), split(control)
    name = words.text(f"{kind}.{stem}", number=str(number))
    if not number or (stem in OF_TIER and kind == "name"):  # which says its number itself
        return name
    return words.text("name.of_row" if stem in OF_TIER else "name.of_product", name=name, number=str(number))
