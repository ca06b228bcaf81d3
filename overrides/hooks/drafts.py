"""What is left to write: `[[…]]` of a template shows in `make write`, and is no page to publish."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

import calculator
from overrides.hooks.building import is_writing, language_of, place, refuse

LEFT = re.compile(r"\[\[.*?\]\]")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Refuse articles that aren't finished, once."""
    docs = Path(config.docs_dir)
    if language_of(config) == calculator.DEFAULT_LANGUAGE and not is_writing():
        refuse(
            f"{place(config, file.relative_to(docs), number)}: “{found[0]}” is left to write"
            for file in sorted(docs.rglob("*.md"))
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
            for found in LEFT.finditer(line)
        )
    return files
