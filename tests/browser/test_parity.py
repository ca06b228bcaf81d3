"""Whatever is typed, the page shows the characters that this Python and the command line answer."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import calculator
from tests.browser.reader import MakeReader, Reader

ROOT = Path(__file__).resolve().parents[2]
SAMPLE, PROVED = 12, 500  # of each language
AMOUNTS = ("due_now", "renewal")
# All that an answer shows, read at once.
SHOWN = """
(calculator) => {
  const texts = (selector) => [...calculator.querySelectorAll(selector)].map((place) => place.textContent);
  const amounts = (of) => ({
    value: texts(`[data-output="${of}"]`),
    note: texts(`[data-note="${of}"]`),
    words: texts(`[data-opens="${of}"] .words p`),
    labels: texts(`[data-opens="${of}"] th`),
    figures: texts(`[data-opens="${of}"] td`),
    formulas: texts(`[data-opens="${of}"] .formulas p`),
  });
  return {
    total: texts("[data-output=quantity_after]"),
    dialog: texts("[data-output=dialog] p"),
    due_now: amounts("due_now"),
    renewal: amounts("renewal"),
    warnings: texts("[data-output=warnings] li"),
    payment: texts("[data-output=payment] p"),
    assumptions: texts("[data-output=assumptions] li"),
    faults: texts("[data-part=faults] li"),
    remaining: texts("[data-output=remaining]"),
  };
}
"""


def form(chance: random.Random, language: str) -> dict[str, str]:
    """Return texts for the form as people write them, most of them sound."""
    end = date(2026, 1, 1) + timedelta(chance.randrange(1200))
    term = chance.choice([1, 3, 6, 12, 24, 36, 60])
    change = end - timedelta(chance.randrange(-1, 31 * term))
    before = chance.randrange(0, 3000)
    price = f"{chance.randrange(1, 10 ** chance.randrange(1, 6))}.{chance.randrange(100):02}"
    numeric = f"{end:%d/%m/%Y}" if language == "fr" else f"{end:%m/%d/%Y}"
    texts = {
        "quantity_before": str(before),
        "quantity_after": str(before + chance.randrange(-1, 500)),
        "unit_price": chance.choice(
            [price, price.replace(".", ","), f"{price} €", "abc"][: chance.choice([2, 4])]
        ),
        "currency": chance.choice(["EUR", "EUR", "USD", "GBP", "CHF", "JPY"]),
        "term_months": str(term),
        "period_end": chance.choice([f"{end}", numeric]),
        "change_at": f"{change}",
        "payment": chance.choice(["", "card", "paypal", "transfer"]),
        "tax_rate": chance.choice(["", "", "20", "5,5 %", "7.7%"]),
        "renewal_unit_price": chance.choice(["", "", price]),
        "convention": chance.choice(["", "", "to-the-second", "whole-months", "commercial-year"]),
    }
    if chance.random() < 0.1:
        texts[chance.choice(["quantity_before", "period_end", "unit_price"])] = ""
    return texts


def from_command_line(forms: list[dict[str, str]], language: str) -> list[str]:
    lines = "".join(json.dumps({"form": texts, "language": language}) + "\n" for texts in forms)
    command = (sys.executable, "-m", "calculator", "form", "--json-lines")
    ran = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode in (0, 2), ran.stderr
    return ran.stdout.splitlines()


def expected(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what the page has to show of an answer; with faults, those of controls that were left."""
    if not answer["ok"]:
        faults = [fault["message"] for fault in answer["errors"]]
        return {"faults": faults, "remaining": [answer["remaining"] or ""]}
    summary, payment = answer["summary"], answer["payment"]
    shown: dict[str, Any] = {
        "total": [summary["quantity_after"]["value"]],
        "dialog": summary["dialog"],
        "warnings": [warning["message"] for warning in answer["warnings"]],
        "payment": [payment["pay"], payment["usable"]] if payment else [],
        "assumptions": answer["assumptions"],
        "faults": [],
        "remaining": [""],
    }
    for of in AMOUNTS:
        steps = [step for step in answer["steps"] if step["of"] == of]
        shown[of] = {
            "value": [summary[of]["value"]],
            "note": [summary[of]["note"]],
            "words": [step["text"] for step in steps if step["kind"] == "words"],
            "labels": [step["label"] for step in steps if step["figure"]],
            "figures": [step["figure"] for step in steps if step["figure"]],
            "formulas": [step["text"] for step in steps if step["kind"] == "formula"],
        }
    return shown


def assert_page_shows(reader: Reader, forms: list[dict[str, str]]) -> None:
    """Type each form into the same page and compare every text that it shows."""
    told = from_command_line(forms, reader.language)
    reader.open("calculator")
    reader.options.locator("summary").first.click()
    for details in reader.calculator.locator("details[data-opens] > summary").all():
        details.click()
    for texts, line in zip(forms, told, strict=True):
        answer = calculator.form({"form": texts, "language": reader.language})
        assert json.loads(line) == answer
        reader.type(**texts)
        reader.control("convention").press("Tab")
        expect(reader.calculator).to_have_attribute("data-state", "ready", timeout=30_000)
        expect(reader.calculator.locator("[data-part=answer]")).to_have_attribute("aria-busy", "false")
        shown, wanted = reader.calculator.evaluate(SHOWN), expected(answer)
        assert {name: shown[name] for name in wanted} == wanted, texts


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sample_of_forms(language: str, make_reader: MakeReader) -> None:
    chance = random.Random(f"page sample {language}")
    assert_page_shows(make_reader(language), [form(chance, language) for _ in range(SAMPLE)])


@pytest.mark.prove
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_thousand_forms(language: str, make_reader: MakeReader) -> None:
    chance = random.Random(f"page proof {language}")
    assert_page_shows(make_reader(language), [form(chance, language) for _ in range(PROVED)])
