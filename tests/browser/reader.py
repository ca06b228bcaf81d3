"""A reader of the site, whose browser notes everything that must not happen."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

PATHS = {
    "guide": "guides/add-licenses/",
    "calculator": "calculator/",
    "concept": "concepts/extra-charge/",
    "conventions": "concepts/conventions/",
    "figures": "concepts/published-figures/",
    "times": "concepts/start-times/",
    "faq": "faq/",
    "home": "",
    "privacy": "privacy/",
    "support": "support/",
}
ROOTS = {"fr": "/", "en": "/en/"}
# What the first worked example types, with dates that both languages read alike.
FIGURES = {
    "quantity_before": "50",
    "quantity_after": "80",
    "unit_price": "24",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}
READY_WITHIN = 30_000  # milliseconds; two or three on an idle machine


class Reader:
    """A reader's page, in one language."""

    def __init__(self, context: BrowserContext, served: str, language: str = "fr") -> None:
        self.page: Page = context.new_page()
        self.served = served
        self.language = language
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))

    def _note_console(self, message: ConsoleMessage) -> None:
        """Note errors and warnings; Chromium logs breaches of the content policy as errors."""
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")

    def open(self, name: str, fragment: str = "") -> None:
        """Go to a page of the site by its name here."""
        self.go(PATHS[name] + fragment)

    def go(self, path: str) -> None:
        """Go to a page of the site by its path below the language's root."""
        self.page.goto(f"{self.served}{ROOTS[self.language]}{path}")

    @property
    def calculator(self) -> Locator:
        """Return the page's calculator."""
        return self.page.locator("proration-calculator").first

    @property
    def vote(self) -> Locator:
        """Return the question at the foot of the article."""
        return self.page.locator("helpful-vote")

    def control(self, name: str) -> Locator:
        """Return a control of the calculator."""
        return self.calculator.locator(f"[name={name}]")

    def output(self, name: str) -> Locator:
        """Return an output of the calculator."""
        return self.calculator.locator(f'[data-output="{name}"]')

    @property
    def options(self) -> Locator:
        """Return what holds the form's further options."""
        return self.calculator.locator("[data-part=options]")

    def why(self, name: str) -> Locator:
        """Return what holds the explanation of an amount."""
        return self.calculator.locator(f'details[data-opens="{name}"]')

    def error(self, name: str) -> Locator:
        """Return what is said of a control's fault, under it."""
        return self.calculator.locator(f'[data-error="{name}"]')

    def type(self, **texts: str) -> None:
        """Put texts into controls, choices into lists."""
        for name, text in texts.items():
            control = self.control(name)
            if control.evaluate("control => control.localName") == "select":
                control.select_option(text)
            else:
                control.fill(text)

    def wait_for(self, state: str) -> None:
        """Wait until the calculator is in this state."""
        expect(self.calculator).to_have_attribute("data-state", state, timeout=READY_WITHIN)

    def wait_for_own_figures(self) -> None:
        """Wait until the amounts are the reader's own and settled."""
        expect(self.calculator).to_have_attribute("data-figures", "reader", timeout=READY_WITHIN)
        expect(self.calculator.locator("[data-part=answer]")).to_have_attribute("aria-busy", "false")

    def runtime_requests(self) -> list[str]:
        """Return what was asked of the folder that holds Python."""
        return [url for url in self.requests if "/assets/runtime/" in url]

    def foreign_requests(self) -> list[str]:
        """Return what was asked of any other origin."""
        return [
            url
            for url in self.requests
            if f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" != self.served
            and not url.startswith(("data:", "blob:"))
        ]


type MakeReader = Callable[..., Reader]
