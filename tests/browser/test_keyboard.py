"""The whole way by keyboard: figures, options, explanation, tools. The focus is never lost or covered."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import READY_WITHIN, MakeReader, Reader

DATES = {"fr": ("10 mars 2027", "8 août 2026"), "en": ("March 10, 2027", "August 8, 2026")}
DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}  # 30 x 24.00 x 214 / 365 = 422.1369…
WITH_TAX = {"fr": "506,56\u00a0€", "en": "€506.56"}  # 422.13698… x 1.2 = 506.5643…
# Where the focus is, and whether the middle of it can be seen.
FOCUS = """
() => {
  const focused = document.activeElement;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  const labelled = focused.labels ? [...focused.labels] : [];
  return {
    name: focused.getAttribute("name") ?? focused.dataset.own ?? focused.textContent.trim().slice(0, 40),
    isLost: focused === document.body,
    isCovered: !seen || !(focused.contains(seen) || seen.contains(focused) || labelled.includes(seen)),
  };
}
"""


def step(reader: Reader, *keys: str) -> str:
    """Press keys, check that the focus is in sight, and return what has it."""
    for key in keys:
        reader.page.keyboard.press(key)
    reader.page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
    focus = reader.page.evaluate(FOCUS)
    assert not focus["isLost"], keys
    assert not focus["isCovered"], focus["name"]
    return str(focus["name"])


def walk_to(reader: Reader, name: str, key: str = "Tab") -> None:
    """Press Tab until the control or the words are reached."""
    passed: list[str] = []
    while not passed or not passed[-1].startswith(name):
        passed.append(step(reader, key))
        assert len(passed) < 60, passed


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_first_figure_to_the_calendar(language: str, width: int, make_reader: MakeReader) -> None:
    reader = make_reader(language, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    words = {
        "fr": ("Plus d’options", "Pourquoi", "Avec mon budget", "Agenda"),
        "en": ("More options", "Why", "With my budget", "Calendar"),
    }[language]
    reader.open("calculator")
    end, change = DATES[language]
    texts = {"quantity_before": "50", "quantity_added": "30", "unit_price": "24"}
    reader.control("quantity_before").focus()  # the way there is the theme's, and has its own test
    for name, text in (*texts.items(), ("period_end", end), ("change_at", change)):
        if name != "quantity_before":
            walk_to(reader, name)
        reader.page.keyboard.type(text)
    expect(reader.output("due_now")).to_have_text(DUE_NOW[language], timeout=READY_WITHIN)

    walk_to(reader, words[0])
    step(reader, "Enter")
    walk_to(reader, "tax_rate")
    reader.page.keyboard.type("20")
    expect(reader.output("due_now")).to_have_text(WITH_TAX[language])

    walk_to(reader, words[1])
    step(reader, "Enter")
    expect(reader.why("due_now").locator("table")).to_be_visible()
    walk_to(reader, words[2])
    step(reader, "Enter")
    walk_to(reader, "budget")
    reader.page.keyboard.type("500")
    walk_to(reader, words[3], "Shift+Tab")
    step(reader, "Enter")
    assert reader.troubles == []
