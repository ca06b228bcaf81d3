"""One concept, one name: each rule and each field of a convention has its paragraph, in both languages."""

from dataclasses import fields
from typing import Any

import pytest

import calculator
from calculator.policy import Policy
from tests.site.html_page import HtmlPage

ARTICLES = ("concepts/extra-charge/", "concepts/conventions/")
ROOTS = {"fr": "/", "en": "/en/"}

REQUEST: dict[str, Any] = {
    "currency": "EUR",
    "period": {"start": "2026-03-10", "end": "2027-03-10"},
    "change_at": "2026-08-08",
    "lines": [{"quantity_before": 50, "quantity_after": 80, "unit_price": "24.00"}],
}
TIERS = {
    "quantity_before": 50,
    "quantity_after": 80,
    "tier_model": "volume",
    "tiers": [{"up_to": 50, "unit_price": "24.00"}, {"up_to": None, "unit_price": "20.00"}],
}
# Together they apply every rule that there is.
CHANGES: list[dict[str, Any]] = [
    {"policy": "calendar-days"},
    {"policy": "credit-and-charge"},
    {"policy": "to-the-second"},
    {"policy": "whole-months"},
    {"policy": {"unit": "month_then_day"}},
    {"policy": {"unit": "none"}},
    {"policy": {"round_rate": {"per": 365, "decimals": 2}}},
    {"lines": [TIERS]},
    {"tax": {"rate": "0.20"}},
]
RULES = {
    "billing_period",
    "days_remaining",
    "time_remaining",
    "intervals_remaining",
    "base_periods_remaining",
    "full_period_charged",
    "added_quantity",
    "tier_price",
    "rounded_rate",
    "full_price",
    "prorated_amount",
    "rounding",
    "sum_of_lines",
    "tax",
    "billing_date",
    "renewal_price",
}


def anchors(pages: dict[str, HtmlPage], language: str) -> set[str]:
    """Return the anchors of the articles that state the rules."""
    stated = [pages[ROOTS[language] + article] for article in ARTICLES]
    return {element.attributes.get("id", "") for page in stated for element in page.elements}


def test_the_requests_apply_every_rule() -> None:
    answers = [calculator.preview(REQUEST | changes) for changes in CHANGES]

    assert {step["rule"] for answer in answers for step in answer["steps"]} == RULES


@pytest.mark.parametrize("language", ROOTS)
def test_each_rule_has_its_paragraph(pages: dict[str, HtmlPage], language: str) -> None:
    assert {rule.replace("_", "-") for rule in RULES} - anchors(pages, language) == set()


@pytest.mark.parametrize("language", ROOTS)
def test_each_field_of_a_convention_has_its_paragraph(pages: dict[str, HtmlPage], language: str) -> None:
    names = [field.name for field in fields(Policy)]

    assert len(names) == 9
    assert {name.replace("_", "-") for name in names} - anchors(pages, language) == set()
