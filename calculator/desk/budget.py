"""A budget for today: the largest total of the first product that a budget pays for."""

from collections.abc import Mapping
from typing import Any

from calculator.afford import afford
from calculator.contract_lines import MAX_QUANTITY
from calculator.desk.asked import Asked, Json, gross
from calculator.faults import Fault
from calculator.language.answers import afford_text


def answer_budget(given: Mapping[str, Any]) -> Json:
    """Return how many licenses of the first product `budget` pays for, as people type it."""
    asked = Asked(given, ("budget",))
    budget = asked.amount("budget")
    if asked.answer["ok"] and asked.request.lines[0].quantity_before >= MAX_QUANTITY:
        bounds = {"minimum": 0, "maximum": MAX_QUANTITY - 1}
        asked.faults.append(Fault("out_of_range", "quantity_before", dict(bounds)))
    if budget is None or not asked.is_sound:
        return asked.refused()
    found = afford(asked.request, budget, 0, MAX_QUANTITY)
    fits = found.quantity_added > 0
    return {
        "ok": True,
        "fits": fits,
        "text": afford_text(found, budget),
        "quantity_after": str(found.quote.request.lines[0].quantity_after) if fits else None,
        "quantity_added": str(found.quantity_added) if fits else None,
        "due_now": gross(found.quote) if fits else None,
    }
