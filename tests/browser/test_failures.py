"""When Python cannot start: the page says so in words, the example stays, and trying again works."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.reader import MakeReader, Reader

SENTENCES = {
    ("fr", "blocked"): "WebAssembly",
    ("fr", "unreachable"): "un fichier nécessaire n’est pas arrivé",
    ("fr", "time_out"): "il a pris trop de temps",
    ("en", "blocked"): "WebAssembly",
    ("en", "unreachable"): "a file that it needs did not arrive",
    ("en", "time_out"): "it took too long",
}
EXAMPLE = {"fr": "422,14\u00a0€", "en": "€422.14"}
FIGURES = {
    "quantity_before": "10",
    "quantity_after": "15",
    "unit_price": "36",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}


def expect_failure(reader: Reader, reason: str) -> None:
    reader.wait_for("failed")
    failure = reader.calculator.locator("[data-part=failure]")
    expect(failure).to_contain_text(SENTENCES[reader.language, reason])
    expect(failure.locator("[data-reason]:visible")).to_have_count(1)
    expect(reader.calculator.locator("[data-part=progress]")).to_be_hidden()
    assert reader.output("due_now").text_content() == EXAMPLE[reader.language]
    expect(reader.control("unit_price")).to_have_value("36")


def expect_recovery(reader: Reader) -> None:
    reader.calculator.locator("[data-part=retry]").click()
    reader.wait_for_own_figures()
    expect(reader.calculator.locator("[data-part=failure]")).to_be_hidden()
    assert reader.output("due_now").text_content() == {"fr": "89,75\u00a0€", "en": "€89.75"}[reader.language]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("file", ["pyodide.mjs", "pyodide.asm.wasm", "library.zip"])
def test_a_file_that_does_not_arrive(file: str, language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.page.route(f"**/{file}", lambda route: route.abort())
    reader.open("calculator")
    reader.type(**FIGURES)
    expect_failure(reader, "unreachable")

    reader.page.unroute(f"**/{file}")

    expect_recovery(reader)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_policy_that_forbids_webassembly(language: str, make_reader: MakeReader) -> None:
    def without_wasm(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace("'wasm-unsafe-eval'", "")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    reader = make_reader(language)
    reader.page.route("**/worker.*.js", without_wasm)
    reader.open("calculator")
    reader.type(**FIGURES)
    expect_failure(reader, "blocked")

    reader.page.unroute("**/worker.*.js")

    expect_recovery(reader)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_start_that_takes_too_long(language: str, make_reader: MakeReader) -> None:
    held: list[Route] = []
    reader = make_reader(language)
    reader.page.clock.install()
    reader.page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.page.clock.run_for(1_000)
    expect(reader.calculator.locator("[data-part=progress]")).to_be_visible()

    reader.page.clock.fast_forward(60_000)
    expect_failure(reader, "time_out")
    for route in held:
        route.abort()
    reader.page.unroute("**/pyodide.asm.wasm")
    reader.page.clock.resume()

    expect_recovery(reader)


def test_typing_after_a_failure_is_kept_and_starts_nothing(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.page.route("**/pyodide.mjs", lambda route: route.abort())
    reader.open("calculator")
    reader.type(**FIGURES)
    expect_failure(reader, "unreachable")
    asked = len(reader.runtime_requests())

    reader.type(quantity_after="18")

    reader.page.wait_for_timeout(300)
    assert len(reader.runtime_requests()) == asked
    reader.page.unroute("**/pyodide.mjs")
    reader.calculator.locator("[data-part=retry]").click()
    reader.wait_for_own_figures()
    assert reader.output("quantity_after").text_content() == "18"
