"""What several hooks ask of a build. MkDocs builds once a language, so hooks keep nothing between calls."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

import calculator

# What other hooks fill, each alone on its line.
PUBLISHED_FIGURES = "{{ published-figures }}"
SHORT_CODES = "{{ short-codes }}"
GLOSSARY = "{{ glossary }}"
COMMANDS = "{{ commands }}"
JSON_EXAMPLE = "{{ json-example }}"
PARTS = {
    "{{ erase-data }}": "erase-data.html",
    "{{ payment-shown }}": "payment-shown.html",
}
START_TIMES = {
    "{{ start-times }}": "start-times.html",
    "{{ start-ratio }}": "start-ratio.html",
    "{{ start-weights }}": "start-weights.html",
    "{{ start-measured }}": "start-measured.html",
}

# All of them: hooks/examples.py lets them stand.
DIRECTIVES = (COMMANDS, GLOSSARY, JSON_EXAMPLE, PUBLISHED_FIGURES, SHORT_CODES, *PARTS, *START_TIMES)


def root(config: MkDocsConfig) -> Path:
    """Return the folder that holds mkdocs.yml."""
    return Path(config.config_file_path or "").parent


def overrides(config: MkDocsConfig) -> Path:
    """Return the folder of our templates, assets and words."""
    return Path(config.theme.custom_dir or "")


def language_of(config: MkDocsConfig) -> str:
    """Return the language being built."""
    return str(config.theme["language"])


def words(config: MkDocsConfig) -> Callable[..., str]:
    """Return what templates call `t`: the site's words by key, in the language being built."""
    return calculator.Catalogue(overrides(config) / "language", language_of(config)).text


def templates(config: MkDocsConfig) -> jinja2.Environment:
    """Return the parts of pages that hooks fill, with what each of them asks for."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(overrides(config) / "partials"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    language = language_of(config)
    found.globals.update(language=language, labels=calculator.labels(language), t=words(config))
    return found


def steps(page: Page) -> list[AnchorLink]:
    """Return the headings of a guide's steps, in their order."""
    return [heading for heading in headings(page.toc) if heading.id.startswith("step-")]


def headings(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Yield every heading of a table of contents, in the order of reading."""
    for link in links:
        yield link
        yield from headings(link.children)


def is_over(config: MkDocsConfig) -> bool:
    """Return whether every language is built: the end of a build comes once a language, then once for all."""
    return not config.plugins["i18n"].building  # type: ignore[attr-defined]


def place(config: MkDocsConfig, file: str | Path, line: int) -> str:
    """Return where a fault is, as editors and terminals link it: `docs/faq.md:12`."""
    path = Path(config.docs_dir, file)
    return f"{path.relative_to(root(config)).as_posix()}:{line}"


def refuse(faults: Iterable[str]) -> None:
    """Stop the build with every fault, if there is any.

    Raises:
        PluginError: one line a fault.
    """
    if told := "\n".join(faults):
        raise PluginError(told)
