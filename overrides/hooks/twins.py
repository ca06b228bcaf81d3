"""Both languages of an article: neither is missing, and both have the same anchors and worked examples."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

import calculator
from overrides.hooks.building import language_of, place, refuse

HEADING = re.compile(r"\s*(?:(?:\d+\.|[-*+])\s+)*#{1,6}\s")
ANCHOR = re.compile(r"""\{:?[^{}]*#(?P<braced>[\w-]+)[^{}]*\}|\sid="(?P<quoted>[^"{}]+)\"""")
EXAMPLE = re.compile(r"\{\{\s*([a-z0-9-]+)\.")
FENCE = re.compile(r"\s*(?:```|~~~)")


@dataclass
class Text:
    """One language of an article: its lines by number, without those in fences."""

    name: str
    lines: dict[int, str]

    def anchors(self) -> list[tuple[str, int]]:
        """Return each anchor with its line."""
        return [
            (found["braced"] or found["quoted"], number)
            for number, line in self.lines.items()
            for found in ANCHOR.finditer(line)
        ]

    def examples(self) -> list[tuple[str, int]]:
        """Return each worked example with its line."""
        return [(name, number) for number, line in self.lines.items() for name in EXAMPLE.findall(line)]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Compare the articles of all languages, once."""
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        refuse(_faults(config))
    return files


def _faults(config: MkDocsConfig) -> Iterator[str]:
    docs = Path(config.docs_dir)
    articles: dict[str, dict[str, Text]] = defaultdict(dict)
    for file in sorted(docs.rglob("*.md")):
        article, language = _named(file.relative_to(docs).as_posix())
        articles[article][language] = read_text(file, docs)
    for article, texts in articles.items():
        for text in texts.values():
            yield from _faults_alone(text, config)
        for language in calculator.LANGUAGES:
            if language not in texts:
                suffix = "" if language == calculator.DEFAULT_LANGUAGE else f".{language}"
                here = next(iter(texts.values())).name
                yield f"{place(config, here, 1)}: its twin docs/{article}{suffix}.md is missing: write it"
        first, *others = texts.values()
        for other in others:
            yield from _differences(first, other, config)
            yield from _differences(other, first, config)


def _named(name: str) -> tuple[str, str]:
    """Return the article and language of a file: `faq.en.md` is `faq` in `en`."""
    stem = name.removesuffix(".md")
    article, _, language = stem.rpartition(".")
    return (article, language) if language in calculator.LANGUAGES else (stem, calculator.DEFAULT_LANGUAGE)


def read_text(file: Path, docs: Path) -> Text:
    """Return one language of an article."""
    lines, in_fence = {}, False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        is_fence = bool(FENCE.match(line))
        in_fence ^= is_fence
        if not (in_fence or is_fence):
            lines[number] = line
    return Text(file.relative_to(docs).as_posix(), lines)


def _faults_alone(text: Text, config: MkDocsConfig) -> Iterator[str]:
    for number, line in text.lines.items():
        if HEADING.match(line) and not ANCHOR.search(line):
            yield f"{place(config, text.name, number)}: no anchor: end the heading with {{ #its-meaning }}"
    seen: dict[str, int] = {}
    for anchor, number in text.anchors():
        if anchor in seen:
            yield f"{place(config, text.name, number)}: anchor #{anchor} is at line {seen[anchor]} already"
        seen.setdefault(anchor, number)


def _differences(one: Text, other: Text, config: MkDocsConfig) -> Iterator[str]:
    """Yield what only the first of two texts has."""
    anchors = {anchor for anchor, _ in other.anchors()}
    for anchor, number in one.anchors():
        if anchor not in anchors:
            yield f"{place(config, one.name, number)}: anchor #{anchor} is not in docs/{other.name}"
    examples = {name for name, _ in other.examples()}
    for name, number in dict(reversed(one.examples())).items():
        if name not in examples:
            yield f"{place(config, one.name, number)}: worked example {name} is not in docs/{other.name}"
