"""Rounding, and decimal text."""

from fractions import Fraction

import iso4217
import pytest

import calculator
from calculator.money import (
    CURRENCIES,
    decimal_text,
    exact_text,
    price_text,
    printed_decimals,
    read_amount,
    round_amount,
)
from tests.calculator.asked import changed

ROUNDED = [
    ("74.985", 2, "74.99"),  # Kill Bill: 249.95 x 9 / 30
    ("174.965", 2, "174.97"),  # Kill Bill: 249.95 x 21 / 30
    ("-74.985", 2, "-74.99"),  # a reversal cancels its charge
    ("0.005", 2, "0.01"),
    ("0.0049999", 2, "0.00"),
    ("-0.004", 2, "0.00"),  # never "-0.00"
    ("2.5", 0, "3"),
    ("-2.5", 0, "-3"),
    ("0.9999999995", 9, "1.000000000"),
    ("1234567890123.455", 2, "1234567890123.46"),
]


@pytest.mark.parametrize(("value", "decimals", "expected"), ROUNDED)
def test_ties_go_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert decimal_text(round_amount(Fraction(value), decimals), decimals) == expected


@pytest.mark.parametrize(
    ("value", "at_least", "expected"),
    [
        (Fraction(720 * 214, 365), 2, "422.1369863"),  # the contract's own figure
        (Fraction(214), 2, "214.00"),
        (Fraction(1, 3), 0, "0.3333333"),
        (Fraction(1, 2), 0, "0.5"),
        (Fraction(-1, 3), 2, "-0.3333333"),
        (Fraction(1, 10**8), 2, "0.0000000"),
    ],
)
def test_exact_text_has_at_most_seven_decimals(value: Fraction, at_least: int, expected: str) -> None:
    assert exact_text(value, at_least) == expected


@pytest.mark.parametrize(("typed", "expected"), [("24", "24.00"), ("24.5", "24.50"), ("0.0125", "0.0125")])
def test_price_keeps_all_its_decimals(typed: str, expected: str) -> None:
    assert price_text(Fraction(typed), 2) == expected


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", "1.", ".5", "1e3", "1,5", "1 000", "٣", "0x1", "1234567890123", "1.1234567890", "NaN"],
)
def test_what_is_not_a_plain_decimal_is_no_amount(text: str) -> None:
    assert read_amount(text) is None


def test_longest_amount_is_read() -> None:
    assert read_amount("999999999999.999999999") == Fraction(999999999999999999999, 10**9)


def test_printed_decimals_say_whether_all_is_printed() -> None:
    assert printed_decimals(Fraction("0.123456789"), 2) == (9, True)
    assert printed_decimals(Fraction(1, 3), 2) == (7, False)
    assert printed_decimals(Fraction("0.0123456789"), 2) == (7, False)  # ten decimals: one too many
    assert printed_decimals(Fraction(1, 3), 6) == (8, False)  # two to spare beyond what is rounded
    assert printed_decimals(Fraction("0.00123456789"), 9) == (11, True)


def test_an_amount_that_does_not_fit_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        decimal_text(Fraction("0.005"), 2)


def test_minor_units_are_those_of_iso_4217() -> None:
    standard = {c.code: c.exponent for c in iso4217.Currency if c.exponent is not None}

    assert {code: CURRENCIES[code] for code in standard} == standard
    assert set(CURRENCIES) - set(standard) == {"XXX"}
    assert CURRENCIES["XXX"] == 2


def test_no_currency_has_no_sign() -> None:
    assert calculator.preview(changed(currency="XXX"))["due_now"]["text"] == "422,14"
