"""Every figure and date of a worked example as text, for prose. Nothing is formatted outside `language`."""

from collections.abc import Mapping
from typing import Any

from calculator.checks import Faults
from calculator.contract import read_request
from calculator.explain import explain
from calculator.form import answer_form
from calculator.language import formats, sentences
from calculator.preview import preview


def figures(asked: Mapping[str, Any]) -> dict[str, str]:
    """Return each figure of a form's answer by name, as its language writes it inside a sentence.

    Raises:
        Faults: the form has faults; their sentences are the answer's.
    """
    answer = answer_form(asked)
    if not answer["ok"]:
        raise Faults([], asked.get("language", "fr"))
    quote = preview(read_request(answer["request"]))
    request, money, line = quote.request, sentences.money_of(quote), quote.request.lines[0]
    language = request.language
    dates = {
        "period_start": request.period.start.date(),
        "period_end": request.period.end.date(),
        "last_day": request.period.last_day,
        "change_at": request.change_at.date(),
    }
    counts = {
        "quantity_before": line.quantity_before,
        "quantity_after": line.quantity_after,
        "quantity_added": line.quantity_added,
        "days_remaining": quote.share.units_remaining,
        "days_in_period": request.period.days,
    }
    return {
        "currency": request.currency,
        "unit_price": money.exact(line.tariff.unit_price_at(line.quantity_before)),
        "full_price": money.exact(quote.line_items[0].full_price),
        "term": sentences.term_text(quote),
        "due_now": money.text(quote.due_now.gross),
        "due_now_exact": money.exact(quote.due_now.exact_net),
        "due_now_note": sentences.due_now_note(quote, explain(quote)),
        "renewal": money.text(quote.renewal.gross),
        "renewal_before": money.text(quote.renewal_before.gross),
        "renewal_note": sentences.renewal_note(quote),
        **{name: formats.date_text(on, language) for name, on in dates.items()},
        **{name: formats.number_text(count, language) for name, count in counts.items()},
    }
