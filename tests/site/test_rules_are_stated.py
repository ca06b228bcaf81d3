"""One concept, one name: each rule and each field of a convention has its paragraph, in both languages."""

from dataclasses import fields
from typing import Any
from urllib.parse import urljoin

import pytest

import calculator
from calculator.policy import Policy
from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage

ARTICLES = ("concepts/extra-charge/", "concepts/conventions/")
ROOTS = {"fr": "/", "en": "/en/"}
# Rules that give the worked example a figure worth a row.
LED_TO = ("billing-period", "days-remaining", "full-price", "prorated-amount", "rounding", "renewal-price")

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
@pytest.mark.parametrize("article", ARTICLES)
def test_no_sentence_of_a_rule_is_told_twice(pages: dict[str, HtmlPage], article: str, language: str) -> None:
    page = pages[ROOTS[language] + article]
    (text,) = [element.text for element in page.all("article")]

    sentences = [p.text for p in page.all("p") if p.above[-1].attributes.get("data-part") == "figures"]

    assert len(sentences) > 7
    assert [sentence for sentence in sentences if text.count(sentence) != 1] == []


@pytest.mark.parametrize("language", ROOTS)
@pytest.mark.parametrize(
    "path", ["calculator/", "guides/add-licenses/", "support/", "concepts/extra-charge/"]
)
def test_each_figure_of_an_explanation_leads_to_its_rule(
    pages: dict[str, HtmlPage], path: str, language: str
) -> None:
    here = ROOTS[language] + path
    links = [link.attributes["href"] for link in pages[here].all("a") if link.is_within("th")]

    led = {urljoin(here, link) for link in links}

    assert {f"{ROOTS[language]}concepts/extra-charge/#{anchor}" for anchor in LED_TO} - led == set()


def test_a_rule_without_a_paragraph_stops_the_build(sources: Sources) -> None:
    for article in ("docs/concepts/conventions.md", "docs/concepts/conventions.en.md"):
        sources.replace(article, "{ #rounded-rate }\n", "")

    built = sources.build()

    assert built.status != 0
    assert "no paragraph states a rule: write one with the anchor #rounded-rate" in built.told


@pytest.mark.parametrize("language", ROOTS)
def test_each_field_of_a_convention_has_its_paragraph(pages: dict[str, HtmlPage], language: str) -> None:
    names = [field.name for field in fields(Policy)]

    assert len(names) == 9
    assert {name.replace("_", "-") for name in names} - anchors(pages, language) == set()
