"""axe-core finds nothing, on each kind of page, in each state, language and theme, at two widths."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import MakeReader, Reader

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2's targets of 24 px are a rule that axe has, but leaves out unless asked.
# Colours that are still changing are nobody's colours.
RUN = """async () => {
  await Promise.all(document.getAnimations().map(({ finished }) => finished));
  return axe.run(document, { rules: { "target-size": { enabled: true } } });
}"""
FIGURES = {"quantity_before": "10", "quantity_after": "15", "unit_price": "36", "period_end": "2027-06-01"}
# A control for each kind of fault that the form knows, and a text that has it.
FAULTS = {
    "quantity_before": "1.234",
    "quantity_after": "9" * 12,
    "unit_price": "abc",
    "period_end": "31/02/2027",
    "change_at": "2030-01-01",
    "tax_rate": "-5",
}


def faults(reader: Reader) -> list[str]:
    """Return what axe finds on the page as it stands, with where and why."""
    reader.page.evaluate(AXE)
    found = reader.page.evaluate(RUN)
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Return each theme."""
    return str(request.param)


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Return each language."""
    return str(request.param)


@pytest.fixture(params=[1280, 320])
def width(request: pytest.FixtureRequest) -> int:
    """Return the width of a window, then that of a small phone, or of a window enlarged four times."""
    return int(request.param)


@pytest.fixture
def seen(language: str, theme: str, width: int, make_reader: MakeReader) -> Reader:
    """Return a reader in each language and theme, at both widths."""
    return make_reader(language, color_scheme=theme, viewport={"width": width, "height": 800})


DOCS = Path(__file__).resolve().parents[2] / "docs"
ARTICLES = sorted(
    file.relative_to(DOCS).as_posix().removesuffix(".en.md").removesuffix("index")
    for file in DOCS.rglob("*.en.md")
)


@pytest.mark.parametrize("name", ARTICLES)
def test_articles(name: str, theme: str, seen: Reader) -> None:
    seen.go(f"{name}/" if name else "")
    scheme = {"light": "default", "dark": "slate"}[theme]
    expect(seen.page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    assert faults(seen) == []
    seen.page.emulate_media(media="print")
    assert faults(seen) == [], "printed"


def test_the_calculator_in_each_state(seen: Reader) -> None:
    seen.open("calculator")
    for summary in seen.calculator.locator("summary:visible").all():
        summary.click()
    assert faults(seen) == [], "idle"

    seen.type(**FIGURES)
    seen.wait_for_own_figures()
    assert faults(seen) == [], "ready"
    seen.page.emulate_media(media="print")
    assert faults(seen) == [], "printed"


def test_the_calculator_while_python_loads(seen: Reader) -> None:
    seen.page.route("**/pyodide.asm.wasm", lambda _: None)  # never answered
    seen.open("calculator")
    seen.type(**FIGURES)
    seen.wait_for("loading")
    assert faults(seen) == []


def test_the_calculator_with_every_option(seen: Reader) -> None:
    seen.open("calculator")
    seen.options.locator("> summary").click()
    seen.type(**FIGURES, payment="transfer", tax_rate="20", renewal_unit_price="40")
    seen.type(tier_model="graduated", tier_up_to_1="12", tier_unit_price_1="36", tier_unit_price_2="30")
    for _ in range(2):
        for add in seen.calculator.locator("[data-part=add]:visible").all():
            add.click()
    assert faults(seen) == [], "rows without texts"

    seen.calculator.locator("[data-part=remove]:visible").first.click()
    seen.type(quantity_before_2="3", quantity_after_2="4", unit_price_2="12", label_2="Toolbox")
    seen.wait_for_own_figures()
    for summary in seen.calculator.locator("[data-part=answer] summary:visible").all():
        summary.click()
    assert faults(seen) == [], "answered"


def test_the_calculator_with_errors(seen: Reader) -> None:
    seen.open("calculator")
    seen.options.locator("> summary").click()
    for name, text in FAULTS.items():
        seen.type(**{**FIGURES, "change_at": "", "tax_rate": "", name: text})
        seen.control(name).blur()
        expect(seen.error(name)).to_be_visible()
        # On a phone the amounts at the foot of the screen cover whatever scrolls under them.
        seen.calculator.locator("[data-part=answer]").scroll_into_view_if_needed()
        expect(seen.calculator.locator("[data-part=brief]")).to_be_hidden()
        assert faults(seen) == [], name
    seen.type(**FAULTS)
    expect(seen.error("unit_price")).to_be_visible()
    assert faults(seen) == [], "all at once"


def test_the_calculator_that_could_not_start(seen: Reader) -> None:
    seen.page.route("**/pyodide.mjs", lambda route: route.abort())
    seen.open("calculator")
    seen.type(**FIGURES)
    seen.wait_for("failed")
    assert faults(seen) == []


def test_the_vote_once_given(seen: Reader) -> None:
    seen.open("faq")
    seen.vote.locator("button[type=submit]").click()
    assert faults(seen) == [], "without a choice"
    seen.vote.locator('input[value="true"]').check()
    seen.vote.locator("button[type=submit]").click()
    expect(seen.vote.locator("textarea")).to_be_visible()
    assert faults(seen) == [], "given"
