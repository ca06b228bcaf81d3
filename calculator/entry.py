"""The controls of a form as they were typed -> their values, one by one, with every fault kept."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from calculator.checks import printable
from calculator.contract import MAX_RATE_DECIMALS
from calculator.contract_lines import MAX_QUANTITY
from calculator.controls import NUMBERED, OF_PRODUCT, OF_TIER, PAYMENTS, is_control, numbers, split
from calculator.faults import Fault
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.money import CURRENCIES
from calculator.period import MAX_MONTHS
from calculator.policy import PRESETS
from calculator.pricing import TIER_MODELS
from calculator.step import Word
from calculator.typed import (
    ISO_DATE,
    SPACES,
    Ambiguous,
    has_foreign_digits,
    has_foreign_sign,
    in_other_order,
    read_date,
    read_number,
    with_whole_year,
)

_TERM = re.compile(r"([0-9]{1,4}) ?(?:mois|months?)?", re.ASCII | re.IGNORECASE)
_PERCENT = re.compile(rf"([0-9]{{1,3}}(?:[.,][0-9]{{1,{MAX_RATE_DECIMALS - 2}}})?) ?%?", re.ASCII)
_YES, _NO = ("true", "yes", "oui", "on", "1"), ("false", "no", "non", "off", "0")
_MINUS = "-−–"
_CHOICES = {"convention": PRESETS, "payment": PAYMENTS, "tier_model": TIER_MODELS}
_COUNTS = ("quantity_before", "quantity_after", "quantity_added", "tier_up_to")
PRICES = ("unit_price", "unit_price_after", "renewal_unit_price")


class Misread(Exception):
    """A text that is no value: the sentence that says why and, where one suggests itself, what to type."""

    def __init__(self, wording: str, mended: str = "") -> None:
        super().__init__(wording)
        self.wording = wording
        self.mended = mended


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
        except Misread as why:
            value, wording, facts = None, why.wording, facts | {"mended": why.mended}
        if value is None:
            self.faults.append(Fault(code, control, facts | {"typed": printable(text)}, wording))
            return None
        self.read[control] = value
        return value

    @cached_property
    def numbered(self) -> list[str]:
        """The numbered controls that hold a text, in their order."""
        return [control for control, text in self.texts.items() if text and control in NUMBERED]

    @cached_property
    def products(self) -> list[int]:
        """The numbers of the further products: those with at least one control filled."""
        return numbers(OF_PRODUCT, self.numbered)

    @cached_property
    def tiers(self) -> list[int]:
        """The numbers of the tiers that are filled in."""
        return numbers(OF_TIER, self.numbered)

    @property
    def has_tiers(self) -> bool:
        """Whether the first product's price comes from tiers."""
        return bool(self.tiers or self.texts.get("tier_model"))

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
    today = _today(asked.get("today"), faults)
    if today and not texts.get("change_at"):
        texts["change_at"] = today
    return Entry(texts, written_in, faults)


def plain(text: str) -> str:
    """Return a typed text with plain single spaces, fit to be shown again."""
    # Half a surrogate pair, as a broken paste leaves, is no text that could be shown again.
    whole = text.encode("utf-8", "replace").decode()
    return SPACES.sub(" ", whole).strip()


def _today(given: object, faults: list[Fault]) -> str | None:
    """Return the day that stands for an empty purchase date."""
    if isinstance(given, str) and ISO_DATE.fullmatch(given) and read_date(given, DEFAULT_LANGUAGE):
        return given
    if given is not None:
        faults.append(Fault("not_a_date", "today"))
    return None


def read_values(entry: Entry) -> dict[str, Any]:
    """Return the value of every control that could be read; what is required and empty is kept as a fault."""
    for control in ("quantity_before", "quantity_after", "quantity_added"):
        _take_count(entry, control)
    for control in PRICES:
        _take_price(entry, control)
    for control in entry.numbered:
        _READERS[split(control)[0]](entry, control)
    entry.take("currency", _currency, "unknown_currency", "")
    check_signs(entry)
    entry.take("term_months", _term, "out_of_range", "", minimum=1, maximum=MAX_MONTHS)
    for control in ("period_start", "period_end", "change_at"):
        _take_date(entry, control)
    entry.take("tax_rate", _rate, "out_of_range", "out_of_range.percent")
    entry.take("tax_included", _flag, "wrong_type", "wrong_type.yes_or_no")
    for control, known in _CHOICES.items():
        entry.take(control, _one_of(known), "unknown_policy", "", known=", ".join(known))
    _take_label(entry, "label")
    _require(entry)
    return dict(entry.read)


def _require(entry: Entry) -> None:
    """Keep a fault for each control that is needed and empty, and for a price beside tiers."""
    entry.require("quantity_before")
    if entry.has_tiers:
        _require_tiers(entry)
    else:
        entry.require("unit_price")
    entry.require("currency", "period_end", "change_at")
    if not entry.texts.get("quantity_added"):
        entry.require("quantity_after")
    if not entry.texts.get("period_start"):
        entry.require("term_months")
    if entry.read.get("tax_included"):
        entry.require("tax_rate")
    for product in entry.products:
        entry.require(*(f"{name}_{product}" for name in ("quantity_before", "quantity_after", "unit_price")))


def _require_tiers(entry: Entry) -> None:
    tiers = entry.tiers or [1]
    entry.require("tier_model", *(f"tier_unit_price_{tier}" for tier in tiers))
    entry.require(*(f"tier_up_to_{tier}" for tier in tiers[:-1]))  # the last one goes on without end
    for price in PRICES:
        if entry.texts.get(price):
            facts = {"price": Word(f"name.{price}")}
            entry.faults.append(Fault("inputs_disagree", price, dict(facts), "inputs_disagree.tiers"))


def _take_count(entry: Entry, control: str, least: int = 0) -> None:
    # A count has no currency sign: `50 €` is a price that went to the wrong place.
    def reader(text: str) -> int | None:
        number = read_number(text) if text[:1].isdigit() and text[-1:].isdigit() else None
        if number is None or number.denominator != 1 or not least <= number <= MAX_QUANTITY:
            return None
        return number.numerator

    entry.take(control, reader, "out_of_range", "not_a_count.typed", minimum=least, maximum=MAX_QUANTITY)


def _take_price(entry: Entry, control: str) -> None:
    entry.take(control, _price, "not_an_amount", "not_an_amount.typed")


def _price(text: str) -> Fraction | None:
    price = read_number(text)
    if price is None and text[0] in _MINUS:
        raise Misread("not_an_amount.negative")
    if price is None and has_foreign_digits(text):
        raise Misread("not_an_amount.digits")
    return price


def _take_date(entry: Entry, control: str) -> None:
    entry.take(control, lambda text: _date(text, entry.written_in), "not_a_date", "not_a_date.typed")


def _date(text: str, language: str) -> date | None:
    on = read_date(text, language)
    if on is None and (mended := with_whole_year(text)):
        raise Misread("not_a_date.short_year", mended)
    if on is None and (mended := in_other_order(text, language)):
        raise Misread(f"not_a_date.order_{language}", mended)
    return on


def _take_label(entry: Entry, control: str) -> None:
    if text := entry.texts.get(control):
        entry.read[control] = text  # the contract says how long


# How numbered controls are read, by their stems.
_READERS: dict[str, Callable[[Entry, str], None]] = {
    "label": _take_label,
    "quantity_before": _take_count,
    "quantity_after": _take_count,
    "unit_price": _take_price,
    "renewal_unit_price": _take_price,
    "tier_up_to": partial(_take_count, least=1),
    "tier_unit_price": _take_price,
}


def check_signs(entry: Entry) -> None:
    """Keep a fault for each price that was pasted with the sign of another currency."""
    currency: str = entry.read.get("currency", "")
    prices = [control for control, value in entry.read.items() if isinstance(value, Fraction)]
    for control in prices if currency else ():
        text = entry.texts[control]
        if has_foreign_sign(text, currency):
            facts = {"typed": printable(text), "currency": currency}
            entry.faults.append(Fault("inputs_disagree", control, dict(facts), "inputs_disagree.currency"))
            del entry.read[control]


def _ambiguity(control: str, text: str, two: Ambiguous) -> Fault:
    decimal = re.sub(r"[^0-9.,]", "", text)
    facts = {
        "typed": printable(text),
        "as_whole": str(two.whole),
        "as_decimal": decimal,
        "as_decimal_padded": decimal + "0",
    }
    wording = "ambiguous_number.count" if split(control)[0] in _COUNTS else ""
    return Fault("ambiguous_number", control, dict(facts), wording)


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
