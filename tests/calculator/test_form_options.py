"""The form's further options: later prices, tax in percent, a convention by its name."""

from typing import Any

import pytest

import calculator
from tests.worked_example import FIFTY_TO_EIGHTY


def form(language: str = "fr", **controls: str) -> dict[str, Any]:
    """Return the answer to the worked example with some controls replaced."""
    return calculator.form({"form": FIFTY_TO_EIGHTY | controls, "language": language})


def amounts(answer: dict[str, Any]) -> tuple[str, str]:
    """Return what is due now and at renewal, gross."""
    assert answer["ok"], answer
    return answer["due_now"]["gross"], answer["renewal"]["gross"]


@pytest.mark.parametrize(
    ("controls", "due_now", "renewal"),
    [
        ({"tax_rate": "20 %"}, "506.56", "2304.00"),  # 422.13698… x 1.2; 1920 x 1.2
        ({"tax_rate": "5,5"}, "445.35", "2025.60"),  # 422.13698… x 1.055 = 445.3545…
        ({"tax_rate": "0"}, "422.14", "1920.00"),
        ({"tax_rate": "20", "tax_included": "oui"}, "422.14", "1920.00"),
        ({"tax_rate": "20", "tax_included": "non"}, "506.56", "2304.00"),
        ({"renewal_unit_price": "28,50"}, "422.14", "2280.00"),  # 80 x 28.50
        ({"unit_price_after": "26"}, "515.95", "2080.00"),  # (80 x 26 - 50 x 24) x 214 / 365 = 515.945…
        ({"convention": "calendar-days-exclusive"}, "420.16", "1920.00"),  # 213 days
        ({"convention": "commercial-year"}, "424.00", "1920.00"),  # 212 of 360
    ],
)
def test_options_change_the_amounts(controls: dict[str, str], due_now: str, renewal: str) -> None:
    assert amounts(form(**controls)) == (due_now, renewal)


def test_the_resolved_request_holds_them_and_gives_the_same_answer() -> None:
    answer = form(
        "en", tax_rate="8.875%", tax_included="yes", convention="to-the-second", unit_price_after="26"
    )
    request = answer["request"]

    assert request["tax"] == {"rate": "0.08875", "prices_include_tax": True}
    assert request["policy"] == "to-the-second"
    assert request["lines"][0]["unit_price_after"] == "26.00"
    assert amounts(calculator.preview(request)) == amounts(answer)
    assert answer["controls"]["tax_rate"] == "8.875%"
    assert answer["controls"]["tax_included"] == "yes"


@pytest.mark.parametrize(
    ("controls", "fault"),
    [
        ({"tax_rate": "101"}, ("out_of_range", "tax_rate")),
        ({"tax_rate": "20 €"}, ("out_of_range", "tax_rate")),
        ({"tax_rate": "5.55555"}, ("out_of_range", "tax_rate")),
        ({"tax_rate": "20", "tax_included": "peut-être"}, ("wrong_type", "tax_included")),
        ({"tax_included": "oui"}, ("missing", "tax_rate")),
        ({"convention": "lunar"}, ("unknown_policy", "convention")),
        ({"renewal_unit_price": "x"}, ("not_an_amount", "renewal_unit_price")),
        ({"unit_price_after": "1.234"}, ("ambiguous_number", "unit_price_after")),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_they_cannot_be_is_told_at_the_control(
    controls: dict[str, str], fault: tuple[str, str], language: str
) -> None:
    answer = form(language, **controls)

    assert [(error["code"], error["field"]) for error in answer["errors"]] == [fault]
    assert answer["controls"].get(fault[1]) == controls.get(fault[1])  # as it was typed
