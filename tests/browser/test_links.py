"""Figures travel by link, to the other language, through a reload; the address holds what is shown."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import READY_WITHIN, Reader

TEXTS = {
    "quantity_before": "50",
    "quantity_after": "80",
    "unit_price": "24.00",
    "currency": "EUR",
    "term_months": "12",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
    "tax_rate": "20",
    "payment": "paypal",
    "label": "Desktop",
    "label_2": "Toolbox",
    "quantity_before_2": "10",
    "quantity_after_2": "20",
    "unit_price_2": "12.00",
}
# (30 x 24.00 + 10 x 12.00) x 214 / 365 x 1.20 = 590.9917808; (80 x 24.00 + 20 x 12.00) x 1.20
DUE_NOW = {"fr": "590,99\u00a0€", "en": "€590.99"}
RENEWAL = {"fr": "2\u202f592,00\u00a0€", "en": "€2,592.00"}
LINK = "?" + "&".join(f"{name}={text}" for name, text in TEXTS.items())
TIERS = {
    "quantity_before": "50",
    "quantity_added": "30",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}


def expect_own_amounts(reader: Reader) -> None:
    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    assert reader.output("renewal").text_content() == RENEWAL[reader.language]


def top_of(page: Page, selector: str) -> float:
    """Return how far a part is from the top of the window, in pixels."""
    place: dict[str, Any] = page.locator(selector).evaluate("place => place.getBoundingClientRect().toJSON()")
    return float(place["top"])


def test_a_link_opens_at_its_step_with_its_figures(reader: Reader) -> None:
    reader.open("guide", f"#step-new-total{LINK}")
    expect_own_amounts(reader)
    expect(reader.options).to_have_attribute("open", "")
    written = {
        "fr": {"unit_price": "24,00", "period_end": "10 mars 2027", "unit_price_2": "12,00"},
        "en": {"unit_price": "24.00", "period_end": "March 10, 2027", "unit_price_2": "12.00"},
    }[reader.language]
    for name, text in {"label_2": "Toolbox", "payment": "paypal", "quantity_added": "30", **written}.items():
        expect(reader.control(name)).to_have_value(text)
    expect(reader.output("payment")).to_be_visible()
    assert -5 < top_of(reader.page, "#step-new-total") < 120


def test_a_link_without_a_step_still_works(reader: Reader) -> None:
    reader.open("calculator", f"#{LINK[1:]}")
    expect_own_amounts(reader)


def test_a_plain_anchor_is_a_plain_anchor(reader: Reader) -> None:
    reader.open("guide", "#step-new-total")
    expect(reader.calculator).to_have_attribute("data-state", "idle")
    assert reader.runtime_requests() == []
    assert top_of(reader.page, "#step-new-total") < 200


def test_a_link_with_names_and_texts_that_mean_nothing_is_harmless(reader: Reader) -> None:
    reader.open(
        "calculator",
        "#step-nowhere?unit_price=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&__proto__=1&label_11=x"
        "&currency=ZZZ&tier_model=none&quantity_before=1e9&quantity_before_2=%F0",
    )
    expect(reader.error("unit_price")).to_contain_text("<img", timeout=READY_WITHIN)
    expect(reader.calculator.locator("img")).to_have_count(0)
    expect(reader.control("unit_price")).to_have_value("<img src=x onerror=alert(1)>")
    expect(reader.control("label_11")).to_have_count(0)
    assert (
        reader.output("due_now").text_content() == {"fr": "422,14\u00a0€", "en": "€422.14"}[reader.language]
    )


def test_a_link_pressed_on_its_own_page_is_followed(reader: Reader) -> None:
    reader.open("calculator")
    reader.page.evaluate("link => { location.hash = link; }", f"#your-figures{LINK}")
    expect_own_amounts(reader)
    assert -5 < top_of(reader.page, "#your-figures") < 120


def test_the_address_never_holds_figures_that_are_no_longer_shown(reader: Reader) -> None:
    reader.open("guide", f"#step-new-total{LINK}")
    expect_own_amounts(reader)
    assert "unit_price=24.00" in reader.page.url
    reader.type(unit_price="30")
    assert reader.page.url.endswith("/guides/add-licenses/#step-new-total")
    reader.calculator.locator("[data-part=clear]").click()
    reader.page.reload()
    expect(reader.calculator).to_have_attribute("data-state", "idle")
    expect(reader.control("unit_price")).to_have_value("")


def test_a_reload_keeps_the_figures_in_this_tab(reader: Reader) -> None:
    reader.open("calculator", f"#{LINK[1:]}")
    expect_own_amounts(reader)
    reader.type(tax_rate="")
    reader.wait_for_own_figures()
    reader.page.reload()
    reader.wait_for_own_figures()
    # 422.14 + 70.36, without the tax
    expect(reader.output("due_now")).to_have_text({"fr": "492,50\u00a0€", "en": "€492.50"}[reader.language])
    expect(reader.control("label_2")).to_have_value("Toolbox")
    assert reader.page.context.cookies() == []


@pytest.mark.journey
def test_the_language_switch_keeps_all_that_is_open_and_typed(reader: Reader) -> None:
    other = {"fr": "en", "en": "fr"}[reader.language]
    reader.open("guide", f"#step-new-total{LINK}")
    expect_own_amounts(reader)
    reader.why("renewal").locator("summary").click()

    reader.page.locator(f'.md-header a[hreflang="{other}"]').first.dispatch_event("click")

    reader.page.wait_for_url(re.compile({"fr": r"/en/guides", "en": r":\d+/guides"}[reader.language]))
    reader.language = other
    expect_own_amounts(reader)
    expect(reader.page).to_have_url(re.compile("#step-new-total"))
    expect(reader.options).to_have_attribute("open", "")
    expect(reader.why("renewal")).to_have_attribute("open", "")
    expect(reader.why("due_now")).not_to_have_attribute("open", "")
    expect(reader.why("renewal").locator(".formulas p").last).to_contain_text(RENEWAL[other])
    expect(reader.control("tax_rate")).to_have_value({"fr": "20\u00a0%", "en": "20%"}[other])
    expect(reader.control("label_2")).to_have_value("Toolbox")
    expect(reader.control("payment")).to_have_value("paypal")


def test_the_language_switch_keeps_tiers_and_options_that_are_open_and_empty(reader: Reader) -> None:
    other = {"fr": "en", "en": "fr"}[reader.language]
    prices = {"fr": ("24,00", "20,00"), "en": ("24.00", "20.00")}
    first, second = prices[reader.language]
    reader.open("calculator")
    reader.options.locator("> summary").click()
    reader.type(**TIERS, tier_model="graduated", tier_up_to_1="50")
    reader.type(tier_unit_price_1=first, tier_unit_price_2=second)
    reader.wait_for_own_figures()

    reader.page.locator(f'.md-header a[hreflang="{other}"]').first.dispatch_event("click")

    reader.page.wait_for_url(re.compile({"fr": r"/en/calc", "en": r":\d+/calc"}[reader.language]))
    reader.wait_for_own_figures()
    # (50 x 24.00 + 30 x 20.00 - 50 x 24.00) x 214 / 365 = 351.7808219
    assert reader.output("due_now").text_content() == {"fr": "351,78\u00a0€", "en": "€351.78"}[other]
    expect(reader.control("tier_unit_price_2")).to_have_value(prices[other][1])
    expect(reader.control("tier_up_to_2")).to_have_value("")
    expect(reader.control("quantity_after")).to_have_value("80")


def test_the_language_switch_keeps_what_is_open_of_the_example(reader: Reader) -> None:
    other = {"fr": "en", "en": "fr"}[reader.language]
    reader.open("guide")
    reader.why("due_now").locator("summary").click()
    reader.page.locator(f'.md-header a[hreflang="{other}"]').first.dispatch_event("click")
    reader.page.wait_for_url(re.compile({"fr": r"/en/guides", "en": r":\d+/guides"}[reader.language]))
    expect(reader.why("due_now")).to_have_attribute("open", "")
    expect(reader.options).not_to_have_attribute("open", "")
    expect(reader.calculator).to_have_attribute("data-state", "idle")
    assert reader.runtime_requests() == []
