"""A translation that is behind names what has changed; a corrected typo changes nothing."""

from pathlib import Path
from urllib.parse import urljoin

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage, read_page

GUIDE, GUIDE_EN = "docs/guides/add-licenses.md", "docs/guides/add-licenses.en.md"


def banner(site: Path, path: str) -> list[tuple[str, str]] | None:
    """Return what a page says it is behind in, as (title, address); None where it says nothing."""
    page: HtmlPage = read_page(site / path.removeprefix("/") / "index.html")
    aside = [element for element in page.all("aside") if element.has_class("behind")]
    if not aside:
        return None
    links = [link for link in page.all("a") if aside[0] in link.above]
    return [(link.text, urljoin(path, link.attributes["href"])) for link in links]


def test_no_page_is_behind(pages: dict[str, HtmlPage]) -> None:
    assert [path for path, page in pages.items() if any(e.has_class("behind") for e in page.elements)] == []


def test_a_new_revision_puts_a_banner_on_the_other_language(sources: Sources) -> None:
    sources.replace(
        GUIDE,
        'revision: "2026-11-23"',
        'revision: "2026-12-01"\nchanges: {"2026-12-01": [step-payment, step-available]}',
    )
    sources.replace(
        GUIDE, "Choisissez votre moyen de paiement", "Lisez ceci.\n\n    - Choisissez votre moyen de paiement"
    )

    built = sources.build()

    assert built.status == 0, built.told
    assert banner(built.site, "/guides/add-licenses/") is None
    assert banner(built.site, "/en/guides/add-licenses/") == [
        ("Pay for the order", "/guides/add-licenses/#step-payment"),
        ("Use the new licenses", "/guides/add-licenses/#step-available"),
    ]

    sources.replace(GUIDE_EN, 'revision: "2026-11-23"', 'revision: "2026-12-01"')
    sources.replace(GUIDE_EN, "Choose your payment method", "Read this.\n\n    - Choose your payment method")
    built = sources.build()

    assert built.status == 0, built.told
    assert banner(built.site, "/en/guides/add-licenses/") is None


def test_english_can_be_ahead_too(sources: Sources) -> None:
    sources.replace(
        GUIDE_EN, 'revision: "2026-11-23"', 'revision: "2026-12-01"\nchanges: {"2026-12-01": [screens]}'
    )

    built = sources.build()

    assert built.status == 0, built.told
    assert banner(built.site, "/en/guides/add-licenses/") is None
    assert banner(built.site, "/guides/add-licenses/") == [
        ("Savoir quel écran est le vôtre", "/en/guides/add-licenses/#screens")
    ]


def test_sections_that_did_not_change_stay_alike(sources: Sources) -> None:
    sources.replace(
        GUIDE, 'revision: "2026-11-23"', 'revision: "2026-12-01"\nchanges: {"2026-12-01": [step-payment]}'
    )
    sources.replace(GUIDE, "!!! warning", "!!! note")

    built = sources.build()

    assert built.status != 0
    assert "admonition note is not at #step-new-total of docs/guides/add-licenses.en.md" in built.told


def test_a_corrected_typo_changes_nothing(sources: Sources) -> None:
    sources.replace(GUIDE, "Inutile d’attendre", "Pas besoin d’attendre")

    built = sources.build()

    assert built.status == 0, built.told
    assert banner(built.site, "/en/guides/add-licenses/") is None
