"""Articles as they are written, in every language.

MkDocs loads each hook as a module of its own, beside the one that other hooks import: what is kept between
calls is kept here, where there is one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from mkdocs.utils import meta

import calculator

ANCHOR = re.compile(r"""\{:?[^{}]*#(?P<braced>[\w-]+)[^{}]*\}|\sid="(?P<quoted>[^"{}]+)\"""")
EXAMPLE = re.compile(r"\{\{\s*([a-z0-9-]+)\.")
FENCE = re.compile(r"\s*(?:```|~~~)")
SEEN_IN_META = ("title:", "description:")


@dataclass(frozen=True)
class Revisions:
    """The revision of each language of an article, and the sections that each revision changed."""

    current: dict[str, str]
    changes: dict[str, list[str]]

    def newest(self) -> str:
        """Return the newest revision of any language."""
        return max(self.current.values(), default="")

    def behind(self) -> dict[str, list[str]]:
        """Return each language that is behind with the anchors of the sections changed since."""
        return {
            language: [
                anchor
                for revision in sorted(self.changes)
                if revision > current
                for anchor in self.changes[revision]
            ]
            for language, current in self.current.items()
            if current < self.newest()
        }


@dataclass(frozen=True)
class Text:
    """One language of an article: its lines by number, without what stands in fences.

    `meta` has those lines of its front matter that readers see.
    """

    name: str
    language: str
    lines: dict[int, str]
    meta: dict[int, str]

    @cached_property
    def anchors(self) -> tuple[tuple[str, int], ...]:
        """Return each anchor with its line."""
        return tuple(
            (found["braced"] or found["quoted"], number)
            for number, line in self.lines.items()
            if "#" in line or "id=" in line  # few lines do
            for found in ANCHOR.finditer(line)
        )

    @cached_property
    def examples(self) -> tuple[tuple[str, int], ...]:
        """Return each worked example with its line."""
        return tuple(
            (name, number)
            for number, line in self.lines.items()
            if "{{" in line
            for name in EXAMPLE.findall(line)
        )


def read_articles(docs: Path) -> Iterator[dict[str, Text]]:
    """Yield each article by its languages; those of an article come together, in the order of their names."""
    files: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(docs.rglob("*.md")):
        files[named(file.relative_to(docs).as_posix())[0]].append(file)
    for languages in files.values():
        texts = (read_text(file, docs) for file in languages)
        yield {text.language: text for text in texts}


def named(name: str) -> tuple[str, str]:
    """Return the article and language of a file: `faq.en.md` is `faq` in `en`."""
    stem = name.removesuffix(".md")
    article, _, language = stem.rpartition(".")
    return (article, language) if language in calculator.LANGUAGES else (stem, calculator.DEFAULT_LANGUAGE)


def read_text(file: Path, docs: Path) -> Text:
    """Return one language of an article."""
    name, lines, meta, in_fence, in_meta = file.relative_to(docs).as_posix(), {}, {}, False, False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line == "---" and (number == 1 or in_meta):
            in_meta = number == 1
        elif in_meta:
            if line.startswith(SEEN_IN_META):
                meta[number] = line
        elif ("```" in line or "~~~" in line) and FENCE.match(line):
            in_fence = not in_fence
        elif not in_fence:
            lines[number] = line
    return Text(name, named(name)[1], lines, meta)


def read_anchors(file: Path, docs: Path) -> tuple[str, ...]:
    """Return the anchors of one language of an article, in their order."""
    return _read_anchors(file, docs, file.stat().st_mtime_ns)


# Of a thousand articles, the anchors take a megabyte and the texts twenty: those are read again.
@lru_cache(maxsize=4096)
def _read_anchors(file: Path, docs: Path, changed: int) -> tuple[str, ...]:
    return tuple(anchor for anchor, _ in read_text(file, docs).anchors)


@cache  # asked six times a build, and each time two files would be looked at
def read_revisions(docs: Path, article: str) -> Revisions:
    """Return the revisions of an article, `guides/add-licenses`, as they were when the build began."""
    current: dict[str, str] = {}
    changes: dict[str, list[str]] = {}
    for language in calculator.LANGUAGES:
        file = docs / (
            f"{article}.md" if language == calculator.DEFAULT_LANGUAGE else f"{article}.{language}.md"
        )
        if file.exists():
            data = read_meta(file)
            current[language] = str(data.get("revision", ""))
            changes |= data.get("changes") or {}
    return Revisions(current, changes)


def read_meta(file: Path) -> dict[str, Any]:
    """Return the front matter of an article as it is written, unchecked."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4096)
def _read(file: Path, changed: int) -> dict[str, Any]:
    found: dict[str, Any] = meta.get_data(file.read_text(encoding="utf-8"))[1]
    return found
