"""What the built site says of its own articles: which there are, and at which revision."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from feedback.store import RevisionTally
from feedback.words import LANGUAGES


class Pages:
    """The articles of a built site, read from its folder as they are now."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._revisions: dict[Path, tuple[int, str | None]] = {}

    def has(self, page: str) -> bool:
        """Return whether the page may be voted on: the site has it, or there is no site that could tell."""
        if page.split("/")[0] in LANGUAGES:  # a path without its language was asked for
            return False
        return self._file(page).is_file() or not self._file("index").is_file()

    def revision(self, page: str) -> str | None:
        """Return the revision in the page's own vote form, none where the page or its form isn't known."""
        file = self._file(page)
        try:
            written = file.stat().st_mtime_ns
            known = self._revisions.get(file)
            if known is None or known[0] != written:
                known = self._revisions[file] = written, _revision_in(file.read_text("utf-8", "replace"))
        except OSError:
            return None
        return known[1]

    def newest(self, tallies: Sequence[RevisionTally]) -> RevisionTally:
        """Return the tally of the newest revision among those of one page.

        That is the published one. While nobody has voted on it, or where the site can't say, it is the
        revision whose first vote came last: so a made-up revision never hides the votes on the real one.
        """
        published = self.revision(tallies[0].page)
        return max(tallies, key=lambda tally: (tally.revision == published, tally.first_vote))

    def _file(self, page: str) -> Path:
        return self._site / ("" if page == "index" else page) / "index.html"


class _VoteForm(HTMLParser):
    revision: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") == "revision":
            self.revision = given.get("value")


def _revision_in(html: str) -> str | None:
    form = _VoteForm()
    form.feed(html)
    return form.revision
