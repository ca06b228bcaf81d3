"""One word for one thing: the glossary's page, and first uses that lead to it."""

import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.site.html_page import HtmlPage

ROOT = Path(__file__).resolve().parents[2]
TERMS = tomllib.loads((ROOT / "docs/glossary.toml").read_text(encoding="utf-8"))
ROOTS = {"fr": "/", "en": "/en/"}


@pytest.mark.parametrize("language", ROOTS)
def test_the_glossary_has_every_term_with_its_meaning(pages: dict[str, HtmlPage], language: str) -> None:
    page = pages[f"{ROOTS[language]}reference/glossary/"]
    (article,) = page.all("article")

    assert len(TERMS) >= 28
    for key, term in TERMS.items():
        heading = page.by_id(key)
        assert heading
        assert heading.tag == "h3", key
        assert heading.text.startswith(term[language])
        assert term[f"says_{language}"] in article.text
    other = "en" if language == "fr" else "fr"
    shown = [element.text for element in page.elements if element.has_class("other-language")]
    assert sorted(shown) == sorted(term[other] for term in TERMS.values())


@pytest.mark.parametrize("language", ROOTS)
def test_a_term_is_linked_once_a_page_and_to_its_meaning(pages: dict[str, HtmlPage], language: str) -> None:
    glossary = f"{ROOTS[language]}reference/glossary/"
    linked = Counter[str]()
    for path, page in pages.items():
        if path.startswith("/en/") != (language == "en"):
            continue
        links = [link for link in page.all("a") if link.has_class("term")]
        targets = [urljoin(path, link.attributes["href"]) for link in links]
        assert len(targets) == len(set(targets)), path
        for link, target in zip(links, targets, strict=True):
            address, _, key = target.partition("#")
            assert address == glossary
            assert key in TERMS
            assert not link.is_within("h1", "h2", "h3", "table", "strong", "code", "button"), path
        linked.update(targets)

    assert len(linked) >= 10
    assert sum(linked.values()) >= 40


def test_the_first_use_is_the_one_that_is_linked(pages: dict[str, HtmlPage]) -> None:
    page = pages["/en/guides/keys-and-seats/"]

    (link,) = [a for a in page.all("a") if a.attributes.get("href", "").endswith("#primary-key")]

    assert link.text == "primary key"
    assert link.above[-1].text.startswith("A subscription comes with a primary key.")


def test_the_home_page_and_the_glossary_link_no_terms(pages: dict[str, HtmlPage]) -> None:
    for path in ("/", "/en/", "/reference/glossary/", "/en/reference/glossary/"):
        assert [link for link in pages[path].all("a") if link.has_class("term")] == []
