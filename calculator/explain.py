"""Quote -> Steps: which rules were applied, on which operands, with which result. No sentences here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from calculator.money import decimal_text, exact_text, printed_decimals
from calculator.preview import LineItem, Quote
from calculator.pricing import Line

type Operand = int | date | Fraction | str
DUE_NOW, RENEWAL = "due_now", "renewal"


@dataclass(frozen=True)
class Step:
    """One applied rule. Operands are ints (counts), dates, Fractions (amounts) or text (a label).

    `wording` names the sentence where a rule has several; `line` is the line it speaks of, None for all.
    """

    of: str
    rule: str
    value: str
    operands: dict[str, Operand] = field(default_factory=dict)
    wording: str = ""
    line: int | None = None

    @property
    def sentence(self) -> str:
        """Name of the sentence that tells this step."""
        return self.wording or self.rule


def explain(quote: Quote) -> list[Step]:
    """Return the steps from the inputs to both amounts, in reading order."""
    steps = [_billing_period(quote), _days_remaining(quote)]
    for item in quote.line_items:
        steps += _line_steps(quote, item)
    if len(quote.line_items) > 1:
        steps.append(_sum(DUE_NOW, quote.due_now, quote))
    steps += _renewal_steps(quote)
    return steps


def _billing_period(quote: Quote) -> Step:
    period = quote.request.period
    operands: dict[str, Operand] = {
        "start": period.start.date(),
        "last_day": period.last_day,
        "days_in_period": period.days,
    }
    return Step(DUE_NOW, "billing_period", str(period.days), operands)


def _days_remaining(quote: Quote) -> Step:
    request, days = quote.request, quote.share.days_remaining
    counted = request.policy.count_change_day
    operands: dict[str, Operand] = {
        "change_on": request.change_at.date(),
        "last_day": request.service_end.date() - timedelta(days=1),
        "days_remaining": days,
    }
    wording = "no_days_remaining" if days == 0 else "" if counted else "days_remaining_exclusive"
    return Step(DUE_NOW, "days_remaining", str(days), operands, wording)


def _line_steps(quote: Quote, item: LineItem) -> Iterator[Step]:
    line, share, decimals = quote.request.lines[item.line], quote.share, quote.request.decimals
    yield _quantity(line, item)
    yield _full_price(line, item, decimals)
    _, all_printed = printed_decimals(item.exact, decimals)
    yield Step(
        DUE_NOW,
        "prorated_amount",
        exact_text(item.exact, decimals),
        {
            "full_price": item.full_price,
            "days_remaining": share.days_remaining,
            "days_in_period": share.days_in_period,
            "equals": "=" if all_printed else "≈",
            "exact": item.exact,
        },
        line=item.line,
    )
    operands: dict[str, Operand] = {"decimals": decimals, "amount": item.amount}
    whole = "rounding_to_whole" if decimals == 0 else ""
    yield Step(DUE_NOW, "rounding", decimal_text(item.amount, decimals), operands, whole, item.line)


def _quantity(line: Line, item: LineItem) -> Step:
    added = line.quantity_added
    wording = "removed_quantity" if added < 0 else "same_quantity" if added == 0 else ""
    operands: dict[str, Operand] = {
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "quantity_added": abs(added),
    }
    return Step(DUE_NOW, "added_quantity", str(added), operands, wording, item.line)


def _full_price(line: Line, item: LineItem, decimals: int) -> Step:
    same_price = line.unit_price == line.unit_price_after
    not_credited = item.full_price != line.price_difference
    wording = "full_price_not_credited" if not_credited else "" if same_price else "full_price_two_prices"
    operands: dict[str, Operand] = {
        "quantity_added": line.quantity_added,
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "unit_price": line.unit_price,
        "unit_price_after": line.unit_price_after,
        "full_price": item.full_price,
    }
    return Step(DUE_NOW, "full_price", exact_text(item.full_price, decimals), operands, wording, item.line)


def _renewal_steps(quote: Quote) -> Iterator[Step]:
    request = quote.request
    on = request.period.end.date()
    yield Step(RENEWAL, "billing_date", on.isoformat(), {"on": on})
    for index, (line, amount) in enumerate(zip(request.lines, quote.renewals, strict=True)):
        operands: dict[str, Operand] = {
            "quantity_after": line.quantity_after,
            "renewal_unit_price": line.renewal_unit_price,
            "amount": amount,
        }
        yield Step(RENEWAL, "renewal_price", decimal_text(amount, request.decimals), operands, line=index)
    if len(request.lines) > 1:
        yield _sum(RENEWAL, quote.renewal, quote)


def _sum(of: str, amount: Fraction, quote: Quote) -> Step:
    return Step(of, "sum_of_lines", decimal_text(amount, quote.request.decimals), {"amount": amount})
