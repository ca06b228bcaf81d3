"""JSON -> the lines of a request: quantities, and prices or tiers. Source: the contract, `lines[]`."""

from collections.abc import Mapping
from typing import Any

from calculator.checks import Check
from calculator.faults import quantities
from calculator.policy import Policy
from calculator.pricing import FLAT, TIER_MODELS, Line, Tariff, Tier, flat

MAX_LINES = 100
MAX_TIERS = 100
MAX_QUANTITY = 10_000_000
_PRICES = ("unit_price", "unit_price_after", "renewal_unit_price")
_TIERS = ("tiers", "tiers_after", "renewal_tiers")
_FIELDS = ("label", "quantity_before", "quantity_after", *_PRICES, "tier_model", *_TIERS)


def read_lines(check: Check, request: Mapping[str, Any], policy: Policy | None) -> tuple[Line, ...]:
    """Return the sound lines of a request; the faults of the others are kept."""
    items = check.items(request, "lines", "", MAX_LINES) or []
    lines = [_line(check, item, f"lines[{index}]", policy) for index, item in enumerate(items)]
    sound = tuple(line for line in lines if line)
    if policy:
        _check_combinations(check, sound, policy)
    return sound


def _line(check: Check, given: Any, path: str, policy: Policy | None) -> Line | None:
    fields = check.object_of(given, path, _FIELDS)
    if fields is None:
        return None
    prefix = f"{path}."
    label = check.label(fields, "label", prefix)
    before = check.integer(fields, "quantity_before", prefix, MAX_QUANTITY)
    after = check.integer(fields, "quantity_after", prefix, MAX_QUANTITY)
    refuses = policy is not None and policy.decrease == "refuse"
    if refuses and before is not None and after is not None and after < before:
        wording = "" if after else "decrease_refused.none"
        check.add("decrease_refused", f"{prefix}quantity_after", wording, **quantities(before, after))
    tariffs = _tariffs(check, fields, prefix)
    if before is None or after is None or tariffs is None:
        return None
    return Line(before, after, *tariffs, label)


def _tariffs(check: Check, given: Mapping[str, Any], prefix: str) -> tuple[Tariff, Tariff, Tariff] | None:
    """Return the tariffs now, after the change and at renewal; one left out is the one before it."""
    has_tiers = any(key in given for key in _TIERS)
    if has_tiers and any(key in given for key in _PRICES):
        check.add("policy_combination", f"{prefix}tiers", "policy_combination.tiers")
    by_tiers = has_tiers or "tier_model" in given
    model = _tier_model(check, given, prefix) if by_tiers else FLAT
    now, *others = _TIERS if by_tiers else _PRICES
    found = [_tariff(check, given, now, prefix, model)]
    for key in others:
        found.append(_tariff(check, given, key, prefix, model) if key in given else found[-1])
    first, after, renewal = found
    return None if first is None or after is None or renewal is None else (first, after, renewal)


def _tier_model(check: Check, given: Mapping[str, Any], prefix: str) -> str:
    if "tier_model" not in given:
        check.add("missing", f"{prefix}tier_model")
    return check.choice(given, "tier_model", prefix, TIER_MODELS, TIER_MODELS[0])


def _tariff(check: Check, given: Mapping[str, Any], key: str, prefix: str, model: str) -> Tariff | None:
    if model == FLAT:
        price = check.amount(given, key, prefix)
        return None if price is None else flat(price)
    tiers = check.items(given, key, prefix, MAX_TIERS)
    if tiers is None:
        return None
    read = [_tier(check, tier, f"{prefix}{key}[{index}]") for index, tier in enumerate(tiers)]
    known = tuple(tier for tier in read if tier)
    if len(known) == len(read):
        _check_rising(check, known, f"{prefix}{key}")
    return Tariff(model, known)


def _tier(check: Check, given: Any, path: str) -> Tier | None:
    fields = check.object_of(given, path, ("up_to", "unit_price"))
    if fields is None:
        return None
    faults_before = len(check.faults)
    is_last = fields.get("up_to", 0) is None
    up_to = None if is_last else check.integer(fields, "up_to", f"{path}.", MAX_QUANTITY, least=1)
    price = check.amount(fields, "unit_price", f"{path}.")
    return None if price is None or len(check.faults) > faults_before else Tier(up_to, price)


def _check_rising(check: Check, tiers: tuple[Tier, ...], path: str) -> None:
    """Keep a fault for each tier that doesn't end above the one before, and for a last one that ends."""
    below = 0
    for index, tier in enumerate(tiers):
        is_last = index == len(tiers) - 1
        fits = tier.up_to is None if is_last else tier.up_to is not None and tier.up_to > below
        if not fits:
            wording = "tiers_not_rising.last" if is_last else ""
            check.add("tiers_not_rising", f"{path}[{index}].up_to", wording, quantity_below=below)
        below = tier.up_to or below


def _check_combinations(check: Check, lines: tuple[Line, ...], policy: Policy) -> None:
    """Keep a fault where the policy can't be applied to a line."""
    has_tiers = any(line.has_tiers for line in lines)
    has_decrease = policy.decrease != "refuse" and any(line.quantity_added < 0 for line in lines)
    if policy.round_rate and has_tiers:
        check.add("policy_combination", "policy.round_rate", "policy_combination.round_rate_tiers")
    if policy.charge == "added_only" and has_tiers:
        check.add("policy_combination", "policy.charge", "policy_combination.charge_tiers")
    if policy.charge == "added_only" and has_decrease:
        check.add("policy_combination", "policy.charge", "policy_combination.charge_decrease")
