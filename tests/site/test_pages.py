"""What holds on every page: nothing from elsewhere, nothing that the content policy would refuse."""

import json
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.site.html_page import HtmlPage

HERE = "http://site.test"
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "form": "action"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}


def loaded(page: HtmlPage) -> list[str]:
    """Return the addresses that a browser fetches for a page, or sends its forms to."""
    found = [element.attributes.get(LOADS[element.tag], "") for element in page.all(*LOADS)]
    links = [link.attributes for link in page.all("link")]
    found += [link["href"] for link in links if LOADING_LINKS & set(link["rel"].split())]
    return [address for address in found if address]


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, HtmlPage]) -> None:
    foreign = {
        (path, address)
        for path, page in pages.items()
        for address in loaded(page)
        if urlsplit(urljoin(HERE, address)).netloc != urlsplit(HERE).netloc
    }

    assert foreign == set()


def test_styles_load_nothing_from_elsewhere(site_dir: Path) -> None:
    for sheet in site_dir.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "@import" not in text
        for address in re.findall(r"url\(([^)]*)\)", text):
            assert not re.match(r"""["']?(?:https?:)?//""", address), f"{sheet.name}: {address}"


def test_everything_loaded_is_there(pages: dict[str, HtmlPage], site_dir: Path) -> None:
    for path, page in pages.items():
        for address in loaded(page):
            target = urlsplit(urljoin(HERE + path, address)).path
            if not target.startswith("/api/"):
                assert (site_dir / target.removeprefix("/")).exists(), f"{path}: {address}"


def test_no_page_holds_styles_or_handlers(pages: dict[str, HtmlPage]) -> None:
    """The content policy would refuse them."""
    for path, page in pages.items():
        assert page.all("style") == [], path
        names = {name for element in page.elements for name in element.attributes}
        assert [name for name in names if name == "style" or name.startswith("on")] == [], path


def test_links_between_pages_lead_somewhere(
    pages: dict[str, HtmlPage], redirects: dict[str, HtmlPage]
) -> None:
    """Those of the templates too, which MkDocs does not check."""
    for path, page in pages.items():
        for link in page.all("a"):
            target, anchor = urldefrag(urljoin(HERE + path, link.attributes.get("href", "")))
            if not target.startswith(HERE):
                continue
            name = urlsplit(target).path.replace("/.", "/")
            assert name in pages | redirects, f"{path}: {link.attributes}"
            if anchor and "=" not in anchor:
                assert pages[name].by_id(anchor), f"{path}: {link.attributes}"


def test_no_anchor_is_given_twice(pages: dict[str, HtmlPage]) -> None:
    for path, page in pages.items():
        anchors = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert sorted(anchors) == sorted(set(anchors)), path


def test_every_page_says_that_we_are_not_the_vendor(pages: dict[str, HtmlPage]) -> None:
    notice = {
        "fr": "Prorata est un guide indépendant, sans lien avec Parallels, l’éditeur du logiciel. "
        "Les noms et les marques appartiennent à leurs propriétaires.",
        "en": "Prorata is an independent guide with no ties to Parallels, the software vendor. "
        "Names and trademarks belong to their owners.",
    }
    for path, page in pages.items():
        (foot,) = [element for element in page.all("footer") if element.has_class("site-foot")]
        assert notice["en" if path.startswith("/en/") else "fr"] in foot.text, path
        assert "https://kb.parallels.com/" in [link.attributes["href"] for link in page.all("a")], path


def test_every_page_has_one_title(pages: dict[str, HtmlPage]) -> None:
    for path, page in pages.items():
        assert len(page.all("h1")) == 1, path
        (title,) = page.all("title")
        assert title.text.endswith(" · Prorata") or title.is_within("svg"), path


@pytest.mark.parametrize(
    ("path", "votes"),
    [("/guides/add-licenses/", True), ("/en/faq/", True), ("/", False), ("/privacy/", False)],
)
def test_articles_ask_whether_they_helped(pages: dict[str, HtmlPage], path: str, votes: bool) -> None:
    page = pages[path]

    forms = [form.attributes for form in page.all("form") if form.is_within("helpful-vote")]

    assert len(forms) == votes
    for form in forms:
        assert form["method"] == "post"
        assert urljoin(HERE + path, form["action"]) == f"{HERE}/api/votes"


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_articles_say_what_to_read_next(pages: dict[str, HtmlPage], root: str) -> None:
    path = f"{root}guides/add-licenses/"

    links = [link for link in pages[path].all("a") if link.is_within("nav") and link.is_within("article")]

    targets = [urljoin(path, link.attributes["href"]) for link in links]
    assert targets == [
        f"{root}concepts/extra-charge/",
        f"{root}faq/",
        f"{root}guides/view-subscription/",
        f"{root}guides/pay-paypal-transfer/",
        f"{root}concepts/too-many/",
    ]


def structured(page: HtmlPage) -> dict[str, dict[str, object]]:
    """Return the page's JSON-LD by its type."""
    scripts = [s for s in page.all("script") if s.attributes.get("type") == "application/ld+json"]
    things = [json.loads(script.text) for script in scripts]
    return {thing["@type"]: thing for thing in things}


def test_the_guide_tells_its_steps_to_machines(pages: dict[str, HtmlPage]) -> None:
    found = structured(pages["/en/guides/add-licenses/"])

    assert set(found) == {"BreadcrumbList", "HowTo"}
    steps = found["HowTo"]["step"]
    assert isinstance(steps, list)
    assert [step["url"].partition("#")[2] for step in steps] == [
        "step-dashboard",
        "step-subscription",
        "step-buy-more",
        "step-new-total",
        "step-payment",
        "step-available",
    ]
    assert found["HowTo"]["inLanguage"] == "en"


def test_the_faq_tells_its_questions_to_machines(pages: dict[str, HtmlPage]) -> None:
    found = structured(pages["/faq/"])

    questions = found["FAQPage"]["mainEntity"]
    assert isinstance(questions, list)
    assert len(questions) == 24
    for question in questions:
        assert question["name"].endswith(("?", "?\u202f", "."))
        assert len(question["acceptedAnswer"]["text"]) > 40
        assert "<" not in question["acceptedAnswer"]["text"] + question["name"]
        assert "¶" not in question["name"]


def test_the_site_holds_no_sources(site_dir: Path) -> None:
    endings = {file.suffix for file in site_dir.rglob("*") if file.is_file()}

    assert endings & {".po", ".py", ".pyc", ".toml", ".md", ".mo"} == set()


def test_the_runtime_is_published_once(site_dir: Path) -> None:
    (folder,) = (site_dir / "assets/runtime").iterdir()

    assert (folder / "pyodide.asm.wasm").stat().st_size > 1_000_000
    assert not (site_dir / "en/assets").exists()
