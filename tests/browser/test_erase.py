"""What the browser keeps of the site is listed as it is, and erased by one press."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import MakeReader, Reader
from tests.browser.test_accessibility import faults

KEEP = """
localStorage.setItem("prorata.reader", "0123");
localStorage.setItem("prorata.votes", "{}");
localStorage.setItem("someone.else", "1");
sessionStorage.setItem("prorata.figures", "{}");
"""
KEYS = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()"
ERASED = {
    "fr": "C’est effacé\u00a0: votre navigateur ne garde plus rien de ce site.",
    "en": "Erased: your browser no longer keeps anything of this site.",
}


def test_what_is_kept_is_listed_and_erased(reader: Reader) -> None:
    reader.open("home")
    reader.page.evaluate(KEEP)
    reader.open("privacy")
    listed = reader.page.locator("erase-data li code")
    expect(listed).to_have_text(["/.__palette", "prorata.reader", "prorata.votes", "prorata.figures"])
    button = reader.page.locator("erase-data button")

    button.press("Enter")

    expect(listed).to_have_count(0)
    expect(reader.page.locator("erase-data [role=status]")).to_contain_text(ERASED[reader.language])
    expect(button).to_be_focused()
    assert reader.page.evaluate(KEYS) == ["someone.else"]


def test_figures_typed_are_listed_and_erased(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(quantity_before="10", quantity_after="15", unit_price="36", period_end="2027-06-01")
    reader.wait_for_own_figures()
    reader.page.wait_for_function("sessionStorage.getItem('prorata.figures')")
    reader.open("privacy")
    expect(reader.page.locator("erase-data li code", has_text="prorata.figures")).to_be_visible()

    reader.page.locator("erase-data button").click()

    assert reader.page.evaluate(KEYS) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("privacy")
    assert faults(reader) == [], "listed"
    reader.page.locator("erase-data button").click()
    assert faults(reader) == [], "erased"


def test_without_scripts_there_is_no_button(make_reader: MakeReader) -> None:
    reader = make_reader("fr", java_script_enabled=False)
    reader.open("privacy")
    expect(reader.page.locator("erase-data button")).to_be_hidden()
