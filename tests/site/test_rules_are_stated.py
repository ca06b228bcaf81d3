"""One concept, one name: each rule of the explanation has its paragraph, in both languages."""

import pytest

import calculator
from tests.site.html_page import HtmlPage

ONE_LINE = {
    "currency": "EUR",
    "unit_price": "24.00",
    "quantity_before": "50",
    "quantity_after": "80",
    "term_months": "12",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}


@pytest.mark.parametrize("address", ["concepts/extra-charge", "en/concepts/extra-charge"])
def test_each_rule_has_its_paragraph(pages: dict[str, HtmlPage], address: str) -> None:
    answer = calculator.form({"form": ONE_LINE, "language": "en"})
    rules = {step["rule"] for step in answer["steps"]} | {"count_change_day"}
    page = next(page for path, page in pages.items() if path.strip("/") in (address, f"{address}/index.html"))
    anchors = {element.attributes.get("id") for element in page.elements}

    assert {rule.replace("_", "-") for rule in rules} <= anchors
    assert len(rules) == 9
