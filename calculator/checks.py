"""JSON text -> its object, and one field after the other -> its value, with every fault kept."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from calculator.faults import Fault
from calculator.language import DEFAULT_LANGUAGE
from calculator.money import read_amount

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_LABEL = 80
_MAX_ECHO = 40
# Hours up to 23: Python 3.14 would read 24:00 as the next day, 3.13 would not.
_TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}({_TIME})?", re.ASCII)
_ZONED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+([.,][0-9]+|([.,][0-9]+)? ?(Z|z|[+-][0-9:]+))", re.ASCII
)


class Faults(Exception):
    """All faults of one request, and the language to tell them in."""

    def __init__(self, faults: Sequence[Fault], language: str = DEFAULT_LANGUAGE) -> None:
        super().__init__(", ".join(f"{fault.code} at {fault.field}" for fault in faults))
        self.faults = list(faults)
        self.language = language


def read_json(text: str) -> dict[str, Any]:
    """Return the object that `text` holds; a JSON number with decimals stays a float, to be refused later.

    Raises:
        Faults: `request_too_large`, `too_deep`, `duplicate_key`, `not_json`.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Faults([Fault("request_too_large", "")])
    if _depth(text) > MAX_DEPTH:
        raise Faults([Fault("too_deep", "")])
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse_constant
        )
    except ValueError:
        raise Faults([Fault("not_json", "")]) from None
    if not isinstance(value, dict):
        raise Faults([Fault("not_json", "")])
    return value


def printable(text: str) -> str:
    """Return what a person typed, fit to be shown again: printable characters only, at most 40."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return kept if len(kept) <= _MAX_ECHO else kept[:_MAX_ECHO] + "…"


class Check:
    """Reads the fields of a request one by one and keeps every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def add(self, code: str, path: str, wording: str = "", **facts: Any) -> None:
        self.faults.append(Fault(code, path, facts, wording))

    def unknown_fields(self, given: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
        for key in given:
            if key not in known:
                self.add("unknown_field", prefix + printable(str(key)))

    def moment(
        self, given: Mapping[str, Any], key: str, prefix: str = "", required: bool = True
    ) -> datetime | None:
        """Return a local moment; a bare date is its midnight."""
        if key not in given:
            if required:
                self.add("missing", prefix + key)
            return None
        text = given[key]
        if not isinstance(text, str):
            self.add("wrong_type", prefix + key, "wrong_type.text")
        elif _MOMENT.fullmatch(text):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                self.add("not_a_date", prefix + key)
        else:
            self.add("zone_not_supported" if _ZONED.fullmatch(text) else "not_a_date", prefix + key)
        return None

    def integer(
        self, given: Mapping[str, Any], key: str, prefix: str, top: int, least: int = 0
    ) -> int | None:
        """Return a required integer from `least` to `top`, both inclusive."""
        if key not in given:
            self.add("missing", prefix + key)
            return None
        value = given[key]
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("wrong_type", prefix + key, "wrong_type.integer")
        elif not least <= value <= top:
            self.add("out_of_range", prefix + key, minimum=least, maximum=top)
        else:
            return value
        return None

    def amount(self, given: Mapping[str, Any], key: str, prefix: str) -> Fraction | None:
        """Return a required amount."""
        if key not in given:
            self.add("missing", prefix + key)
            return None
        text = given[key]
        if not isinstance(text, str):
            self.add("wrong_type", prefix + key, "wrong_type.amount")
            return None
        amount = read_amount(text)
        if amount is None:
            self.add("not_an_amount", prefix + key)
        return amount

    def items(
        self, given: Mapping[str, Any], key: str, prefix: str, top: int, least: int = 1
    ) -> list[Any] | None:
        """Return a required list of `least` to `top` items."""
        if key not in given:
            self.add("missing", prefix + key)
            return None
        items = given[key]
        if not isinstance(items, list):
            self.add("wrong_type", prefix + key, "wrong_type.list")
        elif not least <= len(items) <= top:
            self.add("out_of_range", prefix + key, "out_of_range.items", minimum=least, maximum=top)
        else:
            return items
        return None

    def label(self, given: Mapping[str, Any], key: str, prefix: str) -> str | None:
        """Return an optional name of 1 to 80 printable characters."""
        if key not in given:
            return None
        label = given[key]
        if not isinstance(label, str):
            self.add("wrong_type", prefix + key, "wrong_type.text")
        elif not 1 <= len(label) <= MAX_LABEL or not label.isprintable():
            self.add("out_of_range", prefix + key, "out_of_range.length", minimum=1, maximum=MAX_LABEL)
        else:
            return label
        return None

    def flag(self, given: Mapping[str, Any], key: str, prefix: str, default: bool) -> bool:
        """Return true or false, `default` where it is left out."""
        value = given.get(key, default)
        if not isinstance(value, bool):
            self.add("wrong_type", prefix + key, "wrong_type.boolean")
            return default
        return value

    def choice(
        self,
        given: Mapping[str, Any],
        key: str,
        prefix: str,
        known: Sequence[str],
        default: str,
        also: str = "",
    ) -> str:
        """Return one of the `known` names, `default` where it is left out; `also` is told among them."""
        value = given.get(key, default)
        if not isinstance(value, str):
            self.add("wrong_type", prefix + key, "wrong_type.text")
        elif value not in known:
            self.add(
                "unknown_policy",
                prefix + key,
                typed=printable(value),
                known=", ".join([*known, *([also] if also else [])]),
            )
        else:
            return value
        return default

    def object_of(self, given: Any, path: str, known: Sequence[str]) -> Mapping[str, Any] | None:
        """Return a JSON object that has no field but the `known` ones, or tells them."""
        if not isinstance(given, dict):
            self.add("wrong_type", path, "wrong_type.object")
            return None
        self.unknown_fields(given, known, path + ".")
        return given


def _depth(text: str) -> int:
    """Return how deep brackets nest, strings left out, without recursion."""
    depth = deepest = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Faults([Fault("duplicate_key", printable(key))])
        found[key] = value
    return found


def _integer(digits: str) -> int:
    # Nothing in a request exceeds ten digits; a million-digit integer would take minutes to convert.
    return int(digits[:20])


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
