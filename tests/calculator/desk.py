"""Page questions, asked as the page asks them."""

import json
import random
from typing import Any

import calculator
from tests.worked_example import FIFTY_TO_EIGHTY

TODAY = "2026-11-23"
# What each question needs beside the form, so that it is answered.
OWN: dict[str, dict[str, Any]] = {
    "when_to_buy": {},
    "scenarios": {},
    "other_amount": {"amount": "420.16"},
    "budget": {"budget": "500"},
    "take_away": {"sheets": ["fr", "en"], "address": "https://example.org/calculator/#a?b=c"},
    "reply": {"addresses": {"en": {"step": "https://example.org/en/#step-new-total"}}},
}


def ask(question: str, language: str = "fr", own: Any = None, **texts: str) -> Any:
    """Return the answer about the contract's figures, some controls replaced, through the page's door."""
    form = {"form": FIFTY_TO_EIGHTY | texts, "language": language, "today": TODAY}
    return json.loads(calculator.answer(question, json.dumps(form | (OWN[question] if own is None else own))))


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (code, field) pairs of an answer, in its order."""
    return [(error["code"], error["field"]) for error in answer["errors"]]


def any_form(chance: random.Random) -> dict[str, str]:
    """Return a sound form: any currency, tax, convention, payment, with further products or tiers."""
    before = chance.choice((0, 1, 9, 50, 1_200))
    form = {
        "currency": chance.choice(("EUR", "USD", "CHF", "JPY", "KWD", "XXX")),
        "quantity_before": str(before),
        "quantity_after": str(before + chance.choice((0, 1, 30, 2_000))),
        "unit_price": chance.choice(("24", "0.5", "1234.25", "0")),
        "term_months": chance.choice(("1", "12", "36")),
        "period_end": chance.choice(("2027-03-10", "2027-03-31", "2028-02-29")),
        "tax_rate": chance.choice(("", "", "20", "5.5")),
        "convention": chance.choice(("", "credit-and-charge", "to-the-second", "whole-months")),
        "payment": chance.choice(("", "card", "paypal", "transfer")),
        "label": chance.choice(("", "Accès, à distance ; \\ « or »", "<b>Desktop</b> & co")),
    }
    form["change_at"] = chance.choice((form["period_end"], form["period_end"][:8] + "02"))
    if chance.random() < 0.3:
        form |= {"unit_price": "", "tier_model": chance.choice(("volume", "graduated"))}
        form |= {"tier_up_to_1": "25", "tier_unit_price_1": "10", "tier_unit_price_2": "9"}
    for product in range(2, chance.choice((2, 2, 3, 6))):
        form |= {f"quantity_before_{product}": "3", f"quantity_after_{product}": "5"}
        form |= {f"unit_price_{product}": "99.5", f"label_{product}": chance.choice(("", "Studio"))}
    return form
