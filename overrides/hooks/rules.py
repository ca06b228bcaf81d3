"""Where each rule is stated: `days_remaining` in the paragraph whose anchor is #days-remaining."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

import calculator
from overrides.hooks.articles import read_anchors
from overrides.hooks.building import kept, stamp

# In the order of reading: a rule that both state is ours first.
ARTICLES = ("concepts/extra-charge.md", "concepts/conventions.md")


def rule_addresses(page: Page, config: MkDocsConfig, files: Files) -> dict[str, str]:
    """Return the address of each rule's paragraph, as links on a page write it.

    Raises:
        PluginError: a rule that no article states.
    """
    articles = [files.get_file_from_path(article) for article in ARTICLES]
    paths = [Path(article.abs_src_path) for article in articles if article and article.abs_src_path]
    stated = kept("rules", stamp(*paths), lambda: _stated(paths, Path(config.docs_dir)))
    addresses = [_from(page, article) for article in articles]
    return {rule: f"{addresses[number]}#{anchor}" for rule, (number, anchor) in stated.items()}


def _stated(articles: list[Path], docs: Path) -> dict[str, tuple[int, str]]:
    """Return each rule with the number of the article that states it and the anchor there."""
    found: dict[str, tuple[int, str]] = {}
    for number, article in enumerate(articles):
        for anchor in read_anchors(article, docs):  # of one language: those of the others are the same
            found.setdefault(anchor.replace("-", "_"), (number, anchor))
    labels = calculator.labels(calculator.DEFAULT_LANGUAGE)
    rules = {key.removeprefix("rule.") for key in labels if key.startswith("rule.")}
    if untold := sorted(rules - found.keys()):
        anchors = ", ".join(f"#{rule.replace('_', '-')}" for rule in untold)
        raise PluginError(
            f"docs/{ARTICLES[0]}:1: no paragraph states a rule: write one with the anchor {anchors}"
        )
    return {rule: found[rule] for rule in sorted(rules)}


def _from(page: Page, article: File | None) -> str:
    if not article or article is page.file:
        return ""
    return get_relative_url(article.url, page.url)
