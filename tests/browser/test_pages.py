"""Every page: no one else is asked, nothing is logged, nothing scrolls sideways, links can be copied."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PATHS, MakeReader, Reader


def test_pages_ask_no_one_else_and_break_no_rule(reader: Reader) -> None:
    for name in PATHS:
        reader.open(name)
        reader.page.locator("article").press("End")
        reader.page.wait_for_load_state("networkidle")
    assert reader.runtime_requests() == []
    assert reader.requests  # the fixture looks at them and at the console


def test_a_breach_of_the_content_policy_would_be_noticed(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.open("home")
    reader.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    assert any("Content Security Policy" in trouble for trouble in reader.troubles)


@pytest.mark.parametrize("width", [320, 375])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_scrolls_sideways_on_a_phone(language: str, width: int, make_reader: MakeReader) -> None:
    reader = make_reader(language, viewport={"width": width, "height": 700})
    for name in PATHS:
        reader.open(name)
        for summary in reader.page.locator("article summary").all():
            summary.click()
        assert reader.page.evaluate("document.scrollingElement.scrollWidth") == width, name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_targets_are_thumb_sized_on_a_phone(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, viewport={"width": 375, "height": 700})
    reader.open("guide")
    touched = "proration-calculator :is(input, select, summary), helpful-vote :is(label, button)"
    for target in reader.page.locator(touched).all():
        if target.is_visible():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, target.inner_text()


def test_the_answer_stands_below_the_form_on_a_phone(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 375, "height": 700})
    reader.open("calculator")
    form, answer = reader.calculator.locator("form"), reader.calculator.locator("[data-part=answer]")
    below, above = answer.bounding_box(), form.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]


IS_HIDDEN = """
() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + 2);
    return !document.activeElement.contains(above);
}
"""


def test_the_header_never_hides_what_has_the_focus(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 375, "height": 500})
    reader.open("calculator")
    reader.calculator.locator("summary").last.focus()
    first = reader.control("quantity_before").element_handle()
    for _ in range(40):  # backwards through the answers, the options and the controls, to the first
        reader.page.keyboard.press("Shift+Tab")
        assert not reader.page.evaluate(IS_HIDDEN)
        if first.evaluate("control => control === document.activeElement"):
            break
    expect(reader.control("quantity_before")).to_be_focused()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_steps_permalink_copies_its_address_and_says_so(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language, permissions=["clipboard-read", "clipboard-write"])
    reader.open("guide")
    link = reader.page.locator("#step-payment a.headerlink")
    said = reader.page.locator("copy-link")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_have_text("")

    link.click()

    expect(said).to_have_text({"fr": "Lien copié", "en": "Link copied"}[language])
    address = reader.page.evaluate("navigator.clipboard.readText()")
    assert address == reader.page.url
    assert address.endswith("/guides/add-licenses/#step-payment")
    expect(said).to_have_text("", timeout=5_000)


def test_a_refused_clipboard_leaves_the_link_in_the_address_bar(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    reader.open("guide")
    reader.page.locator("#step-payment a.headerlink").click()
    expect(reader.page.locator("copy-link")).to_have_text("Le lien est dans la barre d’adresse")
    assert reader.page.url.endswith("#step-payment")


def test_printing_leaves_out_buttons_and_keeps_the_amounts(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.open("calculator")
    reader.page.emulate_media(media="print")
    expect(reader.output("due_now")).to_be_visible()
    expect(reader.vote.locator("form")).to_be_hidden()


@pytest.mark.parametrize(
    ("opens", "first"), [("drawer", ".md-sidebar--primary nav .md-logo"), ("search", "[name=query]")]
)
def test_menu_and_search_open_and_close_by_keyboard_on_a_phone(
    opens: str, first: str, make_reader: MakeReader
) -> None:
    reader = make_reader("fr", viewport={"width": 375, "height": 700})
    reader.open("calculator")
    button = reader.page.locator(f"button[data-opens={opens}]")
    expect(button).to_have_attribute("aria-expanded", "false")

    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(reader.page.locator(first)).to_be_focused()

    reader.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.journey
@pytest.mark.parametrize(
    ("language", "typed", "found"), [("fr", "etape", "Étape"), ("en", "rounding", "round")]
)
def test_the_search_is_read_once_someone_searches(
    language: str, typed: str, found: str, make_reader: MakeReader
) -> None:
    reader = make_reader(language)
    reader.open("faq")
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in reader.requests if "/lunr/" in url] == []

    reader.page.locator("[name=query]").press_sequentially(typed)

    first = reader.page.locator(".md-search-result__item").first
    expect(first).to_contain_text(found, ignore_case=True)


def test_a_closed_menu_is_out_of_reach_of_the_tab_key(make_reader: MakeReader) -> None:
    reader = make_reader("fr", viewport={"width": 375, "height": 700})
    reader.open("calculator")

    expect(reader.page.locator(".md-sidebar--primary nav a").first).to_be_hidden()
