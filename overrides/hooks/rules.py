"""Where each rule is stated: `days_remaining` in the paragraph whose anchor is #days-remaining."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import read_anchors

# In the order of reading: a rule that both state is ours first.
ARTICLES = ("concepts/extra-charge.md", "concepts/conventions.md")


def rule_addresses(page: Page, config: MkDocsConfig, files: Files) -> dict[str, str]:
    """Return the address of each rule's paragraph, as links on a page write it.

    Raises:
        PluginError: a rule that no article states.
    """
    found: dict[str, str] = {}
    for article in map(files.get_file_from_path, ARTICLES):
        for anchor in _anchors(article, config):
            found.setdefault(anchor.replace("-", "_"), f"{_from(page, article)}#{anchor}")
    labels = calculator.labels(calculator.DEFAULT_LANGUAGE)
    rules = {key.removeprefix("rule.") for key in labels if key.startswith("rule.")}
    if untold := sorted(rules - found.keys()):
        anchors = ", ".join(f"#{rule.replace('_', '-')}" for rule in untold)
        raise PluginError(
            f"docs/{ARTICLES[0]}:1: no paragraph states a rule: write one with the anchor {anchors}"
        )
    return {rule: found[rule] for rule in sorted(rules)}


def _anchors(article: File | None, config: MkDocsConfig) -> tuple[str, ...]:
    """Return the article's anchors, in their order; the build refuses an article whose languages differ."""
    if not article or not article.abs_src_path:
        return ()
    return read_anchors(Path(article.abs_src_path), Path(config.docs_dir))


def _from(page: Page, article: File | None) -> str:
    if not article or article is page.file:
        return ""
    return get_relative_url(article.url, page.url)
