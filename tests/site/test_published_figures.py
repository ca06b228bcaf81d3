"""The page of published figures: each case of the file, with its own figure and an equal one of ours."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from overrides.hooks.published_figures import Source, source_of
from tests.site.html_page import Element, HtmlPage

ROOT = Path(__file__).resolve().parents[2]
CASES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests/calculator/cases/published.json").read_text(encoding="utf-8")
)["cases"]
ADDRESSES = {"fr": "/concepts/published-figures/", "en": "/en/concepts/published-figures/"}
GROUPS = {
    "calendar-days": 59,
    "credit-and-charge": 5,
    "calendar-days-exclusive": 3,
    "to-the-second": 7,
    "commercial-year": 6,
    "whole-months": 2,
    "months-then-days": 7,
    "whole-quarters": 1,
    "rounded-rate": 2,
    "fixed-days": 5,
    "other-rounding": 8,
}


def inside(page: HtmlPage, element: Element, *tags: str) -> list[Element]:
    """Return the elements of these tags below another."""
    return [found for found in page.all(*tags) if any(above is element for above in found.above)]


def bare(text: str, language: str) -> str:
    """Return an amount as a decimal string, without its currency and separators."""
    kept = re.sub(r"[^0-9.,-]", "", text)
    return kept.replace(",", ".") if language == "fr" else kept.replace(",", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
@pytest.mark.parametrize("language", ADDRESSES)
def test_each_published_figure_stands_beside_an_equal_one(
    pages: dict[str, HtmlPage], language: str, case: dict[str, Any]
) -> None:
    page = pages[ADDRESSES[language]]
    rows = page.by_id(case["id"])
    assert rows is not None
    published = [*case["expected"].get("lines", [])]
    published += [case["expected"][name] for name in ("due_now", "renewal") if name in case["expected"]]

    shown = inside(page, rows, "data")

    assert [element.attributes["value"] for element in shown] == [f for f in published for _ in range(2)]
    assert [bare(element.text, language) for element in shown] == [f for f in published for _ in range(2)]
    assert all(theirs.text == ours.text for theirs, ours in zip(shown[::2], shown[1::2], strict=True))


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_page_shows_the_cases_of_the_file_and_no_other(pages: dict[str, HtmlPage], language: str) -> None:
    rows = [rows.attributes["id"] for rows in pages[ADDRESSES[language]].all("tbody")]

    assert sorted(rows) == sorted(case["id"] for case in CASES)
    assert len(rows) == 105


@pytest.mark.parametrize("language", ADDRESSES)
def test_cases_are_grouped_by_convention(pages: dict[str, HtmlPage], language: str) -> None:
    page = pages[ADDRESSES[language]]
    headings = [heading.attributes["id"] for heading in page.all("h3")]
    sizes = [len(inside(page, table, "tbody")) for table in page.all("table")]

    assert dict(zip(headings, sizes, strict=True)) == GROUPS


@pytest.mark.parametrize("language", ADDRESSES)
def test_each_case_leads_to_its_source(pages: dict[str, HtmlPage], language: str) -> None:
    page = pages[ADDRESSES[language]]
    for case in CASES:
        rows = page.by_id(case["id"])
        assert rows is not None
        itself, source = [link.attributes["href"] for link in inside(page, rows, "a")]
        assert itself == f"#{case['id']}"
        assert source.startswith("https://"), case["id"]


def test_the_french_page_is_french(pages: dict[str, HtmlPage]) -> None:
    page = pages[ADDRESSES["fr"]]
    told = " ".join(cell.text for table in page.all("table") for cell in inside(page, table, "td"))
    headings = " ".join(heading.text for heading in page.all("h1", "h2", "h3", "caption"))

    assert not re.search(r"\b(the|of|day|days|license|licenses|period|purchase|due)\b", told + headings)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        (
            "github:killbill/killbill@cb60779c:beatrix/src/TestIntegration.java:703",
            Source(
                "killbill/killbill",
                "https://github.com/killbill/killbill/blob/cb60779c/beatrix/src/TestIntegration.java#L703",
                "TestIntegration.java:703",
            ),
        ),
        (
            "github:microsoft/BCApps@c3414ede:src/Subscription Billing/Test.al:183-260",
            Source(
                "microsoft/BCApps",
                "https://github.com/microsoft/BCApps/blob/c3414ede/src/Subscription%20Billing/Test.al#L183-L260",
                "Test.al:183-260",
            ),
        ),
        (
            "github:hedgeyedev/Billing-Logic:features/proration.feature",
            Source(
                "hedgeyedev/Billing-Logic",
                "https://github.com/hedgeyedev/Billing-Logic/blob/HEAD/features/proration.feature",
                "proration.feature",
            ),
        ),
        (
            "github:getlago/lago-api@1b1c24a6:spec/upgrade_spec.rb (fixed charges, in advance)",
            Source(
                "getlago/lago-api",
                "https://github.com/getlago/lago-api/blob/1b1c24a6/spec/upgrade_spec.rb",
                "upgrade_spec.rb",
                "fixed charges, in advance",
            ),
        ),
        (
            "https://github.com/getlago/lago-api/pull/4313",
            Source("getlago/lago-api", "https://github.com/getlago/lago-api/pull/4313", "pull/4313"),
        ),
        (
            "https://www.chargebee.com/docs/proration-old.html (example 2)",
            Source("chargebee.com", "https://www.chargebee.com/docs/proration-old.html", "", "example 2"),
        ),
        ("A printed invoice", Source("A printed invoice")),
    ],
)
def test_a_source_is_named_and_linked(written: str, source: Source) -> None:
    assert source_of(written) == source
