"""Scenarios side by side: (new total - 50) x 24.00 x days left / 365, then the new total x 24.00."""

from typing import Any

import pytest

from tests.calculator.desk import ask, faults


def compare(*scenarios: dict[str, Any], **texts: str) -> Any:
    """Return the answer to these scenarios, in English."""
    return ask("scenarios", "en", {"scenarios": list(scenarios)}, **texts)


def test_three_are_suggested() -> None:
    answer = ask("scenarios")

    assert answer["scenarios"] == [
        {"change_at": "8 août 2026", "quantity_after": "80", "name": "Votre choix"},
        {"change_at": "1er septembre 2026", "quantity_after": "80", "name": "Début du mois suivant"},
        {"change_at": "10 mars 2027", "quantity_after": "80", "name": "Attendre le renouvellement"},
    ]
    assert answer["table"] == {
        "caption": "Scénarios côte à côte",
        "columns": ["", "Votre choix", "Début du mois suivant", "Attendre le renouvellement"],
        "rows": [
            ["Date d’achat", "8 août 2026", "1er septembre 2026", "10 mars 2027"],
            ["Nouveau total", "80", "80", "80"],
            ["À payer maintenant", "422,14\u00a0€", "374,79\u00a0€", "0,00\u00a0€"],
            ["Au renouvellement, le 10 mars 2027", *["1\u202f920,00\u00a0€"] * 3],
            [
                "Payé jusqu’au renouvellement compris",
                *("2\u202f342,14\u00a0€", "2\u202f294,79\u00a0€", "1\u202f920,00\u00a0€"),
            ],
        ],
    }
    assert answer["text"] == (
        "Le moins cher jusqu’au renouvellement compris\u00a0: «\u00a0Attendre le renouvellement\u00a0», avec "
        "422,14\u00a0€ de moins que «\u00a0Votre choix\u00a0». Plus l’achat vient tard, moins longtemps les "
        "licences servent."
    )


def test_what_is_suggested_never_repeats_a_day() -> None:
    in_the_last_month = ask("scenarios", "en", change_at="2027-03-04")
    on_the_last_day = ask("scenarios", "en", change_at="2027-03-10")

    assert in_the_last_month["table"]["columns"] == ["", "Your choice", "Wait for the renewal"]
    assert on_the_last_day["table"]["columns"] == ["", "Your choice"]
    assert on_the_last_day["text"] == "A single scenario: there is nothing to compare."


def test_blank_texts_are_the_form_s() -> None:
    answer = compare(
        {"change_at": " ", "quantity_after": ""},
        {"quantity_after": "90"},  # 40 x 24.00 x 214 / 365
        {"change_at": "12/1/2026", "quantity_after": "1 000"},  # 950 x 24.00 x 99 / 365
    )

    assert answer["table"]["columns"] == ["", "Your choice", "Scenario 2", "Scenario 3"]
    assert answer["table"]["rows"][1:] == [
        ["New total", "80", "90", "1,000"],
        ["Due now", "€422.14", "€562.85", "€6,184.11"],
        ["At renewal, on March 10, 2027", "€1,920.00", "€2,160.00", "€24,000.00"],
        ["Paid up to and with the renewal", "€2,342.14", "€2,722.85", "€30,184.11"],
    ]
    assert answer["scenarios"][2]["quantity_after"] == "1000"
    assert answer["text"].endswith("These scenarios don’t end with the same number of licenses.")


def test_a_new_total_stands_for_the_number_to_add() -> None:
    answer = compare({"quantity_after": "90"}, {}, quantity_after="", quantity_added="30")

    assert [scenario["quantity_after"] for scenario in answer["scenarios"]] == ["90", "80"]


def test_other_products_keep_their_totals() -> None:
    studio = {"quantity_before_2": "3", "quantity_after_2": "5", "unit_price_2": "100"}
    answer = compare({"quantity_after": "50"}, **studio)

    # 2 x 100.00 x 214 / 365, and 50 x 24.00 + 5 x 100.00
    assert [row[1] for row in answer["table"]["rows"][2:4]] == ["€117.26", "€1,700.00"]


def test_a_name_stands_for_one_scenario() -> None:
    answer = compare({}, {"change_at": "2027-03-10"}, {"change_at": "2026-08-08"})

    assert answer["table"]["columns"] == ["", "Your choice", "Wait for the renewal", "Scenario 3"]


def test_scenarios_that_cost_the_same_say_so() -> None:
    assert compare({}, {})["text"] == "These scenarios cost the same up to and with the renewal."


def test_faults_stand_at_their_scenario() -> None:
    answer = compare(
        {},
        {"change_at": "tomorrow", "quantity_after": "30"},
        {"change_at": "2028-01-01", "quantity_after": "1.234"},
    )

    assert faults(answer) == [
        ("not_a_date", "scenarios[1].change_at"),
        ("decrease_refused", "scenarios[1].quantity_after"),
        ("ambiguous_number", "scenarios[2].quantity_after"),
        ("change_outside_period", "scenarios[2].change_at"),
    ]
    assert answer["errors"][1]["message"].endswith("to add 30, enter 80.")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ("out_of_range", "scenarios")),
        ([{}] * 4, ("out_of_range", "scenarios")),
        ([5], ("wrong_type", "scenarios[0]")),
        ([{"change_at": 5}], ("wrong_type", "scenarios[0].change_at")),
        ([{"quantity_after": None}], ("wrong_type", "scenarios[0].quantity_after")),
        ([{}, {"name": "x"}], ("unknown_field", "scenarios[1].name")),
    ],
)
def test_what_is_no_scenario_is_told(given: Any, expected: tuple[str, str]) -> None:
    assert faults(ask("scenarios", "en", {"scenarios": given})) == [expected]
