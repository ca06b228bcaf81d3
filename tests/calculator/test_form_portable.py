"""What a link holds, and what the language switch carries, ask the same again: random forms, both ways."""

import random
from typing import Any

import pytest

import calculator

type Json = dict[str, Any]
SAMPLE, AT_ONCE = 400, 50
CURRENCIES = ("EUR", "USD", "CHF", "JPY", "KWD", "CLF", "XXX")
OTHER = {"fr": "en", "en": "fr"}
MONTHS = {
    "fr": (
        "janvier",
        "févr.",
        "mars",
        "avril",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "octobre",
        "nov.",
        "déc.",
    ),
    "en": ("January", "Feb", "March", "Apr", "May", "June", "July", "Aug", "Sept", "October", "Nov", "Dec"),
}


def any_form(chance: random.Random, language: str) -> Json:
    """Return a sound form as a person types it in a language."""
    currency = chance.choice(CURRENCIES)
    texts = {
        "currency": currency,
        "term_months": chance.choice(("12", "12", "24", "36")),
        "period_end": any_date(chance, 2027, language),
        "change_at": any_date(chance, 2026, language),
        "quantity_before": str(chance.choice((0, 1, 50, 1234, chance.randrange(10**6)))),
    }
    total = chance.choice(("quantity_after", "quantity_added"))
    texts[total] = any_count(chance, 10**6, 10**7 - 10**6, language)
    if chance.random() < 0.3:
        texts |= any_tiers(chance, language)
    else:
        texts["unit_price"] = any_price(chance, language)
        for later in ("unit_price_after", "renewal_unit_price"):
            if chance.random() < 0.3:
                texts[later] = any_price(chance, language)
    if chance.random() < 0.5:
        texts["tax_rate"] = chance.choice(("20", "5,5 %", "8.875%", "0", "100", "0,0001"))
        texts["tax_included"] = chance.choice(("", "yes", "non", "OUI", "no"))
    for control, values in (
        ("convention", ("", "whole-months", "commercial-year")),
        ("payment", ("", "card", "transfer")),
        ("label", ("", "Desktop", "1.234", "10/03/2027", "yes")),
    ):
        texts[control] = chance.choice(values)
    for number in chance.sample(range(2, 11), chance.choice((0, 0, 1, 3))):
        texts |= any_product(chance, number, language)
    return texts


def any_product(chance: random.Random, number: int, language: str) -> Json:
    texts = {
        "label": chance.choice(("", "Studio", "Accès à distance")),
        "quantity_before": str(chance.randrange(2000)),
        "quantity_after": any_count(chance, 2000, 10**6, language),
        "unit_price": any_price(chance, language),
        "renewal_unit_price": chance.choice(("", any_price(chance, language))),
    }
    return {f"{name}_{number}": text for name, text in texts.items()}


def any_tiers(chance: random.Random, language: str) -> Json:
    ends = sorted(chance.sample(range(1, 5000), chance.randrange(5)))
    texts = {"tier_model": chance.choice(("volume", "graduated"))}
    for row, end in enumerate([*map(str, ends), ""], 1):
        texts |= {f"tier_up_to_{row}": end, f"tier_unit_price_{row}": any_price(chance, language)}
    return texts


def any_count(chance: random.Random, least: int, top: int, language: str) -> str:
    count = chance.randrange(least, top)
    return chance.choice(
        (str(count), f"{count:,}".replace(",", " " if language == "fr" or count < 10**6 else ","))
    )


def any_price(chance: random.Random, language: str) -> str:
    """Return a price that reads one way."""
    whole = chance.choice((0, 7, 24, 249, 1234, chance.randrange(10**6)))
    decimals = chance.choice((0, 1, 2, 2, 4, 9) if whole < 1000 else (0, 1, 2, 3, 9))
    digits = f"{chance.randrange(10**decimals):0{decimals}}" if decimals else ""
    if not digits:
        return str(whole)
    if language == "fr" or decimals == 3:
        return f"{whole:,}".replace(",", chance.choice((" ", "\u202f"))) + f",{digits}"
    return f"{whole:,}.{digits}"


def any_date(chance: random.Random, year: int, language: str) -> str:
    month, day = chance.choice(
        ((3, 10), (1, 31), (2, 28), (12, 31), (chance.randrange(1, 13), chance.randrange(1, 29)))
    )
    name = MONTHS[language][month - 1]
    in_words = f"{day} {name} {year}" if language == "fr" else f"{name} {day}, {year}"
    in_digits = f"{day:02}/{month:02}/{year}" if language == "fr" else f"{month}/{day}/{year}"
    return chance.choice((in_words, in_digits, f"{year}-{month:02}-{day:02}"))


def asked(texts: Json, language: str, written_in: str) -> Json:
    """Return the answer to a form, asked in one language and written in another."""
    return calculator.form({"form": texts, "language": language, "written_in": written_in})


def meaning(answer: Json) -> Json:
    """Return what an answer's request says in any language: without that, and names that the form gives."""
    lines = [
        {name: value for name, value in line.items() if name != "label" or value[:4] != "Prod"}
        for line in answer["request"]["lines"]
    ]
    return {**answer["request"], "lines": lines, "language": None}


def assert_carried(seed: int) -> None:
    chance = random.Random(seed)
    language = chance.choice(("fr", "en"))
    texts = any_form(chance, language)
    first = asked(texts, language, language)
    if not first["ok"]:  # only the dates are drawn without care for each other
        assert {error["code"] for error in first["errors"]} <= {"change_outside_period"}, (
            texts,
            first["errors"],
        )
        return
    said, other = meaning(first), OTHER[language]
    switched = asked(texts, other, language)
    for read_in in ("fr", "en"):
        again = asked(first["portable"], read_in, read_in)
        assert meaning(again) == said, first["portable"]
        assert again["portable"] == first["portable"]
    assert switched["portable"] == first["portable"]
    assert meaning(asked(first["controls"], language, language)) == said, first["controls"]
    assert meaning(asked(switched["controls"], other, other)) == said, switched["controls"]


@pytest.mark.parametrize("start", range(0, SAMPLE, AT_ONCE))
def test_a_form_asks_the_same_again(start: int) -> None:
    for seed in range(start, start + AT_ONCE):
        assert_carried(seed)


def test_most_of_the_drawn_forms_are_sound() -> None:
    sound = 0
    for seed in range(100):
        chance = random.Random(seed)
        language = chance.choice(("fr", "en"))
        sound += asked(any_form(chance, language), language, language)["ok"]

    assert sound > 50


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_portable_date_or_price_reads_the_same_whatever_it_is_written_in(language: str) -> None:
    texts = {
        "currency": "EUR",
        "unit_price": "1.2340",
        "quantity_before": "50",
        "quantity_added": "30",
        "term_months": "12",
        "period_end": "2027-03-10",
        "change_at": "2026-08-08",
        "tax_rate": "8.875",
    }

    answer = asked(texts, language, language)
    assert answer["portable"] == texts
    assert answer["request"]["lines"][0]["unit_price"] == "1.234"
