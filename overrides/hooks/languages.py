"""What static-i18n and Material leave to do for pages in two languages."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

import calculator
from overrides.hooks.building import compiled_templates, headings, is_writing, language_of, words

TAG = re.compile(r"<[^>]+>")
# Ordinary spaces that only French has, and so no English title.
BESIDE_COLONS = re.compile(r"(?<=«) | (?=[»:€%])")
BEFORE_SIGNS = re.compile(r" (?=[;!?])")
AFTER_I18N = -150  # static-i18n does its part at -100 (on_config) and 50 (on_page_context)


@event_priority(AFTER_I18N)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Title permalinks in the language being built: Markdown extensions have no language."""
    config.mdx_configs["toc"]["permalink_title"] = words(config)("permalink.title")
    return config


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give headings in menus the spaces that French wants: Python-Markdown makes ordinary ones of them."""
    for link in headings(page.toc):
        link.title = BEFORE_SIGNS.sub("\u202f", BESIDE_COLONS.sub("\u00a0", link.title))
    return html


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Give every template `t` (the site's words) and `language`, and titles with their spaces."""
    env.globals.update(t=words(config), language=language_of(config))
    env.bytecode_cache = compiled_templates(config)
    env.auto_reload = is_writing()  # else each part of each page would be looked for anew
    env.filters.update(plain=_plain, heading=lambda link: _plain(link.title))
    return env


@event_priority(AFTER_I18N)
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Make the links between languages absolute: search engines want hreflang so."""
    twins = page.file.alternates  # type: ignore[attr-defined]
    site = config.site_url or "/"
    # As an attribute, which templates find before the item: static-i18n sets its own so.
    config.extra.alternate = [  # type: ignore[attr-defined]
        home | {"link": urljoin(site, twins[home["lang"]].url)} for home in _homes(config)
    ]
    return context


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Let pages without a twin of their own, such as a 404, lead to each language's home page."""
    config.extra.alternate = _homes(config)  # type: ignore[attr-defined]
    return context


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Keep one 404 page a language: `/404.html`, `/en/404.html`."""
    language = language_of(config)
    if template_name != "404.html" or language == calculator.DEFAULT_LANGUAGE:
        return output
    page = Path(config.site_dir, language, "404.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(output, encoding="utf-8")
    return ""  # nothing: the first language's page stays


def _plain(html: str) -> str:
    """Return a title without its tags. Jinja's `striptags` would make ordinary spaces of French ones."""
    return unescape(TAG.sub("", html))


def _homes(config: MkDocsConfig) -> list[dict[str, str]]:
    homes: list[dict[str, str]] = config.plugins["i18n"].extra_alternate  # type: ignore[attr-defined]
    return homes
