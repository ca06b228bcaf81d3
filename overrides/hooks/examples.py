"""Worked examples in articles: `{{ fifty-to-eighty.due_now }}` becomes the figure that the calculator gives.

A block field, alone on its line, becomes a part of the page; `{{ fifty-to-eighty.rule.days_remaining }}` is
what a rule says of the example. No amount may be typed by hand.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.assets import download_size
from overrides.hooks.building import DIRECTIVES, kept, language_of, place, refuse, stamp, templates
from overrides.hooks.rules import rule_addresses
from overrides.hooks.variants import Variant, read_variants
from overrides.hooks.worked_examples import Example, amount_of, read_examples, told_by_rule

RULE = "rule."
FIELD = re.compile(r"\{\{ *(?P<example>[^{}. ]+)\.(?P<field>(?:rule\.)?[^{}. ]+) *\}\}")
BRACES = re.compile(r"\{\{.*?(?:\}\}|$)|\}\}")
BLOCKS = {
    "calculator": "calculator.html",
    "steps": "example-steps.html",
    "open": "example-open.html",
    "conventions": "example-conventions.html",
    "desk": "support-desk.html",
    "timeline": "example-timeline.html",
    "dialog": "dialog.html",
}
BLOCK = re.compile(rf"(?:<p>)?\{{\{{ *([^{{}}. ]+)\.({'|'.join(BLOCKS)}|rule\.[a-z_]+) *\}}\}}(?:</p>)?")

CODES = "|".join(code for code, _ in calculator.control_options(calculator.DEFAULT_LANGUAGE)["currency"])
SPACE = "[ \u00a0\u202f]?"
NUMBER = "\\d+(?:[ .,\u00a0\u202f]\\d+)*"
TYPED_AMOUNT = re.compile(
    rf"(?:[€$£¥]|\b(?:{CODES})\b){SPACE}{NUMBER}"  # a currency, then a number
    rf"|{NUMBER}{SPACE}(?:[€$£¥]|(?:{CODES})\b|euros?\b|dollars?\b)"  # a number, then a currency
    r"|(?<![\w.,])\d+[.,]\d{2}(?![.,]?\d)"  # a number with two decimals
)
DIGIT = re.compile(r"\d")
ADDRESS = re.compile(r"https?://\S+")


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the figures of worked examples in place of their names."""
    examples = _read(config)
    written = page.file.content_string.splitlines()
    lines = markdown.splitlines()
    before = len(written) - len(lines)  # the front matter's
    faults = dict(_typed_amounts(written))
    calculators: set[str] = set()
    for number, line in enumerate(lines):
        if "{{" not in line and "}}" not in line:
            continue
        fault = _fault(line, examples) or _repeated_calculator(line, calculators)
        if fault:
            faults[before + number + 1] = fault
        else:
            lines[number] = _filled(line, examples, language_of(config))
    refuse(f"{place(config, page.file.src_uri, line)}: {told}" for line, told in sorted(faults.items()))
    return "\n".join(lines)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the blocks in place: Markdown has done its part, so their HTML may stand inside a list."""
    if "{{" not in html:
        return html
    examples, language = _read(config), language_of(config)
    parts, shared = templates(config), _shared(page, config, files)

    def block(found: re.Match[str]) -> str:
        name, field = found.groups()
        example = examples[name]
        if isinstance(example, Variant) or field.startswith(RULE):
            told = _told(example, field.removeprefix(RULE), language)
            return parts.get_template("rule-example.html").render(shared, **told)
        return parts.get_template(BLOCKS[field]).render(
            shared,
            worked_example=example,
            example=example.answer(language),
            example_id=name,
            title=example.figures(language)["title"],
            address=f"{shared['calculator']}#{urlencode(example.controls())}",
        )

    return BLOCK.sub(block, html)


def _shared(page: Page, config: MkDocsConfig, files: Files) -> dict[str, Any]:
    """Return what every block of a page may need.

    Raises:
        PluginError: there is no page for the calculator.
    """
    target = files.get_file_from_path("calculator.md")
    if not target:
        raise PluginError("docs/calculator.md is missing: examples open there")
    return {
        "options": calculator.control_options(language_of(config)),
        "calculator": get_relative_url(target.url, page.url),
        "megabytes": math.ceil(download_size(config) / 1_000_000),
        "rules": rule_addresses(page, config, files),
        "addresses": _addresses(page, files),
        "heading": page.meta["type"] == "reference",
    }


def _addresses(page: Page, files: Files) -> dict[str, dict[str, str]]:
    """Return the pages that an answer to a customer links to, by language."""
    found: dict[str, dict[str, str]] = {language: {} for language in calculator.LANGUAGES}
    for name, path in (("step", "guides/add-licenses.md"), ("calculator", "calculator.md")):
        twins = files.get_file_from_path(path).alternates  # type: ignore[union-attr]
        for language in calculator.LANGUAGES:
            found[language][name] = get_relative_url(twins[language].url, page.url)
    return found


def _told(example: Example | Variant, rule: str, language: str) -> dict[str, Any]:
    """Return what the block of a rule shows: its sentences, and what a variant makes due now."""
    answer = example.answer(language)
    return {
        "rule": rule,
        "of": amount_of(rule),
        "sentences": told_by_rule(answer)[rule],
        "due_now": answer["summary"]["due_now"] if isinstance(example, Variant) else None,
        "asked": example.asked_of_others() if isinstance(example, Variant) else {},
    }


def _read(config: MkDocsConfig) -> dict[str, Example | Variant]:
    """Return the worked examples and their variants by name."""
    examples, variants = (Path(config.docs_dir, name) for name in ("examples.toml", "variants.json"))

    def read() -> dict[str, Example | Variant]:
        found = read_examples(examples)
        return {**found, **read_variants(variants, found)}

    return kept("examples", stamp(examples, variants), read)


def _typed_amounts(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if DIGIT.search(line) and (amount := TYPED_AMOUNT.search(ADDRESS.sub("", line))):
            yield (
                number,
                f"“{amount[0]}” is an amount typed by hand: name the worked example that computes it, "
                "such as {{ fifty-to-eighty.due_now }}",
            )


def _fault(line: str, examples: dict[str, Example | Variant]) -> str | None:
    """Return what is wrong with the line's fields."""
    if line.strip() in DIRECTIVES:
        return None
    for braces in BRACES.findall(line):
        field = FIELD.fullmatch(braces)
        if not field:
            return f"“{braces}” is no field of a worked example: write {{{{ example.field }}}}"
        if field["example"] not in examples:
            return f"there is no worked example {field['example']} in docs/examples.toml"
        example = examples[field["example"]]
        blocks = [*example.blocks, *_rules(example)]
        known = [*example.figures(calculator.DEFAULT_LANGUAGE), *blocks]
        if field["field"] not in known:
            return f"there is no field {field['field']}: use one of {', '.join(known)}"
        if field["field"] in blocks and line.strip() != braces:
            return f"{braces} must stand alone on its line"
    return None


def _rules(example: Example | Variant) -> list[str]:
    """Return the fields of the rules that an example applies."""
    return [f"{RULE}{rule}" for rule in told_by_rule(example.answer(calculator.DEFAULT_LANGUAGE))]


def _repeated_calculator(line: str, seen: set[str]) -> str | None:
    """Return the fault of a second calculator with one example: their controls would share their ids."""
    field = FIELD.fullmatch(line.strip())
    if not field or field["field"] not in ("calculator", "desk"):
        return None
    if field["example"] in seen:
        return f"{field[0]} stands on this page already: show another example, or link to the first"
    seen.add(field["example"])
    return None


def _filled(line: str, examples: dict[str, Example | Variant], language: str) -> str:
    """Return the line with its figures; a block's name stays until the page is HTML, in its own paragraph."""

    def text(field: re.Match[str]) -> str:
        if field["field"] in BLOCKS or field["field"].startswith(RULE):
            return f"{field[0]}\n"
        return examples[field["example"]].figures(language)[field["field"]]

    return FIELD.sub(text, line)
