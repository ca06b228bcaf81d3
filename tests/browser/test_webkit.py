"""WebKit, the engine of Safari: a reader opens the page, calculates, changes the language and votes.

Playwright has no build of it for every system; the distribution's own speaks WebDriver.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.host import Host

# Selenium's own class for this browser calls its base in a way that Selenium has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")

BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
READY_WITHIN = 60  # seconds; seven on an idle machine
FIGURES = {
    "quantity_before": "10",
    "quantity_added": "5",
    "unit_price": "36",
    "period_end": "2027-06-01",
    "change_at": "2026-12-01",
}
ROOT = Path(__file__).resolve().parents[2]
DUE_NOW = {"fr": "89,75\u00a0€", "en": "€89.75"}  # 5 x 36.00 x 182 / 365


class WebKit:
    """A reader's page in WebKit."""

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self.driver = driver

    def find(self, selector: str) -> WebElement:
        """Return the first element of the page that the selector finds."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is the case."""
        WebDriverWait(self.driver, READY_WITHIN).until(lambda _: holds(), what)

    def text_of(self, output: str) -> str:
        """Return what an output of the calculator says, its no-break spaces kept."""
        said = self.find(f'proration-calculator [data-output="{output}"]').get_property("textContent")
        return str(said)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """Return the name of a screen that nobody sees."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("no Xvfb: make build/.tools installs it")  # by apt alone, so not on every machine
    reading, writing = os.pipe()
    command = (xvfb, "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def webkit(screen: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebKit]:
    """Return a fresh WebKit."""
    driver = shutil.which("WebKitWebDriver")
    installed = sorted(Path("/").glob(BROWSERS.removeprefix("/")))
    if driver is None or not installed:
        pytest.skip("no WebKit: make build/.tools installs it")  # by apt alone, so not on every machine
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
    options = Options()
    options.binary_location = str(installed[-1])
    options.add_argument("--automation")
    browser = webdriver.WebKitGTK(options=options, service=Service(driver))
    yield WebKit(browser)
    browser.quit()


def test_a_reader_calculates_from_an_image_of_python(webkit: WebKit, tmp_path: Path) -> None:
    built = ROOT / "build/packed-site"
    assert (built / "index.html").exists(), "no such site: make test builds it"
    host = Host(built, tmp_path / "data")
    webkit.driver.get(f"{host.address}/calculator/")
    for name, text in FIGURES.items():
        webkit.find(f"proration-calculator [name={name}]").send_keys(text)
    webkit.wait_for(lambda: webkit.text_of("due_now") == DUE_NOW["fr"], "the amount")
    host.cut()
    fetched = {path.rpartition("/")[2] for path in host.asked if "/runtime/" in path}
    assert fetched == {"python.wasm", "memory.bin"}


def test_a_reader_calculates_changes_the_language_and_votes(webkit: WebKit, served: str) -> None:
    webkit.driver.get(f"{served}/calculator/")
    calculator = webkit.find("proration-calculator")
    assert calculator.get_attribute("data-state") == "idle"
    for name, text in FIGURES.items():
        webkit.find(f"proration-calculator [name={name}]").send_keys(text)
    webkit.wait_for(lambda: webkit.text_of("due_now") == DUE_NOW["fr"], "the amount in French")

    webkit.find('a.md-select__link[hreflang="en"]').click()

    webkit.wait_for(lambda: webkit.driver.current_url.startswith(f"{served}/en/calculator/"), "English page")
    webkit.wait_for(lambda: webkit.text_of("due_now") == DUE_NOW["en"], "the amount in English")
    date_typed = webkit.find("proration-calculator [name=period_end]")
    assert date_typed.get_property("value") == "June 1, 2027"

    webkit.find('helpful-vote label:has(input[value="true"])').click()
    send = webkit.find("helpful-vote button")
    webkit.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", send)
    send.click()
    thanks = webkit.find("helpful-vote [data-output=message]")
    webkit.wait_for(lambda: thanks.text == "Thank you. Your answer is recorded.", "thanks")
