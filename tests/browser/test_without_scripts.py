"""With JavaScript off, the calculator reads as its worked example and the vote is a plain form."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import MakeReader


@pytest.mark.parametrize(
    ("language", "due_now", "renewal", "notice"),
    [
        ("fr", "422,14\u00a0€", "1\u202f920,00\u00a0€", "JavaScript est désactivé"),
        ("en", "€422.14", "€1,920.00", "JavaScript is turned off"),
    ],
)
def test_the_worked_example_is_readable(
    language: str, due_now: str, renewal: str, notice: str, make_reader: MakeReader
) -> None:
    reader = make_reader(language, java_script_enabled=False)
    reader.open("guide")
    expect(reader.output("due_now")).to_have_text(due_now)
    expect(reader.output("renewal")).to_have_text(renewal)
    expect(reader.output("quantity_after")).to_have_text("80")
    expect(reader.calculator.locator("noscript p")).to_contain_text(notice)
    expect(reader.control("unit_price")).to_have_attribute(
        "placeholder", {"fr": "24,00", "en": "24.00"}[language]
    )
    reader.why("due_now").locator("summary").click()
    expect(reader.why("due_now").locator(".words p").first).to_be_visible()
    expect(reader.why("due_now").locator(".formulas p").last).to_contain_text(due_now)


@pytest.mark.parametrize(("language", "thanks"), [("fr", "Merci"), ("en", "Thank you")])
def test_the_vote_posts_and_thanks(language: str, thanks: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, java_script_enabled=False)
    before = reader.page.request.get(f"{reader.served}/api/counts").json()
    reader.open("faq")
    reader.vote.locator('input[value="false"]').check()
    reader.vote.locator("textarea").fill("Il manque un exemple.")
    reader.vote.locator("button[type=submit]").click()
    expect(reader.page.locator("h1")).to_have_text(thanks)
    expect(reader.page.locator("html")).to_have_attribute("lang", language)
    assert reader.page.request.get(f"{reader.served}/api/counts").json() == before
    reader.page.get_by_role("link").first.click()
    assert reader.page.url.endswith("/faq/")
