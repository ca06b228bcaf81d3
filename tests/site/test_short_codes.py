"""A code that someone has noted opens the same place for ever, on any static host, and without a script."""

import re
import tomllib
from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage, redirects_of

ROOT = Path(__file__).resolve().parents[2]
CODES = "docs/short-codes.toml"
ROOTS = {"fr": "/", "en": "/en/"}


def published() -> dict[str, str]:
    """Return the place of each code ever given out."""
    lines = Path(__file__).with_name("published-codes.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def refresh(page: HtmlPage) -> str:
    """Return where a page sends its reader at once."""
    (told,) = [meta.attributes["content"] for meta in page.all("meta") if "http-equiv" in meta.attributes]
    return told.removeprefix("0; url=")


@pytest.mark.parametrize("language", ROOTS)
def test_each_published_code_opens_its_place(redirects: dict[str, HtmlPage], language: str) -> None:
    """A retired one opens its successor's."""
    retired = tomllib.loads((ROOT / CODES).read_text(encoding="utf-8"))["retired"]
    for code, place in published().items():
        here = f"{ROOTS[language]}s/{code}/"
        while code in retired:
            code = retired[code]
            place = published()[code]

        assert urljoin(here, refresh(redirects[here])) == ROOTS[language] + place.removeprefix("/"), code


def test_every_code_is_on_the_list(redirects: dict[str, HtmlPage]) -> None:
    """A new one is added to published-codes.txt, and stays."""
    expected = {f"{root}s/{code}/" for root in ROOTS.values() for code in published()}

    assert set(redirects) == expected


def test_codes_are_said_and_told_apart_with_ease() -> None:
    for code in published():
        assert re.fullmatch(r"(?:[bdflmnprtv][aio]){2,4}", code)
    for one, other in combinations(published(), 2):
        differ = sum(a != b for a, b in zip(one, other, strict=False))
        assert len(one) != len(other) or differ >= 2, (one, other)


def test_a_codes_page_is_a_link_and_nothing_that_a_policy_could_refuse(
    redirects: dict[str, HtmlPage], pages: dict[str, HtmlPage]
) -> None:
    for path, page in redirects.items():
        (link,) = page.all("a")
        assert link.attributes["href"] == refresh(page)
        assert not link.attributes["href"].startswith(("/", "http")), "it would break below another address"
        assert link.text == page.all("title")[0].text != ""
        assert page.all("script", "style", "img", "form") == [], path
        assert page.all("html")[0].attributes["lang"] == ("en" if path.startswith("/en/") else "fr")
        robots = [meta.attributes["content"] for meta in page.all("meta") if "name" in meta.attributes]
        assert "noindex" in robots
        target, _, anchor = urljoin(path, refresh(page)).partition("#")
        assert not anchor or pages[target].by_id(anchor), path


def test_codes_name_their_page_at_its_public_address(elsewhere: Path) -> None:
    page = redirects_of(elsewhere)["/en/s/lomi/"]

    links = {link.attributes["rel"]: link.attributes["href"] for link in page.all("link")}

    assert links["canonical"] == "https://aide.example.org/kb/en/guides/add-licenses/"


def test_codes_are_neither_in_the_site_map_nor_in_the_search(site_dir: Path) -> None:
    for file in ("sitemap.xml", "search/search_index.json", "en/search/search_index.json"):
        text = (site_dir / file).read_text(encoding="utf-8")
        assert "s/lomi" not in text
        assert not re.search(r"\b(?:lomi|davo|tova)\b", text)


@pytest.mark.parametrize("language", ROOTS)
def test_each_step_and_each_page_prints_its_code(pages: dict[str, HtmlPage], language: str) -> None:
    for code, place in published().items():
        name, _, anchor = place.removeprefix("/").partition("#")
        page = pages[ROOTS[language] + name]
        links = [link for link in page.all("a") if link.is_within("p") and link.text == code]
        if name:  # the home page has no foot
            assert [link.above[-1].has_class("short-code") for link in links] == [True], code
        if anchor:
            heading = page.by_id(anchor)
            assert heading
            assert heading.above[-1] is links[0].above[-2]


@pytest.mark.parametrize("language", ROOTS)
def test_the_team_has_a_list_of_them(pages: dict[str, HtmlPage], language: str) -> None:
    page = pages[f"{ROOTS[language]}support/"]

    codes = [row for row in page.all("th") if any(table.has_class("codes") for table in row.above)]
    links = [link for link in page.all("a") if link.above[-1] in codes]
    listed = {link.text: urljoin(f"{ROOTS[language]}support/", link.attributes["href"]) for link in links}

    assert listed == {code: f"{ROOTS[language]}s/{code}/" for code in published()}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("davo =", "duvo =", "duvo: write two to four open syllables: b d f l m n p r t v, then a i o"),
        ("davo =", "dav =", "dav: write two to four open syllables"),
        ("davo =", "lovi =", "lovi is one letter away from dovi: choose another code"),
        (
            "#step-payment",
            "#step-paiement",
            "davo: “guides/add-licenses#step-paiement” is no page and no step: write one of",
        ),
        ('"faq"', '"index"', "nima: “index” has the code dovi already: retire one of the two"),
        (
            "\n[retired]",
            '[retired]\nbali = "nobo"',
            "bali: “nobo” leads to no code of [codes]: write the one that takes its stead",
        ),
        ("\n[retired]", '[retired]\nbali = "bali"', "bali: “bali” leads to no code of [codes]"),
        ("\n[retired]", '[retired]\ndavo = "lomi"', "davo is retired: give the place another code"),
    ],
)
def test_a_bad_code_stops_the_build(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(CODES, old, new)
    lines = (sources.folder / CODES).read_text(encoding="utf-8").splitlines()
    (*_, line) = [
        number for number, text in enumerate(lines, 1) if text.startswith(f"{told[:4].strip(':')} =")
    ]

    built = sources.build()

    assert built.status != 0
    assert f"{CODES}:{line}: {told}" in built.told


def test_a_place_without_a_code_stops_the_build(sources: Sources) -> None:
    sources.replace(CODES, 'davo = "guides/add-licenses#step-payment"\n', "")

    built = sources.build()

    assert built.status != 0
    assert f"{CODES}:1: guides/add-licenses#step-payment has no code: add one to [codes]" in built.told


def test_a_file_that_is_no_toml_stops_the_build(sources: Sources) -> None:
    sources.replace(CODES, "davo =", "davo")

    built = sources.build()

    assert built.status != 0
    assert f"{CODES}:{sources.line_of(CODES, 'davo')}: " in built.told


def test_a_retired_code_opens_its_successors_place(sources: Sources) -> None:
    sources.replace(CODES, 'davo = "guides', 'rila = "guides')
    sources.replace(CODES, "\n[retired]", '[retired]\ndavo = "tomibo"\ntomibo = "rila"')

    built = sources.build()

    assert built.status == 0, built.told
    pages = redirects_of(built.site)
    assert refresh(pages["/s/davo/"]) == "../../guides/add-licenses/#step-payment"
    assert refresh(pages["/en/s/tomibo/"]) == "../../guides/add-licenses/#step-payment"
