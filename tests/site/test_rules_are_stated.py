"""One concept, one name: each rule of the explanation has its paragraph, in both languages."""

import pytest

import calculator
from tests.site.html_page import HtmlPage
from tests.worked_example import FIFTY_TO_EIGHTY


@pytest.mark.parametrize("address", ["concepts/extra-charge", "en/concepts/extra-charge"])
def test_each_rule_has_its_paragraph(pages: dict[str, HtmlPage], address: str) -> None:
    answer = calculator.form({"form": FIFTY_TO_EIGHTY, "language": "en"})
    rules = {step["rule"] for step in answer["steps"]} | {"count_change_day"}
    page = next(page for path, page in pages.items() if path.strip("/") in (address, f"{address}/index.html"))
    anchors = {element.attributes.get("id") for element in page.elements}

    assert {rule.replace("_", "-") for rule in rules} <= anchors
    assert len(rules) == 9
