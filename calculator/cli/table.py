"""CSV in, CSV out: one request a row, read as the page reads its controls, one row in memory at a time."""

import csv
import sys
import time
from typing import Any, TextIO

from calculator.checks import Faults, printable
from calculator.cli.inputs import Source
from calculator.controls import is_control, known_controls
from calculator.faults import Fault
from calculator.form import answer_form
from calculator.language import formats
from calculator.language.operands import catalogue

# A column for the reader's own use, such as a customer's number: copied, never read.
REFERENCE = "reference"
ANSWERED = ("due_now_net", "due_now_tax", "due_now", "renewal_on", "renewal", "errors")
_SEPARATORS = ",;\t"
_BAR = 20  # characters
_EVERY = 0.1  # seconds


def answer_table(source: Source, out: TextIO, language: str) -> bool:
    """Write each row of `source` with its amounts or its faults; return whether all rows are sound.

    Raises:
        Faults: the header names no table that could be read.
    """
    lines = (line.decode("utf-8", "replace") for line in source.lines())
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    if "\ufffd" in first:
        raise Faults([Fault("wrong_type", "header", {}, "not_utf8")], language)
    header = _header(_cells_of(first, separator) or [], language)
    if source.has_byte_order_mark:  # by which a spreadsheet knows the text as UTF-8
        out.write("\ufeff")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow([*header, *ANSWERED])
    sound = True
    with _Progress(source, language) as progress:
        for line in lines:
            row = _cells_of(line, separator)
            if row is None or any(row):
                cells, told = _answered(row, header, language)
                writer.writerow([*cells, *told])
                sound = sound and not told[-1]
            progress.tell()
    return sound


def _cells_of(line: str, separator: str) -> list[str] | None:
    """Return the cells of one line, trimmed, or None where its quotes make no sense.

    A row is a line: no control holds a line break, and an open quote must not swallow the rows below it.
    """
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True), [])]
    except csv.Error:
        return None


def known_columns() -> str:
    """Return the names of the columns that a table may have, for a person."""
    return f"{known_controls()}, {REFERENCE}"


def _is_column(name: str) -> bool:
    return name == REFERENCE or is_control(name)


def _header(header: list[str], language: str) -> list[str]:
    known = known_columns()
    if not any(map(_is_column, header)):
        raise Faults([Fault("missing", "header", {"known": known}, "no_header")], language)
    faults = [
        Fault(
            "unknown_field",
            printable(name),
            {"typed": printable(name), "known": known},
            "unknown_column",
        )
        for name in header
        if not _is_column(name)
    ]
    repeated = {name for name in header if _is_column(name) and header.count(name) > 1}
    faults += [Fault("duplicate_key", name) for name in sorted(repeated)]
    if faults:
        raise Faults(faults, language)
    return header


def _answered(row: list[str] | None, header: list[str], language: str) -> tuple[list[str], list[str]]:
    """Return the cells of a row as they came, and those of its answer."""
    words = catalogue(language)
    if row is None:
        return [""] * len(header), _refused(words.text("error.row_quotes"))
    cells = [*row, *[""] * len(header)][: len(header)]
    if len(row) != len(header):
        facts = {"cells": len(row), "columns": len(header)}
        return cells, _refused(words.text("error.row_cells", **facts))
    if any("\ufffd" in cell for cell in row):
        return cells, _refused(words.text("error.not_utf8"))
    form = {name: cell for name, cell in zip(header, cells, strict=True) if name != REFERENCE}
    return cells, _cells(answer_form({"form": form, "language": language}), language)


def _refused(message: str) -> list[str]:
    return [*[""] * (len(ANSWERED) - 1), message]


def _cells(answer: dict[str, Any], language: str) -> list[str]:
    if not answer["ok"]:
        return _refused(" ".join(fault["message"] for fault in answer["errors"]))
    due_now, renewal = answer["due_now"], answer["renewal"]
    amounts = [_amount(due_now[name], language) for name in ("net", "tax", "gross")]
    return [*amounts, renewal["on"], _amount(renewal["gross"], language), ""]


def _amount(text: str, language: str) -> str:
    # As a spreadsheet in this language reads a number: no sign, nothing between thousands.
    return text.replace(".", ",") if language == "fr" else text


class _Progress:
    """A bar on standard error, where that is a terminal: rows done, and how much of a file is read."""

    def __init__(self, source: Source, language: str) -> None:
        self._source, self._language = source, language
        self._rows, self._told_at = 0, 0.0
        # Where the answers go to a terminal too, they show how far it is.
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._draw()
            print(file=sys.stderr)

    def tell(self) -> None:
        """Count one more row, and draw the bar at most ten times a second."""
        self._rows += 1
        if self._shown and time.monotonic() - self._told_at >= _EVERY:
            self._draw()

    def _draw(self) -> None:
        self._told_at = time.monotonic()
        rows = catalogue(self._language).count(
            "cli.rows", self._rows, number=formats.number_text(self._rows, self._language)
        )
        size = self._source.size
        if size:
            done = min(self._source.taken / size, 1)  # no money: the length of a bar
            rows = f"[{'#' * int(done * _BAR):<{_BAR}}] {done:4.0%}  {rows}"
        print(f"\r{rows}", end="", file=sys.stderr, flush=True)
