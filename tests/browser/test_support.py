"""Support staff paste a customer's link and have the answer, in either language, as text or as HTML."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader
from tests.browser.test_accessibility import faults

FIGURES = (
    "quantity_before=10&quantity_after=15&unit_price=36.00&currency=USD&term_months=12"
    "&period_end=2027-06-01&change_at=2026-12-01&payment=paypal"
)
LINK = f"https://help.example/kb/guides/add-licenses/#step-new-total?{FIGURES}"
# 5 x 36.00 x 182 / 365 and 15 x 36.00
AMOUNTS = {"fr": ("89,75\u00a0$US", "540,00\u00a0$US"), "en": ("$89.75", "$540.00")}
TYPE = {"fr": "saisissez 15", "en": "type 15"}
ADDRESS = {"fr": "/guides/add-licenses/#step-new-total?", "en": "/en/guides/add-licenses/#step-new-total?"}


def paste(reader: Reader, text: str) -> None:
    reader.page.locator("#desk-link").fill(text)


def expect_ready(reader: Reader) -> None:
    expect(reader.page.locator("[data-part=ready]")).to_be_visible(timeout=READY_WITHIN)


def message(reader: Reader) -> str:
    return reader.page.locator("#desk-message").input_value()


def told(reader: Reader, name: str) -> None:
    expect(reader.page.locator(f"[data-link={name}]")).to_be_visible()


@pytest.mark.journey
def test_a_customers_link_gives_the_answer_in_both_languages(reader: Reader) -> None:
    reader.open("support")
    expect(reader.page.locator("[data-part=waiting]")).to_be_visible()

    paste(reader, LINK)

    told(reader, "read")
    expect_ready(reader)
    expect(reader.output("quantity_after")).to_have_text("15")
    expect(reader.page.locator("[data-part=waiting]")).to_be_hidden()
    for language in (reader.language, "fr", "en"):
        if language != reader.language:
            reader.page.locator(f"[name=desk-language][value={language}]").check()
        text = message(reader)
        for amount in AMOUNTS[language]:
            assert amount in text
        assert TYPE[language] in text
        assert "PayPal" in text
        assert f"{reader.served}{ADDRESS[language]}{FIGURES}" in text
        expect(reader.page.locator("#desk-message")).to_have_attribute("lang", language)
        assert reader.page.locator("#desk-subject").input_value() != ""
        if language != reader.language:
            reader.page.locator(f"[name=desk-language][value={reader.language}]").check()


def test_inputs_and_steps_are_read_in_both_languages(reader: Reader) -> None:
    reader.open("support")
    paste(reader, LINK)
    expect_ready(reader)

    shown = {
        language: reader.page.locator(f"[data-reading={language}]").inner_text() for language in ("fr", "en")
    }
    assert "182 jours" in shown["fr"].replace("\u00a0", " ")
    assert "182 days" in shown["en"].replace("\u00a0", " ")
    assert "1er décembre 2026" in shown["fr"]
    assert "December 1, 2026" in shown["en"]
    expect(reader.page.locator("[data-reading=fr]")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_answer_is_copied_as_text_and_as_html(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, permissions=["clipboard-read", "clipboard-write"])
    reader.open("support")
    paste(reader, LINK)
    expect_ready(reader)
    copy = reader.page.locator("[data-copy=message]")

    copy.press("Enter")

    expect(reader.page.locator("[data-told=copied]")).to_be_visible()
    expect(copy).to_be_focused()
    assert reader.page.evaluate("navigator.clipboard.readText()") == message(reader)

    reader.page.locator("[name=desk-format][value=html]").check()
    expect(reader.page.locator("[data-told=copied]")).to_be_hidden()
    copy.press("Enter")
    expect(reader.page.locator("[data-told=copied]")).to_be_visible()
    kinds = reader.page.evaluate("navigator.clipboard.read().then(([item]) => item.types)")
    assert set(kinds) == {"text/html", "text/plain"}
    assert "<p>" in message(reader)
    assert reader.page.evaluate("navigator.clipboard.readText()") == message(reader)
    assert reader.troubles == []


def test_a_refused_clipboard_leaves_the_text_selected(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    reader.open("support")
    paste(reader, LINK)
    expect_ready(reader)

    reader.page.locator("[data-copy=message]").click()

    expect(reader.page.locator("[data-told=refused]")).to_be_visible()
    selected = "document.activeElement.value.slice(document.activeElement.selectionStart)"
    assert reader.page.evaluate(selected) == message(reader)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("bonjour", "no_link"),
        ("guides/add-licenses/#step-new-total", "no_link"),
        ("https://help.example/guides/add-licenses/", "no_figures"),
        ("https://help.example/guides/add-licenses/#step-new-total", "no_figures"),
        ("https://help.example/#q=licences&x=1", "no_figures"),
        ("javascript:alert(1)//#", "no_figures"),
    ],
)
def test_a_wrong_link_gets_its_sentence(reader: Reader, text: str, sentence: str) -> None:
    reader.open("support")

    paste(reader, text)

    told(reader, sentence)
    expect(reader.page.locator("#desk-link")).to_have_attribute("aria-invalid", "true")
    expect(reader.page.locator("[data-part=waiting]")).to_be_visible()
    paste(reader, "")
    expect(reader.page.locator(f"[data-link={sentence}]")).to_be_hidden()
    expect(reader.page.locator("#desk-link")).not_to_have_attribute("aria-invalid", "true")


def test_the_same_link_can_be_pasted_again(reader: Reader) -> None:
    reader.open("support")
    paste(reader, LINK)
    expect_ready(reader)
    reader.type(quantity_after="20")
    expect(reader.page.locator("#desk-message")).not_to_have_value(message(reader), timeout=READY_WITHIN)

    paste(reader, "")
    paste(reader, LINK)

    expect(reader.output("quantity_after")).to_have_text("15")


def test_figures_typed_by_hand_are_answered_and_faults_are_not(reader: Reader) -> None:
    reader.open("support")
    reader.type(quantity_before="10", quantity_after="15", unit_price="36", currency="USD")
    reader.type(period_end="2027-06-01", change_at="2026-12-01")
    expect_ready(reader)
    assert AMOUNTS[reader.language][0] in message(reader)

    reader.type(unit_price="abc")

    expect(reader.page.locator("[data-part=ready]")).to_be_hidden(timeout=READY_WITHIN)
    expect(reader.page.locator("[data-part=waiting]")).to_be_visible()


def test_nothing_that_a_customer_sends_becomes_markup(reader: Reader) -> None:
    reader.open("support")
    paste(reader, f"{LINK}&label=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect_ready(reader)
    reader.page.locator("[name=desk-format][value=html]").check()

    assert "<img" not in message(reader)
    expect(reader.page.locator("support-desk img")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("support")
    paste(reader, "x")
    assert faults(reader) == [], "a wrong link"
    paste(reader, LINK)
    expect_ready(reader)
    assert faults(reader) == [], "ready"


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_scrolls_sideways(width: int, make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": width, "height": 700})
    reader.open("support")
    paste(reader, LINK)
    expect_ready(reader)
    assert reader.page.evaluate("document.scrollingElement.scrollWidth") == width


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_scripts_the_page_says_so(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, java_script_enabled=False)
    reader.open("support")
    expect(reader.page.locator("support-desk > noscript")).to_be_visible()
