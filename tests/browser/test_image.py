"""Pages that start Python from its image, with the whole Python behind it: right answers, whatever fails."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

import calculator
from bench.start.server import Line, serving
from runtime.packed.__main__ import EXPORTS, MEMORY, PROGRAM
from runtime.packed.training import recorded
from runtime.packed.wasm import read_number, read_sections, reduced
from tests.browser.host import Host
from tests.browser.reader import MakeReader, Reader
from tests.browser.test_every_path import ASK
from tests.browser.test_offline import wait_until

ROOT = Path(__file__).resolve().parents[2]
FIGURES = {
    "quantity_before": "10",
    "quantity_after": "15",
    "unit_price": "36",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}
DUE_NOW = {"fr": "89,75\u00a0€", "en": "€89.75"}  # 5 x 36 x 182 days / 365 = 89.753…
IS_IMAGE_KEPT = """
async () => {
  const name = (await caches.keys()).find((name) => name.startsWith("prorata.calculator"));
  return name && (await (await caches.open(name)).keys()).length === 2;
}
"""
ENDLESS = b"\x03\x40\x0c\x00\x0b"  # a loop that goes round

type MakeImageReader = Callable[..., Reader]


@pytest.fixture(scope="module")
def site() -> Path:
    """Return the site whose pages start Python from an image."""
    built = ROOT / "build/packed-site"
    assert (built / "index.html").exists(), "no such site: make test builds it"
    return built


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site, Line()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def make_image_reader(browser: Browser, address: str) -> Iterator[MakeImageReader]:
    contexts = []

    def make(language: str = "fr") -> Reader:
        locale = {"fr": "fr-FR", "en": "en-US"}[language]
        # No service worker, whose requests a test cannot answer in its own way.
        contexts.append(browser.new_context(locale=locale, service_workers="block"))
        return Reader(contexts[-1], address, language)

    yield make
    for context in contexts:
        context.close()


def files_asked(page: Page) -> list[str]:
    """Return a list that fills with the names of Python's files as they are asked for."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/runtime/" in request.url:
            asked.append(request.url.split("/")[-1])

    page.on("request", note)
    return asked


def assert_right(reader: Reader, asked: list[str], *, falls_back: bool) -> None:
    """Type figures and see that they are computed, by the whole Python or without it."""
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    expect(reader.output("due_now")).to_have_text(DUE_NOW[reader.language])
    expect(reader.calculator.locator("[data-part=failure]")).to_be_hidden()
    assert ("library.zip" in asked) == falls_back, asked


@pytest.mark.journey
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_reader_calculates_without_pyodide(language: str, make_image_reader: MakeImageReader) -> None:
    reader = make_image_reader(language)
    asked = files_asked(reader.page)
    assert_right(reader, asked, falls_back=False)
    assert sorted(set(asked)) == [MEMORY, PROGRAM]


def test_the_worker_answers_as_this_python_does(make_image_reader: MakeImageReader) -> None:
    reader = make_image_reader()
    asked = files_asked(reader.page)
    reader.open("calculator")
    questions = recorded()
    assert len(questions) > 150

    answers = reader.page.evaluate(ASK_WITH_IMAGE, questions)

    assert answers == [calculator.answer(*question) for question in questions]
    assert "library.zip" not in asked


# Addresses within what the head says of the image are the page's own, too.
ASK_WITH_IMAGE = ASK.replace(
    "const python = new Worker",
    "told.image.folder = absolute(told.image.folder);\n  const python = new Worker",
)


def halved(body: bytes) -> bytes:
    return body[: len(body) // 2]


def with_one_bit_changed(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


@pytest.mark.parametrize("damage", [None, halved, with_one_bit_changed])
@pytest.mark.parametrize("file", [MEMORY, PROGRAM])
def test_a_file_of_the_image_is_missing_or_damaged(
    file: str, damage: Callable[[bytes], bytes] | None, make_image_reader: MakeImageReader
) -> None:
    def damaged(route: Route) -> None:
        answer = route.fetch()
        if damage:
            route.fulfill(response=answer, body=damage(answer.body()))
        else:
            route.abort()

    reader = make_image_reader()
    asked = files_asked(reader.page)
    reader.page.route(f"**/{file}", damaged)
    assert_right(reader, asked, falls_back=True)


def serve_another(page: Page, name: str, content: bytes) -> None:
    """Let the page have another file of the image, with the checksum that its head then has to name."""
    checksum = f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"

    def with_its_checksum(route: Route) -> None:
        answer = route.fetch()
        (head,) = re.findall(r'<meta name="python" content="([^"]*)"', answer.text())
        python = json.loads(html.unescape(head))
        python["image"]["integrity"][name] = checksum
        route.fulfill(response=answer, body=answer.text().replace(head, html.escape(json.dumps(python))))

    page.route("**/calculator/*", with_its_checksum)
    page.route(f"**/{name}", lambda route: route.fulfill(content_type="application/wasm", body=content))


def program_in_which_nothing_ran(site: Path, others: bytes) -> bytes:
    (stock,) = (site / "assets/runtime").glob("*/pyodide.asm.wasm")
    count, _ = read_number(read_sections(stock.read_bytes())[10], 0)
    return reduced(stock.read_bytes(), bytes(count), EXPORTS, others)


def test_a_trap(site: Path, make_image_reader: MakeImageReader) -> None:
    reader = make_image_reader()
    asked = files_asked(reader.page)
    serve_another(reader.page, PROGRAM, program_in_which_nothing_ran(site, b"\x00"))
    assert_right(reader, asked, falls_back=True)


def test_an_image_that_never_answers(site: Path, make_image_reader: MakeImageReader) -> None:
    reader = make_image_reader()
    asked = files_asked(reader.page)
    serve_another(reader.page, PROGRAM, program_in_which_nothing_ran(site, ENDLESS + b"\x00"))
    assert_right(reader, asked, falls_back=True)


def test_a_browser_that_lacks_an_instruction(make_image_reader: MakeImageReader) -> None:
    """A function of one instruction that no browser has."""
    unknown = b"\0asm\1\0\0\0" + bytes.fromhex("010401600000030201000a05010300ff0b")
    reader = make_image_reader()
    asked = files_asked(reader.page)
    serve_another(reader.page, PROGRAM, unknown)
    assert_right(reader, asked, falls_back=True)


def test_a_device_without_enough_memory(site: Path, make_image_reader: MakeImageReader) -> None:
    (image,) = (site / "assets/runtime").glob(f"*/{MEMORY}")
    content = image.read_bytes()
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length]) | {"memory": 2**33}
    text = json.dumps(head).encode()
    reader = make_image_reader()
    asked = files_asked(reader.page)
    serve_another(reader.page, MEMORY, len(text).to_bytes(4, "little") + text + content[4 + length :])
    assert_right(reader, asked, falls_back=True)


def test_the_image_answers_without_a_network(
    browser: Browser, site: Path, tmp_path: Path, make_reader: MakeReader
) -> None:
    host = Host(site, tmp_path / "data")
    reader = make_reader(keeps=True)
    reader.served = host.address
    reader.open("calculator")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    wait_until(reader.page, IS_IMAGE_KEPT)
    host.cut()

    reader.page.reload()
    reader.type(**FIGURES)
    reader.wait_for_own_figures()

    expect(reader.output("due_now")).to_have_text(DUE_NOW["fr"])


def test_a_question_that_the_image_leaves(make_image_reader: MakeImageReader) -> None:
    """Half a character cannot be said in UTF-8; the whole Python answers it, and all that follows."""
    reader = make_image_reader()
    asked = files_asked(reader.page)
    assert_right(reader, asked, falls_back=False)

    reader.page.evaluate(
        """() => {
          const control = document.querySelector("proration-calculator [name=unit_price]");
          control.value = "3\\ud83d6";
          control.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(reader.error("unit_price")).to_be_visible(timeout=30_000)
    assert "library.zip" in asked

    reader.type(unit_price="36")
    reader.wait_for_own_figures()
    expect(reader.output("due_now")).to_have_text(DUE_NOW["fr"])
