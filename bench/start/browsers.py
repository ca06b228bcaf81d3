"""Three browsers with one manner: someone new to a page opens it, waits for its first answer, and leaves."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright
from selenium import webdriver
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from bench.start.processes import PageProcess, largest_page, slowed

_PATIENCE = 240  # seconds
_MINI_BROWSER = "usr/lib/*/webkit2gtk-4.*/MiniBrowser"
# Ours is the page as readers get it: this notes when the amount computed from the figures stands there. It
# returns whether the page is there to be watched, and is not harmed by being asked again.
_WATCH = """
() => {
  const calculator = document.querySelector("proration-calculator");
  if (!calculator || window.isWatched) return document.readyState !== "loading";
  window.isWatched = true;
  const note = () => {
    if (calculator.dataset.figures !== "reader" || window.firstAnswer) return;
    const text = calculator.querySelector("[data-output=due_now]").textContent;
    window.firstAnswer = { text, at: performance.now() };
  };
  if (calculator.dataset.figures === "reader") window.firstAnswer = { text: "watched too late", at: 0 };
  new MutationObserver(note).observe(calculator, { attributes: true, attributeFilter: ["data-figures"] });
  return true;
}
"""
_FIRST_ANSWER = "(window.firstAnswer && [window.firstAnswer.text, window.firstAnswer.at])"
# Not Playwright's own waiting: it makes code of text, which our content policy forbids.
_WAIT = f"""
(milliseconds) => new Promise((resolve, reject) => {{
  const look = () => {_FIRST_ANSWER} ? resolve({_FIRST_ANSWER}) : setTimeout(look, 20);
  setTimeout(() => reject(new Error("no answer")), milliseconds);
  look();
}})
"""


@dataclass(frozen=True)
class Seen:
    """A first answer, the milliseconds from opening the page to it, and the page's process where known."""

    text: str
    milliseconds: float
    process: PageProcess | None = None


class Newcomer(Protocol):
    """Someone whose browser has nothing of the page before the first visit."""

    def look(self, address: str) -> None:
        """Open a page in a tab of its own."""

    def open(self, address: str) -> Seen:
        """Open a page in a tab of its own, and return its first answer."""

    def leave(self) -> None:
        """Leave the page."""


@dataclass(frozen=True)
class Browser:
    """A browser that runs, or is started for each newcomer."""

    version: str
    newcomer: Callable[[], AbstractContextManager[Newcomer]]


type Running = Callable[[float], AbstractContextManager[Browser]]  # of a share of the processor's time


class _InPlaywright:
    def __init__(self, context: BrowserContext, process: Callable[[], PageProcess | None]) -> None:
        self._context = context
        self._process = process
        self._page: Page | None = None
        self._origins = set[str]()

    def look(self, address: str) -> None:
        self._page = self._context.new_page()
        self._page.add_init_script(f'document.addEventListener("DOMContentLoaded", {_WATCH});')
        self._origins.add("{0.scheme}://{0.netloc}".format(urlsplit(address)))
        self._page.goto(address, wait_until="commit")

    def open(self, address: str) -> Seen:
        self.look(address)
        assert self._page
        text, milliseconds = self._page.evaluate(_WAIT, _PATIENCE * 1000)
        return Seen(text, milliseconds, self._process())

    def leave(self) -> None:
        assert self._page
        self._page.close()

    def forget(self) -> None:
        """End what the pages left running, service workers included."""
        page = self._context.new_page()
        session = self._context.new_cdp_session(page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")  # else one goes on for half a minute
        for origin in self._origins:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        page.close()


@contextmanager
def chromium(share: float) -> Iterator[Browser]:
    """Give one Chromium, in which an origin never seen has an empty cache and a process of its own.

    Args:
        share: of the processor's time, for all of its processes.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        # With a profile on disk, so that it caches as a reader's does.
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=installed, args=["--no-sandbox", "--disable-gpu"], locale="fr-FR"
        )

        @contextmanager
        def newcomer() -> Iterator[Newcomer]:
            someone = _InPlaywright(context, lambda: largest_page(profile))
            yield someone
            someone.forget()

        with slowed(profile, share):
            yield Browser(_version(installed or playwright.chromium.executable_path), newcomer)
        context.close()


@contextmanager
def firefox(_: float) -> Iterator[Browser]:
    """Give Firefox, started anew for each newcomer."""
    installed = _installed("firefox-esr", "firefox")
    with sync_playwright() as playwright:

        @contextmanager
        def newcomer() -> Iterator[Newcomer]:
            browser = playwright.firefox.launch(channel="moz-firefox", executable_path=installed)
            yield _InPlaywright(browser.new_context(locale="fr-FR"), lambda: None)
            browser.close()

        yield Browser(_version(installed), newcomer)


class _InWebKit:
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver

    def look(self, address: str) -> None:
        self._driver.get(address)  # returns at once; what runs too early sees the page before
        there = f"return location.href === arguments[0] && ({_WATCH})()"
        WebDriverWait(self._driver, _PATIENCE, 0.02).until(lambda d: d.execute_script(there, address))

    def open(self, address: str) -> Seen:
        self.look(address)
        told = WebDriverWait(self._driver, _PATIENCE, 0.1).until(
            lambda d: d.execute_script(f"return {_FIRST_ANSWER}")
        )
        return Seen(*told)

    def leave(self) -> None:
        self._driver.get("about:blank")


@contextmanager
def webkit(_: float) -> Iterator[Browser]:
    """Give WebKit, started anew for each newcomer, on a screen that nobody sees."""
    driver, xvfb = _installed("WebKitWebDriver"), _installed("Xvfb")
    installed = str(max(Path("/").glob(_MINI_BROWSER)))
    with _screen(xvfb) as display:
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}

        @contextmanager
        def newcomer() -> Iterator[Newcomer]:
            options = Options()
            options.binary_location, options.page_load_strategy = installed, "none"
            options.add_argument("--automation")
            browser = webdriver.WebKitGTK(options=options, service=Service(driver, env=environment))
            try:
                yield _InWebKit(browser)
            finally:
                browser.quit()

        yield Browser(_version(installed, environment), newcomer)


@contextmanager
def _screen(xvfb: str) -> Iterator[str]:
    reading, writing = os.pipe()
    command = (xvfb, "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def _installed(*names: str) -> str:
    """Return the first of these programs that is installed.

    Raises:
        FileNotFoundError: none is; with what installs it.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise FileNotFoundError(f"no {names[0]}: make build/.tools installs it")
    return found


def _version(program: str, environment: dict[str, str] | None = None) -> str:
    """Return the number in what a browser says that it is: `153.7.0`."""
    command = (program, "--version")
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return str(re.findall(r"\d+(?:\.\d+)+", told)[0])
