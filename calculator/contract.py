"""JSON -> Request. All faults of a request are found at once. Source: the contract."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, datetime
from fractions import Fraction
from typing import Any

from calculator.faults import Fault
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.money import CURRENCIES, MAX_DECIMALS, read_amount
from calculator.period import MAX_MONTHS, Period, add_months
from calculator.policy import (
    CHARGES,
    COMPUTED,
    DECREASES,
    PRESETS,
    ROUNDINGS,
    UNITS,
    Policy,
)
from calculator.preview import Request
from calculator.pricing import Line

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_LINES = 100
MAX_LABEL = 80
MAX_QUANTITY = 10_000_000
_MAX_ECHO = 40
_FIELDS = ("currency", "period", "change_at", "service_end", "lines", "tax", "language", "policy")
_PRICES = ("unit_price", "unit_price_after", "renewal_unit_price")
_TIERS = ("tiers", "tier_model", "tiers_after", "renewal_tiers")
_LINE_FIELDS = ("label", "quantity_before", "quantity_after", *_PRICES, *_TIERS)
_POLICY_FIELDS = (
    *("unit", "basis", "count_change_day", "charge", "rounding"),
    *("round_rate", "decimals", "decrease", "base_months"),
)
_BASIS = re.compile(r"actual|30/360|fixed:[1-9][0-9]{0,9}", re.ASCII)
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


def read_language(request: Mapping[str, Any]) -> tuple[str, list[Fault]]:
    """Return the language of the answer, the default one where the request names no known one, and faults."""
    language = request.get("language", DEFAULT_LANGUAGE)
    if language in LANGUAGES:
        return language, []
    return DEFAULT_LANGUAGE, [Fault("unknown_language", "language")]


def read_request(request: Mapping[str, Any]) -> Request:
    """Return the checked request.

    Raises:
        Faults: every fault found, in the order of the contract's fields.
    """
    language, faults = read_language(request)
    check = _Check(faults)
    check.unknown_fields(request, _FIELDS, "")
    currency = _currency(check, request)
    period = _period(check, request)
    change_at = check.moment(request, "change_at")
    service_end = check.moment(request, "service_end", required=False)
    policy = _policy(check, request.get("policy", {}))
    lines = _lines(check, request, refuse_decreases=policy is not None and policy.decrease == "refuse")
    if "tax" in request:
        check.add("not_supported", "tax")
    if period and period.days == 0 and not any(fault.field == "policy.unit" for fault in check.faults):
        check.add("period_empty", "period.end", start=period.start.date(), end=period.end.date())
    _check_dates(check, period, change_at, service_end)
    if check.faults or not (currency and period and change_at and policy):
        raise Faults(check.faults, language)
    return Request(currency, period, change_at, service_end or period.end, tuple(lines), policy, language)


def printable(text: str) -> str:
    """Return what a person typed, fit to be shown again: printable characters only, at most 40."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return kept if len(kept) <= _MAX_ECHO else kept[:_MAX_ECHO] + "…"


def quantities(before: int, after: int) -> dict[str, Any]:
    """Return the facts that tell a total from a number to add; `quantity_sum` is what was perhaps meant."""
    return {"quantity_before": before, "quantity_after": after, "quantity_sum": before + after}


class _Check:
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

    def integer(self, given: Mapping[str, Any], key: str, prefix: str, top: int) -> int | None:
        if key not in given:
            self.add("missing", prefix + key)
            return None
        value = given[key]
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("wrong_type", prefix + key, "wrong_type.integer")
        elif not 0 <= value <= top:
            self.add("out_of_range", prefix + key, minimum=0, maximum=top)
        else:
            return value
        return None

    def amount(self, given: Mapping[str, Any], key: str, prefix: str) -> Fraction | None:
        text = given[key]
        if not isinstance(text, str):
            self.add("wrong_type", prefix + key, "wrong_type.amount")
            return None
        amount = read_amount(text)
        if amount is None:
            self.add("not_an_amount", prefix + key)
        return amount

    def choice(self, given: Mapping[str, Any], key: str, known: Sequence[str], default: str) -> str:
        """Return a named value of the policy; one that is known but not computed here is `not_supported`."""
        value, path = given.get(key, default), f"policy.{key}"
        if not isinstance(value, str):
            self.add("wrong_type", path, "wrong_type.text")
        elif value not in known:
            self.add("unknown_policy", path, typed=printable(value), known=", ".join(known))
        elif value not in COMPUTED.get(key, known):
            self.add("not_supported", path)
        else:
            return value
        return default


def _currency(check: _Check, request: Mapping[str, Any]) -> str | None:
    currency = request.get("currency")
    if "currency" not in request:
        check.add("missing", "currency")
    elif not isinstance(currency, str):
        check.add("wrong_type", "currency", "wrong_type.text")
    elif currency not in CURRENCIES:
        check.add("unknown_currency", "currency", typed=printable(currency))
    else:
        return currency
    return None


def _period(check: _Check, request: Mapping[str, Any]) -> Period | None:
    given = request.get("period")
    if "period" not in request:
        check.add("missing", "period")
        return None
    if not isinstance(given, dict):
        check.add("wrong_type", "period", "wrong_type.object")
        return None
    check.unknown_fields(given, ("start", "end"), "period.")
    start, end = check.moment(given, "start", "period."), check.moment(given, "end", "period.")
    if start is None or end is None:
        return None
    if start >= end:
        check.add("period_empty", "period.end", start=start.date(), end=end.date())
        return None
    if _too_long(start, end):
        latest = add_months(start.date(), MAX_MONTHS)
        check.add("period_too_long", "period.end", months_maximum=MAX_MONTHS, latest=latest)
        return None
    return Period(start, end)


def _too_long(start: datetime, end: datetime) -> bool:
    if start.year + MAX_MONTHS // 12 > MAXYEAR:
        return False  # the calendar ends before the longest period does
    latest = datetime.combine(add_months(start.date(), MAX_MONTHS), start.time())
    return end > latest


def _policy(check: _Check, given: Any) -> Policy | None:
    if isinstance(given, str):
        if given not in PRESETS:
            check.add("unknown_policy", "policy", typed=printable(given), known=", ".join(PRESETS))
        return PRESETS.get(given)
    if not isinstance(given, dict):
        check.add("wrong_type", "policy", "wrong_type.object")
        return None
    check.unknown_fields(given, _POLICY_FIELDS, "policy.")
    default = Policy()
    basis = given.get("basis", default.basis)
    if isinstance(basis, str) and _BASIS.fullmatch(basis) and basis not in COMPUTED["basis"]:
        check.add("not_supported", "policy.basis")
    else:
        check.choice(given, "basis", ("actual", "30/360", "fixed:N"), default.basis)
    if "round_rate" in given:
        check.add("not_supported", "policy.round_rate")
    if "base_months" in given:
        check.add("not_supported", "policy.base_months")
    counted = given.get("count_change_day", default.count_change_day)
    if not isinstance(counted, bool):
        check.add("wrong_type", "policy.count_change_day", "wrong_type.boolean")
    return Policy(
        unit=check.choice(given, "unit", UNITS, default.unit),
        count_change_day=counted is not False,
        charge=check.choice(given, "charge", CHARGES, default.charge),
        rounding=check.choice(given, "rounding", ROUNDINGS, default.rounding),
        decimals=check.integer(given, "decimals", "policy.", MAX_DECIMALS) if "decimals" in given else None,
        decrease=check.choice(given, "decrease", DECREASES, default.decrease),
    )


def _lines(check: _Check, request: Mapping[str, Any], refuse_decreases: bool) -> list[Line]:
    given = request.get("lines")
    if "lines" not in request:
        check.add("missing", "lines")
    elif not isinstance(given, list):
        check.add("wrong_type", "lines", "wrong_type.list")
    elif not 1 <= len(given) <= MAX_LINES:
        check.add("out_of_range", "lines", "out_of_range.items", minimum=1, maximum=MAX_LINES)
    else:
        lines = [_line(check, item, f"lines[{i}]", refuse_decreases) for i, item in enumerate(given)]
        return [line for line in lines if line]
    return []


def _line(check: _Check, given: Any, path: str, refuse_decrease: bool) -> Line | None:
    if not isinstance(given, dict):
        check.add("wrong_type", path, "wrong_type.object")
        return None
    prefix = path + "."
    check.unknown_fields(given, _LINE_FIELDS, prefix)
    label = _label(check, given, prefix)
    before = check.integer(given, "quantity_before", prefix, MAX_QUANTITY)
    after = check.integer(given, "quantity_after", prefix, MAX_QUANTITY)
    if refuse_decrease and before is not None and after is not None and after < before:
        check.add("decrease_refused", prefix + "quantity_after", **quantities(before, after))
    tiers = [key for key in _TIERS if key in given]
    for key in tiers:
        check.add("not_supported", prefix + key)
    if "unit_price" not in given and not tiers:
        check.add("missing", prefix + "unit_price")
    prices = {key: check.amount(given, key, prefix) for key in _PRICES if key in given}
    price = prices.get("unit_price")
    if before is None or after is None or price is None:
        return None
    changed = prices.get("unit_price_after")
    price_after = price if changed is None else changed
    renewal = prices.get("renewal_unit_price")
    return Line(before, after, price, price_after, price_after if renewal is None else renewal, label)


def _label(check: _Check, given: Mapping[str, Any], prefix: str) -> str | None:
    label = given.get("label")
    if "label" not in given:
        return None
    if not isinstance(label, str):
        check.add("wrong_type", prefix + "label", "wrong_type.text")
    elif not 1 <= len(label) <= MAX_LABEL or not label.isprintable():
        check.add("out_of_range", prefix + "label", "out_of_range.length", minimum=1, maximum=MAX_LABEL)
    else:
        return label
    return None


def _check_dates(
    check: _Check, period: Period | None, change_at: datetime | None, service_end: datetime | None
) -> None:
    if period and change_at and not period.start <= change_at <= period.end:
        check.add(
            "change_outside_period",
            "change_at",
            change_at=change_at.date(),
            start=period.start.date(),
            end=period.end.date(),
        )
    if change_at and service_end and service_end <= change_at:
        check.add(
            "service_end_before_change",
            "service_end",
            service_end=service_end.date(),
            change_at=change_at.date(),
        )


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
    # Nothing in a request exceeds eight digits; a million-digit integer would take minutes to convert.
    return int(digits[:20])


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
