"""Every sentence of an answer, from the catalogue and from data that is already worked out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from calculator.explain import Operand, Step
from calculator.faults import Fault
from calculator.language import formats
from calculator.language.catalogue import Catalogue
from calculator.preview import Quote

CONTROLS = (
    "quantity_before",
    "quantity_after",
    "quantity_added",
    "unit_price",
    "currency",
    "term_months",
    "period_start",
    "period_end",
    "change_at",
)


@dataclass(frozen=True)
class Money:
    """How the amounts of one answer are written."""

    currency: str
    decimals: int
    language: str

    def text(self, value: Fraction) -> str:
        """Return a rounded amount, with exactly the decimals of the answer."""
        return formats.amount_text(value, self.currency, self.decimals, self.language)

    def exact(self, value: Fraction) -> str:
        """Return a price or an unrounded amount, with up to 7 decimals."""
        return formats.price_or_exact_text(value, self.currency, self.decimals, self.language)


def catalogue(language: str) -> Catalogue:
    """Return the calculator's own messages."""
    return Catalogue(Path(__file__).parent, language)


def money_of(quote: Quote) -> Money:
    """Return how the amounts of a quote are written, in its request's language."""
    return Money(quote.request.currency, quote.request.decimals, quote.request.language)


def step_text(step: Step, quote: Quote) -> str:
    """Return the sentence of one step, after the label of its line where the request gives one."""
    request = quote.request
    sentence = _told(f"step.{step.sentence}", step.operands, request.language, money_of(quote))
    label = request.lines[step.line].label if step.line is not None else None
    return (
        catalogue(request.language).text("step.of_line", label=label, sentence=sentence)
        if label
        else sentence
    )


def fault_text(fault: Fault, language: str, prefix: str = "error") -> str:
    """Return the sentence of a fault: what happened, the bound, how to mend it."""
    words = catalogue(language)
    is_unknown = fault.code == "unknown_field"
    name = words.text("name.field", field=fault.field) if is_unknown else _name_of(fault.field, language)
    facts: dict[str, Operand] = fault.facts | {"name": name, "Name": name[:1].upper() + name[1:]}
    return _told(f"{prefix}.{fault.sentence}", facts, language, Money("XXX", 2, language))


def warning_text(warning: Fault, language: str) -> str:
    """Return the sentence of a warning."""
    return fault_text(warning, language, "warning")


def assumption_texts(quote: Quote) -> list[str]:
    """Return what the estimate takes for granted, one sentence each, the convention first."""
    words = catalogue(quote.request.language)
    counted = "inclusive" if quote.request.policy.count_change_day else "exclusive"
    keys = [f"convention_{counted}", "renewal_price", "no_tax", "not_included", "dialog_is_final"]
    return [words.text(f"assumption.{key}") for key in keys]


def remaining_text(controls: list[str], language: str) -> str:
    """Return the neutral hint that names the controls still empty."""
    words = catalogue(language)
    labels = [words.text(f"control.{control}") for control in controls]
    return words.text("form.remaining", controls=", ".join(label[:1].lower() + label[1:] for label in labels))


def labels(language: str) -> dict[str, str]:
    """Return the fixed words that page and calculator share: labels, hints and outputs, by key."""
    words = catalogue(language)
    shared = ("control.", "hint.", "output.", "button.")
    return {key: words.text(key) for key in words.known() if key.startswith(shared)}


def summary(quote: Quote, steps: list[Step]) -> dict[str, object]:
    """Return the three headlines of an answer, each with label, value and note, and the estimate's caveat."""
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
            "value": money.text(quote.due_now),
            "note": due_now_note(quote, steps),
        },
        "renewal": {
            "label": words.text("output.renewal_on", on=on),
            "value": money.text(quote.renewal),
            "note": renewal_note(quote),
        },
        "estimate": words.text("output.estimate"),
    }


def due_now_note(quote: Quote, steps: list[Step]) -> str:
    """Return how many licenses the charge covers, and for which days."""
    request = quote.request
    remaining = next(step for step in steps if step.rule == "days_remaining")
    operands = dict(remaining.operands)
    operands["quantity_added"] = sum(line.quantity_added for line in request.lines)
    key = "note.no_days" if quote.share.days_remaining == 0 else "note.due_now"
    if operands["days_remaining"] == 1:
        key = "note.due_now_one_day"
    if not request.policy.count_change_day and quote.share.days_remaining:
        key = "note.due_now_exclusive"
    return _told(key, operands, request.language, money_of(quote))


def renewal_note(quote: Quote) -> str:
    """Return what the renewal pays for, and what it would have been with today's licenses."""
    request = quote.request
    operands: dict[str, Operand] = {
        "quantity_after": sum(line.quantity_after for line in request.lines),
        "quantity_before": sum(line.quantity_before for line in request.lines),
        "renewal_before": quote.renewal_before,
        "term": term_text(quote),
    }
    return _told("note.renewal", operands, request.language, money_of(quote))


def term_text(quote: Quote) -> str:
    """Return the length of the billing period in words: months where it is whole months, else days."""
    period, words = quote.request.period, catalogue(quote.request.language)
    months = period.months
    return words.count("unit.months", months) if months else words.count("unit.days", period.days)


def _told(key: str, operands: dict[str, Operand], language: str, money: Money) -> str:
    facts: dict[str, str] = {}
    for name, operand in operands.items():
        facts |= _fact(name, operand, language, money)
    return catalogue(language).text(key, **facts)


def _fact(name: str, operand: Operand, language: str, money: Money) -> dict[str, str]:
    if isinstance(operand, date):
        return {name: formats.date_text(operand, language)}
    if isinstance(operand, Fraction):
        return {name: money.exact(operand)}
    if isinstance(operand, int):
        number = formats.number_text(operand, language)
        counted = _counted(name, operand, number, language)
        return {name: counted, f"{name}_number": number}
    return {name: operand}


def _counted(name: str, count: int, number: str, language: str) -> str:
    """Return the number with its noun where the operand's name says which: `214 jours`, `30 licences`."""
    units = {
        "days": "unit.days",
        "quantity": "unit.licenses",
        "decimals": "unit.decimals",
        "months": "unit.months",
    }
    unit = next((key for prefix, key in units.items() if name.startswith(prefix)), None)
    return catalogue(language).count(unit, count, number=number) if unit else number


def _name_of(path: str, language: str) -> str:
    words = catalogue(language)
    if path in CONTROLS:
        return words.text(f"name.{path}")
    return words.text("name.field", field=path) if path else words.text("name.request")
