"""Answer -> lines for a person: what its JSON says, aligned, folded to the terminal, and nothing more."""

from collections.abc import Sequence
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, TextIO

from calculator.language.catalogue import Catalogue
from calculator.language.operands import catalogue

MIN_WIDTH = 40  # columns
_GAP = "  "


def readable(answer: dict[str, Any], language: str, width: int | None) -> str:
    """Return a good answer as text.

    Args:
        width: columns to fold to; None for a pipe, which gets each sentence whole.
    """
    words = catalogue(language)
    for mark, write in _WRITERS.items():
        if mark in answer:
            return "\n\n".join("\n".join(block) for block in write(answer, words, width) if block)
    raise ValueError(f"no text for an answer of {', '.join(answer)}")


def width_of(stream: TextIO) -> int | None:
    """Return the columns of a terminal, None for a pipe or a file."""
    return max(get_terminal_size().columns, MIN_WIDTH) if stream.isatty() else None


def folded(text: str, width: int | None, first: str = "", others: str = "") -> str:
    """Return a paragraph folded to `width` columns; whole where that is None, as for a pipe."""
    if width is None:
        return first + text
    return fill(text, width, initial_indent=first, subsequent_indent=others, break_long_words=False)


def _preview(answer: dict[str, Any], words: Catalogue, width: int | None) -> list[list[str]]:
    summary = answer["summary"]
    rows = [[summary[key][part] for part in ("label", "value", "note")] for key in _HEADLINES]
    steps = [_item(f"{number}.", step["text"], width) for number, step in enumerate(answer["steps"], 1)]
    warnings = [_item("-", warning["message"], width) for warning in answer["warnings"]]
    assumptions = [_item("-", text, width) for text in answer["assumptions"]]
    return [
        [*_aligned(rows, 1), summary["estimate"]],
        [words.text("cli.steps"), *steps],
        [words.text("cli.warnings"), *warnings] if warnings else [],
        [words.text("cli.assumptions"), *assumptions],
    ]


def _schedule(answer: dict[str, Any], words: Catalogue, width: int | None) -> list[list[str]]:
    shown, points = len(answer["table"]["rows"]), len(answer["points"])
    note = words.text("cli.schedule_note") if shown < points else ""
    return [_table(answer["table"], 1, width), [folded(note, width)] if note else []]


def _afford(answer: dict[str, Any], _: Catalogue, width: int | None) -> list[list[str]]:
    return [[folded(answer["text"], width)]]


def _reconcile(answer: dict[str, Any], _: Catalogue, width: int | None) -> list[list[str]]:
    matches = [_item(f"{number}.", match["text"], width) for number, match in enumerate(answer["matches"], 1)]
    return [[folded(answer["text"], width), *matches]]


def _compare(answer: dict[str, Any], _: Catalogue, width: int | None) -> list[list[str]]:
    told = [_item("-", scenario["text"], width) for scenario in answer["scenarios"]]
    return [_table(answer["table"], 3, width), told]


def _conventions(answer: dict[str, Any], words: Catalogue, width: int | None) -> list[list[str]]:
    blocks = []
    for convention in answer["conventions"]:
        sources = words.text("cli.sources", sources=", ".join(convention["sources"]))
        told = [_indented(convention["sentence"], width), _indented(sources, width)]
        blocks.append([f"{convention['name']} · {convention['label']}", *told])
    return blocks


_HEADLINES = ("quantity_after", "due_now", "renewal")
# The field that only this question's answer has.
_WRITERS = {
    "summary": _preview,
    "points": _schedule,
    "fits": _afford,
    "matches": _reconcile,
    "scenarios": _compare,
    "conventions": _conventions,
}


def _table(table: dict[str, Any], amounts: int, width: int | None) -> list[str]:
    """Return aligned rows under their headings; where they don't fit the terminal, one list a row."""
    lines = _aligned([table["columns"], *table["rows"]], amounts)
    if width is None or max(map(len, lines)) <= width:
        return lines
    lines = []
    for first, *others in table["rows"]:
        lines.append(folded(first, width))
        named = zip(table["columns"][1:], others, strict=True)
        lines += [_indented(f"{name} {text}".strip(), width) for name, text in named if text]
    return lines


def _aligned(rows: Sequence[Sequence[str]], amounts: int) -> list[str]:
    """Return each row with its cells in columns; the `amounts` columns after the first end together."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    sides = ["<", *">" * amounts, *"<" * len(widths)]
    return [
        _GAP.join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=False)
        ).rstrip()
        for row in rows
    ]


def _item(mark: str, text: str, width: int | None) -> str:
    """Return a line of a list, folded to the terminal; a pipe gets it whole."""
    first = f"  {mark} "
    return folded(text, width, first, " " * len(first))


def _indented(text: str, width: int | None) -> str:
    return folded(text, width, "  ", "  ")
