"""Both languages are first: each page has its twin, and says so to browsers and search engines."""

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.site.html_page import HtmlPage, pages_of, read_page

HOME = "https://aide.example.org/kb/"
NAMES = [
    "",
    "guides/add-licenses/",
    "calculator/",
    "faq/",
    "guides/register-key/",
    "guides/view-subscription/",
    "guides/pay-paypal-transfer/",
    "guides/payment-and-orders/",
    "guides/automatic-renewal/",
    "guides/users/",
    "guides/keys-and-seats/",
    "concepts/extra-charge/",
    "concepts/renewal-total/",
    "concepts/billing-periods/",
    "concepts/conventions/",
    "concepts/buying-twice/",
    "concepts/too-many/",
    "reference/glossary/",
    "reference/step-codes/",
    "reference/command-line/",
    "reference/json-contract/",
    "concepts/published-figures/",
    "concepts/start-times/",
    "privacy/",
    "support/",
]
ROOTS = {"fr": "", "en": "en/"}


@pytest.fixture(scope="module")
def built(elsewhere: Path) -> dict[str, HtmlPage]:
    """Return the pages of the site built for HOME, by their path from there."""
    return {path.removeprefix("/"): page for path, page in pages_of(elsewhere).items()}


def linked(page: HtmlPage, rel: str) -> dict[str, str]:
    """Return the addresses of the head's links by their language."""
    links = [link.attributes for link in page.all("link")]
    return {link.get("hreflang", ""): link["href"] for link in links if link["rel"].strip() == rel}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ROOTS)
def test_each_page_names_itself_and_its_twin(built: dict[str, HtmlPage], language: str, name: str) -> None:
    page = built[ROOTS[language] + name]

    assert page.all("html")[0].attributes["lang"] == language
    assert linked(page, "canonical") == {"": HOME + ROOTS[language] + name}
    assert linked(page, "alternate") == {"fr": HOME + name, "en": HOME + "en/" + name}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ROOTS)
def test_the_language_switch_leads_to_the_twin(built: dict[str, HtmlPage], language: str, name: str) -> None:
    path = ROOTS[language] + name
    other = "en" if language == "fr" else "fr"

    (link,) = [link for link in built[path].all("a") if link.has_class("md-select__link")]

    assert link.attributes["hreflang"] == other
    assert link.attributes["lang"] == other
    assert urljoin(HOME + path, link.attributes["href"]) == HOME + ROOTS[other] + name
    assert link.text.strip() == {"fr": "Français", "en": "English"}[other]


def test_the_theme_does_not_catch_the_switch(elsewhere: Path) -> None:
    """Material drops anchors where it finds exactly this; see overrides/main.html."""
    assert not [page for page in elsewhere.rglob("*.html") if 'rel="alternate"' in page.read_text()]


@pytest.mark.parametrize(("path", "language"), [("404.html", "fr"), ("en/404.html", "en")])
def test_an_unknown_address_is_answered_in_its_language(
    built: dict[str, HtmlPage], path: str, language: str
) -> None:
    page = built[path]
    links = {link.attributes["href"] for link in page.all("a") if link.is_within("article")}

    assert page.all("html")[0].attributes["lang"] == language
    assert page.all("h1")[0].text == {"fr": "Page introuvable", "en": "Page not found"}[language]
    root = "/kb/" + ROOTS[language]
    other = "/kb/en/" if language == "fr" else "/kb/"
    assert links == {f"{root}guides/add-licenses/", f"{root}calculator/", f"{root}faq/", other}
    assert {"name": "robots", "content": "noindex"} in [meta.attributes for meta in page.all("meta")]
    assert linked(page, "alternate") == {}


def test_a_404_page_works_at_any_depth(built: dict[str, HtmlPage]) -> None:
    for path in ("404.html", "en/404.html"):
        named = [
            element.attributes.get("href") or element.attributes.get("src")
            for element in built[path].elements
        ]
        assert [name for name in named if name and not name.startswith(("/kb/", "https://", "#"))] == []


@pytest.mark.parametrize("language", ROOTS)
def test_permalinks_are_titled_in_the_page_s_language(built: dict[str, HtmlPage], language: str) -> None:
    page = built[ROOTS[language] + "guides/add-licenses/"]

    titles = {link.attributes["title"] for link in page.all("a") if link.has_class("headerlink")}

    assert titles == {{"fr": "Lien vers ce passage", "en": "Link to this passage"}[language]}


@pytest.mark.parametrize(
    ("language", "reviewed"),
    [
        ("fr", r"Relu le \d+(er)? \w+ \d{4} par l’équipe Assistance"),
        ("en", r"Reviewed on \w+ \d+, \d{4} by the Support team"),
    ],
)
def test_articles_say_when_and_by_whom_they_were_reviewed(
    built: dict[str, HtmlPage], language: str, reviewed: str
) -> None:
    page = built[ROOTS[language] + "faq/"]

    (line,) = [element.text for element in page.all("p") if element.has_class("reviewed")]

    assert re.fullmatch(reviewed, line)


def test_the_site_map_lists_every_page_with_its_twin(elsewhere: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ET.parse(elsewhere / "sitemap.xml").getroot().findall("s:url", space)  # noqa: S314 our own file

    found = {}
    for url in urls:
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", space)}
        found[url.findtext("s:loc", namespaces=space)] = links
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", url.findtext("s:lastmod", "", space))

    twins = [{"fr": HOME + name, "en": HOME + "en/" + name} for name in NAMES]
    assert found == {address: pair for pair in twins for address in pair.values()}
    packed = gzip.decompress((elsewhere / "sitemap.xml.gz").read_bytes())
    assert packed == (elsewhere / "sitemap.xml").read_bytes()


def test_the_default_address_is_an_example(sources_built_without_address: Path) -> None:
    page = read_page(sources_built_without_address / "index.html")

    assert linked(page, "canonical") == {"": "https://prorata.example/"}


@pytest.fixture(scope="module")
def sources_built_without_address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site built with no address set."""
    from tests.site.conftest import copy_sources

    built = copy_sources(tmp_path_factory.mktemp("nowhere")).build()
    assert built.status == 0, built.told
    return built.site
