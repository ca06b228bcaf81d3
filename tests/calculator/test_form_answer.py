"""What a form's answer says beside the amounts: the steps as a table, the dialog, the texts of a link."""

from typing import Any

import pytest

import calculator
from tests.calculator.asked import changed, line
from tests.worked_example import FIFTY_TO_EIGHTY


def form(language: str = "fr", **controls: str) -> dict[str, Any]:
    """Return the answer to the worked example with some controls replaced."""
    answer = calculator.form({"form": FIFTY_TO_EIGHTY | controls, "language": language})
    assert answer["ok"], answer
    return answer


def rows(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the label, the figure and the kind of each step."""
    return [(step["label"], step["figure"], step["kind"]) for step in answer["steps"]]


def test_each_step_is_a_row_of_a_table() -> None:
    assert rows(form("fr")) == [
        ("Période de facturation", "365 jours", "words"),
        ("Jours restants", "214 jours", "words"),
        ("Licences ajoutées", "30 licences", "words"),
        ("Prix avant prorata", "720,00\u00a0€", "formula"),
        ("Montant au prorata, non arrondi", "≈\u00a0422,1369863\u00a0€", "formula"),
        ("Montant arrondi", "422,14\u00a0€", "formula"),
        ("Date de renouvellement", "10 mars 2027", "words"),
        ("Prix du renouvellement", "1\u202f920,00\u00a0€", "formula"),
    ]
    assert rows(form("en", tax_rate="20"))[4:7] == [
        ("Prorated amount, not rounded", "≈\u00a0€422.1369863", "formula"),
        ("Rounded amount", "€422.14", "formula"),
        ("Tax", "€84.42", "formula"),
    ]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (changed(policy={"unit": "none"}), ("Amount, without proration", "€720.00", "formula")),
        (changed(policy={"unit": "none"}), ("Whole period", "", "words")),
        (changed(policy={"unit": "month"}), ("Months or quarters left", "8 months", "words")),
        (changed(policy={"unit": "hour"}), ("Time left", "5,136 hours", "words")),
        (changed(policy={"unit": "month_then_day"}), ("Base periods left", "", "words")),
        (
            changed(policy={"charge": "credit_and_charge"}),
            ("Credit of the old total", "-€1,200.00", "formula"),
        ),
        (changed(policy={"charge": "credit_and_charge"}), ("Sum of the lines", "€422.14", "formula")),
        (
            changed(policy={"round_rate": {"per": 365, "decimals": 4}}),
            ("Price for a unit of time", "€0.0658", "formula"),
        ),
        (
            changed(lines=line(quantity_after=40), policy={"decrease": "credit"}),
            ("Licenses removed", "10 licenses", "words"),
        ),
        (changed(lines=line() + line(label="Studio")), ("Studio: Rounded amount", "€422.14", "formula")),
        (changed(lines=line(label="Studio")), ("Rounded amount", "€422.14", "formula")),
    ],
)
def test_every_rule_has_its_label(request_: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert expected in rows(calculator.preview(request_ | {"language": "en"}))


@pytest.mark.parametrize(
    ("model", "figure"),
    [("volume", "€9.00"), ("graduated", "")],  # of graduated tiers, one price would be half the truth
)
def test_the_price_of_a_tier_is_shown_where_it_is_one_price(model: str, figure: str) -> None:
    tiers = [{"up_to": 60, "unit_price": "10.00"}, {"up_to": None, "unit_price": "9.00"}]
    lines = line(unit_price=None, tier_model=model, tiers=tiers)

    assert ("Price by tier", figure, "formula") in rows(
        calculator.preview(changed(lines=lines, language="en"))
    )


def test_labels_name_all_sixteen_rules() -> None:
    for language in calculator.LANGUAGES:
        labels = calculator.labels(language)
        assert len([key for key in labels if key.startswith("rule.")]) == 16
    assert calculator.labels("fr")["rule.days_remaining"] == "Jours restants"


@pytest.mark.parametrize(
    ("language", "controls", "sentence"),
    [
        (
            "fr",
            {},
            "Vous avez 50 licences et vous en voulez 30 de plus\u00a0: saisissez 80.",
        ),
        ("en", {}, "You have 50 licenses and want 30 more: type 80."),
        ("en", {"quantity_after": "50"}, "You have 50 licenses and add none: the total stays 50."),
        (
            "en",
            {"quantity_before": "0", "quantity_after": "1"},
            "You have no license and want 1: type 1.",
        ),
        (
            "en",
            {"quantity_before": "1", "quantity_after": "2"},
            "You have 1 license and want 1 more: type 2.",
        ),
    ],
)
def test_the_dialog_is_told_before_the_dialog(language: str, controls: dict[str, str], sentence: str) -> None:
    assert form(language, **controls)["summary"]["dialog"] == [sentence]


def test_each_product_has_its_dialog() -> None:
    lines = [*line(label="Desktop"), *line(quantity_before=3, quantity_after=2)]
    answer = calculator.preview(changed(lines=lines, policy={"decrease": "credit"}, language="fr"))

    assert answer["summary"]["dialog"] == [
        "Desktop\u00a0: Vous avez 50 licences et vous en voulez 30 de plus\u00a0: saisissez 80.",
        "Licences\u00a0: Vous avez 3 licences et vous en voulez 1 de moins\u00a0: saisissez 2.",
    ]


def test_a_link_holds_what_was_filled_in_the_way_both_languages_read() -> None:
    typed = {
        "unit_price": "1 234,50 €",
        "quantity_after": "",
        "quantity_added": "30",
        "period_end": "10/03/2027",
        "change_at": "8 août 2026",
        "renewal_unit_price": "1,2340",
        "tax_rate": "8,875 %",
        "tax_included": "non",
        "convention": "whole-months",
    }

    assert form("fr", **typed)["portable"] == {
        "currency": "EUR",
        "unit_price": "1234.50",
        "quantity_before": "50",
        "quantity_added": "30",
        "term_months": "12",
        "period_end": "2027-03-10",
        "change_at": "2026-08-08",
        "renewal_unit_price": "1.2340",
        "tax_rate": "8.875",
        "tax_included": "no",
        "convention": "whole-months",
    }


def test_a_link_holds_the_day_it_was_made_where_that_stood_for_the_purchase_date() -> None:
    # Opened a week later, it says the same amounts.
    asked = {"form": FIFTY_TO_EIGHTY | {"change_at": ""}, "language": "fr", "today": "2026-08-08"}

    assert calculator.form(asked)["portable"]["change_at"] == "2026-08-08"


@pytest.mark.parametrize(
    ("currency", "typed", "portable", "french", "english"),
    [
        ("EUR", "24", "24.00", "24,00", "24.00"),
        ("EUR", "1.2340", "1.2340", "1,2340", "1.2340"),
        ("EUR", "1234.567", "1234.5670", "1 234,5670", "1,234.5670"),
        ("JPY", "1234", "1234", "1234", "1234"),
        ("KWD", "24", "24", "24", "24"),
        ("KWD", "24.5", "24.5", "24,5", "24.5"),
        ("KWD", "0.125", "0.1250", "0,1250", "0.1250"),
    ],
)
def test_a_price_is_never_written_so_that_it_reads_two_ways(
    currency: str, typed: str, portable: str, french: str, english: str
) -> None:
    for language, text in (("fr", french), ("en", english)):
        answer = form(language, currency=currency, unit_price=typed)
        assert answer["portable"]["unit_price"] == portable
        assert answer["controls"]["unit_price"] == text


def test_the_payment_method_says_how_it_ends_and_when_licenses_can_be_used() -> None:
    assert form("en")["payment"] is None
    assert form("en", payment="paypal")["payment"] == {
        "method": "paypal",
        "label": "PayPal",
        "pay": "With PayPal, complete the payment: the order is processed only once the full amount has been "
        "received.",
        "usable": "Until the payment is confirmed, the added licenses can’t be used.",
    }
    assert form("fr", payment="transfer")["payment"]["label"] == "Virement"
    assert form("fr", payment="card")["portable"]["payment"] == "card"
    assert form("fr", payment="card")["due_now"] == form("fr")["due_now"]


def test_an_unknown_payment_method_is_told() -> None:
    answer = calculator.form({"form": FIFTY_TO_EIGHTY | {"payment": "cheque"}, "language": "en"})

    assert [error["message"] for error in answer["errors"]] == [
        "The payment method has no value “cheque”. Known values: card, paypal, transfer."
    ]


def test_lists_offer_what_the_form_takes() -> None:
    for language in calculator.LANGUAGES:
        options = calculator.control_options(language)
        for control in ("convention", "tax_included", "tier_model", "payment"):
            assert options[control][0][0] == ""
            assert all(text for _, text in options[control])
    assert [value for value, _ in options["convention"]][1:3] == ["calendar-days", "credit-and-charge"]
    assert options["convention"][0][1] == "Not stated: calendar days"
    assert [value for value, _ in options["tax_included"]] == ["", "no", "yes"]
    assert [value for value, _ in options["tier_model"]] == ["", "volume", "graduated"]
    assert options["payment"][1:] == [("card", "Card"), ("paypal", "PayPal"), ("transfer", "Wire transfer")]
