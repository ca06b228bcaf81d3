"""Ways to reach the same new totals, side by side: each purchase is one `preview`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from calculator.preview import Quote, Request, preview
from calculator.pricing import Line
from calculator.tax import Amounts

NOW, HALVES, RENEWAL = "all_now", "half_now", "at_renewal"


@dataclass(frozen=True)
class Purchase:
    """New totals, one a line, bought at a moment."""

    change_at: datetime
    quantities_after: tuple[int, ...]


@dataclass(frozen=True)
class Scenario:
    """Purchases in the order of their dates; none of them is waiting for the renewal.

    `name` is the reader's own, or None; `kind` says which of ours it is, or nothing.
    """

    purchases: tuple[Purchase, ...]
    name: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a scenario costs until the renewal, and the renewal, which pays for the totals of the request."""

    scenario: Scenario
    quotes: tuple[Quote, ...]
    renewal: Amounts

    @property
    def before_renewal(self) -> Fraction:
        """The gross of all purchases, each rounded as it is paid."""
        return sum((quote.due_now.gross for quote in self.quotes), Fraction())

    @property
    def total(self) -> Fraction:
        """All that is paid up to and with the renewal, gross."""
        return self.before_renewal + self.renewal.gross


def compare(request: Request, scenarios: Sequence[Scenario]) -> list[Outcome]:
    """Return what each scenario costs.

    Whatever a scenario buys before, the renewal pays for the new totals of the request, so that all of them
    end with the same licenses. A later purchase finds the totals and the prices of the one before.
    """
    renewal = preview(request).renewal
    return [Outcome(scenario, _quotes(request, scenario), renewal) for scenario in scenarios]


def usual_scenarios(request: Request) -> list[Scenario]:
    """Return all now, half now and half at the middle date, and waiting; the second where it is another one.

    Half of an odd number is rounded up: of 31 licenses, 16 are bought now. Nothing is left to share where one
    license is added or the last day has come.
    """
    change_at, lines = request.change_at, request.lines
    all_of_them = tuple(line.quantity_after for line in lines)
    half = tuple(line.quantity_after - _lesser_half(line.quantity_added) for line in lines)
    later = datetime.combine(_middle(request), time())
    scenarios = [Scenario((Purchase(change_at, all_of_them),), kind=NOW)]
    if later > change_at and half != all_of_them:
        purchases = (Purchase(change_at, half), Purchase(later, all_of_them))
        scenarios.append(Scenario(purchases, kind=HALVES))
    return [*scenarios, Scenario((), kind=RENEWAL)]


def _lesser_half(added: int) -> int:
    return added // 2 if added >= 0 else -(-added // 2)


def _middle(request: Request) -> date:
    """Return the date halfway from the purchase to the end of what it pays for."""
    first, end = request.change_at.date(), min(request.period.end, request.service_end).date()
    return first + timedelta(days=(end - first).days // 2)


def _quotes(request: Request, scenario: Scenario) -> tuple[Quote, ...]:
    quotes, lines = [], request.lines
    for purchase in scenario.purchases:
        asked = zip(lines, purchase.quantities_after, strict=True)
        lines = tuple(replace(line, quantity_after=quantity) for line, quantity in asked)
        quotes.append(preview(replace(request, change_at=purchase.change_at, lines=lines)))
        lines = tuple(_bought(line) for line in lines)
    return tuple(quotes)


def _bought(line: Line) -> Line:
    """Return a line as the next purchase finds it: its new total and price are today's."""
    return replace(line, quantity_before=line.quantity_after, tariff=line.tariff_after)
