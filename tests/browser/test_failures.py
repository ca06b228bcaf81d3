"""When Python cannot start: the page says so in words, the example stays, and trying again works."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, Route, expect

from bench.start.server import Line, serving
from tests.browser.reader import MakeReader, Reader

SENTENCES = {
    ("fr", "blocked"): "WebAssembly",
    ("fr", "unreachable"): "un fichier nécessaire n’est pas arrivé",
    ("fr", "time_out"): "il a pris trop de temps",
    ("fr", "memory"): "cet appareil n’a pas assez de mémoire libre",
    ("fr", "canceled"): "Le calcul a été arrêté à votre demande.",
    ("en", "blocked"): "WebAssembly",
    ("en", "unreachable"): "a file that it needs did not arrive",
    ("en", "time_out"): "it took too long",
    ("en", "memory"): "this device has not enough free memory",
    ("en", "canceled"): "The calculation was stopped, as you asked.",
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


def halved(body: bytes) -> bytes:
    return body[: len(body) // 2]


def with_one_bit_changed(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("pyodide.mjs", halved),
        ("pyodide.asm.mjs", halved),
        ("pyodide.asm.wasm", halved),
        ("library.zip", halved),
        ("library.zip", with_one_bit_changed),
        ("calculator-*.whl", with_one_bit_changed),
    ],
)
def test_a_file_that_arrives_damaged(
    file: str, damage: Callable[[bytes], bytes], language: str, make_reader: MakeReader
) -> None:
    def damaged(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=damage(answer.body()))

    reader = make_reader(language)
    reader.page.route(f"**/{file}", damaged)
    reader.open("calculator")
    reader.type(**FIGURES)
    expect_failure(reader, "unreachable")
    reader.page.unroute(f"**/{file}")

    expect_recovery(reader)


@pytest.mark.parametrize("file", ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "library.zip"])
def test_a_damaged_file_that_the_browser_keeps_for_a_year(
    file: str, browser: Browser, site_dir: Path, tmp_path: Path
) -> None:
    """The name of a good file is also the name of half of it: trying again must ask the server."""
    site = shutil.copytree(site_dir, tmp_path / "site")
    (packed,) = (site / "assets/runtime").glob(f"*/{file}")
    whole = packed.read_bytes()
    for compressed in packed.parent.glob(f"{file}.*"):
        compressed.unlink()
    packed.write_bytes(halved(whole))
    with serving(site, Line()) as port:
        reader = Reader(browser.new_context(locale="fr-FR"), f"http://127.0.0.1:{port}", "fr")
        reader.open("calculator")
        reader.type(**FIGURES)
        expect_failure(reader, "unreachable")
        packed.write_bytes(whole)

        expect_recovery(reader)
        reader.page.context.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_device_without_enough_memory(
    language: str, playwright: Playwright, browser_type_launch_args: dict[str, Any], served: str
) -> None:
    """Python asks for 480 pages of 64 KiB when it starts."""
    few = ["--js-flags=--wasm-max-mem-pages=100"]
    arguments = {**browser_type_launch_args, "args": [*browser_type_launch_args.get("args", []), *few]}
    with playwright.chromium.launch(**arguments) as small:
        reader = Reader(small.new_context(locale="fr-FR" if language == "fr" else "en-US"), served, language)
        reader.open("calculator")
        reader.type(**FIGURES)
        expect_failure(reader, "memory")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_worker_that_is_killed(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.page.clock.install()
    reader.open("calculator")
    reader.type(**FIGURES | {"quantity_after": "11"})
    expect(reader.calculator).to_have_attribute("data-figures", "reader", timeout=30_000)
    (worker,) = [worker for worker in reader.page.workers if "/worker/" in worker.url]
    worker.evaluate("self.close()")

    reader.type(quantity_after="15")
    reader.page.clock.run_for(11_000)
    reader.wait_for("failed")
    failure = reader.calculator.locator("[data-part=failure]")
    expect(failure).to_contain_text(SENTENCES[language, "time_out"])
    expect(reader.calculator.locator("[data-part=previous]")).to_be_visible()
    reader.page.clock.resume()

    expect_recovery(reader)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_reader_who_does_not_want_to_wait(language: str, make_reader: MakeReader) -> None:
    held: list[Route] = []
    reader = make_reader(language)
    reader.page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    reader.open("calculator")
    reader.type(**FIGURES)
    progress = reader.calculator.locator("[data-part=progress]")
    expect(progress.locator("[data-stage=fetching]")).to_be_visible()
    expect(progress.locator("[data-stage=starting]")).to_be_hidden()
    progress.locator("[data-part=cancel]").click()

    expect_failure(reader, "canceled")

    expect(reader.calculator.locator("[data-part=condition]")).to_be_focused()
    assert [worker.url for worker in reader.page.workers if "/worker/" in worker.url] == []
    for route in held:
        route.abort()
    reader.page.unroute("**/pyodide.asm.wasm")
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
