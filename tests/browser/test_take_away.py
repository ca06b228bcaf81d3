"""Taking an estimate away: a private link, a printed request, a calendar entry, a text."""

import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from tests.browser.reader import MakeReader, Reader
from tests.browser.test_tools import open_panel, said, type_example

DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}
RENEWAL = {"fr": "1\u202f920,00\u00a0€", "en": "€1,920.00"}
RENEWS_ON = {"fr": "10 mars 2027", "en": "March 10, 2027"}
BOUGHT_ON = {"fr": "8 août 2026", "en": "August 8, 2026"}
# A browser whose own language isn't the page's: dates and amounts follow the page.
FOREIGN = {"fr": "en-US", "en": "fr-FR"}

NOTE_PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"
REFUSE_TO_COPY = "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));"


@pytest.fixture(params=["fr", "en"])
def abroad(request: pytest.FixtureRequest, make_reader: MakeReader) -> Reader:
    """Return a reader in each language, in a browser set to the other one, who has the example's amounts."""
    reader = make_reader(
        request.param,
        locale=FOREIGN[request.param],
        timezone_id="America/Los_Angeles",
        permissions=["clipboard-read", "clipboard-write"],
    )
    reader.page.add_init_script(NOTE_PRINTING)
    reader.open("calculator")
    type_example(reader)
    return reader


# --- the link


@pytest.mark.journey
def test_the_link_opens_the_same_estimate_and_is_sent_to_no_server(
    abroad: Reader, make_reader: MakeReader
) -> None:
    panel = open_panel(abroad, "link")
    expect(said(panel)).not_to_be_empty()
    field = panel.locator("input")
    expect(field).to_have_value(re.compile("quantity_before=50"))
    address = field.input_value()
    assert address.startswith(abroad.page.url.split("#")[0] + "#")
    panel.locator("[data-act=copy]").click()
    expect(panel.locator("[data-copied]")).not_to_be_empty()
    assert abroad.page.evaluate("navigator.clipboard.readText()") == address

    other = make_reader(abroad.language)
    other.page.goto(address)
    other.wait_for_own_figures()
    assert other.output("due_now").text_content() == DUE_NOW[abroad.language]
    assert other.output("renewal").text_content() == RENEWAL[abroad.language]
    assert not [url for url in other.requests if "quantity" in url.split("#")[0]]
    assert abroad.troubles + other.troubles == []


def test_the_link_follows_the_figures(abroad: Reader) -> None:
    field = open_panel(abroad, "link").locator("input")
    abroad.type(quantity_before="51")
    expect(field).to_have_value(re.compile("quantity_before=51"))


# --- the text


@pytest.mark.journey
def test_the_text_is_copied_with_both_amounts_and_the_link(abroad: Reader) -> None:
    panel = open_panel(abroad, "copy")
    text = panel.locator("textarea")
    expect(text).to_have_value(re.compile(DUE_NOW[abroad.language]))
    assert RENEWAL[abroad.language] in text.input_value()
    assert RENEWS_ON[abroad.language] in text.input_value()
    assert "quantity_before=50" in text.input_value()
    expect(text).not_to_be_editable()
    panel.locator("[data-act=copy]").click()
    expect(panel.locator("[data-copied]")).to_have_text({"fr": "Copié.", "en": "Copied."}[abroad.language])
    assert abroad.page.evaluate("navigator.clipboard.readText()") == text.input_value()
    assert abroad.troubles == []


@pytest.mark.parametrize("name", ["copy", "link"])
def test_where_copying_is_refused_the_text_is_selected_and_a_sentence_says_how(
    name: str, reader: Reader
) -> None:
    reader.page.add_init_script(REFUSE_TO_COPY)
    reader.open("calculator")
    type_example(reader)
    panel = open_panel(reader, name)
    field = panel.locator("input, textarea")
    expect(field).to_have_value(re.compile("quantity_before=50"))
    panel.locator("[data-act=copy]").click()
    expect(panel.locator("[data-copied]")).to_contain_text("Ctrl+C")
    expect(field).to_be_focused()
    selected = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(selected) == field.input_value()


# --- the calendar


def download(button: Locator, browser_name: str, folder: Path) -> tuple[str, bytes]:
    """Press a button and return the name and the content of the file that it saves."""
    if browser_name == "chromium":
        with button.page.expect_download() as downloading:
            button.click()
        return downloading.value.suggested_filename, downloading.value.path().read_bytes()
    # Playwright tells no download that Firefox makes from a blob: its BiDi event names no navigation.
    there = set(folder.iterdir())
    button.click()
    deadline = time.monotonic() + 10
    while not (saved := [file for file in set(folder.iterdir()) - there if file.stat().st_size]):
        assert time.monotonic() < deadline, "nothing was saved"
        button.page.wait_for_timeout(50)
    return saved[0].name, saved[0].read_bytes()


@pytest.mark.journey
def test_the_calendar_entry_is_the_renewal_with_its_amount_and_a_reminder(
    abroad: Reader, browser_name: str, downloads: Path
) -> None:
    panel = open_panel(abroad, "calendar")
    name, content = download(panel.locator("[data-act=download]"), browser_name, downloads)
    assert name.endswith(".ics")
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2027, 3, 10)
    told = f"{event['SUMMARY']} {event.get('DESCRIPTION', '')}"
    assert RENEWAL[abroad.language] in told
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == -timedelta(days=7)
    assert abroad.troubles == []


# --- paper


@pytest.mark.journey
def test_the_request_is_printed_in_the_language_of_who_approves(abroad: Reader) -> None:
    other = "en" if abroad.language == "fr" else "fr"
    panel = open_panel(abroad, "print")
    panel.locator(f'input[value="{other}"]').check()
    panel.locator("[data-act=print]").click()
    sheet = abroad.page.locator(".purchase-request article")
    expect(sheet).to_have_count(1)
    expect(sheet).to_have_attribute("lang", other)
    for text in (DUE_NOW[other], RENEWAL[other], RENEWS_ON[other], BOUGHT_ON[other]):
        expect(sheet).to_contain_text(text)
    assert abroad.page.evaluate("window.printed") == 1
    assert abroad.troubles == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("languages", ["fr", "en", "fr en"])
def test_the_request_is_one_page_in_each_language_asked(languages: str, paper: str, abroad: Reader) -> None:
    panel = open_panel(abroad, "print")
    panel.locator(f'input[value="{languages}"]').check()
    panel.locator("[data-act=print]").click()
    expect(abroad.page.locator(".purchase-request")).to_have_count(1)
    assert abroad.page.evaluate("window.printed") == 1
    title = abroad.page.title()
    assert title in (abroad.page.locator(".purchase-request").text_content() or "")

    abroad.page.emulate_media(media="print")
    sheets = abroad.page.locator(".purchase-request article")
    assert [sheet.get_attribute("lang") for sheet in sheets.all()] == languages.split()
    for language, sheet in zip(languages.split(), sheets.all(), strict=True):
        for text in (DUE_NOW[language], RENEWAL[language], RENEWS_ON[language], BOUGHT_ON[language]):
            expect(sheet).to_contain_text(text)
    expect(abroad.page.locator("body > :visible")).to_have_count(1)
    abroad.page.emulate_media(media="null")

    printed = abroad.page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    # Once it is printed, the page is as before.
    expect(abroad.page.locator(".purchase-request")).to_have_count(0)
    assert abroad.page.title() != title
    expect(panel).to_be_visible()
    assert abroad.output("due_now").text_content() == DUE_NOW[abroad.language]
    assert abroad.troubles == []


def test_a_request_that_says_more_is_one_page_too(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.add_init_script(NOTE_PRINTING)
    reader.open(
        "calculator",
        "#quantity_before=50&quantity_after=80&unit_price=24.00&currency=EUR&term_months=12"
        "&period_end=2027-03-10&change_at=2026-08-08&tax_rate=20&payment=transfer",
    )
    reader.wait_for_own_figures()
    panel = open_panel(reader, "print")
    panel.locator('input[value="fr en"]').check()
    panel.locator("[data-act=print]").click()
    sheet = reader.page.locator(".purchase-request")
    expect(sheet).to_contain_text("506,56\u00a0€")  # 720 x 214 / 365 x 1.2
    size = sheet.evaluate("(paper) => parseFloat(getComputedStyle(paper).fontSize)")
    assert size >= 8.5  # pixels: 6.4 points
    assert len(re.findall(rb"/Type\s*/Page\b", reader.page.pdf(format="Letter"))) == 1


def test_printing_the_page_itself_leaves_the_tools_out(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    open_panel(reader, "budget")
    reader.page.emulate_media(media="print")
    expect(reader.calculator.locator(".tool-bar")).to_be_hidden()
    expect(reader.calculator.locator("[data-panel]:visible")).to_have_count(0)
    expect(reader.output("due_now")).to_be_visible()
    expect(reader.options).to_be_hidden()


def test_the_page_s_own_print_has_the_options_that_count_and_the_chart(reader: Reader) -> None:
    reader.open("calculator")
    reader.options.locator("> summary").click()
    type_example(reader, tax_rate="20")
    chart = open_panel(reader, "when_to_buy").locator("svg")
    expect(chart).to_be_visible()
    reader.page.emulate_media(media="print")
    expect(reader.control("tax_rate")).to_be_visible()
    expect(chart.locator("rect.bar:visible")).to_have_count(8)  # at renewal nothing is due
