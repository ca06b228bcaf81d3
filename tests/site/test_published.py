"""What others link to and call stays: addresses, anchors, names."""

from pathlib import Path

import pytest

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage, pages_of

LIST = Path(__file__).with_name("published.txt")
ROOTS = {"fr": "/", "en": "/en/"}
CONTROLS = {
    "currency",
    "unit_price",
    "quantity_before",
    "quantity_after",
    "quantity_added",
    "term_months",
    "period_end",
    "change_at",
}


def published() -> set[tuple[str, str]]:
    """Return each address of the list as (page, anchor), none for the page itself."""
    found, page = set(), ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            page = line
            found.add((page, ""))
        elif line.startswith("#") and not line.startswith("# ") and line != "#":
            found.add((page, line.removeprefix("#")))
    return found


def addresses(pages: dict[str, HtmlPage], root: str) -> set[tuple[str, str]]:
    """Return each address that the site has below a language's root."""
    found = set()
    for path, page in pages.items():
        if (
            not path.startswith(root)
            or path.endswith("404.html")
            or (root == "/" and path.startswith("/en/"))
        ):
            continue
        name = "/" + path.removeprefix(root)
        found.add((name, ""))
        found |= {
            (name, element.attributes["id"])
            for element in page.all("h1", "h2", "h3", "h4", "p", "li", "table", "dt")
            if "id" in element.attributes
            and element.is_within("article")
            and not element.is_within("proration-calculator", "footer")
        }
    return found


def gone(pages: dict[str, HtmlPage], root: str) -> set[tuple[str, str]]:
    """Return the published addresses that lead nowhere any more, below a language's root."""
    return {
        (path, anchor)
        for path, anchor in published()
        if not (page := pages.get(root + path.removeprefix("/"))) or (anchor and not page.by_id(anchor))
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_published_address_is_gone(pages: dict[str, HtmlPage], language: str) -> None:
    """A removed one needs a redirect."""
    assert gone(pages, ROOTS[language]) == set()


def test_an_address_that_goes_without_a_redirect_is_noticed(sources: Sources) -> None:
    """The page of the other test that every build passes."""
    for file in ("docs/concepts/too-many.md", "docs/concepts/too-many.en.md"):
        sources.replace(file, "{ #refunds }", "{ #money-back }")
    before = sources.build()
    assert before.status == 0, before.told
    found = gone(pages_of(before.site), "/")

    sources.replace(
        "docs/redirects.toml",
        "[moved]",
        '[moved]\n"concepts/too-many#refunds" = "concepts/too-many#money-back"',
    )
    after = sources.build()

    assert found == {("/concepts/too-many/", "refunds")}
    assert after.status == 0, after.told
    assert gone(pages_of(after.site), "/") == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_address_is_on_the_list(pages: dict[str, HtmlPage], language: str) -> None:
    """A new one is added to published.txt, and stays."""
    assert addresses(pages, ROOTS[language]) - published() == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_six_steps_stand_in_one_ordered_list(pages: dict[str, HtmlPage], language: str) -> None:
    guide = pages[f"{ROOTS[language]}guides/add-licenses/"]

    steps = [element for element in guide.all("h2") if element.attributes.get("id", "").startswith("step-")]

    assert [step.attributes["id"] for step in steps] == [
        "step-dashboard",
        "step-subscription",
        "step-buy-more",
        "step-new-total",
        "step-payment",
        "step-available",
    ]
    assert {step.above[-1].tag for step in steps} == {"li"}
    assert len({id(step.above[-2]) for step in steps}) == 1
    assert steps[0].above[-2].tag == "ol"


@pytest.mark.parametrize("path", ["guides/add-licenses/", "calculator/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_calculator_has_its_published_names(pages: dict[str, HtmlPage], language: str, path: str) -> None:
    page = pages[ROOTS[language] + path]

    (calculator,) = page.all("proration-calculator")
    inside = [element for element in page.elements if calculator in element.above]

    assert calculator.attributes["data-state"] == "idle"
    assert calculator.attributes["data-language"] == language
    assert {element.attributes["name"] for element in inside if "name" in element.attributes} >= CONTROLS
    outputs = {element.attributes.get("data-output") for element in inside}
    assert outputs >= {"due_now", "renewal", "steps"}
    assert not any("disabled" in element.attributes for element in inside)
