"""What the team reads, written: as text, as a page, as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from html import escape
from unicodedata import category

from feedback.reading import Report, Row
from feedback.words import words

# A spreadsheet takes a cell that begins so for a formula; OWASP's list, with the quote that disarms it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST = 10


def as_csv(votes: Iterable[Row]) -> str:
    """Return the votes as a table; a cell that a spreadsheet would take for a formula begins with a quote."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in fields(Row))
    for vote in votes:
        writer.writerow(_harmless(value) for value in asdict(vote).values())
    return text.getvalue()


def as_json(votes: Iterable[Row]) -> str:
    """Return the votes as JSON lines, word for word."""
    return "".join(json.dumps(asdict(vote), ensure_ascii=False) + "\n" for vote in votes)


def as_text(report: Report, language: str) -> str:
    """Return the report for a terminal."""
    lines = []
    for title, entries in sections(report, language):
        none = words(language).text("report.none")
        lines += [title, *(f"  {visible(entry)}" for entry in entries or [none]), ""]
    return "\n".join(lines).rstrip() + "\n"


def as_page(report: Report, language: str, title: str) -> str:
    """Return the report as a page of its own: no script, no style from elsewhere, every text escaped."""
    parts = [f"<h1>{escape(title)}</h1>"]
    for heading, entries in sections(report, language):
        items = "".join(f"<li>{escape(visible(entry))}</li>" for entry in entries)
        none = f"<p>{escape(words(language).text('report.none'))}</p>"
        parts.append(f"<h2>{escape(heading)}</h2>" + (f"<ol>{items}</ol>" if entries else none))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>{head}<title>{escape(title)}</title></head>\n'
        f"<body>\n{''.join(parts)}\n</body>\n</html>\n"
    )


def sections(report: Report, language: str) -> list[tuple[str, list[str]]]:
    """Return each part of the report with its lines."""
    text = words(language).text
    return [
        (
            text("report.articles"),
            [
                text(
                    "report.article",
                    page=article.page,
                    percent=round(100 * article.score),
                    helpful=article.helpful,
                    total=article.total,
                )
                for article in report.articles[:MOST]
            ],
        ),
        (text("report.steps"), _counted(report.steps)),
        (text("report.reasons"), _counted(report.reasons)),
        (
            text("report.amounts"),
            [_told(vote, vote.figures or vote.comment or "") for vote in report.amounts],
        ),
        (text("report.comments"), [_told(vote, vote.comment or "") for vote in report.comments]),
    ]


def visible(text: str) -> str:
    """Return a text on one line that can't steer a terminal, nor turn around what stands beside it."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or category(character) == "Zs":
        return character
    return "⏎" if character == "\n" else f"\\u{ord(character):04x}"


def _counted(counts: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{count} × {name}" for name, count in counts[:MOST]]


def _told(vote: Row, said: str) -> str:
    note = f" [{vote.note}]" if vote.note else ""
    step = f"#{vote.step}" if vote.step else ""
    return f"{vote.id} ({vote.state}) {vote.page}{step} {vote.language}: {said}{note}"


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
