"""docs/glossary.toml: one term for each concept in each language, checked."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from mkdocs.exceptions import PluginError
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

import calculator
from overrides.hooks.building import refuse

NAME = "glossary.toml"
TOPICS = ("time", "money", "licenses", "account", "payment")  # in the page's order
KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")
Written = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=10, max_length=200, pattern=r"\.$")]


class Entry(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    topic: Literal["time", "money", "licenses", "account", "payment"]
    fr: Written
    en: Written
    says_fr: Sentence
    says_en: Sentence
    not_fr: list[Written] = []
    not_en: list[Written] = []
    forms_fr: list[Written] = []
    forms_en: list[Written] = []
    linked: bool = True
    article: str | None = None


WRITE = {
    "topic": f"one of {', '.join(TOPICS)}",
    "fr": "the French term",
    "en": "the English term",
    "says_fr": "its meaning in French, one sentence of at most 200 characters with its full stop",
    "says_en": "its meaning in English, one sentence of at most 200 characters with its full stop",
    "not_fr": 'a list of texts, such as ["souscription"]',
    "not_en": 'a list of texts, such as ["subscription plan"]',
    "forms_fr": "a list of texts",
    "forms_en": "a list of texts",
    "linked": "true or false",
    "article": "the path of an article, such as guides/register-key",
}


@dataclass(frozen=True)
class Term:
    """A concept as one language names it; `key` is its anchor."""

    key: str
    topic: str
    term: str
    says: str
    banned: tuple[str, ...]
    forms: tuple[str, ...]
    is_linked: bool
    article: str | None

    def pattern(self) -> str:
        """Return the expression that finds the term in a sentence, plurals in s included."""
        written = (self.term, *self.forms)
        return "|".join(
            "[ \u00a0]".join(f"{re.escape(word)}s?" for word in text.split(" ")) for text in written
        )


def read_terms(docs: Path, language: str) -> list[Term]:
    """Return the terms of a language in the file's order.

    Raises:
        PluginError: one line a fault, `docs/glossary.toml:12: [key] field: …`.
    """
    file = docs / NAME
    return [
        Term(
            key,
            entry.topic,
            getattr(entry, language),
            getattr(entry, f"says_{language}"),
            tuple(getattr(entry, f"not_{language}")),
            tuple(getattr(entry, f"forms_{language}")),
            entry.linked,
            entry.article,
        )
        for key, entry in _read(file, file.stat().st_mtime_ns).items()
    ]


@lru_cache(maxsize=8)
def _read(file: Path, changed: int) -> dict[str, Entry]:
    text = file.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"docs/{NAME}: {error}") from None
    refuse(
        f"docs/{NAME}:{_line(text, key, field)}: [{key}] {told}"
        for key, table in tables.items()
        for field, told in _faults(key, table, file.parent, tables)
    )
    return {key: Entry.model_validate(table) for key, table in tables.items()}


def _faults(key: str, table: Any, docs: Path, tables: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not KEY.fullmatch(key):
        yield "", "is no key: write lower-case words joined by hyphens"
    try:
        entry = Entry.model_validate(table)
    except ValidationError as error:
        for fault in error.errors():
            field = str(fault["loc"][0]) if fault["loc"] else ""
            if fault["type"] == "extra_forbidden":
                yield field, f"{field}: not a field of terms: remove it, or use one of {', '.join(WRITE)}"
            else:
                yield field, f"{field}: write {WRITE.get(field, 'a table')}"
        return
    if entry.article and not (docs / f"{entry.article}.md").exists():
        yield "article", f"article: there is no docs/{entry.article}.md"
    for language in calculator.LANGUAGES:
        for banned in getattr(entry, f"not_{language}"):
            for other, fields in tables.items():
                if isinstance(fields, dict) and fields.get(language) == banned:
                    yield f"not_{language}", f"not_{language}: “{banned}” is the term of [{other}]"


def _line(text: str, key: str, field: str) -> int:
    """Return the line of a field of a term, that of its table where the field is missing."""
    in_table, table_line = False, 1
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            in_table = line.strip() == f"[{key}]"
            table_line = number if in_table else table_line
        elif in_table and field and re.match(rf"{re.escape(field)}\s*=", line):
            return number
    return table_line
