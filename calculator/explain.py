"""Quote -> Steps: which rules were applied, on which operands, with which result. No sentences here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from calculator.money import decimal_text, exact_text, printed_decimals
from calculator.policy import COUNTED_UNITS, THIRTY_360, RoundRate
from calculator.preview import CREDIT, LineItem, Quote, rate_of
from calculator.pricing import VOLUME, Line
from calculator.proration import units_in_base
from calculator.step import Count, Factor, Number, Operand, Parts, Percent, Precision, Step, Sum, Word
from calculator.tax import EXACT_NET, ROUNDED_NET, Amounts, Tax

DUE_NOW, RENEWAL = "due_now", "renewal"
_INTERVALS = ("month", "quarter")
# The terms of a longer sum stand in the lines above it.
_MAX_TERMS = 12


def explain(quote: Quote) -> list[Step]:
    """Return the steps from the inputs to both amounts, in reading order."""
    steps = [_billing_period(quote), _remaining(quote)]
    for index, items in groupby(quote.line_items, key=attrgetter("line")):
        steps += _line_steps(quote, index, items)
    steps += _total_steps(DUE_NOW, quote, quote.line_items, quote.due_now, _factor(quote))
    steps.append(_billing_date(quote))
    steps += [_renewal_price(quote, item) for item in quote.renewals]
    steps += _total_steps(RENEWAL, quote, quote.renewals, quote.renewal, _renewal_factor(quote))
    return steps


def _billing_period(quote: Quote) -> Step:
    request = quote.request
    period, policy = request.period, request.policy
    operands: dict[str, Operand] = {"start": period.start.date(), "last_day": period.last_day}
    if policy.unit in ("none", "month_then_day") or policy.round_rate:
        return Step(DUE_NOW, "billing_period", str(period.days), operands, "billing_period_dates")
    units = units_in_base(period, policy)
    operands["units_in_base"] = Count(units, policy.unit)
    if policy.fixed_units:
        wording = "billing_period_fixed"
    elif policy.unit == "day":
        wording = "billing_period_30_360" if policy.basis == THIRTY_360 else ""
    elif policy.unit in _INTERVALS:
        wording = ""
    else:
        operands |= {"start": period.start, "end": period.end}
        wording = "billing_period_time"
    return Step(DUE_NOW, "billing_period", str(units), operands, wording)


def _remaining(quote: Quote) -> Step:
    request, share = quote.request, quote.share
    unit = request.policy.unit
    change_on, last_day = request.change_at.date(), request.service_end.date() - timedelta(days=1)
    operands: dict[str, Operand] = {
        "change_on": change_on,
        "last_day": last_day,
    }
    if unit in COUNTED_UNITS:
        operands["units_remaining"] = Count(share.units_remaining, unit)
    rule, wording = _REMAINING.get(unit, "time_remaining"), ""
    if not share.fraction:
        return Step(
            DUE_NOW, rule, "0", operands, "no_days_remaining" if unit == "day" else "no_time_remaining"
        )
    if unit == "day":
        basis = "_30_360" if request.policy.basis == THIRTY_360 else ""
        counted = "" if request.policy.count_change_day else "_exclusive"
        wording = f"days_remaining{basis}{counted}"
    elif unit == "month_then_day":
        return _base_periods_remaining(quote, operands)
    elif rule == "time_remaining":
        operands |= {"change_at": request.change_at, "end": request.service_end}
    return Step(DUE_NOW, rule, str(share.units_remaining), operands, wording)


_REMAINING = {
    "day": "days_remaining",
    "month": "intervals_remaining",
    "quarter": "intervals_remaining",
    "month_then_day": "base_periods_remaining",
    "none": "full_period_charged",
}


def _base_periods_remaining(quote: Quote, operands: dict[str, Operand]) -> Step:
    share = quote.share
    operands |= {
        "whole": Count(share.whole, "base_period"),
        "base": Count(quote.request.policy.base_months, "month"),
        "units_remaining": Count(share.units_remaining, "day"),
        "units_in_base": Count(share.units_in_base, "day"),
    }
    wording = "base_periods_remaining"
    if not share.units_remaining or not share.whole:
        wording += "_days" if share.units_remaining else "_whole"
    return Step(DUE_NOW, "base_periods_remaining", str(share.fraction), operands, wording)


def _line_steps(quote: Quote, index: int, items: Iterable[LineItem]) -> Iterator[Step]:
    line = quote.request.lines[index]
    yield _quantity(line, index)
    if line.has_tiers:
        yield _tier_price(line, index)
    if rate := quote.request.policy.round_rate:
        yield from _rounded_rates(quote, rate, line, index)
    for item in items:
        yield _full_price(quote, line, item)
        yield _prorated_amount(quote, item)
        yield _rounding(quote, item)


def _quantity(line: Line, index: int) -> Step:
    added = line.quantity_added
    wording = "removed_quantity" if added < 0 else "same_quantity" if added == 0 else ""
    operands: dict[str, Operand] = {
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "quantity_added": abs(added),
    }
    return Step(DUE_NOW, "added_quantity", str(added), operands, wording, index)


def _tier_price(line: Line, index: int) -> Step:
    before, after = line.tariff.tier_of(line.quantity_before), line.tariff_after.tier_of(line.quantity_after)
    operands: dict[str, Operand] = {
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "unit_price": before.unit_price,
        "unit_price_after": after.unit_price,
    }
    wording = "tier_price_volume" if line.tariff.model == VOLUME else "tier_price_graduated"
    value = exact_text(line.tariff_after.price(line.quantity_after), 0)
    return Step(DUE_NOW, "tier_price", value, operands, wording, index)


def _rounded_rates(quote: Quote, round_rate: RoundRate, line: Line, index: int) -> Iterator[Step]:
    policy = quote.request.policy
    for tariff in dict.fromkeys((line.tariff, line.tariff_after)):
        price, rate = tariff.tiers[0].unit_price, rate_of(tariff, policy).tiers[0].unit_price
        exact = price / round_rate.per
        operands: dict[str, Operand] = {
            "unit": Count(1, policy.unit),
            "unit_price": price,
            "per": round_rate.per,
            "equals": _equals(exact, quote),
            "exact": exact,
            "precision": Precision(round_rate.decimals),
            "mode": Word(f"mode.{policy.rounding}"),
            "rate": rate,
        }
        yield Step(DUE_NOW, "rounded_rate", decimal_text(rate, round_rate.decimals), operands, "", index)


def _full_price(quote: Quote, line: Line, item: LineItem) -> Step:
    policy = quote.request.policy
    old, new = rate_of(line.tariff, policy), rate_of(line.tariff_after, policy)
    before = tuple((-quantity, price) for quantity, price in old.parts(line.quantity_before))
    after = new.parts(line.quantity_after)
    parts: tuple[tuple[int, Fraction], ...] = ()
    if line.quantity_added < 0 and policy.decrease == "no_credit":
        wording = "full_price_not_credited"
    elif policy.charge == "credit_and_charge":
        is_credit = item.kind == CREDIT
        parts, wording = (before, "full_price_credit") if is_credit else (after, "full_price_charge")
    elif policy.charge == "added_only" or (old == new and not line.has_tiers):
        parts, wording = ((line.quantity_added, item.unit_price),), ""
    else:
        parts, wording = after + (before if line.quantity_before else ()), "full_price_difference"
    operands: dict[str, Operand] = {
        "span": _span(quote),
        "full_price": item.full_price,
    }
    if parts:
        operands["parts"] = Parts(parts)
    return Step(
        DUE_NOW,
        "full_price",
        exact_text(item.full_price, quote.request.decimals),
        operands,
        wording,
        item.line,
    )


def _span(quote: Quote) -> Operand:
    """Return what a full price is for: the period, a base period, or one unit of time."""
    policy = quote.request.policy
    if policy.round_rate:
        return Count(1, policy.unit)
    return Count(policy.base_months, "month") if policy.unit == "month_then_day" else Word("span.period")


def _prorated_amount(quote: Quote, item: LineItem) -> Step:
    operands: dict[str, Operand] = {
        "full_price": item.full_price,
        "factor": _factor(quote),
        "equals": _equals(item.exact, quote),
        "exact": item.exact,
    }
    is_whole = quote.request.policy.unit == "none" and quote.share.fraction == 1
    wording = (
        "prorated_amount_whole"
        if is_whole
        else ""
        if quote.request.policy.unit == "day"
        else "prorated_amount_time"
    )
    value = exact_text(item.exact, quote.request.decimals)
    return Step(DUE_NOW, "prorated_amount", value, operands, wording, item.line)


def _rounding(quote: Quote, item: LineItem) -> Step:
    policy, decimals = quote.request.policy, quote.request.decimals
    operands: dict[str, Operand] = {
        "times": Word("times.again" if policy.round_rate else "times.once"),
        "precision": Precision(decimals),
        "mode": Word(f"mode.{policy.rounding}"),
        "amount": item.amount,
    }
    return Step(DUE_NOW, "rounding", decimal_text(item.amount, decimals), operands, "", item.line)


def _billing_date(quote: Quote) -> Step:
    on = quote.request.period.end.date()
    return Step(RENEWAL, "billing_date", on.isoformat(), {"on": on})


def _renewal_price(quote: Quote, item: LineItem) -> Step:
    line = quote.request.lines[item.line]
    operands: dict[str, Operand] = {
        "parts": Parts(line.renewal_tariff.parts(line.quantity_after), _renewal_factor(quote)),
        "equals": _equals(item.exact, quote),
        "exact": item.exact,
        "amount": item.amount,
    }
    wording = "" if item.exact == item.amount else "renewal_price_rounded"
    value = decimal_text(item.amount, quote.request.decimals)
    return Step(RENEWAL, "renewal_price", value, operands, wording, item.line)


def _total_steps(
    of: str, quote: Quote, items: Sequence[LineItem], total: Amounts, factor: Factor
) -> Iterator[Step]:
    amounts = tuple(item.amount for item in items)
    sum_of_lines = sum(amounts, Fraction())
    if len(items) > 1:
        operands: dict[str, Operand] = {"sum": Sum(amounts), "amount": sum_of_lines}
        wording = "" if len(items) <= _MAX_TERMS else "sum_of_many_lines"
        yield Step(of, "sum_of_lines", decimal_text(sum_of_lines, quote.request.decimals), operands, wording)
    if tax := quote.request.tax:
        full_prices = tuple(item.full_price for item in items)
        if len(full_prices) > _MAX_TERMS:
            full_prices = (sum(full_prices, Fraction()),)
        yield _tax(of, quote, tax, total, Sum(full_prices, factor))


def _tax(of: str, quote: Quote, tax: Tax, total: Amounts, exact_net: Sum) -> Step:
    operands: dict[str, Operand] = {
        "percent": Percent(tax.rate),
        "rate": Number(tax.rate),
        "tax_factor": Number(1 + tax.rate),
        "net": total.net,
        "tax": total.tax,
        "gross": total.gross,
    }
    if tax.on == EXACT_NET:
        exact, rounded = total.exact_net * (1 + tax.rate), total.gross
        # All lines share one factor, so that the exact sum is their full prices' sum times it.
        operands["exact_net"] = exact_net
    elif tax.on == ROUNDED_NET:
        exact, rounded = total.net * tax.rate, total.tax
    else:
        exact, rounded = total.gross / (1 + tax.rate), total.net
    operands |= {"exact": exact, "equals": _equals(exact, quote)}
    wording = f"tax_{tax.on}" + ("_whole" if exact == rounded else "")
    return Step(of, "tax", decimal_text(total.tax, quote.request.decimals), operands, wording)


def _factor(quote: Quote) -> Factor:
    """Return what the full price of each line item is multiplied by."""
    share = quote.share
    if quote.request.policy.round_rate:
        return Factor(share.units_remaining, 1)
    return Factor(share.units_remaining, share.units_in_base, share.whole)


def _renewal_factor(quote: Quote) -> Factor:
    whole_period = quote.whole_period
    return Factor(whole_period.units_remaining, whole_period.units_in_base, whole_period.whole)


def _equals(value: Fraction, quote: Quote) -> str:
    """Return `=` where the value is printed whole, `≈` where it is cut to 7 decimals."""
    return "=" if printed_decimals(value, quote.request.decimals)[1] else "≈"
