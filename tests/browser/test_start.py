"""When Python starts, and when it ends: once a reader means to use it, and never for nothing."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.reader import FIGURES, MakeReader, Reader

LINK = f"#{urlencode(FIGURES)}"
DUE_NOW = {"fr": "422,14\u00a0€", "en": "€422.14"}
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
HIDE = """
(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


def fetched(reader: Reader) -> bool:
    """Return whether anything of Python is asked for within half a second."""
    reader.page.wait_for_timeout(500)
    return reader.runtime_requests() != []


def pythons(page: Page) -> list[str]:
    return [worker.url for worker in page.workers if "/worker/" in worker.url]


@pytest.mark.parametrize("name", ["calculator", "guide"])
def test_a_pointer_that_stays_over_the_form_starts_python(name: str, reader: Reader) -> None:
    reader.open(name)
    reader.page.mouse.move(0, 0)
    label = reader.calculator.locator("form label").first
    label.scroll_into_view_if_needed()
    assert not fetched(reader)

    label.hover()

    assert fetched(reader)
    expect(reader.calculator).to_have_attribute("data-state", "idle")
    expect(reader.calculator.locator("[data-part=progress]")).to_be_hidden()


def test_a_pointer_that_passes_by_starts_nothing(reader: Reader) -> None:
    reader.open("calculator")
    box = reader.calculator.locator("form").bounding_box()
    assert box
    reader.page.mouse.move(box["x"] + 20, box["y"] - 20)
    reader.page.mouse.move(box["x"] + 20, box["y"] + 20)
    reader.page.mouse.move(box["x"] + 20, box["y"] - 20)

    assert not fetched(reader)


@pytest.mark.parametrize("touch", ["hover", "focus"])
def test_where_data_is_saved_only_typing_starts_python(touch: str, reader: Reader) -> None:
    reader.page.add_init_script(SAVES_DATA)
    reader.open("calculator")
    getattr(reader.control("unit_price"), touch)()
    assert not fetched(reader)

    reader.type(**FIGURES)

    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]


def themes_script(page: Page) -> list[Request]:
    """Return a list that grows with each time the theme's script is asked for."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        if "/bundle." in request.url:
            asked.append(request)

    page.on("request", note)
    return asked


@pytest.mark.parametrize("sign", ["none", "pointer", "key"])
def test_the_themes_script_waits_for_the_first_answer_or_a_sign_of_the_reader(
    sign: str, reader: Reader
) -> None:
    held: list[Route] = []
    asked = themes_script(reader.page)
    reader.page.route("**/*.wasm", lambda route: held.append(route))
    reader.page.goto(f"{reader.served}{'/' if reader.language == 'fr' else '/en/'}calculator/{LINK}")
    expect(reader.calculator).to_have_attribute("data-state", "loading")
    reader.page.wait_for_timeout(300)
    assert not asked

    if sign == "none":
        held[0].continue_()
        reader.wait_for_own_figures()
    elif sign == "pointer":
        reader.page.mouse.move(200, 200)
    else:
        reader.page.keyboard.press("Tab")

    reader.page.wait_for_timeout(300)
    assert len(asked) == 1


def test_a_page_without_figures_has_the_themes_script_at_once(reader: Reader) -> None:
    asked = themes_script(reader.page)
    reader.open("calculator")
    reader.page.wait_for_timeout(300)
    assert len(asked) == 1
    assert not reader.runtime_requests()


def test_a_link_with_figures_starts_python_before_the_page_is_there(reader: Reader) -> None:
    held: list[Route] = []
    reader.page.route("**/assets/javascripts/main.*.js", lambda route: held.append(route))
    reader.page.goto(
        f"{reader.served}{'/' if reader.language == 'fr' else '/en/'}calculator/{LINK}", wait_until="commit"
    )
    while not (held and any(url.endswith(".wasm") for url in reader.runtime_requests())):
        reader.page.wait_for_timeout(20)
    expect(reader.calculator).to_have_attribute("data-figures", "example")

    held[0].continue_()

    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW[reader.language]
    assert len(pythons(reader.page)) == 1


def test_a_worker_that_ends_before_it_is_taken_is_replaced(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    scripts: list[Route] = []
    reader.page.route("**/assets/javascripts/main.*.js", lambda route: scripts.append(route))
    reader.page.route("**/worker/worker.*.js", lambda route: route.abort())
    reader.page.goto(f"{reader.served}/calculator/{LINK}", wait_until="commit")
    while not scripts:
        reader.page.wait_for_timeout(20)
    reader.page.wait_for_function("!window.prorataWorker")
    reader.page.unroute("**/worker/worker.*.js")

    scripts[0].continue_()

    reader.wait_for_own_figures()
    assert reader.output("due_now").text_content() == DUE_NOW["fr"]


def test_a_page_left_in_the_background_gives_python_s_memory_back(reader: Reader) -> None:
    reader.page.clock.install()
    reader.open("calculator")
    reader.type(**FIGURES)
    expect(reader.calculator).to_have_attribute("data-figures", "reader", timeout=30_000)
    reader.page.evaluate(HIDE, True)
    reader.page.clock.run_for(9 * 60_000)
    assert len(pythons(reader.page)) == 1
    reader.page.clock.run_for(60_000)
    reader.page.wait_for_timeout(200)
    assert pythons(reader.page) == []

    reader.page.evaluate(HIDE, False)
    reader.page.clock.resume()
    reader.type(quantity_after="81")

    expect(reader.output("quantity_after")).to_have_text("81", timeout=30_000)
    expect(reader.calculator).to_have_attribute("data-state", "ready")
    assert len(pythons(reader.page)) == 1


def test_a_page_that_is_looked_at_again_in_time_keeps_python(reader: Reader) -> None:
    reader.page.clock.install()
    reader.open("calculator")
    reader.type(**FIGURES)
    expect(reader.calculator).to_have_attribute("data-figures", "reader", timeout=30_000)
    reader.page.evaluate(HIDE, True)
    reader.page.clock.run_for(9 * 60_000)
    reader.page.evaluate(HIDE, False)
    reader.page.clock.run_for(9 * 60_000)

    assert len(pythons(reader.page)) == 1
