"""JSON -> Request. All faults of a request are found at once. Source: the contract."""

from collections.abc import Mapping
from datetime import MAXYEAR, date, datetime
from fractions import Fraction
from typing import Any

from calculator.checks import Check, Faults, printable
from calculator.contract_lines import read_lines
from calculator.contract_policy import read_policy
from calculator.faults import Fault, shown
from calculator.language import DEFAULT_LANGUAGE, LANGUAGES
from calculator.money import CURRENCIES
from calculator.period import MAX_MONTHS, Period, add_months
from calculator.policy import DEFAULT_POLICY, Policy
from calculator.preview import Request
from calculator.proration import units_in_base
from calculator.step import Count
from calculator.tax import EXACT_NET, INCLUDED, TAXED, Tax

MAX_RATE_DECIMALS = 6
_FIELDS = ("currency", "period", "change_at", "service_end", "lines", "tax", "language", "policy")


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
    check = Check(faults)
    check.unknown_fields(request, _FIELDS, "")
    currency = _currency(check, request)
    period = _period(check, request)
    change_at = check.moment(request, "change_at")
    service_end = check.moment(request, "service_end", required=False)
    policy = read_policy(check, request["policy"]) if "policy" in request else DEFAULT_POLICY
    lines = read_lines(check, request, policy)
    tax = _tax(check, request["tax"]) if "tax" in request else None
    _check_dates(check, period, change_at, service_end)
    if period and policy:
        _check_units(check, period, service_end, policy)
    if check.faults or not (currency and period and change_at and policy):
        raise Faults(check.faults, language)
    return Request(currency, period, change_at, service_end or period.end, lines, policy, tax, language)


def _currency(check: Check, request: Mapping[str, Any]) -> str | None:
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


def _period(check: Check, request: Mapping[str, Any]) -> Period | None:
    given = request.get("period")
    if "period" not in request:
        check.add("missing", "period")
        return None
    fields = check.object_of(given, "period", ("start", "end"))
    if fields is None:
        return None
    start, end = check.moment(fields, "start", "period."), check.moment(fields, "end", "period.")
    if start is None or end is None:
        return None
    if start >= end:
        check.add("period_empty", "period.end", start=shown(start), end=shown(end))
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


def _tax(check: Check, given: Any) -> Tax | None:
    fields = check.object_of(given, "tax", ("rate", "on", "prices_include_tax"))
    if fields is None:
        return None
    rate = _tax_rate(check, fields)
    is_included = check.flag(fields, "prices_include_tax", "tax.", default=False)
    on = check.choice(fields, "on", "tax.", TAXED, EXACT_NET)
    if is_included and "on" in fields:
        check.add("policy_combination", "tax.on", "policy_combination.tax_on")
    return None if rate is None else Tax(rate, INCLUDED if is_included else on)


def _tax_rate(check: Check, given: Mapping[str, Any]) -> Fraction | None:
    rate = check.amount(given, "rate", "tax.")
    if rate is not None and (rate > 1 or (rate * 10**MAX_RATE_DECIMALS).denominator != 1):
        check.add("out_of_range", "tax.rate", "out_of_range.rate", decimals_maximum=MAX_RATE_DECIMALS)
    return rate


def _check_dates(
    check: Check, period: Period | None, change_at: datetime | None, service_end: datetime | None
) -> None:
    if period and change_at and not period.start <= change_at <= period.end:
        bounds: dict[str, Any] = {"start": shown(period.start), "end": shown(period.end)}
        check.add("change_outside_period", "change_at", change_at=shown(change_at), **bounds)
    if change_at and service_end and service_end <= change_at:
        facts: dict[str, Any] = {"service_end": shown(service_end), "change_at": shown(change_at)}
        check.add("service_end_before_change", "service_end", **facts)


def _check_units(check: Check, period: Period, service_end: datetime | None, policy: Policy) -> None:
    """Keep a fault where the period, or the service, can't be counted in the units of the policy."""
    if policy.unit == "month_then_day":
        # A broken base period is measured whole, so that it has to end inside the calendar.
        latest = add_months(date.max, -policy.base_months)
        for field, end in (("period.end", period.end), ("service_end", service_end)):
            if end and end.date() > latest:
                check.add("out_of_range", field, "out_of_range.date", latest=latest)
        is_empty = period.days == 0
    else:
        is_empty = units_in_base(period, policy) == 0
    if is_empty:
        unit = "day" if policy.unit == "month_then_day" else policy.unit
        bounds: dict[str, Any] = {"start": shown(period.start), "end": shown(period.end)}
        check.add("period_empty", "period.end", "period_empty.units", least=Count(1, unit), **bounds)
