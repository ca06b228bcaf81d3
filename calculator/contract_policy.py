"""JSON -> Policy: a preset's name, or its fields over the default preset's. Source: the contract."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from calculator.checks import Check, printable
from calculator.money import MAX_DECIMALS
from calculator.policy import (
    ACTUAL,
    CHARGES,
    COUNTED_UNITS,
    DECREASES,
    DEFAULT_POLICY,
    EVEN_UNITS,
    FIXED,
    MAX_BASE_MONTHS,
    MAX_FIXED_UNITS,
    PRESETS,
    ROUNDINGS,
    THIRTY_360,
    UNITS,
    Policy,
    RoundRate,
)

_FIELDS = (
    *("unit", "basis", "count_change_day", "charge", "rounding"),
    *("round_rate", "decimals", "decrease", "base_months"),
)
_PREFIX = "policy."
_FIXED = re.compile(rf"{FIXED}([0-9]{{1,20}})", re.ASCII)


def read_policy(check: Check, given: Any) -> Policy | None:
    """Return the convention that `given` names or describes, or None with its faults kept."""
    if isinstance(given, str):
        if given not in PRESETS:
            check.add("unknown_policy", "policy", typed=printable(given), known=", ".join(PRESETS))
            return None
        return PRESETS[given].policy
    if not isinstance(given, dict):
        check.add("wrong_type", "policy", "wrong_type.policy")
        return None
    check.unknown_fields(given, _FIELDS, _PREFIX)
    faults_before = len(check.faults)
    policy = _policy(check, given)
    if not any(fault.field == f"{_PREFIX}unit" for fault in check.faults[faults_before:]):
        _check_combinations(check, policy)
    return policy if len(check.faults) == faults_before else None


def _policy(check: Check, given: Mapping[str, Any]) -> Policy:
    default = DEFAULT_POLICY
    policy = replace(
        default,
        unit=check.choice(given, "unit", _PREFIX, UNITS, default.unit),
        basis=_basis(check, given, default.basis),
        count_change_day=check.flag(given, "count_change_day", _PREFIX, default.count_change_day),
        charge=check.choice(given, "charge", _PREFIX, CHARGES, default.charge),
        rounding=check.choice(given, "rounding", _PREFIX, ROUNDINGS, default.rounding),
        decrease=check.choice(given, "decrease", _PREFIX, DECREASES, default.decrease),
    )
    if "round_rate" in given:
        policy = replace(policy, round_rate=_round_rate(check, given["round_rate"]))
    if "decimals" in given:
        policy = replace(policy, decimals=check.integer(given, "decimals", _PREFIX, MAX_DECIMALS))
    if "base_months" in given:
        months = check.integer(given, "base_months", _PREFIX, MAX_BASE_MONTHS, least=1)
        policy = replace(policy, base_months=months or default.base_months)
    return policy


def _basis(check: Check, given: Mapping[str, Any], default: str) -> str:
    fixed = _FIXED.fullmatch(given["basis"]) if isinstance(given.get("basis"), str) else None
    if fixed is None:
        return check.choice(given, "basis", _PREFIX, (ACTUAL, THIRTY_360), default, also=f"{FIXED}N")
    if not 1 <= int(fixed[1]) <= MAX_FIXED_UNITS:
        check.add("out_of_range", f"{_PREFIX}basis", minimum=1, maximum=MAX_FIXED_UNITS)
    return f"{FIXED}{int(fixed[1])}"


def _round_rate(check: Check, given: Any) -> RoundRate | None:
    path = f"{_PREFIX}round_rate"
    fields = check.object_of(given, path, ("per", "decimals"))
    if fields is None:
        return None
    per = check.integer(fields, "per", f"{path}.", MAX_FIXED_UNITS, least=1)
    decimals = check.integer(fields, "decimals", f"{path}.", MAX_DECIMALS)
    return None if per is None or decimals is None else RoundRate(per, decimals)


def _check_combinations(check: Check, policy: Policy) -> None:
    """Keep a fault for each field that does not go with the unit."""
    unit = policy.unit
    forbidden = {
        "basis": policy.basis != ACTUAL and unit not in (EVEN_UNITS if policy.fixed_units else ("day",)),
        "count_change_day": not policy.count_change_day and unit != "day",
        "round_rate": policy.round_rate is not None and unit not in COUNTED_UNITS,
        "base_months": policy.base_months != 1 and unit != "month_then_day",
    }
    for field, is_forbidden in forbidden.items():
        if is_forbidden:
            check.add("policy_combination", _PREFIX + field, f"policy_combination.{field}", unit=unit)
