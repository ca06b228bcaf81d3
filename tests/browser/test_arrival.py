"""A link opens at its step, moves the focus there and says so; the guide tells the reader's own payment."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader
from tests.browser.test_accessibility import faults

FIGURES = "quantity_before=10&quantity_after=15&unit_price=36.00&currency=USD&period_end=2027-06-01"
SAID = {
    "fr": "Vous êtes à l’étape 4 sur 6\u00a0: Saisissez le nouveau total",
    "en": "You are at step 4 of 6: Enter the new total",
}
SHOW_ALL = {"fr": "Afficher tous les moyens de paiement", "en": "Show all payment methods"}
SHOW_MINE = {"fr": "N’afficher que le mien", "en": "Show only mine"}


def expect_arrived(reader: Reader, step: str) -> None:
    heading = reader.page.locator(f"#{step}")
    expect(heading).to_be_focused()
    expect(heading).to_have_attribute("data-arrived", "")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] >= 48, "the header hides it"


@pytest.mark.journey
@pytest.mark.parametrize("figures", ["", f"?{FIGURES}"])
def test_a_link_opens_at_its_step_and_says_so(reader: Reader, figures: str) -> None:
    reader.open("guide", f"#step-new-total{figures}")

    expect_arrived(reader, "step-new-total")
    expect(reader.page.locator("step-arrival [role=status]")).to_have_text(SAID[reader.language])
    if figures:
        reader.wait_for_own_figures()
        expect(reader.page.locator("#step-new-total")).to_be_focused()
        assert reader.page.locator("#step-new-total").is_visible()


def test_the_region_is_there_before_it_speaks(reader: Reader) -> None:
    reader.open("guide")
    region = reader.page.locator("step-arrival [role=status]")
    expect(region).to_have_text("")

    reader.page.locator('.md-sidebar--primary a[href="#step-payment"]').first.click()

    expect(region).to_contain_text({"fr": "à l’étape 5 sur 6", "en": "at step 5 of 6"}[reader.language])
    expect_arrived(reader, "step-payment")


def test_the_next_key_goes_on_from_the_step(reader: Reader) -> None:
    reader.open("guide", "#step-payment")
    expect_arrived(reader, "step-payment")

    reader.page.keyboard.press("Tab")

    expect(reader.page.locator("#step-payment a.headerlink")).to_be_focused()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_steps_own_link_keeps_the_focus(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, permissions=["clipboard-read", "clipboard-write"])
    reader.open("guide")
    link = reader.page.locator("#step-payment a.headerlink")

    link.press("Enter")

    expect(reader.page.locator("#step-payment")).to_have_attribute("data-arrived", "")
    expect(link).to_be_focused()
    expect(reader.page.locator("step-arrival [role=status]")).to_have_text("")


def test_other_anchors_stay_the_browsers(reader: Reader) -> None:
    reader.open("faq", "#reseller")

    expect(reader.page.locator("#reseller")).to_be_in_viewport()
    expect(reader.page.locator("[data-arrived]")).to_have_count(0)
    expect(reader.page.locator("step-arrival [role=status]")).to_have_text("")


def test_an_address_of_no_place_does_no_harm(reader: Reader) -> None:
    reader.open("guide", "#step-nowhere?%E0%A4%A")

    expect(reader.page.locator("[data-arrived]")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_scripts_it_is_a_plain_anchor(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, java_script_enabled=False)
    reader.open("guide", "#step-payment")

    expect(reader.page.locator("#step-payment")).to_be_in_viewport()
    for passage in reader.page.locator("[data-payment]").all():
        expect(passage).to_be_visible()
    expect(reader.page.locator("payment-shown div")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("language", "root"), [("fr", "/"), ("en", "/en/")])
def test_a_short_code_opens_its_step(
    language: str, root: str, scripts: bool, make_reader: MakeReader
) -> None:
    reader = make_reader(language, java_script_enabled=scripts)

    reader.page.goto(f"{reader.served}{root}s/lomi/")

    reader.page.wait_for_url(f"{reader.served}{root}guides/add-licenses/#step-new-total")
    expect(reader.page.locator("#step-new-total")).to_be_in_viewport()
    if scripts:
        expect_arrived(reader, "step-new-total")
    assert reader.troubles == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_arrival(language: str, theme: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, color_scheme=theme)
    reader.open("guide", f"#step-new-total?{FIGURES}&payment=paypal")
    reader.wait_for_own_figures()
    expect(reader.page.locator("payment-shown div")).to_be_visible()

    assert faults(reader) == []


@pytest.mark.journey
def test_the_guide_speaks_of_the_readers_payment(reader: Reader) -> None:
    reader.open("guide", f"#step-payment?{FIGURES}&payment=paypal")
    line = reader.page.locator("payment-shown div")
    expect(line).to_be_visible(timeout=READY_WITHIN)
    expect(line).to_contain_text("PayPal")
    button = line.get_by_role("button")
    expect(button).to_have_text(SHOW_ALL[reader.language])
    visible = [each.is_visible() for each in reader.page.locator("[data-payment]").all()]
    # Step 5: card, PayPal, transfer; step 6: card, both others.
    assert visible == [False, True, False, False, True]

    button.press("Enter")

    expect(button).to_have_text(SHOW_MINE[reader.language])
    expect(button).to_be_focused()
    assert all(each.is_visible() for each in reader.page.locator("[data-payment]").all())

    button.press("Enter")
    expect(reader.page.locator("[data-payment=card]").first).to_be_hidden()

    reader.type(payment="transfer")
    expect(reader.page.locator("[data-payment=transfer]")).to_be_visible(timeout=READY_WITHIN)
    expect(reader.page.locator("[data-payment=paypal]")).to_be_hidden()

    reader.type(payment="")
    expect(line).to_be_hidden(timeout=READY_WITHIN)
    assert all(each.is_visible() for each in reader.page.locator("[data-payment]").all())
