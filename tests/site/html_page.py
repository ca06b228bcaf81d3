"""A page of the built site as a browser would read it, without one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

REDIRECT = re.compile(r"(?:/en)?/s/")
BLOCKS = (
    "h1",
    "h2",
    "h3",
    "p",
    "li",
    "dt",
    "dd",
    "th",
    "td",
    "label",
    "legend",
    "summary",
    "button",
    "figcaption",
)
NO_PROSE = {"code", "pre", "script", "style", "svg", "option", "textarea"}
NO_TEXT = {"script", "style", "svg", "option", "textarea"}
STAND_IN = "X"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(repr=False)  # each names what is above it, and what is above that: it would fill a book
class Element:
    """A tag with its attributes, what stands above it, and its own text (its children's included)."""

    tag: str
    attributes: dict[str, str]
    above: list["Element"]
    text: str = ""
    prose: str = ""  # the text without what isn't prose, of which a letter is left

    def is_within(self, *tags: str) -> bool:
        """Return whether one of these tags stands above."""
        return any(element.tag in tags for element in self.above)

    def has_class(self, name: str) -> bool:
        """Return whether the element is of a class."""
        return name in self.attributes.get("class", "").split()


@dataclass(repr=False)
class HtmlPage(HTMLParser):
    """The elements of a page, in their order."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self._open))
        self.elements.append(element)
        if self._is_no_prose(element) and not any(map(self._is_no_prose, self._open)):
            for above in self._open:
                above.prose += "" if tag in NO_TEXT or element.has_class("headerlink") else STAND_IN
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of this tag, and what was left open in it."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                break

    def handle_data(self, data: str) -> None:
        """Give the text to all that stand above it."""
        is_prose = not any(map(self._is_no_prose, self._open))
        for element in self._open:
            element.text += data
            if is_prose:
                element.prose += data

    def _is_no_prose(self, element: Element) -> bool:
        language = self.elements[0].attributes.get("lang", "") if self.elements else ""
        return (
            element.tag in NO_PROSE
            or element.has_class("headerlink")
            or element.attributes.get("translate") == "no"
            or element.attributes.get("lang", language) != language
        )

    def paragraphs(self) -> list[str]:
        """Return what readers read in the article, by paragraph, and the page's title and description."""
        found = [e.prose for e in self.all("title")]
        found += [
            e.attributes["content"] for e in self.all("meta") if e.attributes.get("name") == "description"
        ]
        blocks = [e for e in self.all(*BLOCKS) if e.is_within("article")]
        whole = {id(above) for block in blocks for above in block.above}  # of others: said there
        found += [block.prose for block in blocks if id(block) not in whole]
        texts = (re.sub(r"[ \n\t]+", " ", block).strip() for block in found)
        return [text for text in texts if text.strip(f"{STAND_IN} ,:")]

    def all(self, *tags: str) -> list[Element]:
        """Return the elements of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def by_id(self, name: str) -> Element | None:
        """Return the element of an anchor."""
        return next((element for element in self.elements if element.attributes.get("id") == name), None)


def read_page(path: Path) -> HtmlPage:
    """Return the page of a file."""
    return HtmlPage(path.read_text(encoding="utf-8"))


def pages_of(site: Path) -> dict[str, HtmlPage]:
    """Return the site's pages by their path: `/`, `/en/faq/`, `/404.html`."""
    return {path: page for path, page in _everything_in(site) if not REDIRECT.match(path)}


def redirects_of(site: Path) -> dict[str, HtmlPage]:
    """Return the pages of short codes by their path: `/s/lomi/`, `/en/s/lomi/`."""
    return {path: page for path, page in _everything_in(site) if REDIRECT.match(path)}


def _everything_in(site: Path) -> Iterator[tuple[str, HtmlPage]]:
    for file in sorted(site.rglob("*.html")):
        path = "/" + file.relative_to(site).as_posix()
        yield path.removesuffix("index.html"), read_page(file)
