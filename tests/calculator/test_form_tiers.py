"""Price tiers in the form: rows of a number and a price, the last one without end."""

from typing import Any

import pytest

import calculator
from tests.worked_example import FIFTY_TO_EIGHTY

# Up to 60 at 24, beyond at 20; the worked example goes from 50 to 80.
TIERS = {
    "unit_price": "",
    "tier_model": "graduated",
    "tier_up_to_1": "60",
    "tier_unit_price_1": "24",
    "tier_up_to_2": "",
    "tier_unit_price_2": "20,00",
}


def form(language: str = "fr", **controls: str) -> dict[str, Any]:
    """Return the answer to the worked example with some controls replaced."""
    return calculator.form({"form": FIFTY_TO_EIGHTY | controls, "language": language})


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (code, control) pairs of an answer."""
    return [(error["code"], error["field"]) for error in answer["errors"]]


@pytest.mark.parametrize(
    ("model", "due_now", "renewal"),
    [
        # 10 x 24 + 20 x 20 = 640; 640 x 214 / 365 = 375.232…; 60 x 24 + 20 x 20 = 1840
        ("graduated", "375.23", "1840.00"),
        # 80 x 20 - 50 x 24 = 400; 400 x 214 / 365 = 234.520…; 80 x 20 = 1600
        ("volume", "234.52", "1600.00"),
    ],
)
def test_tiers_stand_for_the_price(model: str, due_now: str, renewal: str) -> None:
    answer = form(**TIERS | {"tier_model": model})

    assert (answer["due_now"]["gross"], answer["renewal"]["gross"]) == (due_now, renewal)
    assert answer["request"]["lines"] == [
        {
            "quantity_before": 50,
            "quantity_after": 80,
            "tier_model": model,
            "tiers": [{"up_to": 60, "unit_price": "24.00"}, {"up_to": None, "unit_price": "20.00"}],
        }
    ]
    assert [(warning["code"], warning["field"]) for warning in answer["warnings"]] == [
        ("crosses_tier", "quantity_after")
    ]


def test_one_endless_tier_is_a_price() -> None:
    answer = form(unit_price="", tier_model="volume", tier_unit_price_1="24")

    assert answer["due_now"]["gross"] == "422.14"


def test_rows_may_be_left_out() -> None:
    moved = TIERS | {"tier_up_to_1": "", "tier_unit_price_1": "", "tier_up_to_2": "60"}
    answer = form(**moved | {"tier_unit_price_2": "24", "tier_unit_price_10": "20"})

    assert answer["due_now"]["gross"] == "375.23"


def test_other_products_keep_a_price_beside_tiers() -> None:
    answer = form(**TIERS, quantity_before_2="10", quantity_after_2="13", unit_price_2="100")

    assert [item["amount"] for item in answer["line_items"]] == ["375.23", "175.89"]


@pytest.mark.parametrize(
    ("controls", "expected"),
    [
        ({"tier_model": ""}, [("missing", "tier_model")]),
        ({"tier_model": "stairs"}, [("unknown_policy", "tier_model")]),
        ({"tier_unit_price_2": ""}, [("tiers_not_rising", "tier_up_to_1")]),  # the first is the last
        ({"tier_unit_price_1": ""}, [("missing", "tier_unit_price_1")]),
        ({"tier_up_to_1": ""}, [("missing", "tier_up_to_1")]),
        ({"tier_up_to_2": "60"}, [("tiers_not_rising", "tier_up_to_2")]),
        ({"tier_up_to_2": "60", "tier_unit_price_3": "1"}, [("tiers_not_rising", "tier_up_to_2")]),
        ({"tier_up_to_1": "0"}, [("out_of_range", "tier_up_to_1")]),
        ({"tier_up_to_1": "sixty"}, [("out_of_range", "tier_up_to_1")]),
        ({"tier_up_to_1": "1.234"}, [("ambiguous_number", "tier_up_to_1")]),
        ({"tier_unit_price_1": "x"}, [("not_an_amount", "tier_unit_price_1")]),
        ({"tier_unit_price_2": "£20"}, [("inputs_disagree", "tier_unit_price_2")]),
        ({"unit_price": "24"}, [("inputs_disagree", "unit_price")]),
        (
            {"unit_price_after": "24", "renewal_unit_price": "24"},
            [("inputs_disagree", "unit_price_after"), ("inputs_disagree", "renewal_unit_price")],
        ),
        ({"tier_up_to_11": "500"}, [("unknown_field", "tier_up_to_11")]),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_tiers_cannot_be_is_told_at_the_control(
    controls: dict[str, str], expected: list[tuple[str, str]], language: str
) -> None:
    assert faults(form(language, **TIERS | controls)) == expected


def test_a_model_without_tiers_asks_for_the_first_price() -> None:
    answer = form("en", unit_price="", tier_model="volume")

    assert faults(answer) == [("missing", "tier_unit_price_1")]
    assert answer["remaining"] == "Still to fill in: price of one license in the tier (tier 1)."


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        (
            {"tier_up_to_2": "100"},
            "Leave the end of tier 2 empty, or add a tier after it: the last one has no end.",
        ),
        (
            {"tier_up_to_2": "50", "tier_unit_price_3": "1"},
            "The end of tier 2 must be a number greater than that of the tier before (60).",
        ),
        (
            {"unit_price": "24"},
            "With tiered prices, the price comes from the tiers: leave the price of one license empty, or "
            "choose one price.",
        ),
        ({"tier_model": ""}, "Enter the kind of tiers."),
    ],
)
def test_its_sentence_speaks_of_the_form(controls: dict[str, str], message: str) -> None:
    assert [error["message"] for error in form("en", **TIERS | controls)["errors"]] == [message]
