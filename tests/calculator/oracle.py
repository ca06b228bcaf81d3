"""A slow and naive second opinion on every policy, written from the contract alone.

It walks days one by one and months with dateutil, and keeps each exact amount as a product over one common
divisor, in Decimal, so that it divides once. Requests are taken to be legal.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from math import gcd
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

DIGITS = 150  # the largest product has under 60
DECIMALS = {"EUR": 2, "USD": 2, "CHF": 2, "XXX": 2, "JPY": 0, "ISK": 0, "KWD": 3, "TND": 3, "CLF": 4}
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
LENGTHS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
DEFAULTS: dict[str, Any] = {
    "unit": "day",
    "basis": "actual",
    "count_change_day": True,
    "charge": "delta",
    "rounding": "half_up",
    "round_rate": None,
    "decimals": None,
    "decrease": "refuse",
    "base_months": 1,
}
PRESETS: dict[str, dict[str, Any]] = {
    "calendar-days": {},
    "credit-and-charge": {"charge": "credit_and_charge"},
    "calendar-days-exclusive": {"count_change_day": False},
    "to-the-second": {"unit": "second"},
    "commercial-year": {"basis": "30/360"},
    "whole-months": {"unit": "month"},
}


def expected(request: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of the contract's answer: line items, and both amounts with their taxes."""
    policy = policy_of(request)
    start, end, change, service_end = moments(request)
    units, base = _share(policy, start, end, change, service_end)
    renewal_units, renewal_base = 1, 1
    if policy["unit"] == "month_then_day":
        renewal_units, renewal_base = base_periods(start, end, policy["base_months"])
    with localcontext(prec=DIGITS):
        items = [item for index, line in enumerate(request["lines"]) for item in _items(index, line, policy)]
        # Price / per is rounded before it is multiplied, and nothing is left to divide.
        divisor = 1 if policy["round_rate"] else base
        now, amounts = _totals([price * units for *_, price in items], divisor, request, policy)
        renewals = [_renewal_price(line) * renewal_units for line in request["lines"]]
        later, _ = _totals(renewals, renewal_base, request, policy)
        del later["exact_net"]
    fraction = f"{units // gcd(units, base)}/{base // gcd(units, base)}"
    told = [
        {"line": line, "kind": kind or ("credit" if amount < 0 else "charge")}
        | {"quantity": quantity, "fraction": fraction, "amount": f"{amount:f}"}
        for (line, kind, quantity, _), amount in zip(items, amounts, strict=True)
    ]
    return {"line_items": told, "due_now": now, "renewal": later}


def figures_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the same figures out of an answer."""
    keys = ("line", "kind", "quantity", "fraction", "amount")
    now = {key: answer["due_now"][key] for key in ("net", "tax", "gross")}
    return {
        "line_items": [{key: item[key] for key in keys} for item in answer["line_items"]],
        "due_now": now | {"exact_net": Decimal(answer["due_now"]["exact_net"])},
        "renewal": {key: answer["renewal"][key] for key in ("net", "tax", "gross")},
    }


def policy_of(request: dict[str, Any]) -> dict[str, Any]:
    """Return all fields of the request's policy."""
    return DEFAULTS | given_policy(request)


def given_policy(request: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the request's policy that differ from the defaults, a preset's too."""
    given = request.get("policy", {})
    return PRESETS[given] if isinstance(given, str) else dict(given)


def moments(request: dict[str, Any]) -> tuple[datetime, datetime, datetime, datetime]:
    """Return the period's start and end, the moment of the change and the end of service."""
    texts = (*request["period"].values(), request["change_at"], request.get("service_end"))
    start, end, change, service_end = (datetime.fromisoformat(text) if text else None for text in texts)
    assert start
    assert end
    assert change
    return start, end, change, service_end or end


def decimals_of(request: dict[str, Any]) -> int:
    """Return the decimals of every amount of the answer."""
    named = policy_of(request)["decimals"]
    return DECIMALS[request["currency"]] if named is None else int(named)


def _share(
    policy: dict[str, Any], start: datetime, end: datetime, change: datetime, service_end: datetime
) -> tuple[int, int]:
    """Return the units that are charged and those that the whole price stands for."""
    unit, basis = policy["unit"], policy["basis"]
    if policy["round_rate"]:
        base = policy["round_rate"]["per"]
    elif basis.startswith("fixed:"):
        base = int(basis[6:])
    elif unit == "month_then_day":
        base = 1
    else:
        base = units_between(policy, start, end, start)
    if change == end:
        return 0, base
    if unit == "month_then_day":
        return base_periods(change, service_end, policy["base_months"])
    units = units_between(policy, change, service_end, start)
    return (units if policy["count_change_day"] else max(units - 1, 0)), base


def units_between(policy: dict[str, Any], since: datetime, until: datetime, anchor: datetime) -> int:
    """Return the units from `since` to `until`; months and quarters are counted from `anchor`."""
    unit = policy["unit"]
    if unit == "none":
        return 1
    if unit in LENGTHS:
        return (until - since) // LENGTHS[unit]
    if unit == "day":
        weigh = _commercial_weight if policy["basis"] == "30/360" else lambda _: 1
        return sum(weigh(day) for day in _days(since.date(), until.date()))
    step, touched, k = {"month": 1, "quarter": 3}[unit], 0, 0
    while (opens := anchor + relativedelta(months=k * step)) < until:
        k += 1
        touched += anchor + relativedelta(months=k * step) > since and opens < until
    return touched


def _days(first: date, until: date) -> Iterator[date]:
    day = first
    while day < until:
        yield day
        day += timedelta(days=1)


def _commercial_weight(day: date) -> int:
    """Return what one day counts where each month has thirty: a 31st or its eve nothing, the end of February
    what February lacks.
    """
    tomorrow = day + timedelta(days=1)
    if tomorrow.day == 1:
        return 31 - min(day.day, 30)
    return 0 if tomorrow.day == 31 else 1


def base_periods(since: datetime, until: datetime, months: int) -> tuple[int, int]:
    """Return whole base periods and the days of the broken one, over the length of the broken one."""
    first, last, whole = since.date(), until.date(), 0
    while first + relativedelta(months=(whole + 1) * months) <= last:
        whole += 1
    broken = first + relativedelta(months=whole * months)
    length = (first + relativedelta(months=(whole + 1) * months) - broken).days
    return whole * length + sum(1 for _ in _days(broken, last)), length


def _items(
    index: int, line: dict[str, Any], policy: dict[str, Any]
) -> Iterator[tuple[int, str, int, Decimal]]:
    """Yield (line, kind where it is fixed, quantity, price of all its licenses) of each line item."""
    before, after = line["quantity_before"], line["quantity_after"]
    if after < before and policy["decrease"] == "no_credit":
        yield index, "charge", after - before, Decimal(0)
        return
    old = _price(line, before, "unit_price", "tiers", policy)
    new = _price(line, after, "unit_price_after", "tiers_after", policy)
    if policy["charge"] == "credit_and_charge":
        yield index, "credit", before, -old
        yield index, "charge", after, new
    elif policy["charge"] == "added_only":
        added = _price(line, after - before, "unit_price_after", "tiers_after", policy)
        yield index, "", after - before, added
    else:
        yield index, "", after - before, new - old


def _price(
    line: dict[str, Any], quantity: int, price: str, tiers: str, policy: dict[str, Any] | None = None
) -> Decimal:
    """Return what `quantity` licenses cost: for a period, or for a unit of time where the rate is rounded."""
    if "tiers" in line:
        return _tier_price(line.get(tiers, line["tiers"]), line["tier_model"], quantity)
    one = Decimal(line.get(price, line["unit_price"]))
    rate = policy and policy["round_rate"]
    if policy and rate:
        one = _rounded(one / rate["per"], rate["decimals"], policy["rounding"])
    return quantity * one


def _tier_price(tiers: list[dict[str, Any]], model: str, quantity: int) -> Decimal:
    if model == "volume":
        reached = [tier for tier in tiers if tier["up_to"] is None or quantity <= tier["up_to"]]
        return quantity * Decimal(reached[0]["unit_price"])
    # Each license above a bound costs what the next tier differs by.
    total, below, last = Decimal(0), 0, Decimal(0)
    for tier in tiers:
        price = Decimal(tier["unit_price"])
        total += max(quantity - below, 0) * (price - last)
        below, last = tier["up_to"], price
    return total


def _renewal_price(line: dict[str, Any]) -> Decimal:
    changed = {
        "unit_price": line.get("unit_price_after", line.get("unit_price")),
        "tiers": line.get("tiers_after", line.get("tiers")),
    }
    given = line | {key: value for key, value in changed.items() if value is not None}
    return _price(given, line["quantity_after"], "renewal_unit_price", "renewal_tiers")


def _totals(
    numerators: list[Decimal], divisor: int, request: dict[str, Any], policy: dict[str, Any]
) -> tuple[dict[str, Any], list[Decimal]]:
    """Return net, tax, gross and the exact net, and the rounded amount of each item."""
    decimals, tax = decimals_of(request), request.get("tax", {"rate": "0"})

    def money(value: Decimal) -> Decimal:
        return _rounded(value, decimals, policy["rounding"])

    amounts = [money(numerator / divisor) for numerator in numerators]
    total, exact, taxed = (
        sum(amounts, money(Decimal(0))),
        sum(numerators, Decimal(0)),
        1 + Decimal(tax["rate"]),
    )
    if tax.get("prices_include_tax"):
        gross, net = total, money(total / taxed)
        exact_net = exact / (divisor * taxed)
    else:
        net, exact_net = total, exact / divisor
        gross = money(exact * taxed / divisor)
        if tax.get("on") == "rounded_net":
            gross = net + money(net * (taxed - 1))
        if "tax" not in request:
            gross = net
    told = {"net": f"{net:f}", "tax": f"{_plain(gross - net):f}", "gross": f"{gross:f}"}
    return told | {"exact_net": _rounded(exact_net, 7, "half_up")}, amounts


def _rounded(value: Decimal, decimals: int, mode: str) -> Decimal:
    return _plain(value.quantize(Decimal(1).scaleb(-decimals), MODES[mode]))


def _plain(value: Decimal) -> Decimal:
    """Return `value`, zero without a sign."""
    return value if value else abs(value)
