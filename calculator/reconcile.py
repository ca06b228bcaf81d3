"""Which conventions turn a request into a given amount: each is tried through `preview`."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import product

from calculator.policy import (
    ACTUAL,
    COUNTED_UNITS,
    DEFAULT_POLICY,
    FIXED,
    PRESETS,
    ROUNDINGS,
    THIRTY_360,
    Policy,
    RoundRate,
)
from calculator.preview import Quote, Request, preview
from calculator.pricing import FLAT
from calculator.proration import units_in_base

MAX_MATCHES = 10
NET, GROSS = "net", "gross"
_NAMES = {preset.policy: name for name, preset in PRESETS.items()}


@dataclass(frozen=True)
class Match:
    """A convention and what it makes of the request. `name` is that of the preset, where it is one."""

    name: str | None
    quote: Quote
    on: str
    differs_in: tuple[str, ...]

    @property
    def policy(self) -> Policy:
        """The convention."""
        return self.quote.request.policy

    @property
    def amount(self) -> Fraction:
        """The net or the gross amount, as `on` says."""
        return self.quote.due_now.net if self.on == NET else self.quote.due_now.gross


@dataclass(frozen=True)
class Reconciliation:
    """The conventions that give the amount, most common first, the closest one, and how many were tried."""

    matches: tuple[Match, ...]
    closest: Match
    tried: int


def reconcile(request: Request, amount: Fraction) -> Reconciliation:
    """Return which conventions make `amount` of this request, at most 10.

    Presets come first, in their order, then what differs least from the default one. What a match explains
    with fewer differences is left out: where the day of purchase alone tells 420.16 from 422.14, the day of
    purchase and another rounding are no news. Source: contract, `reconcile`.
    """
    tried = [match for policy in _conventions(request) for match in _outcomes(request, policy)]
    found: list[Match] = []
    for match in tried:
        if match.amount == amount and not (match.name is None and _is_explained(match, found)):
            found.append(match)
    closest = min(tried, key=lambda match: abs(match.amount - amount))
    count = len({match.policy for match in tried})
    return Reconciliation(tuple(found[:MAX_MATCHES]), closest, count)


def _is_explained(match: Match, found: list[Match]) -> bool:
    mine = _differences(match.policy)
    return any(_differences(other.policy) < mine for other in found if other.on == match.on)


def _differences(policy: Policy) -> set[tuple[str, object]]:
    """Return the fields, with their values, in which a convention differs from the default one."""
    return {(name, getattr(policy, name)) for name in _differing(policy, DEFAULT_POLICY)}


def _differing(policy: Policy, other: Policy) -> list[str]:
    names = [field.name for field in fields(Policy)]
    return [name for name in names if getattr(policy, name) != getattr(other, name)]


def _outcomes(request: Request, policy: Policy) -> Iterator[Match]:
    """Yield the net amount of a convention, and the gross one where tax makes it another."""
    quote = preview(replace(request, policy=policy))
    differs_in = tuple(_differing(policy, request.policy))
    for on in (NET,) if quote.due_now.net == quote.due_now.gross else (NET, GROSS):
        yield Match(_name_of(policy), quote, on, differs_in)


def _name_of(policy: Policy) -> str | None:
    """Return the preset that a convention is, whatever its decimals and its way with decreases."""
    default = DEFAULT_POLICY
    return _NAMES.get(replace(policy, decimals=default.decimals, decrease=default.decrease))


def _conventions(request: Request) -> list[Policy]:
    """Return each convention to try once, most common first."""
    tried = dict.fromkeys([*_combinations(request), request.policy])
    legal = [policy for policy in tried if _is_legal(request, policy)]
    order = {name: rank for rank, name in enumerate(PRESETS)}
    return sorted(legal, key=lambda p: (order.get(_name_of(p) or "", len(order)), len(_differences(p))))


def _combinations(request: Request) -> Iterator[Policy]:
    """Yield every combination that can be told from another, legal or not."""
    re_rated = any(line.tariff != line.tariff_after for line in request.lines)
    charges = ("delta", "credit_and_charge", *(["added_only"] if re_rated else []))
    for (unit, basis, counted), charge, rounding in product(_time_rules(request), charges, ROUNDINGS):
        policy = replace(
            request.policy,
            unit=unit,
            basis=basis,
            count_change_day=counted,
            charge=charge,
            rounding=rounding,
            round_rate=None,
        )
        yield policy
        if unit in COUNTED_UNITS:
            per = units_in_base(request.period, policy)
            yield replace(policy, round_rate=RoundRate(per, request.decimals))


def _time_rules(request: Request) -> list[tuple[str, str, bool]]:
    """Return the (unit, basis, whether the day of purchase counts) that make sense for the period."""
    if request.policy.unit == "month_then_day":
        return [("month_then_day", ACTUAL, True)]  # the only unit whose price is not of the whole period
    months = request.period.months or 0
    bases = [ACTUAL, THIRTY_360]
    if months:
        bases.append(f"{FIXED}{30 * months}")
    if months and months % 12 == 0:
        bases.append(f"{FIXED}{365 * months // 12}")
    days = [("day", basis, counted) for basis in bases for counted in (True, False)]
    units = ["second", "month", "minute", "hour", "none"]
    if months and months % 3 == 0:
        units.insert(-1, "quarter")
    return days + [(unit, ACTUAL, True) for unit in units]


def _is_legal(request: Request, policy: Policy) -> bool:
    """Return whether the contract would take this convention with these lines and this period."""
    if policy.unit != "month_then_day" and units_in_base(request.period, policy) == 0:
        return False
    has_tiers = any(line.tariff.model != FLAT for line in request.lines)
    if policy.charge == "added_only":
        return not has_tiers and all(line.quantity_added >= 0 for line in request.lines)
    return policy.round_rate is None or not has_tiers
