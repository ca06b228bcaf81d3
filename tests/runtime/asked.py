"""Questions as readers and scripts put them, made by chance alone."""

import json
import random
from datetime import date, timedelta

import calculator
from tests.calculator.requests import PRESETS, legal_request
from tests.worked_example import FIFTY_TO_EIGHTY

type Question = tuple[str, str]


def questions(count: int, seed: str) -> list[Question]:
    """Return requests of all policies, and entries of the form, in turns of two to one."""
    return [
        entry(random.Random(f"{seed} {number}"))
        if number % 3 == 2
        else request(random.Random(f"{seed} {number}"))
        for number in range(count)
    ]


def request(chance: random.Random) -> Question:
    """Return a request, sound but for one in twenty."""
    asked = legal_request(chance)
    if chance.random() < 0.05:
        asked[chance.choice(("currency", "change_at", "policy", "vat"))] = "œuf"
    return "preview", json.dumps(asked, ensure_ascii=chance.random() < 0.5)


def entry(chance: random.Random) -> Question:
    """Return an entry whose controls are mostly well filled in, in one of the ways people write."""
    end = date(2026, 1, 1) + timedelta(chance.randrange(1200))
    change = end - timedelta(chance.randrange(-3, 400))
    price = f"{chance.randrange(10 ** chance.randrange(1, 7))}.{chance.randrange(100):02}"
    form = FIFTY_TO_EIGHTY | {
        "currency": chance.choice(["EUR", "USD", "CHF", "JPY", "KWD", "XXX", "eur", ""]),
        "unit_price": chance.choice([price, price.replace(".", ","), f"{price} €", f"${price}", price + "5"]),
        "quantity_before": str(chance.randrange(1, 3000)),
        "quantity_after": str(chance.randrange(1, 12_000)),
        "term_months": chance.choice(["1", "12", "24", "36", "120", "121", "1,5"]),
        "period_end": chance.choice([f"{end}", f"{end:%d/%m/%Y}", f"{end:%B} {end.day}, {end.year}"]),
        "change_at": chance.choice([f"{change}", f"{change}", ""]),
    }
    options = {
        "unit_price_after": price,
        "renewal_unit_price": price,
        "tax_rate": chance.choice(["20", "5,5 %", "7.7%", "20 %"]),
        "tax_included": chance.choice(["oui", "non", "true"]),
        "convention": chance.choice(PRESETS),
    }
    form |= {control: text for control, text in options.items() if chance.random() < 0.2}
    return "form", json.dumps(
        {"form": form, "language": chance.choice(calculator.LANGUAGES), "today": f"{end}"}
    )
