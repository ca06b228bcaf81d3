"""JSON -> the scenarios of a comparison, every fault with its path. Source: the contract, `compare`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from calculator.checks import Check
from calculator.compare import Purchase, Scenario
from calculator.contract_lines import MAX_LABEL, MAX_QUANTITY
from calculator.faults import quantities
from calculator.preview import Request

MAX_SCENARIOS = 3
MAX_PURCHASES = 100


def read_scenarios(check: Check, given: Any, request: Request | None) -> list[Scenario]:
    """Return the scenarios that are sound; the faults of the others are kept.

    Args:
        request: what their dates and quantities have to fit; None where it has faults of its own.
    """
    items = _items(check, given, "scenarios", 1, MAX_SCENARIOS)
    return [_scenario(check, item, f"scenarios[{index}]", request) for index, item in enumerate(items)]


def _items(check: Check, given: Any, path: str, least: int, most: int) -> Sequence[Any]:
    if not isinstance(given, list):
        check.add("wrong_type", path, "wrong_type.list")
    elif not least <= len(given) <= most:
        check.add("out_of_range", path, "out_of_range.items", minimum=least, maximum=most)
    else:
        return given
    return []


def _scenario(check: Check, given: Any, path: str, request: Request | None) -> Scenario:
    fields = check.object_of(given, path, ("name", "purchases"))
    if fields is None:
        return Scenario(())
    name = _name(check, fields, path)
    if "purchases" not in fields:
        check.add("missing", f"{path}.purchases")
        return Scenario((), name)
    purchases = []
    for index, item in enumerate(_items(check, fields["purchases"], f"{path}.purchases", 0, MAX_PURCHASES)):
        purchase = _purchase(check, item, f"{path}.purchases[{index}]", request)
        if purchase:
            purchases.append((f"{path}.purchases[{index}].", purchase))
    if request:
        _check_order(check, purchases, request)
    return Scenario(tuple(purchase for _, purchase in purchases), name)


def _name(check: Check, given: Mapping[str, Any], path: str) -> str | None:
    name = given.get("name")
    if "name" not in given:
        return None
    if not isinstance(name, str):
        check.add("wrong_type", f"{path}.name", "wrong_type.text")
    elif not 1 <= len(name) <= MAX_LABEL or not name.isprintable():
        check.add("out_of_range", f"{path}.name", "out_of_range.length", minimum=1, maximum=MAX_LABEL)
    else:
        return name
    return None


def _purchase(check: Check, given: Any, path: str, request: Request | None) -> Purchase | None:
    fields = check.object_of(given, path, ("change_at", "quantities_after"))
    if fields is None:
        return None
    faults_before = len(check.faults)
    change_at = check.moment(fields, "change_at", f"{path}.")
    if change_at and request:
        _check_moment(check, change_at, f"{path}.change_at", request)
    quantities_after = _quantities(check, fields, f"{path}.quantities_after", request)
    if change_at is None or len(check.faults) > faults_before:
        return None
    return Purchase(change_at, quantities_after)


def _check_moment(check: Check, change_at: datetime, path: str, request: Request) -> None:
    period, service_end = request.period, request.service_end
    if not period.start <= change_at <= period.end:
        bounds = {"start": period.start.date(), "end": period.end.date()}
        check.add("change_outside_period", path, "", change_at=change_at.date(), **bounds)
    # Without a service_end of its own, the period's end is a legal day of purchase, and costs 0.
    elif change_at >= service_end != period.end:
        facts = {"service_end": service_end.date(), "change_at": change_at.date()}
        check.add("service_end_before_change", path, "", **facts)


def _quantities(
    check: Check, given: Mapping[str, Any], path: str, request: Request | None
) -> tuple[int, ...]:
    if "quantities_after" not in given:
        check.add("missing", path)
        return ()
    least = most = len(request.lines) if request else 0
    totals = _items(check, given["quantities_after"], path, least, most or MAX_PURCHASES)
    named = {f"[{index}]": total for index, total in enumerate(totals)}
    read = [check.integer(named, key, path, MAX_QUANTITY) for key in named]
    return tuple(total for total in read if total is not None)


def _check_order(check: Check, purchases: list[tuple[str, Purchase]], request: Request) -> None:
    """Keep a fault for each date that is not after the one before, and for each total that may not fall."""
    totals = [line.quantity_before for line in request.lines]
    previous: datetime | None = None
    for path, purchase in purchases:
        if previous and purchase.change_at <= previous:
            facts = {"change_at": purchase.change_at.date(), "previous": previous.date()}
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
