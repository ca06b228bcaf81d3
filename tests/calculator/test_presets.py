"""Named conventions: one of them is the default, and published figures follow each."""

import json
from pathlib import Path
from typing import Any

import pytest

import calculator
from calculator.policy import DEFAULT_POLICY, DEFAULT_PRESET, PRESETS
from tests.calculator.asked import changed

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "published.json").read_text(encoding="utf-8")
)["cases"]
# The systems that a preset names, and the beginning of their families of published figures.
SOURCES = {
    "calendar-days": {"Lago": "lago", "Kill Bill": "killbill", "Zuora": "zuora", "silver": "silver"},
    "credit-and-charge": {"Kill Bill": "killbill", "Flexprice": "flexprice"},
    "calendar-days-exclusive": {"Braintree": "braintree", "Chargebee": "chargebee"},
    "to-the-second": {"Stripe": "stripe", "OpenMeter": "openmeter", "Drupal Commerce": "drupal"},
    "commercial-year": {"Zuora": "zuora", "Kill Bill": "killbill"},
    "whole-months": {"Hubstaff": "hubstaff", "Salesforce": "salesforce"},
}


def test_sources_are_those_that_publish_such_figures() -> None:
    named = {name: list(preset.sources) for name, preset in PRESETS.items()}

    assert named == {name: list(families) for name, families in SOURCES.items()}


@pytest.mark.parametrize(
    ("name", "family"), [(name, family) for name, found in SOURCES.items() for family in found.values()]
)
def test_a_published_figure_of_the_source_follows_the_preset(name: str, family: str) -> None:
    mine = [case for case in CASES if case["family"].startswith(family)]
    followed = [
        case
        for case in mine
        if calculator.preview(case["request"])["line_items"]
        == calculator.preview(case["request"] | {"policy": policy_of(name, case)})["line_items"]
    ]

    assert followed, [case["id"] for case in mine]


def policy_of(name: str, case: dict[str, Any]) -> dict[str, Any]:
    """Return a preset's policy with what a case alone decides: its decimals, and its way with reductions."""
    (policy,) = [c["policy"] for c in calculator.conventions("en") if c["name"] == name]
    own = case["request"]["policy"]
    return {**policy, "decimals": own["decimals"], "decrease": own["decrease"]}


def test_the_default_is_one_of_them_in_one_place() -> None:
    default = PRESETS[DEFAULT_PRESET].policy

    assert default is DEFAULT_POLICY
    assert calculator.preview(changed()) == calculator.preview(changed(policy=DEFAULT_PRESET))
    assert calculator.preview(changed()) == calculator.preview(changed(policy={}))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_has_a_name_and_one_sentence_in_both_languages(language: str) -> None:
    told = calculator.conventions(language)

    assert [convention["name"] for convention in told] == [*SOURCES]
    assert len({convention["label"] for convention in told}) == len(SOURCES)
    assert all(c["sentence"].endswith(".") and c["sentence"].count(". ") == 0 for c in told)


# 50 to 80 at 24.00 on 8 August 2026, of a year to 10 March 2027; worked by hand.
FIFTY_TO_EIGHTY = {
    "calendar-days": "422.14",  # 720 x 214 / 365 = 422.13698…
    "credit-and-charge": "422.14",  # 1920 x 214 / 365 = 1125.69863… less 1200 x 214 / 365 = 703.56164…
    "calendar-days-exclusive": "420.16",  # 720 x 213 / 365 = 420.16438…
    "to-the-second": "422.14",  # midnight: 214 whole days of seconds
    "commercial-year": "424.00",  # 8 August to 10 March: 7 x 30 + 2 = 212; 720 x 212 / 360
    "whole-months": "480.00",  # the month from 10 July has started: 8 of 12
}


@pytest.mark.parametrize(("name", "amount"), FIFTY_TO_EIGHTY.items())
def test_the_same_purchase_under_each(name: str, amount: str) -> None:
    assert calculator.preview(changed(policy=name))["due_now"]["gross"] == amount
