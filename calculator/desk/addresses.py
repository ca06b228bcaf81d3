"""Addresses of pages: what a text of ours may link to."""

import re
from collections.abc import Mapping
from typing import Any

from calculator.checks import Check
from calculator.faults import Fault
from calculator.language import LANGUAGES

PAGES = ("step", "calculator")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def read_address(faults: list[Fault], text: object, path: str) -> str:
    """Return the address of a page, or nothing where it is left out or its fault is kept."""
    if not isinstance(text, str):
        faults.append(Fault("wrong_type", path, {}, "wrong_type.text"))
    elif text and not (_ADDRESS.fullmatch(text) and text.isprintable()):
        faults.append(Fault("wrong_type", path, {}, "wrong_type.address"))
    else:
        return text
    return ""


def read_addresses(faults: list[Fault], own: Mapping[str, Any], field: str) -> dict[str, dict[str, str]]:
    """Return the addresses of each language by page, nothing where one is left out; faults are kept."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    if field not in own:
        return found
    check = Check(faults)
    by_language = check.object_of(own[field], field, LANGUAGES) or {}
    for language in LANGUAGES:
        if language in by_language:
            path = f"{field}.{language}"
            pages = check.object_of(by_language[language], path, PAGES) or {}
            found[language] = {
                page: read_address(faults, pages.get(page, ""), f"{path}.{page}") for page in PAGES
            }
    return found
