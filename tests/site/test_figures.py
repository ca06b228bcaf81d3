"""Every figure that a page shows is the calculator's, and the calculator's are those worked out by hand."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import calculator
from tests.site.html_page import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
ROOTS = {"fr": "/", "en": "/en/"}
EXAMPLES = tomllib.loads((ROOT / "docs/examples.toml").read_text(encoding="utf-8"))
VARIANTS = json.loads((ROOT / "docs/variants.json").read_text(encoding="utf-8"))
CASES = json.loads((ROOT / "tests/calculator/cases/published.json").read_text(encoding="utf-8"))["cases"]
FIELD = re.compile(r"\{\{ *([a-z0-9-]+)\.((?:rule\.)?[a-z_]+) *\}\}")
SIGN = "(?:€|\\$US|\\$|£GB|£|CHF|[A-Z]{3})"
AMOUNT = {
    "fr": re.compile(rf"\d[\d\u202f]*(?:,\d+)?\u00a0{SIGN}"),
    "en": re.compile(rf"{SIGN}\u00a0?\d[\d,]*(?:\.\d+)?"),
}
ARTICLES = [path.relative_to(ROOT / "docs") for path in sorted((ROOT / "docs").rglob("*.md"))]

# (language, example) -> due now, at renewal: 30 x 24 x 214 / 365, and so on, by hand.
BY_HAND = {
    ("fr", "fifty-to-eighty"): ("422,14\u00a0€", "1\u202f920,00\u00a0€"),
    ("en", "fifty-to-eighty"): ("€422.14", "€1,920.00"),
    ("fr", "ten-to-fifteen"): ("89,75\u00a0$US", "540,00\u00a0$US"),  # 5 x 36 x 182 / 365
    ("en", "ten-to-fifteen"): ("$89.75", "$540.00"),
    ("fr", "leap-year"): ("282,79\u00a0€", "1\u202f200,00\u00a0€"),  # 15 x 30 x 230 / 366
    ("en", "leap-year"): ("€282.79", "€1,200.00"),
    ("fr", "three-year-term"): ("896,72\u00a0CHF", "4\u202f800,00\u00a0CHF"),  # 12 x 150 x 546 / 1096
    ("en", "three-year-term"): ("CHF\u00a0896.72", "CHF\u00a04,800.00"),
    ("fr", "monthly-thirty-first"): ("12,19\u00a0£GB", "54,00\u00a0£GB"),  # 4 x 4.50 x 21 / 31
    ("en", "monthly-thirty-first"): ("£12.19", "£54.00"),
    ("fr", "last-day"): ("1,97\u00a0€", "1\u202f920,00\u00a0€"),  # 30 x 24 x 1 / 365
    ("en", "last-day"): ("€1.97", "€1,920.00"),
    ("fr", "on-renewal-date"): ("0,00\u00a0€", "1\u202f920,00\u00a0€"),
    ("en", "on-renewal-date"): ("€0.00", "€1,920.00"),
    ("fr", "first-half"): ("211,07\u00a0€", "1\u202f560,00\u00a0€"),  # 15 x 24 x 214 / 365
    ("en", "first-half"): ("€211.07", "€1,560.00"),
    ("fr", "second-half"): ("120,33\u00a0€", "1\u202f920,00\u00a0€"),  # 15 x 24 x 122 / 365
    ("en", "second-half"): ("€120.33", "€1,920.00"),
    ("fr", "fifteen-too-many"): ("269,26\u00a0$US", "900,00\u00a0$US"),  # 15 x 36 x 182 / 365
    ("en", "fifteen-too-many"): ("$269.26", "$900.00"),
}
# Where an example is told of, if not in the article on the extra charge.
TOLD_IN = {
    "first-half": "concepts/buying-twice",
    "second-half": "concepts/buying-twice",
    "fifteen-too-many": "concepts/too-many",
}

# An example with one thing changed, as the article on conventions shows it.
VARIANTS_BY_HAND = {
    "day-not-counted": ("420,16\u00a0€", "€420.16"),  # 720 x 213 / 365
    "to-the-second": ("420,90\u00a0€", "€420.90"),  # 720 x 18,435,600 / 31,536,000
    "whole-months": ("480,00\u00a0€", "€480.00"),  # 720 x 8 / 12
    "months-then-days": ("423,87\u00a0€", "€423.87"),  # 60 x (7 + 2 / 31)
    "no-proration": ("720,00\u00a0€", "€720.00"),
    "commercial-year": ("424,00\u00a0€", "€424.00"),  # 720 x 212 / 360
    "fixed-days": ("283,56\u00a0€", "€283.56"),  # 450 x 230 / 365, from leap-year
    "one-line": ("420,16\u00a0€", "€420.16"),  # 720 x 213 / 365
    "two-lines": ("420,17\u00a0€", "€420.17"),  # -700.27 + 1,120.44
    "price-raised": ("515,95\u00a0€", "€515.95"),  # (80 x 26 - 50 x 24) x 214 / 365
    "added-only": ("457,32\u00a0€", "€457.32"),  # 30 x 26 x 214 / 365
    "volume-tiers": ("234,52\u00a0€", "€234.52"),  # (80 x 20 - 50 x 24) x 214 / 365
    "graduated-tiers": ("351,78\u00a0€", "€351.78"),  # 30 x 20 x 214 / 365
    "cut-off": ("422,13\u00a0€", "€422.13"),
    "rounded-rate": ("449,40\u00a0€", "€449.40"),  # 30 x 0.07 x 214
    "four-decimals": ("422,1370\u00a0€", "€422.1370"),
    "tax-on-exact": ("506,56\u00a0€", "€506.56"),  # 422.1369863 x 1.2
    "tax-on-rounded": ("506,57\u00a0€", "€506.57"),  # 422.14 + 84.43
    "decrease-credited": ("-140,71\u00a0€", "-€140.71"),  # -240 x 214 / 365
}


def entry(name: str, language: str) -> dict[str, Any]:
    """Return what the calculator is asked for an example."""
    controls = {control: text for control, text in EXAMPLES[name].items() if control != "title"}
    return {"form": controls, "language": language}


def variant(name: str, language: str) -> dict[str, Any]:
    """Return the calculator's answer to a variant of a worked example."""
    request = calculator.form(entry(VARIANTS[name]["of"], language))["request"]
    answer: dict[str, Any] = calculator.preview(request | VARIANTS[name]["request"])
    return answer


def computed(name: str, field: str, language: str) -> list[str]:
    """Return every text in which a field of an example or a variant shows an amount."""
    if name in VARIANTS:
        answer = variant(name, language)
        prices = [item["unit_price"] for item in answer["line_items"]]
        shown = [calculator.amount_text(price, "EUR", 2, language) for price in prices]
        return [answer["due_now"]["text"], *shown, *(step["text"] for step in answer["steps"])]
    asked = calculator.form(entry(name, language))
    if field == "conventions":
        named = [asked["request"] | {"policy": each["name"]} for each in calculator.conventions(language)]
        return [text for request in named for text in said(request, language)]
    return [*calculator.figures(entry(name, language)).values(), *(step["text"] for step in asked["steps"])]


def said(request: dict[str, Any], language: str) -> list[str]:
    """Return what the calculator says of a request: its amounts and its steps."""
    answer = calculator.preview(request | {"language": language})
    amounts = [item["amount"] for item in answer["line_items"]]
    shown = [calculator.amount_text(amount, request["currency"], 2, language) for amount in amounts]
    told = [step["text"] for step in answer["steps"]]
    return [answer["due_now"]["text"], answer["renewal"]["text"], *shown, *told]


def ran(language: str) -> list[str]:
    """Return what the article on the command line was answered, asked anew."""
    request = (
        "--now 50 --price 24.00 --currency EUR --renews-on 2027-03-10 --months 12 --on 2026-08-08 "
        f"--language {language}"
    ).split()
    asked = (
        ["preview", "--total", "80"],
        ["schedule", "--total", "80"],
        ["afford", "--budget", "500"],
        ["reconcile", "--total", "80", "--amount", "422.14"],
        ["compare", "--total", "80"],
    )
    commands = ((sys.executable, "-m", "calculator", *question, *request) for question in asked)
    return [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for command in commands
    ]


def told(name: str, rule: str, language: str) -> list[str]:
    """Return what a rule says of an example or a variant, of the amount that it leads to."""
    answer = variant(name, language) if name in VARIANTS else calculator.form(entry(name, language))
    of = "renewal" if rule in ("billing_date", "renewal_price") else "due_now"
    return [step["text"] for step in answer["steps"] if (step["rule"], step["of"]) == (rule, of)]


def article(pages: dict[str, HtmlPage], path: Path) -> tuple[str, str]:
    """Return an article's language and the text that readers see."""
    language = "en" if path.name.endswith(".en.md") else "fr"
    name = path.as_posix().removesuffix(".md").removesuffix(".en")
    url = ROOTS[language] + ("" if name == "index" else f"{name}/")
    (element,) = pages[url].all("article")
    text = element.text
    for part in pages[url].elements:  # other questions, asked of the same example
        if part.attributes.get("data-part") == "tools":
            text = text.replace(part.text, " ")
    return language, text


@pytest.mark.parametrize("path", ARTICLES, ids=str)
def test_each_named_figure_is_shown(pages: dict[str, HtmlPage], path: Path) -> None:
    language, text = article(pages, path)
    written = (ROOT / "docs" / path).read_text(encoding="utf-8")

    for name, field in FIELD.findall(written):
        if field.startswith("rule."):
            for sentence in told(name, field.removeprefix("rule."), language):
                assert sentence in text, f"{name}.{field}"
        elif name not in VARIANTS:
            figures = calculator.figures(entry(name, language)) | {"title": EXAMPLES[name]["title"][language]}
            if field in figures:
                assert figures[field] in text, f"{name}.{field}"


@pytest.mark.parametrize("path", ARTICLES, ids=str)
def test_no_other_amount_is_shown(pages: dict[str, HtmlPage], path: Path) -> None:
    language, text = article(pages, path)
    written = (ROOT / "docs" / path).read_text(encoding="utf-8")
    shown = [text for name, field in FIELD.findall(written) for text in computed(name, field, language)]
    if "{{ published-figures }}" in written:
        shown += [text for case in CASES for text in said(case["request"], language)]
    if "{{ commands }}" in written or "{{ json-example }}" in written:
        shown += ran(language)
    amounts = {amount for sentence in shown for amount in AMOUNT[language].findall(sentence)}

    assert set(AMOUNT[language].findall(text)) - amounts == set()


@pytest.mark.parametrize(("language", "example"), BY_HAND)
def test_each_example_gives_what_was_worked_out_by_hand(
    pages: dict[str, HtmlPage], language: str, example: str
) -> None:
    due_now, renewal = BY_HAND[language, example]
    told_in = TOLD_IN.get(example, "concepts/extra-charge")
    _, text = article(pages, Path(told_in + (".en.md" if language == "en" else ".md")))

    assert due_now in text
    assert renewal in text


@pytest.mark.parametrize("name", VARIANTS_BY_HAND)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_variant_gives_what_was_worked_out_by_hand(
    pages: dict[str, HtmlPage], language: str, name: str
) -> None:
    due_now = VARIANTS_BY_HAND[name][("fr", "en").index(language)]
    _, text = article(pages, Path("concepts/conventions" + (".en.md" if language == "en" else ".md")))

    assert variant(name, language)["due_now"]["text"] == due_now
    assert due_now in text


@pytest.mark.parametrize(
    ("language", "amounts"),
    [
        ("fr", "422,14 422,14 420,16 422,14 424,00 480,00"),
        ("en", "422.14 422.14 420.16 422.14 424.00 480.00"),
    ],
)
def test_each_convention_gives_what_was_worked_out_by_hand(
    pages: dict[str, HtmlPage], language: str, amounts: str
) -> None:
    (table,) = pages[f"{ROOTS[language]}concepts/conventions/"].all("table")
    shown = [e for e in pages[f"{ROOTS[language]}concepts/conventions/"].all("data") if table in e.above]

    assert [element.text.strip("€\u00a0") for element in shown] == amounts.split()


def test_every_example_was_worked_out_by_hand() -> None:
    assert {name for _, name in BY_HAND} == set(EXAMPLES)
    assert set(VARIANTS_BY_HAND) == set(VARIANTS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_shows_its_example_before_any_script(pages: dict[str, HtmlPage], language: str) -> None:
    guide = pages[f"{ROOTS[language]}guides/add-licenses/"]

    shown = {element.attributes.get("data-output"): element.text for element in guide.elements}
    steps = [element.text for element in guide.elements if element.attributes.get("data-output") == "steps"]

    assert (shown["due_now"], shown["renewal"]) == BY_HAND[language, "fifty-to-eighty"]
    assert "214" in " ".join(steps)


def test_examples_open_in_the_calculator_with_neutral_figures(pages: dict[str, HtmlPage]) -> None:
    links = [link.attributes.get("href", "") for link in pages["/en/concepts/extra-charge/"].all("a")]

    assert (
        "../../calculator/#currency=EUR&unit_price=24.00&quantity_before=50&quantity_after=80"
        "&term_months=12&period_end=2027-03-10&change_at=2026-08-08"
    ) in links
