"""docs/variants.json: worked examples with one thing changed, for articles that compare rules.

It is JSON because `request` holds fields of the calculator's contract, in place of the
example's own; `note` is for whoever reads the file.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

import calculator
from overrides.hooks.building import refuse
from overrides.hooks.worked_examples import NAME, Example


@dataclass(frozen=True, eq=False)
class Variant:
    """A worked example and what is changed in its request. Of blocks it has those of its rules only."""

    example: Example
    changes: dict[str, Any]
    blocks = ()

    @cache  # noqa: B019 a variant lives as long as the page that it is read for
    def answer(self, language: str) -> dict[str, Any]:
        """Return what the calculator answers to the changed request."""
        return calculator.preview(self.example.request() | self.changes | {"language": language})

    def figures(self, language: str) -> dict[str, str]:
        """Return every field that prose may name; `unit_price` is that of the licenses charged."""
        answer = self.answer(language)
        request, price = self.example.request() | self.changes, answer["line_items"][-1]["unit_price"]
        decimals = len(price.partition(".")[2])
        return {
            "due_now": answer["due_now"]["text"],
            "renewal": answer["renewal"]["text"],
            "unit_price": calculator.amount_text(price, request["currency"], decimals, language),
            "change_at": calculator.date_text(date.fromisoformat(request["change_at"][:10]), language),
        }

    def asked_of_others(self) -> dict[str, Any] | None:
        """Return what the variant changes for a reader's own figures, none where it is the example's alone.

        Prices and taxes are the reader's to change, in the calculator: nothing is then to be changed here.
        """
        if "policy" not in self.changes:
            return {}
        if not self.changes.keys() <= {"policy", "change_at"}:
            return None
        _, _, time = self.changes.get("change_at", "").partition("T")
        return {"policy": self.changes["policy"], **({"time": time} if time else {})}


def read_variants(path: Path, examples: dict[str, Example]) -> dict[str, Variant]:
    """Return the variants of the file by name; each is known to compute.

    Raises:
        PluginError: one line a fault, `docs/variants.json:12: [name] field: …`.
    """
    text = path.read_text(encoding="utf-8")
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise PluginError(f"docs/{path.name}:{error.lineno}: {error.msg}") from None
    refuse(
        f"docs/{path.name}:{_line(text, name)}: [{name}] {fault}"
        for name, variant in given.items()
        for fault in _faults(name, variant, examples)
    )
    return {name: Variant(examples[variant["of"]], variant["request"]) for name, variant in given.items()}


def _faults(name: str, variant: Any, examples: dict[str, Example]) -> Iterator[str]:
    if not NAME.fullmatch(name) or name in examples:
        yield "is no name: write lower-case words joined by hyphens, which no worked example has"
    elif not isinstance(variant, dict) or not set(variant) <= {"of", "note", "request"}:
        yield "write of, request, and a note where one helps, in braces"
    elif variant.get("of") not in examples:
        yield "of: write the name of an example in docs/examples.toml"
    elif not isinstance(variant.get("request"), dict):
        yield "request: write the fields that change, in braces"
    else:
        answer = Variant(examples[variant["of"]], variant["request"]).answer(calculator.DEFAULT_LANGUAGE)
        yield from (f"request.{fault['field']}: {fault['message']}" for fault in answer.get("errors", ()))


def _line(text: str, name: str) -> int:
    """Return the line on which a variant begins."""
    named = f"{json.dumps(name)}:"
    return next((number for number, line in enumerate(text.splitlines(), 1) if named in line), 1)
