"""Where the purchase lies in its billing period, for a drawing: one position and the texts around it."""

from fractions import Fraction

from calculator.language import formats
from calculator.language.operands import catalogue
from calculator.money import decimal_text, round_amount
from calculator.preview import Quote

_DECIMALS = 2
_NEAR_AN_EDGE = 30  # percent; nearer, a text set in the middle of the purchase would leave the drawing


def write_timeline(quote: Quote) -> dict[str, str]:
    """Return the purchase's place, `elapsed` from 0 to 100 percent of the period, and the drawing's texts.

    Days are those of the calendar, whatever the convention charges; `anchor` says on which side of the place
    its text begins: `start`, `middle` or `end`.
    """
    request = quote.request
    first, change, end = (
        moment.date() for moment in (request.period.start, request.change_at, request.period.end)
    )
    past, left = (change - first).days, (end - change).days
    elapsed = Fraction(100 * past, past + left)
    words, language = catalogue(request.language), request.language
    start_on, change_on, end_on = (formats.date_text(on, language) for on in (first, change, end))
    facts = {
        "past": words.text("timeline.past", days=words.count("unit.day", past)),
        "left": words.text("timeline.left", days=words.count("unit.day", left)),
    }
    return {
        "elapsed": decimal_text(round_amount(elapsed, _DECIMALS), _DECIMALS),
        "anchor": _anchor(elapsed),
        "start": start_on,
        "end": end_on,
        "change": words.text("timeline.change", change_on=change_on),
        "past": facts["past"] if past else "",
        "left": facts["left"] if left else "",
        "title": words.text("timeline.title", start_on=start_on, end_on=end_on, change_on=change_on, **facts),
    }


def _anchor(elapsed: Fraction) -> str:
    if elapsed < _NEAR_AN_EDGE:
        return "start"
    return "end" if elapsed > 100 - _NEAR_AN_EDGE else "middle"
