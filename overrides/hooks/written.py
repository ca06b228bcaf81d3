"""What is checked of articles as they are written, before any page is made."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

import calculator
from overrides.hooks import terms, twins
from overrides.hooks.articles import read_articles
from overrides.hooks.building import language_of, refuse


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Refuse articles with faults, once; each text is read once for all checks, and let go."""
    if language_of(config) == calculator.DEFAULT_LANGUAGE:
        refuse(
            fault
            for texts in read_articles(Path(config.docs_dir))
            for check in (twins.faults, terms.faults)
            for fault in check(texts, config)
        )
    return files
