"""What several hooks ask of a build.

MkDocs builds once a language, and `make write` again and again in one process: what hooks keep between calls,
they keep under the files that it was made from.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

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


_kept: dict[Hashable, tuple[Hashable, Any]] = {}


def kept[Made](name: Hashable, made_from: Hashable, make: Callable[[], Made]) -> Made:
    """Return what was last made under a name, made anew where it was made from something else."""
    if name not in _kept or _kept[name][0] != made_from:
        _kept[name] = (made_from, make())
    return cast(Made, _kept[name][1])


def stamp(*files: Path) -> tuple[tuple[str, int], ...]:
    """Return what changes with the files: each with the time of its last change, in nanoseconds."""
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


def is_writing() -> bool:
    """Return whether `make write` builds: for an author's eyes, at once, and with what is left to write."""
    return bool(os.environ.get("PRORATA_WRITING"))


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
    folder, language = overrides(config) / "language", language_of(config)
    made_from = stamp(folder / f"{language}.po")
    return kept(("words", language), made_from, lambda: calculator.Catalogue(folder, language).text)


def templates(config: MkDocsConfig) -> jinja2.Environment:
    """Return the parts of pages that hooks fill, with what each of them asks for."""
    folder = overrides(config)
    made_from = (folder, language_of(config), stamp(folder / "language" / f"{language_of(config)}.po"))
    return kept(("templates", language_of(config)), made_from, lambda: _templates(config))


class _ByText(jinja2.FileSystemBytecodeCache):
    """Compiled templates under their text, so that copies of the sources share them."""

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        key = f"{name} {environment.autoescape} {self.get_source_checksum(source)}"
        return super().get_bucket(environment, key, None, source)


def compiled_templates(config: MkDocsConfig) -> jinja2.BytecodeCache:
    """Return what keeps compiled templates between builds: a fifth of the time of a build of fifty pages."""
    folder = root(config) / "build/templates"
    folder.mkdir(parents=True, exist_ok=True)
    return _ByText(str(folder))


def _templates(config: MkDocsConfig) -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(overrides(config) / "partials"),
        bytecode_cache=compiled_templates(config),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    language = language_of(config)
    found.globals.update(language=language, labels=calculator.labels(language), t=words(config))
    return found


def write_pages(config: MkDocsConfig, pages: Iterable[tuple[str, str]]) -> None:
    """Write pages that are no articles, each as its folder in the site and its text.

    MkDocs would hold them all as files of the site: a thousand articles have ten thousand of them.
    """
    for folder, text in pages:
        file = Path(config.site_dir, folder, "index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def files_of(site: Path) -> list[str]:
    """Return the addresses of all files of the site, sorted: `assets/x.css`. There may be ten thousand."""
    start = len(site.as_posix()) + 1
    return sorted(f"{folder.as_posix()}/{name}"[start:] for folder, _, names in site.walk() for name in names)


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
