"""One search index a language, with words found whatever their accents (assets/javascripts/lunr)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

import calculator
from overrides.hooks.building import is_over

INDEX = "search/search_index.json"
CALCULATOR = "#calculator-"


@event_priority(-200)  # static-i18n writes the common index at -100
def on_post_build(*, config: MkDocsConfig) -> None:
    """Split the common index: `/search/…` for the first language, `/en/search/…`."""
    if not is_over(config):
        return
    site = Path(config.site_dir)
    common = json.loads((site / INDEX).read_text(encoding="utf-8"))
    for language in calculator.LANGUAGES:
        folder = "" if language == calculator.DEFAULT_LANGUAGE else f"{language}/"
        # The name of the file that Material loads: lunr/min/lunr.<name>.min.js
        settings = common["config"] | {"lang": [f"prorata-{language}"]}
        index = {"config": settings, "docs": list(_entries(common["docs"], folder))}
        file = site / folder / INDEX
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _entries(entries: list[dict[str, Any]], folder: str) -> Iterator[dict[str, Any]]:
    """Yield the entries below a folder, their locations counted from there."""
    others = tuple(f"{language}/" for language in calculator.LANGUAGES)
    for entry in entries:
        location = entry["location"]
        if CALCULATOR in location:
            continue  # its heading; what stands in a calculator is not searched
        if folder and location.startswith(folder):
            yield entry | {"location": location.removeprefix(folder)}
        elif not folder and not location.startswith(others):
            yield entry
