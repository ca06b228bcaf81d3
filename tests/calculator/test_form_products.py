"""Several products in one subscription: each its line, its faults at its own controls."""

from typing import Any

import pytest

import calculator
from tests.worked_example import FIFTY_TO_EIGHTY

STUDIO = {"label_2": "Studio", "quantity_before_2": "10", "quantity_after_2": "13", "unit_price_2": "100,00"}


def form(language: str = "fr", **controls: str) -> dict[str, Any]:
    """Return the answer to the worked example with some controls replaced."""
    return calculator.form({"form": FIFTY_TO_EIGHTY | controls, "language": language})


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (code, control) pairs of an answer."""
    return [(error["code"], error["field"]) for error in answer["errors"]]


def test_two_products_are_two_lines_each_rounded() -> None:
    answer = form(label="Desktop", **STUDIO)

    # 30 x 24 x 214 / 365 = 422.136…; 3 x 100 x 214 / 365 = 175.890…
    assert [item["amount"] for item in answer["line_items"]] == ["422.14", "175.89"]
    assert answer["due_now"]["gross"] == "598.03"
    assert answer["renewal"]["gross"] == "3220.00"  # 80 x 24 + 13 x 100
    assert answer["request"]["lines"] == [
        {"label": "Desktop", "quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"},
        {"label": "Studio", "quantity_before": 10, "quantity_after": 13, "unit_price": "100.00"},
    ]
    assert answer["summary"]["quantity_after"]["value"] == "80 · 13"
    assert answer["summary"]["dialog"] == [
        "Desktop\u00a0: Vous avez 50 licences et vous en voulez 30 de plus\u00a0: saisissez 80.",
        "Studio\u00a0: Vous avez 10 licences et vous en voulez 3 de plus\u00a0: saisissez 13.",
    ]


def test_products_without_a_name_are_numbered_as_their_rows_are() -> None:
    answer = form("en", quantity_before_3="1", quantity_after_3="2", unit_price_3="5")

    assert [line["label"] for line in answer["request"]["lines"]] == ["Product 1", "Product 3"]
    assert answer["summary"]["dialog"][1] == "Product 3: You have 1 license and want 1 more: type 2."
    assert "label" not in answer["controls"]
    assert "label" not in form("en")["request"]["lines"][0]


def test_a_price_at_renewal_is_the_product_s_own() -> None:
    answer = form(**STUDIO, renewal_unit_price_2="110")

    assert answer["due_now"]["gross"] == "598.03"
    assert answer["renewal"]["gross"] == "3350.00"  # 80 x 24 + 13 x 110


def test_ten_products_are_taken() -> None:
    more = {
        f"{name}_{number}": text
        for number in range(2, 11)
        for name, text in (("quantity_before", "1"), ("quantity_after", "2"), ("unit_price", "3.65"))
    }
    answer = form("en", **more)

    # Each of nine: 3.65 x 214 / 365 = 2.14.
    assert [item["amount"] for item in answer["line_items"]] == ["422.14", *["2.14"] * 9]
    assert faults(form("en", quantity_before_11="1")) == [("unknown_field", "quantity_before_11")]


def test_empty_rows_are_no_products() -> None:
    blank = dict.fromkeys(STUDIO, "") | {"label_3": "  "}

    assert len(form(**blank)["request"]["lines"]) == 1


@pytest.mark.parametrize("control", ["label_2", "quantity_before_2", "quantity_after_2", "unit_price_2"])
def test_a_product_counts_as_soon_as_one_of_its_controls_is_filled(control: str) -> None:
    required = ["quantity_before_2", "quantity_after_2", "unit_price_2"]

    assert faults(form(**{control: STUDIO[control]})) == [
        ("missing", name) for name in required if name != control
    ]


def test_what_is_missing_is_told_with_its_product() -> None:
    answer = form("en", label_2="Studio", quantity_before_2="10", unit_price="")

    assert answer["errors"][1]["message"] == "Enter the new total (product 2)."
    assert answer["remaining"] == (
        "Still to fill in: price of one license, new total (product 2), price of one license (product 2)."
    )


@pytest.mark.parametrize(
    ("controls", "fault", "message"),
    [
        (
            STUDIO | {"quantity_after_2": "3"},
            ("decrease_refused", "quantity_after_2"),
            "Studio\u00a0: le nouveau total (3) est plus petit que le nombre actuel (10)\u00a0: "
            "il ressemble au nombre à ajouter. La fenêtre attend le nouveau total\u00a0: pour en ajouter 3, "
            "saisissez 13.",
        ),
        (
            STUDIO | {"quantity_after": "30"},
            ("decrease_refused", "quantity_after"),
            "Produit 1\u00a0: le nouveau total (30) est plus petit que le nombre actuel (50)\u00a0: "
            "il ressemble au nombre à ajouter. La fenêtre attend le nouveau total\u00a0: pour en ajouter "
            "30, saisissez 80.",
        ),
        (
            STUDIO | {"unit_price_2": "1.234"},
            ("ambiguous_number", "unit_price_2"),
            "«\u00a01.234\u00a0» se lit de deux façons, 1234 ou 1.234. Écrivez 1234 sans séparateur, ou "
            "1.2340 "
            "avec une décimale de plus.",
        ),
        (
            STUDIO | {"renewal_unit_price_2": "-5"},
            ("not_an_amount", "renewal_unit_price_2"),
            "Le prix d’une licence au renouvellement (produit 2) ne peut pas être négatif\u00a0: "
            "«\u00a0-5\u00a0». Écrivez le montant sans signe moins.",
        ),
        (
            STUDIO | {"label_2": "x" * 81},
            ("out_of_range", "label_2"),
            "Le nom du produit (produit 2) doit compter de 1 à 80 caractères imprimables.",
        ),
        (
            STUDIO | {"unit_price_2": "$5"},
            ("inputs_disagree", "unit_price_2"),
            "«\u00a0$5\u00a0» porte le signe d’une autre devise que EUR. Choisissez la devise de votre "
            "facture, "
            "ou écrivez le montant sans signe.",
        ),
    ],
)
def test_a_fault_of_a_product_stands_at_its_control(
    controls: dict[str, str], fault: tuple[str, str], message: str
) -> None:
    answer = form("fr", **controls)

    assert faults(answer) == [fault]
    assert answer["errors"][0]["message"] == message
    assert answer["controls"][fault[1]] == controls[fault[1]]  # as it was typed


def test_a_link_holds_the_products_without_the_names_that_were_given_them() -> None:
    answer = form(**(STUDIO | {"label_2": ""}), quantity_before_4="1", quantity_after_4="1", unit_price_4="2")

    rows = {name: text for name, text in answer["portable"].items() if name[-1] in "24"}
    assert rows == {
        "quantity_before_2": "10",
        "quantity_after_2": "13",
        "unit_price_2": "100.00",
        "quantity_before_4": "1",
        "quantity_after_4": "1",
        "unit_price_4": "2.00",
    }
