"""Requests drawn at random among all that the contract allows."""

import random
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from hypothesis import strategies as st

CURRENCIES = ("EUR", "EUR", "USD", "CHF", "XXX", "JPY", "ISK", "KWD", "TND", "CLF")
PRESETS = (
    *("calendar-days", "credit-and-charge", "calendar-days-exclusive"),
    *("to-the-second", "commercial-year", "whole-months"),
)
UNITS = ("day", "day", "day", "second", "minute", "hour", "month", "quarter", "month_then_day", "none")
DAY_SECONDS = 24 * 60 * 60
_LABELS = ("Desktop", "Accès à distance", "Œuvre", "Support « or »", "Toolbox; =A", "安全")


def legal_request(chance: random.Random) -> dict[str, Any]:
    """Return a request of any policy, prices, tax and dates; `chance` alone decides which."""
    policy = _policy(chance)
    fields = policy if isinstance(policy, dict) else {}
    unit = fields.get("unit", "day")
    timed = chance.random() < (0.2 if unit in ("day", "none", "month_then_day") else 0.6)
    start, end = any_period(chance, timed)
    change = any_change(chance, start, end, timed)
    request: dict[str, Any] = {
        "currency": chance.choice(CURRENCIES),
        "period": {"start": _text(chance, start), "end": _text(chance, end)},
        "change_at": _text(chance, change),
    }
    if chance.random() < 0.25:
        request["service_end"] = _text(chance, _service_end(chance, change, end, timed))
    count = chance.choice((1, 1, 1, 2, 3, 8))
    request["lines"] = [_line(chance, fields) for _ in range(count)]
    if chance.random() < 0.4:
        request["tax"] = _tax(chance)
    request["language"] = chance.choice(("fr", "en"))
    if policy != {}:
        request["policy"] = policy
    return request


def legal_requests() -> st.SearchStrategy[dict[str, Any]]:
    """Return the same as a strategy, so that Hypothesis shrinks what fails."""
    return st.randoms(use_true_random=False).map(legal_request)


def _policy(chance: random.Random) -> dict[str, Any] | str:
    if chance.random() < 0.2:
        return chance.choice((*PRESETS, {}))
    unit = chance.choice(UNITS)
    policy: dict[str, Any] = {"unit": unit}
    if chance.random() < 0.8:
        policy["rounding"] = chance.choice(("half_up", "half_even", "down"))
    if unit == "day":
        policy["count_change_day"] = chance.random() < 0.7
        policy["basis"] = chance.choice(("actual", "actual", "30/360", "fixed:30", "fixed:365", "fixed:360"))
    elif unit in ("second", "minute", "hour"):
        hours = chance.choice((1, 24, 730, 8760, chance.randrange(1, 10_000)))
        fixed = hours * {"second": 3600, "minute": 60, "hour": 1}[unit]
        policy["basis"] = chance.choice(("actual", "actual", f"fixed:{fixed}"))
    elif unit == "month_then_day":
        policy["base_months"] = chance.choice((1, 1, 3, 6, 12, chance.randrange(1, 121)))
    policy["charge"] = chance.choice(("delta", "delta", "credit_and_charge", "added_only"))
    if policy["charge"] != "added_only":
        policy["decrease"] = chance.choice(("refuse", "credit", "no_credit"))
    if unit not in ("none", "month_then_day") and chance.random() < 0.2:
        per = chance.choice((1, 7, 12, 30, 31, 365, 730, 8760, DAY_SECONDS * 30))
        policy["round_rate"] = {"per": per, "decimals": chance.randrange(10)}
    if chance.random() < 0.15:
        policy["decimals"] = chance.randrange(10)
    return policy


def any_period(chance: random.Random, timed: bool) -> tuple[datetime, datetime]:
    """Return a period of a day to ten years; those shorter than two whole days have an hour at least."""
    start = datetime(2015, 1, 1) + timedelta(days=chance.randrange(7500))  # noqa: DTZ001 - local by contract
    if chance.random() < 0.2:
        start = start.replace(month=chance.choice((1, 3, 5, 7, 8, 10, 12)), day=31)
    if timed:
        start += timedelta(seconds=chance.choice((0, 43_200, 86_399, chance.randrange(DAY_SECONDS))))
    months = chance.choice((1, 1, 1, 3, 6, 12, 12, 12, 24, 36, 60, 120, chance.randrange(1, 121)))
    end = start + relativedelta(months=months)
    if chance.random() < 0.25:
        # Two days, since from the 30th to the 31st a commercial year has none.
        end = start + timedelta(days=chance.choice((2, 3, 7, 28, 90, chance.randrange(2, 3650))))
    if timed and chance.random() < 0.3:
        end -= timedelta(seconds=chance.randrange(3600))
    return start, end


def any_change(chance: random.Random, start: datetime, end: datetime, timed: bool) -> datetime:
    """Return a moment of the period, its ends included, often one of its edges."""
    whole_days = (end - start) // timedelta(days=1)
    days = chance.choice((0, 0, 1, whole_days - 1, whole_days, *(chance.randrange(whole_days + 1),) * 4))
    change = start + timedelta(days=max(days, 0))
    if timed and change > start:
        change += timedelta(seconds=chance.choice((0, 1, -1, chance.randrange(DAY_SECONDS))))
    return end if chance.random() < 0.05 else max(start, min(change, end))


def _service_end(chance: random.Random, change: datetime, end: datetime, timed: bool) -> datetime:
    days = chance.choice((0, 1, chance.randrange(1, 40), chance.randrange(1, 800)))
    service_end = chance.choice((change, end)) + timedelta(days=days)
    if timed:
        service_end += timedelta(seconds=chance.randrange(DAY_SECONDS))
    return service_end if service_end > change else change + timedelta(days=1)


def _text(chance: random.Random, moment: datetime) -> str:
    """Return the moment; midnight in either of its two ways."""
    bare = moment.time() == datetime.min.time() and chance.random() < 0.9
    return moment.date().isoformat() if bare else moment.isoformat(timespec="seconds")


def _line(chance: random.Random, policy: dict[str, Any]) -> dict[str, Any]:
    before, after = _quantity(chance), _quantity(chance)
    if policy.get("decrease", "refuse") == "refuse":
        before, after = sorted((before, after))
    line: dict[str, Any] = {"quantity_before": before, "quantity_after": after}
    if chance.random() < 0.2:
        line["label"] = chance.choice(_LABELS)
    if policy.get("charge") != "added_only" and "round_rate" not in policy and chance.random() < 0.3:
        line["tier_model"] = chance.choice(("volume", "graduated"))
        line["tiers"] = _tiers(chance)
        for changed in ("tiers_after", "renewal_tiers"):
            if chance.random() < 0.25:
                line[changed] = _tiers(chance)
        return line
    line["unit_price"] = _price(chance)
    for changed in ("unit_price_after", "renewal_unit_price"):
        if chance.random() < 0.25:
            line[changed] = _price(chance)
    return line


def _quantity(chance: random.Random) -> int:
    return chance.choice(
        (0, 1, 25, 26, chance.randrange(300), chance.randrange(300), chance.randrange(10**7 + 1))
    )


def _tiers(chance: random.Random) -> list[dict[str, Any]]:
    bounds = sorted(
        {chance.choice((1, 10, 25, chance.randrange(1, 400))) for _ in range(chance.randrange(5))}
    )
    return [{"up_to": bound, "unit_price": _price(chance)} for bound in (*bounds, None)]


def _price(chance: random.Random) -> str:
    whole = chance.choice((0, 1, 10, 24, 249, chance.randrange(1000), chance.randrange(10**6)))
    if chance.random() < 0.02:
        whole = 10**12 - 1
    decimals = chance.choice((0, 2, 2, 2, 2, 3, 4, 9))
    return f"{whole}.{chance.randrange(10**decimals):0{decimals}}" if decimals else str(whole)


def _tax(chance: random.Random) -> dict[str, Any]:
    tax: dict[str, Any] = {
        "rate": chance.choice(("0", "0.2", "0.20", "0.055", "0.077", "0.25", "1", "0.123456"))
    }
    way = chance.choice(("on", "included", "default"))
    if way == "on":
        tax["on"] = chance.choice(("exact_net", "rounded_net"))
    elif way == "included":
        tax["prices_include_tax"] = True
    return tax
