"""Forgiving input: what reads one way is taken, what doesn't gets a sentence that says how to mend it."""

from typing import Any

import pytest

import calculator
from tests.worked_example import FIFTY_TO_EIGHTY


def form(language: str = "fr", **controls: str) -> dict[str, Any]:
    """Return the answer to the worked example with some controls replaced."""
    return calculator.form({"form": FIFTY_TO_EIGHTY | controls, "language": language})


def told(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the field and the message of each fault."""
    return [(error["field"], error["message"]) for error in answer["errors"]]


@pytest.mark.parametrize(
    ("currency", "typed", "price"),
    [
        ("EUR", "1 234,50 €", "1234.50"),
        ("EUR", "1\u202f234,50\u00a0€", "1234.50"),
        ("EUR", "1\u2009234.50", "1234.50"),
        ("EUR", "€1,234.50", "1234.50"),
        ("EUR", "24 eur", "24.00"),
        ("USD", "$24", "24.00"),
        ("USD", "24,00 $US", "24.00"),
        ("CAD", "CA$24.00", "24.00"),
        ("CAD", "$24", "24.00"),  # a dollar of the form's own country
        ("AUD", "24,00\u00a0$AU", "24.00"),  # as this site prints it in French
        ("AUD", "A$24.00", "24.00"),  # and in English
        ("GBP", "24,00 £GB", "24.00"),
        ("JPY", "¥2400", "2400"),
        ("CHF", "CHF 24.00", "24.00"),
        ("CHF", "Fr 24", "24.00"),
        ("SEK", "24 SEK", "24.00"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_price_pasted_with_its_sign_is_read(currency: str, typed: str, price: str, language: str) -> None:
    answer = form(language, currency=currency, unit_price=typed)

    assert answer["ok"], answer["errors"]
    assert answer["request"]["lines"][0]["unit_price"] == price


@pytest.mark.parametrize(
    ("currency", "typed"),
    [
        ("EUR", "$24"),
        ("EUR", "24 USD"),
        ("USD", "24 €"),
        ("USD", "CA$24"),
        ("CAD", "$US 24"),
        ("AUD", "$24 CAD"),
        ("GBP", "¥24"),
        ("CHF", "24 EUR"),
        ("EUR", "Fr 24"),
        ("XXX", "24 €"),
    ],
)
def test_the_sign_of_another_currency_is_told(currency: str, typed: str) -> None:
    answer = form("en", currency=currency, unit_price=typed)

    assert told(answer) == [
        (
            "unit_price",
            f"“{typed}” has the sign of another currency than {currency}. Choose the currency of your "
            f"invoice, "
            "or write the amount without a sign.",
        )
    ]
    assert answer["controls"]["unit_price"] == typed


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        (
            {"unit_price": "1.234"},
            "“1.234” reads two ways, 1234 or 1.234. Write 1234 without a separator, or 1.2340 with one more "
            "decimal.",
        ),
        ({"quantity_after": "1,234"}, "“1,234” reads two ways. Write 1234, without a separator."),
        (
            {"unit_price": "-24"},
            "The price of one license can’t be negative: “-24”. Write the amount without a minus sign.",
        ),
        (
            {"unit_price": "−24"},
            "The price of one license can’t be negative: “−24”. Write the amount without a minus sign.",
        ),
        (
            {"unit_price": "٢٤"},
            "The price of one license is written with the digits 0 to 9: “٢٤” holds others.",
        ),
        (
            {"unit_price": "２４"},
            "The price of one license is written with the digits 0 to 9: “２４” holds others.",
        ),
        (
            {"unit_price": "twenty"},
            "The price of one license is not an amount: “twenty”. Write for example 24.00: at most 12 "
            "digits, "
            "then at most 9 decimals.",
        ),
        (
            {"unit_price": "9" * 60},
            f"The price of one license is not an amount: “{'9' * 40}…”. Write for example 24.00: at most 12 "
            "digits, then at most 9 decimals.",
        ),
        (
            {"quantity_after": "8٠"},
            "The new total must be a whole number from 0 to 10,000,000, written with the digits 0 to "
            "9: “8٠”.",
        ),
        (
            {"quantity_after": "80 €"},
            "The new total must be a whole number from 0 to 10,000,000, written with the digits 0 to "
            "9: “80 €”.",
        ),
        (
            {"quantity_after": "-80"},
            "The new total must be a whole number from 0 to 10,000,000, written with the digits 0 to "
            "9: “-80”.",
        ),
        (
            {"period_end": "3/10/27"},
            "The renewal date has a year of two digits: “3/10/27”. Write four: 3/10/2027.",
        ),
        (
            {"period_end": "25/3/2027"},
            "The renewal date is read as month, day, year, which makes no date: “25/3/2027”. For the other "
            "order, "
            "write 3/25/2027.",
        ),
        (
            {"period_end": "31/31/2027"},
            "The renewal date is not a calendar date: “31/31/2027”. Write month, day, year, such as "
            "3/10/2027 or "
            "March 10, 2027.",
        ),
        (
            {"tax_rate": "20 €"},
            "The tax rate must be between 0 and 100%, with at most 4 decimal places: “20 €”.",
        ),
        ({"term_months": "a year"}, "The subscription term must be between 1 and 120."),
        (
            {"currency": "€"},
            "The currency is not an ISO 4217 currency code: “€”. Write for example EUR or USD.",
        ),
        (
            {"quantity_after": "30"},
            "The new total (30) is smaller than the current number (50): it looks like the number to add. "
            "The "
            "dialog expects the new total: to add 30, enter 80.",
        ),
        (
            {"quantity_after": "0"},
            "The new total can’t be 0: you have 50 licenses. The dialog expects the new total, old and new "
            "licenses together.",
        ),
    ],
)
def test_what_is_not_taken_has_its_sentence(controls: dict[str, str], message: str) -> None:
    answer = form("en", **controls)

    assert told(answer) == [(next(iter(controls)), message)]
    assert answer["controls"] | controls == answer["controls"]  # as it was typed


@pytest.mark.parametrize(
    ("control", "typed", "message"),
    [
        (
            "period_end",
            "10/03/27",
            "La prochaine échéance a une année à deux chiffres\u00a0: «\u00a010/03/27\u00a0». Écrivez-en "
            "quatre\u00a0: "
            "10/03/2027.",
        ),
        (
            "change_at",
            "8/25/2026",
            "La date d’achat se lit jour, mois, année, ce qui ne fait pas une date\u00a0: "
            "«\u00a08/25/2026\u00a0». Pour "
            "l’autre ordre, écrivez 25/8/2026.",
        ),
        (
            "quantity_after",
            "30",
            "Le nouveau total (30) est plus petit que le nombre actuel (50)\u00a0: il ressemble au nombre à "
            "ajouter. "
            "La fenêtre attend le nouveau total\u00a0: pour en ajouter 30, saisissez 80.",
        ),
    ],
)
def test_the_french_sentences(control: str, typed: str, message: str) -> None:
    assert told(form("fr", **{control: typed})) == [(control, message)]


def test_a_faulty_date_is_told_in_the_order_in_which_it_was_written() -> None:
    asked = {"form": FIFTY_TO_EIGHTY | {"period_end": "3/25/2027"}, "language": "en", "written_in": "fr"}

    assert told(calculator.form(asked))[0][1].startswith("The renewal date is read as day, month, year")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_date_in_digits_is_said_in_words(language: str) -> None:
    words = {"fr": "mercredi 10 mars 2027", "en": "Sunday, October 3, 2027"}

    assert form(language, period_end="10/03/2027", term_months="24")["echo"]["period_end"] == words[language]


@pytest.mark.parametrize(
    "today", ["yesterday", "08/08/2026", "2026-02-30", "2026-08-08T10:00", "", 20260808, []]
)
@pytest.mark.parametrize("change_at", ["", "2026-08-08"])
def test_a_today_that_is_no_date_is_told_even_where_it_stands_for_nothing(
    today: object, change_at: str
) -> None:
    asked = {"form": FIFTY_TO_EIGHTY | {"change_at": change_at}, "language": "en", "today": today}
    codes = [(error["code"], error["field"]) for error in calculator.form(asked)["errors"]]

    assert codes == [("not_a_date", "today"), *([] if change_at else [("missing", "change_at")])]
