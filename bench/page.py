"""An edit in the real page: from a keystroke to the amount that it changes, worker and drawing included."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from bench.commit import ROOT
from bench.measure import Figure

EDITS = 2_000
FRAME = 16  # milliseconds, at 60 frames a second
_FIGURES = {
    "quantity_before": "50",
    "quantity_after": "80",
    "unit_price": "24",
    "period_end": "2027-03-10",
    "change_at": "2026-08-08",
}
# Notes when a control changes and when the amount that follows from it does.
_WATCH = """
() => {
  const amount = document.querySelector("proration-calculator [data-output=due_now]");
  let typed = 0;
  window.edits = [];
  document.addEventListener("input", () => (typed = performance.now()), { capture: true });
  new MutationObserver(() => {
    if (typed) window.edits.push(performance.now() - typed);
    typed = 0;
    window.onEdit?.();
  }).observe(amount, { childList: true, characterData: true, subtree: true });
}
"""
# Waits in the page: asked again and again from outside, it would have less time for the edit.
_ONE_MORE = """
(seen) => new Promise((resolve) => {
  window.onEdit = () => window.edits.length > seen && resolve(true);
  setTimeout(resolve, 2000, false);
  window.onEdit();
})
"""
# What a page would do without Prorata: one line of arithmetic, no rule named, nothing explained.
_NAIVE = """
() => {
  const form = document.createElement("form");
  form.innerHTML = '<input name="total" value="80"><output>0</output>';
  document.querySelector("article").prepend(form);
  form.elements.total.addEventListener("input", ({ target }) => {
    const due = ((Number(target.value) - 50) * 24 * 214) / 365;
    form.querySelector("output").textContent = new Intl.NumberFormat("fr", {
      style: "currency", currency: "EUR",
    }).format(due);
  });
  let typed = 0;
  window.naive = [];
  form.addEventListener("input", () => (typed = performance.now()), { capture: true });
  new MutationObserver(() => window.naive.push(performance.now() - typed)).observe(
    form.querySelector("output"), { childList: true },
  );
}
"""


def edits() -> list[Figure]:
    """Return how long edits take to show, over the same in a line of JavaScript."""
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="fr-FR")
        page.goto(f"{address}/calculator/")
        ours = _type_into_ours(page)
        naive = _type_into_naive(page)
        browser.close()
    assert len(ours) >= EDITS * 0.99, f"{len(ours)} edits were seen"
    return [
        Figure("edits typed", len(ours), "edits"),
        Figure("an edit until its amount shows, median", median(ours), "ms"),
        Figure("the same, 95 of 100 edits", quantiles(ours, n=20)[-1], "ms"),
        Figure("the same, 99 of 100 edits", quantiles(ours, n=100)[-1], "ms", FRAME),
        Figure("median, over a line of JavaScript that explains nothing", median(ours) / median(naive), "x"),
    ]


def _type_into_ours(page: Page) -> list[float]:
    for name, text in _FIGURES.items():
        page.locator(f"proration-calculator [name={name}]").fill(text)
    page.locator('proration-calculator[data-figures="reader"]').wait_for(timeout=60_000)
    page.evaluate(_WATCH)
    total = page.locator("proration-calculator [name=quantity_after]")
    total.focus()
    total.press("End")
    for number in range(EDITS):
        seen = page.evaluate("window.edits.length")
        page.keyboard.press("Backspace" if number % 2 else str(1 + number // 2 % 9))
        page.evaluate(_ONE_MORE, seen)
    return list(page.evaluate("window.edits"))


def _type_into_naive(page: Page) -> list[float]:
    page.evaluate(_NAIVE)
    page.locator("input[name=total]").focus()
    page.keyboard.press("End")
    for number in range(200):
        page.keyboard.press("Backspace" if number % 2 else str(1 + number // 2 % 9))
    return list(page.evaluate("window.naive"))


@contextmanager
def _served() -> Iterator[str]:
    """Give the address of the service over the built site; ends with it."""
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        environment = {**os.environ, "PRORATA_PORT": port, "PRORATA_DATA": folder}
        command = (sys.executable, "-m", "feedback", "serve")
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as service:
            address = f"http://127.0.0.1:{port}"
            try:
                _wait_until_healthy(address)
                yield address
            finally:
                service.terminate()


def _wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"{address}/api/health", timeout=1):  # noqa: S310 our own service
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
