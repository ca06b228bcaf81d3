"""Every figure that a page shows is the calculator's, and the calculator's are those worked out by hand."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import calculator
from tests.site.html_page import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
ROOTS = {"fr": "/", "en": "/en/"}
EXAMPLES = tomllib.loads((ROOT / "docs/examples.toml").read_text(encoding="utf-8"))
FIELD = re.compile(r"\{\{ *([a-z0-9-]+)\.([a-z_]+) *\}\}")
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
}


def entry(name: str, language: str) -> dict[str, Any]:
    """Return what the calculator is asked for an example."""
    controls = {control: text for control, text in EXAMPLES[name].items() if control != "title"}
    return {"form": controls, "language": language}


def article(pages: dict[str, HtmlPage], path: Path) -> tuple[str, str]:
    """Return an article's language and the text that readers see."""
    language = "en" if path.name.endswith(".en.md") else "fr"
    name = path.as_posix().removesuffix(".md").removesuffix(".en")
    url = ROOTS[language] + ("" if name == "index" else f"{name}/")
    (element,) = pages[url].all("article")
    return language, element.text


@pytest.mark.parametrize("path", ARTICLES, ids=str)
def test_each_named_figure_is_shown(pages: dict[str, HtmlPage], path: Path) -> None:
    language, text = article(pages, path)
    written = (ROOT / "docs" / path).read_text(encoding="utf-8")

    for name, field in FIELD.findall(written):
        figures = calculator.figures(entry(name, language)) | {"title": EXAMPLES[name]["title"][language]}
        if field in figures:
            assert figures[field] in text, f"{name}.{field}"


@pytest.mark.parametrize("path", ARTICLES, ids=str)
def test_no_other_amount_is_shown(pages: dict[str, HtmlPage], path: Path) -> None:
    language, text = article(pages, path)
    written = (ROOT / "docs" / path).read_text(encoding="utf-8")
    computed: set[str] = set()
    for name, _ in FIELD.findall(written):
        answer = calculator.form(entry(name, language))
        told = [
            *calculator.figures(entry(name, language)).values(),
            *(step["text"] for step in answer["steps"]),
        ]
        computed.update(amount for text in told for amount in AMOUNT[language].findall(text))

    assert set(AMOUNT[language].findall(text)) - computed == set()


@pytest.mark.parametrize(("language", "example"), BY_HAND)
def test_each_example_gives_what_was_worked_out_by_hand(
    pages: dict[str, HtmlPage], language: str, example: str
) -> None:
    due_now, renewal = BY_HAND[language, example]
    _, text = article(pages, Path("concepts/extra-charge" + (".en.md" if language == "en" else ".md")))

    assert due_now in text
    assert renewal in text


def test_every_example_was_worked_out_by_hand() -> None:
    assert {name for _, name in BY_HAND} == set(EXAMPLES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_shows_its_example_before_any_script(pages: dict[str, HtmlPage], language: str) -> None:
    guide = pages[f"{ROOTS[language]}guides/add-licenses/"]

    shown = {element.attributes.get("data-output"): element.text for element in guide.elements}

    assert (shown["due_now"], shown["renewal"]) == BY_HAND[language, "fifty-to-eighty"]
    assert "214" in shown["steps"]


def test_examples_open_in_the_calculator_with_neutral_figures(pages: dict[str, HtmlPage]) -> None:
    links = [link.attributes.get("href", "") for link in pages["/en/concepts/extra-charge/"].all("a")]

    assert (
        "../../calculator/#currency=EUR&unit_price=24.00&quantity_before=50&quantity_after=80"
        "&term_months=12&period_end=2027-03-10&change_at=2026-08-08"
    ) in links
