"""What has moved is found at its old address, in both languages, without a script."""

import tomllib
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage, read_page

REDIRECTS = "docs/redirects.toml"
ROOT = Path(__file__).resolve().parents[2]
ROOTS = {"fr": "/", "en": "/en/"}


def led_to(site: Path, address: str) -> str:
    """Return where a page sends its reader at once."""
    page = read_page(site / address.removeprefix("/") / "index.html")
    assert page.all("script") == []
    (told,) = [meta.attributes["content"] for meta in page.all("meta") if "http-equiv" in meta.attributes]
    (link,) = page.all("a")
    assert told == f"0; url={link.attributes['href']}"
    return urljoin(address, link.attributes["href"])


@pytest.mark.parametrize("language", ROOTS)
def test_every_page_that_has_moved_leads_on(
    site_dir: Path, pages: dict[str, HtmlPage], language: str
) -> None:
    moved = tomllib.loads((ROOT / REDIRECTS).read_text(encoding="utf-8"))["moved"]
    for old in moved:
        if "#" not in old:
            target = led_to(site_dir, f"{ROOTS[language]}{old}/")
            assert target.partition("#")[0] in pages, old


def test_what_moves_is_found_in_both_languages(sources: Sources) -> None:
    """A page, one that moved twice, a passage of the same page, one that went to another page."""
    moved = (
        '"guides/old" = "guides/older"\n"guides/older" = "guides/users#step-invite"\n'
        '"faq#paying-by-card" = "faq#when-usable"\n"faq#old-vat" = "guides/payment-and-orders#tax"\n'
    )
    sources.replace(REDIRECTS, "[moved]", f"[moved]\n{moved}")

    built = sources.build("https://aide.example.org/kb/")

    assert built.status == 0, built.told
    for root in ROOTS.values():
        for old in ("guides/old", "guides/older"):
            assert led_to(built.site, f"{root}{old}/") == f"{root}guides/users/#step-invite"
        faq = read_page(built.site / root.removeprefix("/") / "faq/index.html")
        anchors = [element.attributes.get("id") for element in faq.elements]
        assert anchors.index("paying-by-card") + 1 == anchors.index("when-usable")
        left = faq.by_id("old-vat")
        assert left
        (link,) = [a for a in faq.all("a") if left in a.above]
        assert urljoin(f"{root}faq/", link.attributes["href"]) == f"{root}guides/payment-and-orders/#tax"
    page = read_page(built.site / "en/guides/old/index.html")
    (canonical,) = [
        link.attributes["href"] for link in page.all("link") if link.attributes["rel"] == "canonical"
    ]
    assert canonical == "https://aide.example.org/kb/en/guides/users/"
