"""JSON -> the scenarios of a comparison, every fault with its path. Source: the contract, `compare`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from calculator.checks import Check
from calculator.compare import Purchase, Scenario
from calculator.contract_lines import MAX_QUANTITY
from calculator.faults import quantities, shown
from calculator.preview import Request

MAX_SCENARIOS = 3
MAX_PURCHASES = 100


def read_scenarios(check: Check, given: Mapping[str, Any], request: Request | None) -> list[Scenario]:
    """Return the scenarios that are sound; the faults of the others are kept.

    Args:
        request: what their dates and quantities have to fit; None where it has faults of its own.
    """
    items = check.items(given, "scenarios", "", MAX_SCENARIOS) or []
    return [_scenario(check, item, f"scenarios[{index}]", request) for index, item in enumerate(items)]


def _scenario(check: Check, given: Any, path: str, request: Request | None) -> Scenario:
    fields = check.object_of(given, path, ("name", "purchases"))
    if fields is None:
        return Scenario(())
    name = check.label(fields, "name", f"{path}.")
    purchases = []
    items = check.items(fields, "purchases", f"{path}.", MAX_PURCHASES, least=0) or []
    for index, item in enumerate(items):
        purchase = _purchase(check, item, f"{path}.purchases[{index}]", request)
        if purchase:
            purchases.append((f"{path}.purchases[{index}].", purchase))
    if request:
        _check_order(check, purchases, request)
    return Scenario(tuple(purchase for _, purchase in purchases), name)


def _purchase(check: Check, given: Any, path: str, request: Request | None) -> Purchase | None:
    fields = check.object_of(given, path, ("change_at", "quantities_after"))
    if fields is None:
        return None
    faults_before = len(check.faults)
    change_at = check.moment(fields, "change_at", f"{path}.")
    if change_at and request:
        _check_moment(check, change_at, f"{path}.change_at", request)
    quantities_after = _quantities(check, fields, f"{path}.", request)
    if change_at is None or len(check.faults) > faults_before:
        return None
    return Purchase(change_at, quantities_after)


def _check_moment(check: Check, change_at: datetime, path: str, request: Request) -> None:
    period, service_end = request.period, request.service_end
    if not period.start <= change_at <= period.end:
        bounds = {"start": shown(period.start), "end": shown(period.end)}
        check.add("change_outside_period", path, "", change_at=shown(change_at), **bounds)
    # Without a service_end of its own, the period's end is a legal day of purchase, and costs 0.
    elif change_at >= service_end != period.end:
        facts = {"service_end": shown(service_end), "change_at": shown(change_at)}
        check.add("service_end_before_change", path, "", **facts)


def _quantities(
    check: Check, given: Mapping[str, Any], prefix: str, request: Request | None
) -> tuple[int, ...]:
    """Return one total for each line of the request; those that are none are kept as faults."""
    lines = len(request.lines) if request else 0
    totals = check.items(given, "quantities_after", prefix, lines or MAX_PURCHASES, least=lines) or []
    named = {f"quantities_after[{index}]": total for index, total in enumerate(totals)}
    read = [check.integer(named, key, prefix, MAX_QUANTITY) for key in named]
    return tuple(total for total in read if total is not None)


def _check_order(check: Check, purchases: list[tuple[str, Purchase]], request: Request) -> None:
    """Keep a fault for each date that is not after the one before, and for each total that may not fall."""
    totals = [line.quantity_before for line in request.lines]
    previous: datetime | None = None
    for path, purchase in purchases:
        if previous and purchase.change_at <= previous:
            facts = {"change_at": shown(purchase.change_at), "previous": shown(previous)}
            check.add("change_outside_period", f"{path}change_at", "change_before_previous", **facts)
        for index, (before, after) in enumerate(zip(totals, purchase.quantities_after, strict=True)):
            if after < before:
                _refuse_decrease(check, f"{path}quantities_after[{index}]", before, after, request)
        previous, totals = purchase.change_at, list(purchase.quantities_after)


def _refuse_decrease(check: Check, path: str, before: int, after: int, request: Request) -> None:
    if request.policy.decrease == "refuse":
        check.add("decrease_refused", path, "", **quantities(before, after))
    elif request.policy.charge == "added_only":
        check.add("policy_combination", path, "policy_combination.charge_decrease")
