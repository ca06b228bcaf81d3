"""The calculator as a reader meets it: idle, ready, in error, and carried from one language to the other."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.reader import READY_WITHIN, ROOTS, MakeReader, Reader

FIGURES = {
    "quantity_before": "10",
    "quantity_added": "5",
    "unit_price": "36",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}
DUE_NOW = {"fr": "89,75\u00a0€", "en": "€89.75"}  # 5 x 36.00 x 182 / 365
RENEWAL = {"fr": "540,00\u00a0€", "en": "€540.00"}  # 15 x 36.00


def test_nothing_of_python_is_fetched_before_the_first_touch(reader: Reader) -> None:
    reader.open("guide")
    reader.page.wait_for_load_state("networkidle")
    reader.page.mouse.wheel(0, 3000)
    reader.page.mouse.move(400, 400)
    expect(reader.calculator).to_have_attribute("data-state", "idle")
    assert reader.runtime_requests() == []

    reader.control("quantity_before").click()

    reader.wait_for("ready")
    assert any(url.endswith("pyodide.asm.wasm") for url in reader.runtime_requests())


def test_each_file_of_python_is_fetched_once_and_the_head_holds_the_lock_file(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    fetched = sorted(url.rpartition("/")[2].partition("-")[0] for url in reader.runtime_requests())
    assert fetched == [
        *("calculator", "library.zip"),
        *("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs"),
    ]


def test_controls_are_enabled_and_labelled_from_the_start(reader: Reader) -> None:
    reader.open("calculator")
    for name in (
        *("quantity_before", "quantity_after", "quantity_added", "unit_price"),
        *("currency", "term_months", "period_end", "change_at"),
    ):
        control = reader.control(name)
        expect(control).to_be_enabled()
        label = reader.calculator.locator(f'label[for="{control.get_attribute("id")}"]')
        expect(control).to_have_accessible_name(label.inner_text())
        expect(control).to_have_accessible_description(re.compile(r"\S"))
    assert {
        option.get_attribute("value") for option in reader.control("currency").locator("option").all()
    } >= {*("EUR", "USD", "GBP", "CHF")}
    assert {
        option.get_attribute("value") for option in reader.control("term_months").locator("option").all()
    } >= {*("1", "12", "24", "36")}


def test_the_outputs_stand_in_a_live_region_from_the_start(reader: Reader) -> None:
    reader.open("guide")
    region = reader.calculator.locator("[role=status]", has=reader.page.locator('[data-output="due_now"]'))
    for output in ("quantity_after", "dialog", "due_now", "renewal", "payment", "estimate"):
        expect(region.locator(f'[data-output="{output}"]')).to_have_count(1)


@pytest.mark.journey
def test_what_is_typed_before_python_is_ready_is_kept(reader: Reader) -> None:
    held: list[Route] = []
    reader.page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    reader.open("calculator")
    # The worker asks for the file some time after the page says that it prepares.
    with reader.page.expect_request("**/pyodide.asm.wasm"):
        reader.type(**FIGURES)
    expect(reader.calculator.locator("[data-part=progress]")).to_be_visible()
    expect(reader.calculator).to_have_attribute("data-state", "loading")

    held[0].continue_()

    reader.wait_for_own_figures()
    for name, text in FIGURES.items():
        expect(reader.control(name)).to_have_value(text)
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    expect(reader.calculator.locator("[data-part=progress]")).to_be_hidden()


def test_what_is_typed_before_the_script_runs_is_taken_up(reader: Reader) -> None:
    held: list[Route] = []
    reader.page.route("**/main.*.js", lambda route: held.append(route))
    reader.page.goto(f"{reader.served}{ROOTS[reader.language]}calculator/", wait_until="commit")
    reader.type(**FIGURES)
    expect(reader.calculator).to_have_attribute("data-state", "idle")

    held[0].continue_()

    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]


def test_the_new_total_and_the_number_to_add_give_each_other(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(quantity_before="10", quantity_added="5")
    expect(reader.control("quantity_after")).to_have_value("15", timeout=READY_WITHIN)
    reader.type(quantity_after="18")
    expect(reader.control("quantity_added")).to_have_value("8")
    reader.type(quantity_before="11")
    expect(reader.control("quantity_added")).to_have_value("7")
    reader.type(quantity_after="")
    expect(reader.control("quantity_added")).to_have_value("")


def test_a_date_is_echoed_in_words(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(period_end="2027-06-01")
    words = {"fr": "mardi 1er juin 2027", "en": "Tuesday, June 1, 2027"}[reader.language]
    expect(reader.calculator.locator("[data-echo=period_end]")).to_have_text(words, timeout=READY_WITHIN)


def test_the_caption_says_whose_figures_are_shown(reader: Reader) -> None:
    example, yours = {"fr": ("Exemple", "Votre estimation"), "en": ("Example", "Your estimate")}[
        reader.language
    ]
    reader.open("calculator")
    caption = reader.calculator.locator(".caption")
    expect(caption.get_by_text(example, exact=True)).to_be_visible()
    printed = reader.output("due_now").text_content()

    reader.type(quantity_before="10")
    reader.wait_for("ready")
    expect(caption.get_by_text(example, exact=True)).to_be_visible()
    expect(reader.control("unit_price")).to_have_attribute("placeholder", "")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    expect(caption.get_by_text(yours, exact=True)).to_be_visible()
    expect(caption.get_by_text(example, exact=True)).to_be_hidden()

    reader.calculator.locator("[data-part=clear]").click()
    expect(caption.get_by_text(example, exact=True)).to_be_visible()
    expect(reader.control("quantity_before")).to_have_value("")
    assert reader.output("due_now").text_content() == printed
    expect(reader.control("quantity_before")).to_be_focused()


def test_a_blank_purchase_date_stands_for_the_readers_own_day(make_reader: MakeReader) -> None:
    # 23:30 on 1 December in Los Angeles is already 2 December in UTC.
    reader = make_reader("en", timezone_id="America/Los_Angeles")
    reader.page.clock.install(time="2026-12-02T07:30:00Z")
    reader.open("calculator")
    reader.type(**{**FIGURES, "change_at": ""})
    reader.page.clock.resume()
    reader.wait_for_own_figures()
    expect(reader.calculator.locator("[data-echo=change_at]")).to_have_text("Tuesday, December 1, 2026")
    expect(reader.control("change_at")).to_have_attribute("placeholder", "December 1, 2026")
    assert reader.output("due_now").text_content() == DUE_NOW["en"]


def test_a_fault_is_told_at_its_control_and_above_the_amounts(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()

    reader.type(unit_price="abc")

    expect(reader.error("unit_price")).to_contain_text("abc")
    expect(reader.control("unit_price")).to_have_attribute("aria-invalid", "true")
    faults = reader.calculator.locator("[data-part=faults]")
    expect(faults.locator("a")).to_have_text(reader.error("unit_price").inner_text())
    expect(reader.calculator.locator("[data-part=previous]")).to_be_visible()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    reader.control("quantity_before").focus()
    faults.locator("a").click()
    expect(reader.control("unit_price")).to_be_focused()
    expect(reader.control("unit_price")).to_have_value("abc")

    reader.type(unit_price="72")

    expect(reader.error("unit_price")).to_be_hidden()
    expect(faults).to_be_hidden()
    expect(reader.calculator.locator("[data-part=previous]")).to_be_hidden()
    expect(reader.output("due_now")).to_have_text({"fr": "179,51\u00a0€", "en": "€179.51"}[reader.language])


def test_an_empty_control_is_a_fault_only_once_it_was_left(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(quantity_before="10", quantity_after="15")
    expect(reader.output("remaining")).to_be_visible(timeout=READY_WITHIN)
    expect(reader.calculator.locator("[data-part=faults]")).to_be_hidden()

    reader.control("unit_price").focus()
    reader.control("period_end").focus()

    expect(reader.error("unit_price")).to_be_visible()
    expect(reader.error("period_end")).to_be_hidden()


def test_only_the_answer_to_the_last_keystroke_is_shown(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    reader.control("unit_price").fill("")
    reader.control("unit_price").press_sequentially("72")
    expect(reader.output("due_now")).to_have_text({"fr": "179,51\u00a0€", "en": "€179.51"}[reader.language])
    reader.control("unit_price").press("Backspace")  # 7
    reader.control("unit_price").press("Backspace")  # nothing
    reader.control("unit_price").press_sequentially("36")
    expect(reader.output("due_now")).to_have_text(DUE_NOW[reader.language])


NOTE_ANNOUNCEMENTS = """
const region = document.querySelector("proration-calculator [data-part=answer]");
window.settled = 0;
new MutationObserver(() => { if (region.ariaBusy === "false") window.settled += 1; })
    .observe(region, { attributes: true, attributeFilter: ["aria-busy"] });
"""


def test_a_settled_result_is_announced_once(reader: Reader) -> None:
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    reader.page.evaluate(NOTE_ANNOUNCEMENTS)

    reader.control("quantity_before").fill("")
    reader.control("quantity_before").press_sequentially("1234", delay=50)

    reader.wait_for_own_figures()
    expect(reader.output("quantity_after")).to_have_text(re.compile(r"^1\D?239$"))
    assert reader.page.evaluate("window.settled") == 1


def test_figures_in_the_address_are_computed(reader: Reader) -> None:
    reader.open(
        "calculator",
        "#currency=EUR&unit_price=36.00&quantity_before=10&quantity_after=15"
        "&term_months=12&period_end=2027-06-01&change_at=2026-12-01",
    )
    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    assert reader.output("renewal").text_content() == RENEWAL[reader.language]
    expect(reader.control("quantity_added")).to_have_value("5")
    own = {"fr": ("36,00", "1er juin 2027"), "en": ("36.00", "June 1, 2027")}[reader.language]
    expect(reader.control("unit_price")).to_have_value(own[0])
    expect(reader.control("period_end")).to_have_value(own[1])


def test_the_language_switch_keeps_page_step_and_figures(reader: Reader) -> None:
    other = {"fr": "en", "en": "fr"}[reader.language]
    typed = {
        "fr": {"unit_price": "1 036,50", "period_end": "1/6/2027"},
        "en": {"unit_price": "1,036.50", "period_end": "6/1/2027"},
    }
    reader.open("guide", "#step-new-total")
    reader.type(**{**FIGURES, **typed[reader.language], "currency": "CHF"})
    reader.wait_for_own_figures()

    reader.page.locator(f'.md-header a[hreflang="{other}"]').first.dispatch_event("click")

    address = {"fr": "/guides/add-licenses/", "en": "/en/guides/add-licenses/"}[other]
    expect(reader.page).to_have_url(f"{reader.served}{address}#step-new-total")
    reader.wait_for_own_figures()
    expected = {
        "fr": ("1 036,50", "1er juin 2027", "2\u202f584,15\u00a0CHF"),
        "en": ("1,036.50", "June 1, 2027", "CHF\u00a02,584.15"),
    }[other]
    expect(reader.control("unit_price")).to_have_value(expected[0])
    expect(reader.control("period_end")).to_have_value(expected[1])
    expect(reader.control("quantity_added")).to_have_value("5")
    expect(reader.control("quantity_after")).to_have_value("15")
    expect(reader.control("currency")).to_have_value("CHF")
    assert reader.output("due_now").text_content() == expected[2]
    reader.type(quantity_before="20")  # the number to add is still the one that was typed
    expect(reader.control("quantity_after")).to_have_value("25")


def test_a_french_page_writes_french_in_an_american_browser(make_reader: MakeReader) -> None:
    reader = make_reader("fr", locale="en-US", timezone_id="America/New_York")
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    note = reader.calculator.locator('[data-note="due_now"]')
    expect(note).to_contain_text("du 1er décembre 2026 au 31 mai 2027 inclus")
    assert reader.output("due_now").text_content() == "89,75\u00a0€"


def test_enter_in_a_control_does_not_leave_the_page(reader: Reader) -> None:
    reader.open("calculator")
    before = reader.page.url
    reader.type(quantity_before="10")
    reader.control("quantity_before").press("Enter")
    reader.wait_for("ready")
    assert reader.page.url == before
    expect(reader.control("quantity_before")).to_have_value("10")
