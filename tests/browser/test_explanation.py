"""Every amount explains itself: words, a small table, formulas; a row leads to the paragraph of its rule."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader

FIGURES = {
    "quantity_before": "10",
    "quantity_added": "5",
    "unit_price": "36",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}
# The worked example of the page, as a reader would type it.
EXAMPLE = {
    "quantity_before": "50",
    "quantity_after": "80",
    "unit_price": "24",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}
DIALOG = {
    "fr": "Vous avez 10 licences et vous en voulez 5 de plus\u00a0: saisissez 15.",
    "en": "You have 10 licenses and want 5 more: type 15.",
}


def figures_of(reader: Reader, name: str) -> list[str]:
    """Return the figures of an explanation's table."""
    return reader.why(name).locator("td").all_text_contents()


@pytest.mark.journey
def test_the_dialog_is_told_before_the_dialog(reader: Reader) -> None:
    reader.open("guide")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    assert reader.output("quantity_after").text_content() == "15"
    assert reader.output("dialog").locator("p").all_text_contents() == [DIALOG[reader.language]]


def test_a_total_that_looks_like_the_number_to_add_is_told(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**{**FIGURES, "quantity_added": "", "quantity_after": "5"})
    expect(reader.error("quantity_after")).to_contain_text("15", timeout=READY_WITHIN)


@pytest.mark.journey
def test_an_amount_is_explained_at_one_press(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    why = reader.why("due_now")
    expect(why.locator("table")).to_be_hidden()

    why.locator("summary").focus()
    reader.page.keyboard.press("Enter")

    # December 1 to May 31: 182 of 365 days; 5 x 36.00 = 180.00; 180.00 x 182 / 365 = 89.7534247
    expect(why.locator(".words")).to_contain_text("182")
    assert (
        figures_of(reader, "due_now")
        == {
            "fr": [
                *("365 jours", "182 jours", "5 licences"),
                *("180,00\u00a0€", "≈\u00a089,7534247\u00a0€", "89,75\u00a0€"),
            ],
            "en": ["365 days", "182 days", "5 licenses", "€180.00", "≈\u00a0€89.7534247", "€89.75"],
        }[reader.language]
    )
    formulas = why.locator(".formulas p")
    expect(formulas.last).to_contain_text({"fr": "89,75\u00a0€", "en": "€89.75"}[reader.language])
    order = why.evaluate("place => [...place.children].slice(1).map(part => part.className)")
    assert order == ["words", "figures", "formulas"]


def test_an_open_explanation_follows_the_figures(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    reader.why("renewal").locator("summary").click()
    reader.type(unit_price="72")
    amount = {"fr": "1\u202f080,00\u00a0€", "en": "€1,080.00"}[reader.language]  # 15 x 72.00
    expect(reader.why("renewal").locator("td").last).to_have_text(amount)
    expect(reader.why("renewal").locator(".formulas")).to_contain_text(amount)
    # A closed one is right by the time that it can be read.
    reader.wait_for_own_figures()
    last = {"fr": "179,51\u00a0€", "en": "€179.51"}[reader.language]
    assert figures_of(reader, "due_now")[-1] == last


def test_the_page_draws_what_the_build_draws(reader: Reader) -> None:
    reader.open("calculator")
    parts = ("due_now", "renewal", "assumptions")
    drawn = "place => place.innerHTML.replace(/\\s*\\n\\s*/g, '').replace(/\\?[^\"]*(?=\")/g, '')"
    built = {name: reader.why(name).evaluate(drawn) for name in parts}
    reader.type(**EXAMPLE)
    reader.wait_for_own_figures()
    assert {name: reader.why(name).evaluate(drawn) for name in parts} == built


def test_each_row_leads_to_its_rule_with_the_readers_figures(reader: Reader) -> None:
    reader.open("guide")
    reader.why("due_now").locator("summary").click()
    link = reader.why("due_now").locator('a[href*="#days-remaining"]')
    expect(link).to_have_attribute("href", re.compile(r"concepts/extra-charge/#days-remaining$"))
    assert reader.why("due_now").locator("th:not(:has(a))").count() == 0

    reader.type(**FIGURES)
    reader.wait_for_own_figures()

    address = link.get_attribute("href") or ""
    page, _, texts = address.partition("?")
    assert page.endswith("concepts/extra-charge/#days-remaining")
    assert set(texts.split("&")) == {
        "quantity_before=10",
        "quantity_added=5",
        "unit_price=36.00",
        "currency=EUR",
        "term_months=12",
        "period_end=2027-06-01",
        "change_at=2026-12-01",
    }


def test_the_reader_comes_back_from_a_rule_to_the_same_figures(reader: Reader) -> None:
    reader.open("guide")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    reader.why("due_now").locator("summary").click()
    reader.why("due_now").locator('a[href*="#days-remaining"]').click()
    expect(reader.page).to_have_url(re.compile("extra-charge"))
    reader.page.go_back()
    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == {"fr": "89,75\u00a0€", "en": "€89.75"}[reader.language]


def test_the_explanation_is_read_on_demand_only(reader: Reader) -> None:
    """What is announced holds no explanation: each is outside the atomic lines, and not live."""
    reader.open("calculator")
    for name in ("due_now", "renewal", "assumptions"):
        expect(reader.why(name)).to_have_attribute("aria-live", "off")
        assert reader.why(name).evaluate("place => place.closest('[aria-atomic=true]') === null")
    expect(reader.calculator.locator("[data-part=brief]")).to_have_attribute("aria-hidden", "true")


def test_previous_amounts_are_dimmed_with_their_explanation(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    reader.why("due_now").locator("summary").click()
    before = reader.why("due_now").locator("table").inner_text()
    colour = "place => getComputedStyle(place).color"
    plain = reader.output("due_now").evaluate(colour)
    reader.type(change_at="soon")
    expect(reader.calculator.locator("[data-part=previous]")).to_be_visible()
    assert reader.output("due_now").evaluate(colour) != plain
    assert reader.why("due_now").locator("table").evaluate(colour) != plain
    assert reader.why("due_now").locator("table").inner_text() == before


def test_without_python_the_formula_is_one_press_away(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.route("**/pyodide.mjs", lambda route: route.abort())
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for("failed")
    reader.why("due_now").locator("summary").click()
    expect(reader.why("due_now").locator(".formulas p").last).to_be_visible()
    expect(reader.why("due_now").locator(".formulas")).to_contain_text("422,14\u00a0€")
