"""On a phone: the amounts stay in sight while the form fills the screen, and cover nothing with the focus."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.reader import FIGURES, MakeReader, Reader

PHONE = {"viewport": {"width": 375, "height": 640}, "has_touch": True, "is_mobile": True}


def with_own_figures(language: str, make_reader: MakeReader) -> Reader:
    reader = make_reader(language, **PHONE)
    reader.open("guide")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    return reader


def brief(reader: Reader) -> Locator:
    return reader.calculator.locator("[data-part=brief]")


@pytest.mark.parametrize(
    ("language", "due_now", "renewal"),
    [("fr", "422,14\u00a0€", "1\u202f920,00\u00a0€"), ("en", "€422.14", "€1,920.00")],
)
def test_the_amounts_stay_in_sight(
    language: str, due_now: str, renewal: str, make_reader: MakeReader
) -> None:
    reader = with_own_figures(language, make_reader)
    reader.control("quantity_before").focus()
    expect(brief(reader)).to_be_in_viewport(ratio=0.99)
    assert brief(reader).locator("strong").all_text_contents() == [due_now, renewal]

    reader.why("due_now").locator("summary").focus()
    expect(reader.output("due_now")).to_be_in_viewport()
    expect(brief(reader)).to_be_hidden()

    reader.type(unit_price="abc")
    expect(brief(reader).locator(".outdated")).to_be_in_viewport()


def test_nothing_lies_over_the_tools_below_the_amounts(make_reader: MakeReader) -> None:
    reader = with_own_figures("en", make_reader)
    tools = reader.calculator.locator("[data-part=tools]")
    tools.locator('[aria-controls$="-panel-copy"]').click()
    expect(tools.locator("[data-panel=copy] textarea")).to_have_value(re.compile("422.14"))
    button = tools.locator("[data-panel=copy] [data-act=copy]")
    button.focus()
    expect(reader.output("due_now")).not_to_be_in_viewport()
    expect(brief(reader)).to_be_hidden()
    assert not button.evaluate(COVERED)


def test_the_example_is_not_repeated(make_reader: MakeReader) -> None:
    reader = make_reader("fr", **PHONE)
    reader.open("guide")
    reader.control("quantity_before").focus()
    reader.wait_for("ready")
    expect(brief(reader)).to_be_hidden()


COVERED = """control => {
  const box = control.getBoundingClientRect();
  const at = [box.left + box.width / 2, box.top + box.height / 2];
  return !control.contains(document.elementFromPoint(...at)) ||
    box.bottom > innerHeight || box.top < 0 ||
    !control.contains(document.elementFromPoint(at[0], box.bottom - 2)) ||
    !control.contains(document.elementFromPoint(at[0], box.top + 2));
}"""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_nothing_covers_what_has_the_focus(key: str, make_reader: MakeReader) -> None:
    reader = with_own_figures("fr", make_reader)
    reader.options.locator("> summary").click()
    names = [control.get_attribute("name") for control in reader.calculator.locator("form [name]").all()]
    reader.control("quantity_before" if key == "Tab" else "convention").focus()
    seen = []
    for _ in range(14):
        reader.page.keyboard.press(key)
        focused = reader.page.locator(":focus")
        reader.page.wait_for_timeout(50)  # scrolling ends
        name = focused.get_attribute("name")
        if name in names:
            seen.append(name)
            assert not focused.evaluate(COVERED), name
    assert len(seen) >= 10


@pytest.mark.parametrize("language", ["fr", "en"])
def test_targets_are_the_size_of_a_thumb(language: str, make_reader: MakeReader) -> None:
    reader = with_own_figures(language, make_reader)
    reader.options.locator("> summary").click()
    reader.type(tier_model="volume")
    for _ in range(2):
        reader.calculator.locator("[data-rows=product] [data-part=add]").click()
    for part in ("due_now", "renewal", "assumptions"):
        reader.why(part).locator("summary").click()
    targets = reader.calculator.locator(
        ":is(form, .caption, .answer) :is(input, select, button, summary, a):visible"
    )
    small = [
        (target.inner_text(), box["height"])
        for target in targets.all()
        if (box := target.bounding_box()) and box["height"] < 44
    ]
    assert small == []
    assert targets.count() > 30
