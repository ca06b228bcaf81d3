"""axe-core finds nothing, on each kind of page, in each state, language and theme."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PATHS, MakeReader, Reader

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
FIGURES = {"quantity_before": "10", "quantity_after": "15", "unit_price": "36", "period_end": "2027-06-01"}


def faults(reader: Reader) -> list[str]:
    """Return what axe finds on the page as it stands, with where and why."""
    reader.page.evaluate(AXE)
    found = reader.page.evaluate("axe.run(document)")
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Return each theme."""
    return str(request.param)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [name for name in PATHS if name != "calculator"])
def test_articles(name: str, language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open(name)
    scheme = {"light": "default", "dark": "slate"}[theme]
    expect(reader.page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    assert faults(reader) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_calculator_in_each_state(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("calculator")
    for summary in reader.calculator.locator("summary").all():
        summary.click()
    assert faults(reader) == [], "idle"

    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    assert faults(reader) == [], "ready"

    reader.type(unit_price="abc")
    expect(reader.error("unit_price")).to_be_visible()
    assert faults(reader) == [], "with an error"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_calculator_that_could_not_start(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.page.route("**/pyodide.mjs", lambda route: route.abort())
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for("failed")
    assert faults(reader) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_vote_once_given(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("faq")
    reader.vote.get_by_role("button").click()
    assert faults(reader) == [], "without a choice"
    reader.vote.locator('input[value="true"]').check()
    reader.vote.get_by_role("button").click()
    expect(reader.vote.locator("textarea")).to_be_visible()
    assert faults(reader) == [], "given"
