"""What readers said, on the page before any script: the count of this very revision, and what changed."""

import json
from pathlib import Path

import pytest

from tests.site.conftest import Sources
from tests.site.html_page import HtmlPage, read_page

GUIDE = "guides/add-licenses"
COUNT = {
    "revision": "2026-11-23",
    "fr": "12 lecteurs sur 15 ont trouvé cet article utile",
    "en": "12 readers out of 15 found this article helpful",
}
HEARD = {"day": "2026-11-24", "fr": "L’étape 4 dit <quoi> saisir.", "en": "Step 4 says <what> to enter."}


def shown(site: Path, path: str) -> tuple[str, bool, list[str]]:
    """Return a page's count, whether it is hidden, and what its readers had changed."""
    return told_by(read_page(site / path / "index.html"))


def told_by(page: HtmlPage) -> tuple[str, bool, list[str]]:
    """Return what `shown` does, of a page that was read."""
    (tally,) = [element for element in page.elements if element.has_class("tally")]
    told = [
        e.text for e in page.elements if e.tag in ("dt", "dd") and any(a.has_class("heard") for a in e.above)
    ]
    return tally.text, "hidden" in tally.attributes, told


def test_the_count_and_the_changes_are_baked_in_both_languages(sources: Sources) -> None:
    readers = {
        "counts": {GUIDE: COUNT, "faq": COUNT | {"revision": "2026-01-01"}},
        "heard": {GUIDE: [HEARD, HEARD | {"day": "2026-11-03"}]},
    }
    (sources.folder / "docs/readers.json").write_text(json.dumps(readers), encoding="utf-8")

    built = sources.build()

    assert built.status == 0, built.told
    assert shown(built.site, GUIDE) == (
        "12 lecteurs sur 15 ont trouvé cet article utile",
        False,
        [
            "24 novembre 2026",
            "L’étape 4 dit <quoi> saisir.",
            "3 novembre 2026",
            "L’étape 4 dit <quoi> saisir.",
        ],
    )
    assert shown(built.site, f"en/{GUIDE}") == (
        "12 readers out of 15 found this article helpful",
        False,
        ["November 24, 2026", HEARD["en"], "November 3, 2026", HEARD["en"]],
    )
    assert shown(built.site, "faq") == ("", True, []), "another revision was counted"


def test_a_site_that_nobody_has_voted_on_says_nothing(pages: dict[str, HtmlPage]) -> None:
    assert told_by(pages[f"/{GUIDE}/"]) == ("", True, [])


@pytest.mark.parametrize(
    ("readers", "told"),
    [
        ({"count": {}}, "readers.json: count: Extra inputs are not permitted"),
        (
            {"heard": {GUIDE: [{"day": "today", "fr": "a", "en": "b"}]}},
            f"readers.json: heard.{GUIDE}.0.day: ",
        ),
    ],
)
def test_a_file_that_is_not_as_written_is_refused(
    sources: Sources, readers: dict[str, object], told: str
) -> None:
    (sources.folder / "docs/readers.json").write_text(json.dumps(readers), encoding="utf-8")

    built = sources.build()

    assert built.status != 0
    assert told in built.told
    assert "python -m feedback publish" in built.told
