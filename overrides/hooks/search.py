"""One search index a language, with words found whatever their accents (assets/javascripts/lunr).

What people type for what pages say comes from the glossary's banned words, from the other language's terms,
and from docs/search.toml.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

import calculator
from overrides.hooks.building import is_over, refuse
from overrides.hooks.glossary import read_terms

INDEX = "search/search_index.json"
SETTINGS = ("lang", "separator", "pipeline", "fields")  # of the plugin, that its script reads
CALCULATOR = "#calculator-"
SYNONYMS = "search.toml"
PLUGIN = "assets/javascripts/lunr/min/lunr.prorata-{language}.min.js"
# How much a page weighs: what people do and ask comes before what describes it, its beginning first.
WEIGHTS = {"guides/": 1.3, "calculator/": 1.6, "concepts/": 1.2, "faq/": 1.0, "reference/": 0.7}
LEAST, BEGINNING = 0.4, 1.5


@event_priority(-200)  # static-i18n has put the entries of all languages together at -100
def on_post_build(*, config: MkDocsConfig) -> None:
    """Split the common index: `/search/…` for the first language, `/en/search/…`."""
    if not is_over(config):
        return
    site = Path(config.site_dir)
    common = config.plugins["material/search"].search_index  # type: ignore[attr-defined]
    for language in calculator.LANGUAGES:
        folder = "" if language == calculator.DEFAULT_LANGUAGE else f"{language}/"
        # The name of the file that Material loads: lunr/min/lunr.<name>.min.js
        settings = {name: common.config[name] for name in SETTINGS} | {"lang": [f"prorata-{language}"]}
        _write(site / folder / INDEX, settings, _entries(common.entries, folder))
        plugin = site / PLUGIN.format(language=language)
        pairs = json.dumps(list(synonyms(Path(config.docs_dir), language)), ensure_ascii=False)
        plugin.write_text(plugin.read_text(encoding="utf-8").replace("SYNONYMS", pairs), encoding="utf-8")


def _write(file: Path, settings: dict[str, Any], entries: Iterator[dict[str, Any]]) -> None:
    """Write an index entry by entry: as one text, that of a thousand articles would fill the memory."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as index:
        index.write(f'{{"config":{_json(settings)},"docs":[')
        for number, entry in enumerate(entries):
            index.write(f"{',' if number else ''}{_json(entry)}")
        index.write("]}")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def synonyms(docs: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield what people type with what a language's pages say instead.

    Raises:
        PluginError: docs/search.toml is no such list.
    """
    for term in read_terms(docs, language):
        yield from ((banned, term.term) for banned in term.banned)
        for other in calculator.LANGUAGES:
            if other != language:
                twin = next(entry for entry in read_terms(docs, other) if entry.key == term.key)
                yield from ((word, term.term) for word in (twin.term, *twin.banned) if word != term.term)
    try:
        told = tomllib.loads((docs / SYNONYMS).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"docs/{SYNONYMS}: {error}") from None
    refuse(_faults(told))
    yield from told[language].items()
    for label in told["labels"]:
        meant = (said for typed, said in told[language].items() if typed in label[language].lower())
        here = " ".join((label[language], *meant))
        yield from ((label[other], here) for other in calculator.LANGUAGES if other != language)


def _faults(told: dict[str, Any]) -> Iterator[str]:
    if set(told) != {*calculator.LANGUAGES, "labels"}:
        yield f"docs/{SYNONYMS}:1: write a table for each language, and a list of labels in all of them"
        return
    for language in calculator.LANGUAGES:
        for typed, said in told[language].items():
            if not isinstance(said, str) or not said.strip():
                yield f"docs/{SYNONYMS}:1: [{language}] {typed}: write what pages say instead"
    for label in told["labels"]:
        if set(label) != set(calculator.LANGUAGES):
            yield f"docs/{SYNONYMS}:1: labels: write {' and '.join(calculator.LANGUAGES)} in each"


def _entries(entries: list[dict[str, Any]], folder: str) -> Iterator[dict[str, Any]]:
    """Yield the entries below a folder, their locations counted from there."""
    others = tuple(f"{language}/" for language in calculator.LANGUAGES)
    for entry in entries:
        location = entry["location"]
        if CALCULATOR in location:
            continue  # its heading; what stands in a calculator is not searched
        if folder and location.startswith(folder):
            yield _weighed(entry | {"location": location.removeprefix(folder)})
        elif not folder and not location.startswith(others):
            yield _weighed(entry)


def _weighed(entry: dict[str, Any]) -> dict[str, Any]:
    location = entry["location"]
    weight = next((weight for start, weight in WEIGHTS.items() if location.startswith(start)), LEAST)
    return entry | {"boost": round(weight * (1 if "#" in location else BEGINNING), 2)}
