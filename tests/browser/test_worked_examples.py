"""Build, browser and command line say the same of every worked example, to the character."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import calculator
from tests.browser.reader import MakeReader

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = tomllib.loads((ROOT / "docs/examples.toml").read_text(encoding="utf-8"))
AMOUNTS = ("due_now", "renewal")


def typed(name: str, language: str) -> dict[str, str]:
    """Return what a reader of this language types for the example: `10 mars 2027`, `24,00`."""
    neutral = {control: text for control, text in EXAMPLES[name].items() if control != "title"}
    written = calculator.form({"form": neutral, "language": language})["controls"]
    return {control: written[control] for control in neutral}


def from_command_line(form: dict[str, str], language: str) -> Any:
    question = json.dumps({"form": form, "language": language})
    command = (sys.executable, "-m", "calculator", "form", "--json")
    ran = subprocess.run(command, cwd=ROOT, input=question, capture_output=True, encoding="utf-8", check=True)
    return json.loads(ran.stdout)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_and_command_line_say_the_same(name: str, language: str, make_reader: MakeReader) -> None:
    form = typed(name, language)
    answer = from_command_line(form, language)
    reader = make_reader(language)
    reader.open("calculator")

    reader.type(**form)

    reader.wait_for_own_figures()
    for output in ("quantity_after", *AMOUNTS):
        expect(reader.output(output)).to_have_text(answer["summary"][output]["value"])
        assert reader.output(output).text_content() == answer["summary"][output]["value"]
    for output in AMOUNTS:
        note = reader.calculator.locator(f'[data-note="{output}"]').text_content()
        assert note == answer["summary"][output]["note"]
        steps = [step for step in answer["steps"] if step["of"] == output]
        for kind, part in {"words": ".words", "formula": ".formulas"}.items():
            told = reader.why(output).locator(f"{part} p").all_text_contents()
            assert told == [step["text"] for step in steps if step["kind"] == kind]
        shown = [reader.why(output).locator(cell).all_text_contents() for cell in ("th", "td")]
        assert shown == [[step[key] for step in steps if step["figure"]] for key in ("label", "figure")]
    assert reader.output("assumptions").locator("li").all_text_contents() == answer["assumptions"]
    assert reader.troubles == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_articles_print_the_amounts_of_the_command_line(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    ending = ".md" if language == "fr" else f".{language}.md"
    checked = 0
    for page, source in {"guide": "guides/add-licenses", "concept": "concepts/extra-charge"}.items():
        markdown = (ROOT / "docs" / f"{source}{ending}").read_text(encoding="utf-8")
        reader.open(page)
        article = reader.page.locator("article").text_content() or ""
        for name, field in re.findall(r"\{\{ *([a-z0-9-]+)\.(due_now|renewal) *\}\}", markdown):
            amount = from_command_line(typed(name, language), language)["summary"][field]["value"]
            assert amount in article, f"{page}: {name}.{field}"
            checked += 1
    assert checked >= 4


@pytest.mark.parametrize(
    ("language", "due_now", "renewal"),
    [("fr", "422,14\u00a0€", "1\u202f920,00\u00a0€"), ("en", "€422.14", "€1,920.00")],
)
def test_the_example_is_printed_at_build_and_computed_alike(
    language: str, due_now: str, renewal: str, make_reader: MakeReader
) -> None:
    reader = make_reader(language)
    reader.open("calculator")
    printed = {output: reader.output(output).text_content() for output in AMOUNTS}
    explained = [reader.why(output).text_content() or "" for output in AMOUNTS]
    assert printed == {"due_now": due_now, "renewal": renewal}

    reader.type(**typed("fifty-to-eighty", language))

    reader.wait_for_own_figures()
    assert {output: reader.output(output).text_content() for output in AMOUNTS} == printed
    again = [reader.why(output).text_content() or "" for output in AMOUNTS]
    assert ["".join(text.split()) for text in again] == ["".join(text.split()) for text in explained]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_example_opens_in_the_calculator_with_its_figures(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.open("concept")
    link = reader.page.locator('article a[href*="unit_price="]').first
    name = next(
        name for name, table in EXAMPLES.items() if table["unit_price"] in (link.get_attribute("href") or "")
    )
    link.click()

    reader.wait_for_own_figures()

    answer = from_command_line(typed(name, language), language)
    assert reader.output("due_now").text_content() == answer["due_now"]["text"]
    for control, text in typed(name, language).items():
        expect(reader.control(control)).to_have_value(text)
