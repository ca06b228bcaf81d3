"""The tools under the answer: when to buy, scenarios, another amount, a budget."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader
from tests.browser.test_accessibility import faults

# The first worked example, with dates that each language reads in its own order.
FIGURES = {
    "fr": {"period_end": "10/03/2027", "change_at": "08/08/2026", "unit_price": "24,00"},
    "en": {"period_end": "03/10/2027", "change_at": "08/08/2026", "unit_price": "24.00"},
}
PANELS = ("when_to_buy", "other_amount", "budget", "link", "print", "calendar", "copy")

# 30 x 24.00 x the days left / 365: 214, 190, 160, 129, 99, 68, 37, 9, 0.
AMOUNTS = ("422.14", "374.79", "315.62", "254.47", "195.29", "134.14", "72.99", "17.75", "0.00")
SCHEDULE = {
    "fr": [
        *("8 août 2026", "1er septembre 2026", "1er octobre 2026", "1er novembre 2026", "1er décembre 2026"),
        *("1er janvier 2027", "1er février 2027", "1er mars 2027", "10 mars 2027"),
    ],
    "en": [
        *("August 8, 2026", "September 1, 2026", "October 1, 2026", "November 1, 2026", "December 1, 2026"),
        *("January 1, 2027", "February 1, 2027", "March 1, 2027", "March 10, 2027"),
    ],
}


def amount(text: str, language: str) -> str:
    """Return an amount under a thousand as the language writes it."""
    return f"{text.replace('.', ',')}\u00a0€" if language == "fr" else f"€{text}"


def type_example(reader: Reader, **others: str) -> None:
    """Type the worked example, from 50 to 80 licenses, and wait for its amounts."""
    reader.type(quantity_before="50", quantity_after="80", **FIGURES[reader.language] | others)
    reader.wait_for_own_figures()


def button(reader: Reader, name: str) -> Locator:
    """Return the button that opens a panel."""
    return reader.calculator.locator(f'[aria-controls$="-tools-panel-{name}"]')


def panel(reader: Reader, name: str) -> Locator:
    """Return a panel."""
    return reader.calculator.locator(f'[data-panel="{name}"]')


def open_panel(reader: Reader, name: str) -> Locator:
    """Open a panel and return it."""
    button(reader, name).click()
    expect(panel(reader, name)).to_be_visible()
    return panel(reader, name)


def own(reader: Reader, name: str) -> Locator:
    """Return a field of a panel."""
    return reader.calculator.locator(f'[data-own="{name}"]')


def said(tool: Locator) -> Locator:
    """Return the sentence in which a tool answers."""
    return tool.locator("[data-slot=text]")


def cells(tool: Locator) -> list[list[str]]:
    """Return the table of a tool, row by row, without what stands below a head."""
    return [
        [
            (cell.text_content() or "").removesuffix(cell.locator(".aside").text_content() or "").strip()
            if cell.locator(".aside").count()
            else (cell.text_content() or "")
            for cell in row.locator("th, td").all()
        ]
        for row in tool.locator("[data-slot=table] tr").all()
    ]


# --- the bar


def test_each_button_opens_its_panel_and_closes_the_others(reader: Reader) -> None:
    reader.open("calculator")
    for name in PANELS:
        expect(panel(reader, name)).to_be_hidden()
        expect(button(reader, name)).to_have_attribute("aria-expanded", "false")
    for name in PANELS:
        button(reader, name).press("Enter")
        expect(button(reader, name)).to_have_attribute("aria-expanded", "true")
        expect(panel(reader, name)).to_have_accessible_name(button(reader, name).inner_text())
        expect(reader.calculator.locator("[data-panel]:visible")).to_have_count(1)

    button(reader, "copy").press("Space")
    expect(reader.calculator.locator("[data-panel]:visible")).to_have_count(0)

    open_panel(reader, "budget")
    own(reader, "budget").press("Escape")
    expect(panel(reader, "budget")).to_be_hidden()
    expect(button(reader, "budget")).to_be_focused()
    assert reader.runtime_requests() == []  # nothing to compute, nothing fetched


def test_before_there_are_figures_a_sentence_says_what_to_do_and_nothing_typed_is_lost(
    reader: Reader,
) -> None:
    first, then = {
        "fr": ("Mettez d’abord vos chiffres", "Complétez ou corrigez d’abord"),
        "en": ("Type your figures", "Complete or correct your figures"),
    }[reader.language]
    reader.open("calculator")
    budget = open_panel(reader, "budget")
    standing = reader.calculator.locator(".standing p:visible")
    expect(standing).to_contain_text(first)
    own(reader, "budget").fill("300")
    own(reader, "budget").press("Enter")
    expect(said(budget)).to_have_text("")

    reader.type(quantity_before="50")
    expect(standing).to_contain_text(then, timeout=READY_WITHIN)
    type_example(reader)
    expect(said(budget)).to_contain_text("71")
    expect(standing).to_have_count(0)

    reader.type(unit_price="abc")
    expect(standing).to_contain_text(then)
    expect(said(budget)).to_have_text("")
    expect(budget.locator("[data-act=fill]")).to_be_hidden()
    expect(own(reader, "budget")).to_have_value("300")


# --- when to buy


def test_the_example_is_shown_as_an_example(reader: Reader) -> None:
    word = {"fr": "Exemple", "en": "Example"}[reader.language]
    reader.open("calculator")
    example = open_panel(reader, "when_to_buy").locator("[data-part=example]")
    expect(example.locator("caption")).to_contain_text(word)
    expect(example.locator("tbody th").first).to_contain_text(SCHEDULE[reader.language][0])
    type_example(reader)
    expect(example).to_be_hidden()


@pytest.mark.journey
def test_the_charge_of_each_month_is_told_in_a_table(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=when_to_buy]")
    expect(said(tool)).not_to_be_empty()
    rows = [
        [day, amount(figure, reader.language)]
        for day, figure in zip(SCHEDULE[reader.language], AMOUNTS, strict=True)
    ]
    assert cells(tool)[1:] == rows
    expect(tool.locator("[data-slot=table] caption")).not_to_be_empty()
    expect(tool.locator("[data-slot=table] thead th")).to_have_count(2)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_chart_says_what_the_table_says(width: int, make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": width, "height": 800})
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=when_to_buy]")
    bars = tool.locator("rect.bar")
    expect(bars).to_have_count(9)
    along = "width" if width == 320 else "height"
    lengths = [float(bar.get_attribute(along) or "nan") for bar in bars.all()]
    for length, figure in zip(lengths, AMOUNTS, strict=True):
        assert length / lengths[0] == pytest.approx(float(figure) / 422.14, abs=0.002)
    expect(tool.locator("svg")).to_have_attribute("role", "img")
    expect(tool.locator("svg")).to_have_attribute("aria-label", re.compile(r"422,14"))
    assert tool.locator("svg [style]").count() == 0
    texts = tool.locator("svg text").all_text_contents()
    assert {"8 août 2026", "10 mars 2027", "422,14\u00a0€", "0,00\u00a0€"} <= set(texts)
    size = tool.locator("svg text").first.evaluate(
        "(text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
    )
    assert size >= 11


def test_the_lines_of_the_axis_stand_where_their_amounts_are(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=when_to_buy]")
    expect(tool.locator("rect.bar")).to_have_count(9)
    ticks = {
        float((tick.text_content() or "").replace("\u00a0€", "").replace(",", ".")): float(
            tick.get_attribute("y") or "nan"
        )
        for tick in tool.locator("svg text.beside").all()
    }
    zero = ticks[0.0]
    first = float(tool.locator("rect.bar").first.get_attribute("height") or "nan")
    for figure, height in ticks.items():
        assert (zero - height) / first == pytest.approx(figure / 422.14, abs=0.002)
    assert max(ticks) >= 422.14


def test_the_chart_lies_down_where_the_window_becomes_narrow(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 1280, "height": 800})
    reader.open("calculator")
    type_example(reader)
    bar = open_panel(reader, "when_to_buy").locator("rect.bar").first
    standing = bar.get_attribute("x")
    reader.page.set_viewport_size({"width": 375, "height": 800})
    expect(bar).not_to_have_attribute("x", standing or "")
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.page.evaluate(sideways) == 0


# --- scenarios


@pytest.mark.journey
def test_scenarios_are_suggested_then_changed(reader: Reader) -> None:
    language = reader.language
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=scenarios]")
    expect(own(reader, "scenarios[0].change_at")).to_have_value(SCHEDULE[language][0])
    expect(own(reader, "scenarios[0].quantity_after")).to_have_value("80")
    expect(own(reader, "scenarios[2].change_at")).to_have_value(SCHEDULE[language][-1])
    due_now = next(row for row in cells(tool) if row[1] == amount("422.14", language))
    assert due_now[3] == amount("0.00", language)

    own(reader, "scenarios[1].change_at").fill("2026-12-01")
    own(reader, "scenarios[1].quantity_after").fill("60")
    own(reader, "scenarios[1].quantity_after").press("Enter")

    # 10 x 24.00 x 99 / 365, then 60 x 24.00
    expect(tool.locator("td", has_text=amount("65.10", language))).to_have_count(1)
    renewal = {"fr": "1\u202f440,00\u00a0€", "en": "€1,440.00"}[language]
    expect(tool.locator("td", has_text=renewal)).to_have_count(1)
    expect(own(reader, "scenarios[1].change_at")).to_have_value("2026-12-01")


def test_a_fault_of_a_scenario_stands_at_its_field(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=scenarios]")
    expect(tool.locator("[data-part=result]")).to_be_visible()
    field = own(reader, "scenarios[1].change_at")
    field.fill("xyz")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("xyz"))
    expect(field).to_have_value("xyz")
    expect(tool.locator("[data-part=result]")).to_be_hidden()
    field.fill("2026-12-01")
    expect(tool.locator("[data-part=result]")).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_scenarios_can_be_removed_and_added(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "when_to_buy").locator("[data-tool=scenarios]")
    expect(own(reader, "scenarios[1].change_at")).to_have_value(SCHEDULE[reader.language][1])
    tool.locator("[data-act=remove]").first.click()
    expect(tool.locator("fieldset:visible")).to_have_count(2)
    expect(own(reader, "scenarios[0].change_at")).to_have_value(SCHEDULE[reader.language][1])
    expect(tool.locator("[data-slot=table] thead th")).to_have_count(2)
    expect(tool.locator("[data-act=add]")).to_be_focused()

    tool.locator("[data-act=remove]").first.click()
    expect(tool.locator("[data-act=remove]:visible")).to_have_count(0)

    tool.locator("[data-act=add]").click()
    expect(own(reader, "scenarios[1].change_at")).to_be_focused()
    expect(own(reader, "scenarios[1].change_at")).to_have_attribute(
        "placeholder", SCHEDULE[reader.language][0]
    )


def test_suggestions_follow_the_form_and_what_was_typed_stays(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    open_panel(reader, "when_to_buy")
    expect(own(reader, "scenarios[0].quantity_after")).to_have_value("80")
    reader.type(quantity_after="90")
    expect(own(reader, "scenarios[0].quantity_after")).to_have_value("90")
    own(reader, "scenarios[0].quantity_after").fill("70")
    own(reader, "scenarios[0].quantity_after").press("Enter")
    reader.type(quantity_after="95")
    reader.wait_for_own_figures()
    expect(own(reader, "scenarios[0].quantity_after")).to_have_value("70")


# --- another amount


@pytest.mark.journey
def test_a_known_convention_explains_the_amount_in_the_dialog(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "other_amount")
    # 30 x 24.00 x 213 / 365: the day of purchase isn't counted
    own(reader, "amount").fill({"fr": "420,16 €", "en": "€420.16"}[reader.language])
    expect(said(tool)).to_contain_text(amount("420.16", reader.language))
    expect(tool.locator("[data-slot=matches] li")).not_to_have_count(0)
    expect(tool.locator("[data-part=send]")).to_be_hidden()

    tool.locator('button[value="calendar-days-exclusive"]').click()
    expect(reader.output("due_now")).to_have_text(amount("420.16", reader.language))
    expect(reader.control("convention")).to_have_value("calendar-days-exclusive")
    expect(own(reader, "amount")).to_be_focused()
    ours = {"fr": "exactement notre estimation", "en": "exactly our estimate"}
    expect(said(tool)).to_contain_text(ours[reader.language])


def test_an_amount_that_nothing_explains_gives_a_text_to_send(make_reader: MakeReader) -> None:
    for language in ("fr", "en"):
        reader = make_reader(language, permissions=["clipboard-read", "clipboard-write"])
        reader.open("calculator")
        type_example(reader)
        tool = open_panel(reader, "other_amount")
        own(reader, "amount").fill("1")
        own(reader, "amount").press("Enter")
        text = tool.locator("textarea")
        expect(text).to_be_visible()
        expect(tool.locator("[data-slot=matches]")).to_be_hidden()
        assert amount("422.14", language) in text.input_value()
        tool.locator("[data-act=copy]").click()
        expect(tool.locator("[data-copied]")).to_have_text({"fr": "Copié.", "en": "Copied."}[language])
        assert reader.page.evaluate("navigator.clipboard.readText()") == text.input_value()
        assert reader.troubles == []


@pytest.mark.parametrize("name", ["amount", "budget"])
def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(name: str, reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, {"amount": "other_amount"}.get(name, name))
    field = own(reader, name)
    for text in ("xyz", "1.234"):
        field.fill(text)
        expect(field).to_have_accessible_description(re.compile(re.escape(text)))
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(text)
        expect(said(tool)).to_have_text("")
    field.fill("")
    expect(field).not_to_have_attribute("aria-invalid", "true")


# --- a budget


@pytest.mark.journey
def test_a_budget_gives_the_largest_total_and_puts_it_into_the_form(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "budget")
    own(reader, "budget").fill("300")
    # 21 x 24.00 x 214 / 365 = 295.4959; one more would be 309.57
    expect(said(tool)).to_contain_text(amount("295.50", reader.language))
    use = tool.locator("[data-act=fill]")
    expect(use).to_contain_text("71")
    use.click()
    expect(reader.control("quantity_after")).to_have_value("71")
    expect(reader.control("quantity_added")).to_have_value("21")
    expect(reader.output("due_now")).to_have_text(amount("295.50", reader.language))


def test_a_budget_too_small_for_one_offers_no_total(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "budget")
    own(reader, "budget").fill("5")  # one costs 14.07
    expect(said(tool)).not_to_be_empty()
    expect(tool.locator("[data-act=fill]")).to_be_hidden()


# --- for all of them


def test_a_panel_speaks_when_it_was_asked_and_not_of_each_new_result(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "budget")
    own(reader, "budget").fill("300")
    expect(said(tool)).to_contain_text("71")
    expect(said(tool)).to_have_attribute("aria-live", "polite")

    reader.type(quantity_before="51")
    expect(said(tool)).to_contain_text("72")
    expect(said(tool)).to_have_attribute("aria-live", "off")  # the answer above has spoken


def test_an_answer_to_figures_that_can_t_be_computed_any_more_is_taken_back(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.add_init_script("""
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message) {
          if (message.question === "form" && window.broken) throw new Error("no answer");
          post.call(this, message);
        };
    """)
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "budget")
    own(reader, "budget").fill("300")
    expect(said(tool)).to_contain_text("71")

    reader.page.evaluate("window.broken = true")
    reader.type(quantity_before="51")
    reader.wait_for("failed")
    expect(said(tool)).to_be_empty()
    expect(tool.locator("[data-part=result]")).to_be_hidden()
    expect(own(reader, "budget")).to_have_value("300")

    reader.page.evaluate("window.broken = false")
    reader.calculator.locator("[data-part=retry]").click()
    expect(said(tool)).to_contain_text("72")


def test_a_question_without_an_answer_is_told_and_can_be_asked_again(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.add_init_script("""
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message) {
          if (message.question === "budget" && !window.mended) throw new Error("no answer");
          post.call(this, message);
        };
    """)
    reader.open("calculator")
    type_example(reader)
    tool = open_panel(reader, "budget")
    own(reader, "budget").fill("300")
    trouble = reader.calculator.locator("[data-part=unanswered]")
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("Ce que vous avez saisi est gardé")
    reader.page.evaluate("window.mended = true")
    trouble.get_by_role("button").click()
    expect(trouble).to_be_hidden()
    expect(said(tool)).to_contain_text("71")


def test_suggestions_that_come_late_leave_the_field_alone_that_the_reader_is_in(reader: Reader) -> None:
    reader.open("calculator")
    type_example(reader)
    second = own(reader, "scenarios[1].change_at")
    button(reader, "when_to_buy").evaluate(
        "(button, name) => { button.click(); document.querySelector(`[data-own='${name}']`).focus(); }",
        "scenarios[1].change_at",
    )
    expect(own(reader, "scenarios[2].change_at")).not_to_have_value("")
    expect(second).to_have_value("")
    assert second.get_attribute("placeholder")
    typed = {"fr": "2/12/2026", "en": "12/2/2026"}[reader.language]
    second.press_sequentially(typed)
    expect(second).to_have_value(typed)


def test_the_other_language_keeps_the_open_panel_and_what_was_typed(reader: Reader) -> None:
    other = {"fr": "en", "en": "fr"}[reader.language]
    reader.open("calculator")
    type_example(reader)
    open_panel(reader, "when_to_buy")
    own(reader, "scenarios[1].change_at").fill(
        {"fr": "2/12/2026", "en": "12/2/2026"}[reader.language]
    )  # 2 December, in the order of either
    own(reader, "scenarios[1].change_at").press("Enter")
    expect(own(reader, "scenarios[1].change_at")).not_to_have_attribute("aria-invalid", "true")
    reader.page.wait_for_timeout(200)
    reader.page.locator(f'a[hreflang="{other}"]:visible').first.click()
    reader.wait_for_own_figures()
    expect(panel(reader, "when_to_buy")).to_be_visible()
    expect(own(reader, "scenarios[1].change_at")).to_have_value(
        {"fr": "December 2, 2026", "en": "2 décembre 2026"}[reader.language]
    )


def test_nothing_scrolls_sideways_on_a_small_phone(make_reader: MakeReader) -> None:
    for language in ("fr", "en"):
        reader = make_reader(language, viewport={"width": 320, "height": 640})
        reader.open("calculator")
        type_example(reader)
        for name in PANELS:
            open_panel(reader, name)
            for field in panel(reader, name).locator('[data-own="amount"], [data-own="budget"]').all():
                field.fill("300")
            reader.page.wait_for_timeout(900)
            sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert reader.page.evaluate(sideways) == 0, name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_an_open_panel(
    width: int, theme: Literal["light", "dark"], reader: Reader
) -> None:
    reader.page.emulate_media(color_scheme=theme)
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.open("calculator")
    open_panel(reader, "when_to_buy")
    assert faults(reader) == [], "the example"
    type_example(reader)
    for name in PANELS:
        if name != "when_to_buy":
            open_panel(reader, name)
        for field in panel(reader, name).locator('[data-own="amount"], [data-own="budget"]').all():
            field.fill("1")
            field.press("Enter")
            expect(said(panel(reader, name))).not_to_be_empty()
        assert faults(reader) == [], name
    open_panel(reader, "budget")
    own(reader, "budget").fill("xyz")
    expect(own(reader, "budget")).to_have_attribute("aria-invalid", "true")
    assert faults(reader) == [], "with an error"
