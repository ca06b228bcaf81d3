"""What search engines read of a page: breadcrumb, steps, questions (schema.org, as JSON-LD)."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from overrides.hooks.building import language_of, steps

HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
QUESTION = re.compile(r"<h3[^>]*>(.*?)</h3>(.*?)(?=<h[23]|\Z)", re.DOTALL)


@event_priority(-150)  # after the search plugin has done with the page's content
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the template its JSON-LD objects."""
    found = [_breadcrumb(page, nav)]
    if page.meta["type"] == "how-to":
        found.append({"@type": "HowTo", "name": page.title, "step": list(_steps(page))})
    if page.meta["type"] == "faq":
        found.append({"@type": "FAQPage", "mainEntity": list(_questions(page.content or ""))})
    shared = {"@context": "https://schema.org", "inLanguage": language_of(config)}
    context["structured_data"] = [shared | thing for thing in found]
    return context


def _breadcrumb(page: Page, nav: Navigation) -> dict[str, Any]:
    trail = [nav.homepage, page] if nav.homepage and nav.homepage is not page else [page]
    items = [
        {"@type": "ListItem", "position": position, "name": step.title, "item": step.canonical_url}
        for position, step in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _steps(page: Page) -> Iterator[dict[str, Any]]:
    for position, step in enumerate(steps(page), 1):
        url = f"{page.canonical_url}#{step.id}"
        yield {"@type": "HowToStep", "position": position, "name": unescape(step.title), "url": url}


def _questions(html: str) -> Iterator[dict[str, Any]]:
    for question, answer in QUESTION.findall(html):
        yield {
            "@type": "Question",
            "name": _text(question),
            "acceptedAnswer": {"@type": "Answer", "text": _text(answer)},
        }


def _text(html: str) -> str:
    return re.sub(r"[ \n]+", " ", unescape(TAG.sub("", HEADERLINK.sub("", html)))).strip()
