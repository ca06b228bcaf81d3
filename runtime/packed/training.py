"""Questions that show which of Python's functions answers need: recorded, changed, and made by chance."""

import copy
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from babel import Locale

from runtime.pack import read_questions
from tests.runtime.asked import questions
from tests.runtime.every_path import every_path

type Question = tuple[str, str]

MADE = 6_000  # of those recorded, and as many of sound ones made by chance
SETTLED = 1_500  # so many of them, the first, are asked before the image is taken
LONGEST = 100_000  # characters of a question to an image, as packed.js has it
SEED = "training"

ALL_CURRENCIES = sorted(Locale("en").currencies)
CURRENCY, DAY, NUMBER = (re.compile(rule) for rule in ("[A-Z]{3}", r"\d{4}-\d\d-\d\d", r"\d{1,6}(?:\.\d+)?"))
UNKNOWN = ("unknown", "", "é", "line", "quantity_before_2", "tiers", "basis", "today", "__class__")
# What people and scripts write where something else is expected.
# fmt: off
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 12, 50, 365, 9_999_999, 10**12, 10**30, 1.5, -0.0, 1e300,
    "", " ", "0", "-1", "1", "24", "24.00", "24,50 €", "1 234,56", "1,234.56", "$9.99", "0.005", "1e9", "NaN",
    "½", "٣", "œuf", "İstanbul", "ǅ", "😀", "\u202e", "\x00", "a" * 300, "9" * 60, "２４", "<b>", "%s {0}",
    "2026-08-08", "2028-02-29", "2027-02-29", "0001-01-01", "9999-12-31", "10/03/2027", "3/10/2027",
    "10 mars 2027", "1er août 2026", "March 10, 2027", "Aug 8 2026", "2026-08-08T23:30:00+02:00", "demain",
    "EUR", "USD", "JPY", "KWD", "CHF", "XXX", "eur", "fr", "en", "de", "20 %", "5,5", "oui", "true",
    [], {}, [[]], [1, 2], {"": None}, {"unit_price": "1"},
)
# fmt: on


def training() -> list[Question]:
    """Return (question, JSON text) pairs, the same at each call."""
    chance = random.Random(SEED)  # noqa: S311  no secret
    known = recorded()
    made = [changed(known, chance) for _ in range(MADE)]
    in_turn = [question for both in zip(made, questions(MADE, SEED), strict=True) for question in both]
    # Half characters, that UTF-8 cannot say, are never asked of the image.
    return [(question, text.encode(errors="replace").decode()) for question, text in known + in_turn]


def recorded() -> list[Question]:
    """Return questions that between them lead through every line of the calculator."""
    return [one for one in (*read_questions(), *every_path()) if len(one[1]) <= LONGEST]


def changed(known: list[Question], chance: random.Random) -> Question:
    """Return a recorded question with one to four values changed, or its text cut."""
    question, text = chance.choice(known)
    try:
        value = json.loads(text)
    except ValueError:
        return question, text
    others = [one for _, one in places(json.loads(chance.choice(known[:30])[1] or "{}"))]
    for _ in range(chance.randint(1, 4)):
        found = list(places(value))
        if not found:
            break
        (container, key), was = chance.choice(found)
        if isinstance(container, dict) and chance.random() < 0.1:
            key = chance.choice(UNKNOWN)
        container[key] = near(was, chance) or copy.deepcopy(chance.choice((*ODD, *others)))
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    return question, text[: chance.randrange(len(text) + 1)] if chance.random() < 0.02 else text


def near(value: Any, chance: random.Random) -> Any:
    """Return a value of the same kind as this one, mostly one that will do, or None."""
    if chance.random() < 0.7:
        return _of_its_kind(value, chance)
    if isinstance(value, str) and value and chance.random() < 0.5:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("0123456789.,-/ T%€é") + value[at + chance.randrange(2) :]
    if type(value) is int and chance.random() < 0.5:
        return value + chance.choice((-1, 1, 10, 1000))
    return None


def _of_its_kind(value: Any, chance: random.Random) -> Any:
    if type(value) is int:
        return chance.randrange(10 ** chance.randrange(1, 9))
    if not isinstance(value, str):
        return None
    if CURRENCY.fullmatch(value):
        return chance.choice(ALL_CURRENCIES)
    if DAY.match(value):
        return (date(2015, 1, 1) + timedelta(chance.randrange(9_000))).isoformat() + value[10:]
    if NUMBER.fullmatch(value):
        whole = str(chance.randrange(10 ** chance.randrange(1, 14)))
        return f"{whole}.{chance.randrange(10**9):09}"[: len(whole) + chance.choice((0, 2, 3, 4, 7))]
    return None


def places(value: Any) -> Iterator[tuple[tuple[Any, Any], Any]]:
    """Yield each place within a JSON value, as container and key, with what stands there."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (value, key), value[key]
        yield from places(value[key])
