"""What people type: numbers, dates, terms, and the two ways to give the new total."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import calculator
from calculator.typed import Ambiguous, read_date, read_number
from tests.worked_example import FIFTY_TO_EIGHTY

NUMBERS = [
    ("24", "24"),
    ("24,00", "24"),
    ("24.00", "24"),
    ("1 234,50 €", "1234.50"),
    ("1\u202f234,50\u00a0€", "1234.50"),  # as this site prints it
    ("€1,234.50", "1234.50"),
    ("$1,234.50", "1234.50"),
    ("CHF 1’234.50", "1234.50"),
    ("1'234.50", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1.234.567", "1234567"),
    ("1,234,567.8", "1234567.8"),
    ("1 234", "1234"),  # a space only ever groups
    ("24 EUR", "24"),
    ("0,125", "0.125"),  # nothing is grouped after a lone zero
    ("0.125", "0.125"),
    ("1234.567", "1234.567"),  # four digits before: not a group
    ("24,5", "24.5"),
    ("24.123456789", "24.123456789"),
]


@pytest.mark.parametrize(("typed", "expected"), NUMBERS)
def test_number_is_read(typed: str, expected: str) -> None:
    assert read_number(typed) == Fraction(expected)


@pytest.mark.parametrize("typed", ["1.234", "1,234", "€1,234", "12.345", "999,999 EUR"])
def test_number_that_reads_two_ways_is_never_guessed(typed: str) -> None:
    with pytest.raises(Ambiguous):
        read_number(typed)


NOT_NUMBERS = [
    *(
        "",
        " ",
        "abc",
        "12abc",
        "abc12",
        "-5",
        "+5",
        "−5",
        "1e3",
        "0x10",
        "½",
        "٣",
        "２４",
        "24 licences",
        "1..2",
    ),
    *("1,2,3", "1 23", "12 34,00", "1.234.56", "1,234,56.7", "1.2345678901", "1234567890123", "24€24", "NaN"),
    *("=1+1", "<b>24</b>", "24;00", "24\u200b00", "∞", "%24", "24%"),
]


@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_what_is_not_a_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


DATES = [
    ("2027-03-10", "fr", date(2027, 3, 10)),
    ("2027-3-1", "en", date(2027, 3, 1)),
    ("10/03/2027", "fr", date(2027, 3, 10)),  # day first in French
    ("10/03/2027", "en", date(2027, 10, 3)),  # month first in English
    ("3/10/2027", "en", date(2027, 3, 10)),
    ("10.03.2027", "fr", date(2027, 3, 10)),
    ("10-03-2027", "fr", date(2027, 3, 10)),
    ("10 mars 2027", "fr", date(2027, 3, 10)),
    ("10\u00a0mars\u00a02027", "fr", date(2027, 3, 10)),
    ("1er mars 2027", "fr", date(2027, 3, 1)),
    ("mercredi 10 mars 2027", "fr", date(2027, 3, 10)),
    ("8 août 2026", "fr", date(2026, 8, 8)),
    ("8 AOUT 2026", "fr", date(2026, 8, 8)),
    ("3 févr. 2027", "fr", date(2027, 2, 3)),
    ("March 10, 2027", "en", date(2027, 3, 10)),
    ("Mar 10 2027", "en", date(2027, 3, 10)),
    ("Wednesday, March 10, 2027", "en", date(2027, 3, 10)),
    ("10 March 2027", "en", date(2027, 3, 10)),
    ("March 10, 2027", "fr", date(2027, 3, 10)),  # a month's name is clear in either language
    ("29 février 2028", "fr", date(2028, 2, 29)),
]


@pytest.mark.parametrize(("typed", "language", "expected"), DATES)
def test_date_is_read(typed: str, language: str, expected: date) -> None:
    assert read_date(typed, language) == expected


NOT_DATES = [
    *("", "demain", "29/02/2027", "31/04/2027", "10/13/2027", "10/03/27", "2027", "mars 2027", "10 mars"),
    *("0/0/0000", "10 marsouin 2027", "2027-13-01", "٢٠٢٧-٠٣-١٠", "2027-03-10T10:00", "10 mars 2027 !"),
]


@pytest.mark.parametrize("typed", NOT_DATES)
def test_what_is_not_a_date_is_none(typed: str) -> None:
    assert read_date(typed, "fr") is None


def form(language: str = "fr", **texts: str) -> dict[str, Any]:
    """Return the answer to the contract's figures with some controls replaced; an empty text empties one."""
    return calculator.form({"form": FIFTY_TO_EIGHTY | texts, "language": language})


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (code, control) pairs of an answer."""
    return [(error["code"], error["field"]) for error in answer["errors"]]


def test_the_answer_is_preview_s_with_the_resolved_request() -> None:
    answer = form()

    assert answer["request"] == {
        "currency": "EUR",
        "period": {"start": "2026-03-10", "end": "2027-03-10"},
        "change_at": "2026-08-08",
        "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
        "language": "fr",
    }
    shared = calculator.preview(answer["request"])
    assert {key: answer[key] for key in shared} == shared


def test_the_number_to_add_gives_the_same_answer_as_the_total() -> None:
    by_total, by_added = form(), form(quantity_after="", quantity_added="30")

    assert by_added["controls"]["quantity_after"] == "80"
    assert by_total["controls"]["quantity_added"] == "30"
    assert by_total["due_now"] == by_added["due_now"]


def test_both_totals_may_be_given_when_they_agree() -> None:
    assert form(quantity_added="30")["ok"]
    assert faults(form(quantity_added="31")) == [("inputs_disagree", "quantity_after")]


def test_typing_the_number_to_add_as_the_total_is_explained() -> None:
    answer = form(quantity_before="10", quantity_after="5", language="en")

    assert faults(answer) == [("decrease_refused", "quantity_after")]
    assert "to add 5, enter 15" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        ("2027-03-10", "12", "2026-03-10"),
        ("2027-03-31", "1", "2027-02-28"),  # clamped
        ("2028-02-29", "12", "2027-02-28"),
        ("2027-03-10", "24", "2025-03-10"),
    ],
)
def test_the_period_starts_a_term_before_its_end(end: str, months: str, start: str) -> None:
    answer = form(period_end=end, term_months=months, change_at=start)

    assert answer["request"]["period"] == {"start": start, "end": end}


def test_the_period_s_start_may_be_given() -> None:
    # Anchor 31 January: the February period starts there, which "one month before 28 February" cannot know.
    answer = form(period_start="31/01/2027", period_end="28/02/2027", term_months="1", change_at="2027-02-14")

    assert answer["request"]["period"] == {"start": "2027-01-31", "end": "2027-02-28"}
    assert faults(form(period_start="2026-05-01")) == [("inputs_disagree", "period_start")]


def test_an_empty_purchase_date_is_the_day_that_the_door_gives() -> None:
    asked = {"form": FIFTY_TO_EIGHTY | {"change_at": ""}, "language": "fr"}

    assert faults(calculator.form(asked)) == [("missing", "change_at")]
    assert calculator.form(asked | {"today": "2026-08-08"})["due_now"]["net"] == "422.14"
    assert calculator.form(asked | {"today": "2026-08-08"})["echo"]["change_at"] == "samedi 8 août 2026"


def test_texts_carried_from_the_other_language_are_read_in_their_own() -> None:
    asked = {
        "form": FIFTY_TO_EIGHTY | {"period_end": "10/03/2027", "unit_price": "1 234,50"},
        "language": "en",
        "written_in": "fr",
    }
    answer = calculator.form(asked)

    assert answer["controls"]["period_end"] == "March 10, 2027"
    assert answer["controls"]["unit_price"] == "1,234.50"
    assert answer["due_now"]["text"].startswith("€")


def test_every_fault_is_told_at_once_and_nothing_typed_is_lost() -> None:
    answer = form(unit_price="1.234", period_end="31/02/2027", currency="ZZZ", term_months="0", change_at="x")

    assert sorted(faults(answer)) == [
        ("ambiguous_number", "unit_price"),
        ("not_a_date", "change_at"),
        ("not_a_date", "period_end"),
        ("out_of_range", "term_months"),
        ("unknown_currency", "currency"),
    ]
    assert answer["controls"]["unit_price"] == "1.234"
    assert answer["controls"]["period_end"] == "31/02/2027"


def test_a_date_outside_the_period_is_told_beside_an_empty_price() -> None:
    assert faults(form(change_at="2020-01-01", unit_price="")) == [
        ("missing", "unit_price"),
        ("change_outside_period", "change_at"),
    ]


def test_a_smaller_total_is_told_beside_a_price_that_reads_two_ways() -> None:
    assert faults(form(quantity_after="5", unit_price="1.234")) == [
        ("ambiguous_number", "unit_price"),
        ("decrease_refused", "quantity_after"),
    ]


def test_what_is_left_to_fill_in_is_one_neutral_sentence() -> None:
    answer = form(unit_price="", period_end="")

    assert answer["remaining"] == "Encore à remplir\u00a0: prix d’une licence, prochaine échéance."


HOSTILE: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, [("missing", "form")]),
    ({"form": []}, [("wrong_type", "form")]),
    ({"form": None}, [("wrong_type", "form")]),
    ({"form": FIFTY_TO_EIGHTY | {"unit_price": 24}}, [("wrong_type", "unit_price")]),
    ({"form": FIFTY_TO_EIGHTY | {"seats": "3"}}, [("unknown_field", "seats")]),
    ({"form": FIFTY_TO_EIGHTY, "zone": "UTC"}, [("unknown_field", "zone")]),
    ({"form": FIFTY_TO_EIGHTY, "language": "it"}, [("unknown_language", "language")]),
    ({"form": FIFTY_TO_EIGHTY, "written_in": 5}, [("unknown_language", "written_in")]),
    ({"form": FIFTY_TO_EIGHTY | {"period_end": "0001-01-01"}}, [("not_a_date", "period_end")]),
    ({"form": FIFTY_TO_EIGHTY | {"period_end": "\ud800"}}, [("not_a_date", "period_end")]),
    ({"form": FIFTY_TO_EIGHTY | {"quantity_after": "9" * 5000}}, [("out_of_range", "quantity_after")]),
]


@pytest.mark.parametrize(("asked", "expected"), HOSTILE)
def test_hostile_entries_are_told(asked: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert faults(calculator.form(asked)) == expected
