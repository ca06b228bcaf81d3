"""What a reader takes away: a text, a calendar entry, a purchase request for print, what a link holds."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from calculator.checks import Check
from calculator.controls import OF_PRODUCT, OF_TIER, numbers, split
from calculator.desk.addresses import read_address
from calculator.desk.asked import Asked, Json
from calculator.desk.calendar import event
from calculator.desk.estimate import Estimate, Row, estimates
from calculator.language import LANGUAGES, formats

# What the request says in its first sentence and beside its amounts; it has to fit on a page.
_TOLD_ABOVE = ("quantity_after", "period_end", "change_at")


def answer_take_away(given: Mapping[str, Any]) -> Json:
    """Return the estimate as text, as a calendar entry and as sheets to print, one for each of `sheets`."""
    asked = Asked(given, ("address", "sheets"))
    address = read_address(asked.faults, asked.own.get("address", ""), "address")
    languages, made_on = _read_languages(asked), asked.today()
    if not asked.is_sound:
        return asked.refused()
    estimate = Estimate(asked.answer)
    return {
        "ok": True,
        "plain": _plain(estimate, address),
        "calendar": _calendar(estimate, address, made_on),
        "sheets": [_sheet(each, address, made_on) for each in estimates(asked, languages).values()],
        "link_holds": _link_holds(estimate),
    }


def _read_languages(asked: Asked) -> list[str]:
    """Return the languages of the sheets, each once: the answer's own where none is named."""
    if "sheets" not in asked.own:
        return [asked.language]
    check = Check(asked.faults)
    named = check.items(asked.own, "sheets", "", len(LANGUAGES)) or []
    for index, language in enumerate(named):
        if language not in LANGUAGES:
            check.add("unknown_language", f"sheets[{index}]")
    return list(dict.fromkeys(language for language in named if isinstance(language, str)))


def _plain(estimate: Estimate, address: str) -> str:
    words = estimate.words
    parts = [
        [estimate.told("title")],
        [estimate.row(label, value) for label, value in estimate.inputs],
        estimate.dialog,
        [estimate.row(label, value) for label, value in estimate.amounts],
        _titled(words.text("output.steps"), estimate.brief_steps),
        [estimate.payment],
        _titled(words.text("desk.warnings"), estimate.warnings),
        _titled(words.text("output.assumptions"), estimate.assumptions),
        [estimate.caveat],
        [estimate.again(address)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if any(part))


def _titled(title: str, items: Sequence[str]) -> list[str]:
    return [title, *(f"- {item}" for item in items)] if items else []


def _calendar(estimate: Estimate, address: str, made_on: date | None) -> Json:
    request = estimate.request
    on = request.period.end.date()
    description = [
        *(estimate.row(label, value) for label, value in estimate.amounts[2:]),
        estimate.caveat,
        estimate.again(address),
    ]
    text = event(
        uid=_uid(estimate),
        on=on,
        made_on=made_on or request.change_at.date(),
        summary=estimate.told("calendar.summary"),
        description="\n".join(part for part in description if part),
        reminder=estimate.told("calendar.reminder"),
    )
    return {"name": estimate.words.text("desk.calendar.file", on=on.isoformat()), "text": text}


def _uid(estimate: Estimate) -> str:
    """Return a name of the event that the same figures give in every language."""
    portable = json.dumps(estimate.answer["portable"], sort_keys=True)
    return f"{sha256(portable.encode()).hexdigest()[:32]}@prorata"


def _sheet(estimate: Estimate, address: str, made_on: date | None) -> Json:
    words = estimate.words
    asked = estimate.told("asked_many" if len(estimate.request.lines) > 1 else "asked")
    buying = [*estimate.dialog, words.text("sheet.then"), estimate.payment]
    blanks = [[words.text(f"sheet.{name}"), ""] for name in ("name", "date", "signature")]
    sections = [
        _section(words.text("sheet.asked"), paragraphs=[asked]),
        _section(words.text("sheet.amounts"), rows=[*estimate.amounts, _added_at_renewal(estimate)]),
        _section(words.text("sheet.inputs"), rows=estimate.inputs_without(*_TOLD_ABOVE)),
        _section(words.text("output.steps"), items=estimate.brief_steps),
        _section(words.text("sheet.dialog"), paragraphs=buying),
        _section(words.text("desk.warnings"), items=estimate.warnings),
        _section(words.text("output.assumptions"), items=estimate.assumptions),
        _section(words.text("sheet.approval"), rows=blanks),
    ]
    on = formats.date_text(made_on, estimate.language) if made_on else ""
    return {
        "language": estimate.language,
        "title": words.text("sheet.title"),
        "made_on": words.text("sheet.made_on", on=on) if on else "",
        "sections": [
            section for section in sections if any((section["rows"], section["paragraphs"], section["list"]))
        ],
        "notes": [note for note in (estimate.caveat, estimate.again(address)) if note],
    }


def _added_at_renewal(estimate: Estimate) -> Row:
    quote = estimate.quote
    added = quote.renewal.gross - quote.renewal_before.gross
    return [estimate.words.text("sheet.added_at_renewal"), estimate.money.text(added)]


def _section(
    title: str, rows: Sequence[Row] = (), paragraphs: Sequence[str] = (), items: Sequence[str] = ()
) -> Json:
    return {
        "title": title,
        "rows": list(rows),
        "paragraphs": [paragraph for paragraph in paragraphs if paragraph],
        "list": list(items),
    }


def _link_holds(estimate: Estimate) -> str:
    words, portable = estimate.words, estimate.answer["portable"]
    names = [words.text(f"name.{control}") for control in portable if not split(control)[1]]
    for rows, stems in (("products", OF_PRODUCT), ("tiers", OF_TIER)):
        if count := len(numbers(stems, portable)):
            names.append(words.count(f"desk.{rows}", count))
    return words.text("desk.link_holds", controls=", ".join(names))
