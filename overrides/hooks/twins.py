"""Both languages of an article: neither is missing, and section for section both are made alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

import calculator
from overrides.hooks.articles import ANCHOR, EXAMPLE, Revisions, Text, named, read_revisions
from overrides.hooks.building import place

HEADING = re.compile(r"\s*(?:(?:\d+\.|[-*+])\s+)*#{1,6}\s")
ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s+(\w+)")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
ITEM = re.compile(r"\s*(?:\d+\.|[-*+])\s")
ROW = re.compile(r"\s*\|.*\|\s*$")
OF_A_LANGUAGE = re.compile(rf"(?<=kb\.parallels\.com/)(?:{'|'.join(calculator.LANGUAGES)})/")

Mark = tuple[str, str]  # its kind and what it says: ("link", "faq.md#reseller")


def faults(texts: dict[str, Text], config: MkDocsConfig) -> Iterator[str]:
    """Yield what is wrong with an article: in one of its languages, then between them."""
    for text in texts.values():
        yield from _faults_alone(text, config)
    here = next(iter(texts.values())).name
    article, _ = named(here)
    for language in calculator.LANGUAGES:
        if language not in texts:
            suffix = "" if language == calculator.DEFAULT_LANGUAGE else f".{language}"
            yield f"{place(config, here, 1)}: its twin docs/{article}{suffix}.md is missing: write it"
    first, *others = (texts[language] for language in calculator.LANGUAGES if language in texts)
    for other in others:
        yield from _compared(first, other, read_revisions(Path(config.docs_dir), article), config)


def _faults_alone(text: Text, config: MkDocsConfig) -> Iterator[str]:
    for number, line in text.lines.items():
        if "#" in line and HEADING.match(line) and not ANCHOR.search(line):
            yield f"{place(config, text.name, number)}: no anchor: end the heading with {{ #its-meaning }}"
    seen: dict[str, int] = {}
    for anchor, number in text.anchors:
        if anchor in seen:
            yield f"{place(config, text.name, number)}: anchor #{anchor} is at line {seen[anchor]} already"
        seen.setdefault(anchor, number)


def _compared(one: Text, other: Text, revisions: Revisions, config: MkDocsConfig) -> Iterator[str]:
    """Yield what only one of two texts has, but for sections in which one is known to be behind."""
    exempt = {anchor for behind in revisions.behind().values() for anchor in behind}
    found = [*_names(one, other, exempt, config), *_names(other, one, exempt, config)]
    yield from found or _first_difference(one, other, exempt, config)


def _names(one: Text, other: Text, exempt: set[str], config: MkDocsConfig) -> Iterator[str]:
    anchors = {anchor for anchor, _ in other.anchors} | exempt
    for anchor, number in one.anchors:
        if anchor not in anchors:
            yield f"{place(config, one.name, number)}: anchor #{anchor} is not in docs/{other.name}"
    if exempt:
        return
    examples = {name for name, _ in other.examples}
    for name, number in dict(reversed(one.examples)).items():
        if name not in examples:
            yield f"{place(config, one.name, number)}: worked example {name} is not in docs/{other.name}"


def _first_difference(one: Text, other: Text, exempt: set[str], config: MkDocsConfig) -> Iterator[str]:
    """Yield the first thing that a section of one text has and the same section of the other has not."""
    ours, theirs = _sections(one), _sections(other)
    for section in ours:
        for here, there, name, twin in (
            (ours[section], theirs.get(section, []), one.name, other.name),
            (theirs.get(section, []), ours[section], other.name, one.name),
        ):
            more = Counter(mark for mark, _ in here) - Counter(mark for mark, _ in there)
            if more and section not in exempt:
                mark, number = next(found for found in here if found[0] in more)
                where = f"#{section}" if section else "the beginning"
                yield f"{place(config, name, number)}: {' '.join(mark)} is not at {where} of docs/{twin}"
                return


def _sections(text: Text) -> dict[str, list[tuple[Mark, int]]]:
    """Return by the anchor of its heading what each section is made of, with lines."""
    found: dict[str, list[tuple[Mark, int]]] = defaultdict(list)
    section, rows, first = "", 0, 0
    for number, line in [*text.lines.items(), (0, "")]:
        if "|" in line and ROW.match(line):
            rows += 1
            columns = line.count("|") - 1
            first = number if rows == 1 else first
        elif rows:
            found[section].append((("table", f"of {rows - 2} rows and {columns} columns"), first))
            rows = 0
        if "#" in line and HEADING.match(line):
            section = next((a["braced"] for a in ANCHOR.finditer(line)), section)
        found[section] += [(mark, number) for mark in _marks(line)]
    return found


def _marks(line: str) -> Iterator[Mark]:
    if ("!!!" in line or "???" in line) and (kind := ADMONITION.match(line)):
        yield "admonition", kind[1]
    if ITEM.match(line):
        yield "item", "of a list"
    if "](" in line:
        yield from (("link", OF_A_LANGUAGE.sub("", target)) for target in LINK.findall(line))
    if "{{" in line:
        yield from (("worked example", name) for name in EXAMPLE.findall(line))
