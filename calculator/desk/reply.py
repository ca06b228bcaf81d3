"""The ready answer of support staff to a customer, in both languages, as plain text and as HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from calculator.desk.addresses import read_addresses
from calculator.desk.asked import Asked, Json
from calculator.desk.estimate import Estimate, estimates
from calculator.language import LANGUAGES

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


@dataclass(frozen=True)
class _Part:
    """A paragraph, then a list, then an address that it leads to; each may be empty."""

    text: str = ""
    items: tuple[str, ...] = ()
    address: str = ""


def answer_reply(given: Mapping[str, Any]) -> Json:
    """Return a reply to the customer whose figures the form holds, with links to `addresses`."""
    asked = Asked(given, ("addresses",))
    addresses = read_addresses(asked.faults, asked.own, "addresses")
    if not asked.is_sound:
        return asked.refused()
    found = estimates(asked, list(LANGUAGES))
    return {
        "ok": True,
        "replies": {language: _reply(each, addresses[language]) for language, each in found.items()},
        "inputs": {language: each.inputs for language, each in found.items()},
        "steps": {language: each.steps for language, each in found.items()},
    }


def _reply(estimate: Estimate, addresses: Mapping[str, str]) -> Json:
    parts = [part for part in _parts(estimate, addresses) if part.text]
    return {
        "subject": estimate.told("reply.subject"),
        "plain": "\n\n".join(_plain(part) for part in parts),
        "html": "\n".join(_html(part) for part in parts),
    }


def _parts(estimate: Estimate, addresses: Mapping[str, str]) -> Iterator[_Part]:
    words = estimate.words
    yield _Part(words.text("desk.greeting"))
    yield _Part(words.text("desk.reply.type"), tuple(estimate.dialog))
    yield _Part(
        words.text("desk.reply.amounts"),
        tuple(estimate.told(f"reply.{name}") for name in ("due_now", "renewal")),
    )
    yield _Part(words.text("desk.reply.working"), tuple(estimate.brief_steps))
    if estimate.warnings:
        yield _Part(words.text("desk.reply.warnings"), tuple(estimate.warnings))
    yield _Part(words.text("desk.reply.assumed"), tuple(estimate.assumptions))
    yield _Part(estimate.payment)
    for page in ("step", "calculator"):
        if addresses.get(page):
            yield _Part(words.text(f"desk.reply.{page}"), address=addresses[page])
    yield _Part(estimate.caveat)
    yield _Part(words.text("desk.closing"))


def _plain(part: _Part) -> str:
    text = f"{part.text} {part.address}" if part.address else part.text
    return "\n".join([text, *(f"- {item}" for item in part.items)])


def _html(part: _Part) -> str:
    text = part.text.translate(_SPECIAL)
    if part.address:
        address = part.address.translate(_SPECIAL)
        text = f'{text} <a href="{address}">{address}</a>'
    items = "".join(f"<li>{item.translate(_SPECIAL)}</li>" for item in part.items)
    return f"<p>{text}</p>" + (f"<ul>{items}</ul>" if items else "")
