"""The controls of a form as they were typed -> their values, one by one, with every fault kept."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from calculator.checks import printable
from calculator.contract import MAX_RATE_DECIMALS
from calculator.contract_lines import MAX_QUANTITY
from calculator.controls import NUMBERED, OF_PRODUCT, OF_TIER, PAYMENTS, is_control, numbers, split
from calculator.faults import Fault
from calculator.language import LANGUAGES
from calculator.money import CURRENCIES
from calculator.period import MAX_MONTHS
from calculator.policy import PRESETS
from calculator.pricing import TIER_MODELS
from calculator.step import Word
from calculator.typed import ISO_DATE, SPACES, Ambiguous, foreign_sign, read_date, read_number

_TERM = re.compile(r"([0-9]{1,4}) ?(?:mois|months?)?", re.ASCII | re.IGNORECASE)
_PERCENT = re.compile(rf"([0-9]{{1,3}}(?:[.,][0-9]{{1,{MAX_RATE_DECIMALS - 2}}})?) ?%?", re.ASCII)
_YES, _NO = ("true", "yes", "oui", "on", "1"), ("false", "no", "non", "off", "0")

# Controls by what they hold: those without a number, and the stems of those with one.
_COUNTS = (
    ("quantity_before", "quantity_after", "quantity_added"),
    ("quantity_before", "quantity_after", "tier_up_to"),
)
_PRICES = (
    ("unit_price", "unit_price_after", "renewal_unit_price"),
    ("unit_price", "renewal_unit_price", "tier_unit_price"),
)
_LABELS = (("label",), ("label",))


@dataclass
class Entry:
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

    @property
    def filled(self) -> list[str]:
        """Return the controls that hold a text."""
        return [control for control, text in self.texts.items() if text]

    @property
    def products(self) -> list[int]:
        """Return the numbers of the further products: those with at least one control filled."""
        return numbers(OF_PRODUCT, self.filled)

    @property
    def tiers(self) -> list[int]:
        """Return the numbers of the tiers that are filled in."""
        return numbers(OF_TIER, self.filled)

    def require(self, *controls: str) -> None:
        """Keep a `missing` fault for each of these controls that is empty."""
        told = {fault.field for fault in self.faults}
        empty = [control for control in controls if not self.texts.get(control) and control not in told]
        self.faults += [Fault("missing", control) for control in empty]


def read_entry(asked: Mapping[str, Any], language: str, faults: list[Fault]) -> Entry:
    """Return the texts of a form's known controls, spaces made plain; `faults` are those found so far."""
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
        return Entry({}, written_in, faults)
    texts: dict[str, str] = {}
    for control, text in form.items():
        if not is_control(control):
            faults.append(Fault("unknown_field", printable(str(control))))
        elif not isinstance(text, str):
            faults.append(Fault("wrong_type", control, {}, "wrong_type.text"))
        else:
            texts[control] = plain(text)
    if "change_at" not in texts or not texts["change_at"]:
        today = asked.get("today")
        if isinstance(today, str) and ISO_DATE.fullmatch(today):
            texts["change_at"] = today
        elif today is not None:
            typed = {"typed": printable(str(today))}
            faults.append(Fault("not_a_date", "today", dict(typed), "not_a_date.typed"))
    return Entry(texts, written_in, faults)


def plain(text: str) -> str:
    """Return a typed text with plain single spaces, fit to be shown again."""
    # Half a surrogate pair, as a broken paste leaves, is no text that could be shown again.
    whole = text.encode("utf-8", "replace").decode()
    return SPACES.sub(" ", whole).strip()


def read_values(entry: Entry) -> dict[str, Any]:
    """Return the value of every control that could be read; what is required and empty is kept as a fault."""
    counts, prices, labels = (
        [*single, *(control for control in NUMBERED if split(control)[0] in stems)]
        for single, stems in (_COUNTS, _PRICES, _LABELS)
    )
    for control in counts:
        entry.take(control, _count, "out_of_range", "not_a_count.typed", minimum=0, maximum=MAX_QUANTITY)
    for control in prices:
        entry.take(control, read_number, "not_an_amount", "not_an_amount.typed")
    entry.take("currency", _currency, "unknown_currency", "")
    check_signs(entry)
    entry.take("term_months", _term, "out_of_range", "", minimum=1, maximum=MAX_MONTHS)
    for control in ("period_start", "period_end", "change_at"):
        entry.take(control, lambda text: read_date(text, entry.written_in), "not_a_date", "not_a_date.typed")
    entry.take("tax_rate", _rate, "out_of_range", "out_of_range.percent")
    entry.take("tax_included", _flag, "wrong_type", "wrong_type.yes_or_no")
    for control, known in (("convention", PRESETS), ("payment", PAYMENTS), ("tier_model", TIER_MODELS)):
        entry.take(control, _one_of(known), "unknown_policy", "", known=", ".join(known))
    # How long a label may be is for the contract to say.
    entry.read |= {control: entry.texts[control] for control in labels if entry.texts.get(control)}
    entry.require("quantity_before")
    _require_prices(entry)
    entry.require("currency", "period_end", "change_at")
    if not entry.texts.get("quantity_added"):
        entry.require("quantity_after")
    if not entry.texts.get("period_start"):
        entry.require("term_months")
    if entry.read.get("tax_included"):
        entry.require("tax_rate")
    for product in entry.products:
        entry.require(*(f"{stem}_{product}" for stem in ("quantity_before", "quantity_after", "unit_price")))
    return dict(entry.read)


def check_signs(entry: Entry) -> None:
    """Keep a fault for each price that was pasted with the sign of another currency."""
    currency = entry.read.get("currency")
    for control, value in entry.read.items():
        text = entry.texts.get(control, "")
        if currency and isinstance(value, Fraction) and foreign_sign(text, currency):
            facts = {"typed": printable(text), "currency": currency}
            entry.faults.append(Fault("inputs_disagree", control, dict(facts), "inputs_disagree.currency"))


def _require_prices(entry: Entry) -> None:
    """Keep a fault for each price that is missing, and for a price beside tiers."""
    if not entry.tiers and not entry.texts.get("tier_model"):
        entry.require("unit_price")
        return
    tiers = entry.tiers or [1]
    entry.require("tier_model", *(f"tier_unit_price_{tier}" for tier in tiers))
    entry.require(*(f"tier_up_to_{tier}" for tier in tiers[:-1]))  # the last one goes on without end
    for price in ("unit_price", "unit_price_after", "renewal_unit_price"):
        if entry.texts.get(price):
            facts = {"price": Word(f"name.{price}")}
            entry.faults.append(Fault("inputs_disagree", price, dict(facts), "inputs_disagree.tiers"))


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


def _one_of(known: Collection[str]) -> Callable[[str], str | None]:
    return lambda text: text if text in known else None


def _currency(text: str) -> str | None:
    code = text.upper()
    return code if code in CURRENCIES else None


def _term(text: str) -> int | None:
    term = _TERM.fullmatch(text)
    return int(term[1]) if term and 1 <= int(term[1]) <= MAX_MONTHS else None


def _rate(text: str) -> Fraction | None:
    """Return the rate that a percentage states: `5,5 %` is 0.055."""
    # Never in thousands: 8.875 reads one way here, which it does not as a price.
    percent = _PERCENT.fullmatch(text)
    rate = Fraction(percent[1].replace(",", ".")) / 100 if percent else None
    return rate if rate is not None and rate <= 1 else None


def _flag(text: str) -> bool | None:
    answer = text.casefold()
    return answer in _YES if answer in (*_YES, *_NO) else None
