"""What a reader got wrong, as data: the sentence is made by `language`."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from calculator.step import Operand


@dataclass(frozen=True)
class Fault:
    """One fault of a request, or one warning about it.

    `field` is a path of the contract (`lines[0].unit_price`) or the name of a control; `wording` names the
    sentence where a code has several.
    """

    code: str
    field: str
    facts: dict[str, Operand] = dataclasses.field(default_factory=dict)
    wording: str = ""

    @property
    def sentence(self) -> str:
        """Name of the sentence that tells this fault."""
        return self.wording or self.code


def quantities(before: int, after: int) -> dict[str, Any]:
    """Return the facts that tell a total from a number to add; `quantity_sum` is what was perhaps meant."""
    return {"quantity_before": before, "quantity_after": after, "quantity_sum": before + after}


def shown(moment: datetime) -> date:
    """Return a moment as a person writes it: midnight is a bare date."""
    return moment if moment.time() != time() else moment.date()
