"""What the same change would cost on each day of the period: one `preview` a day, never a second formula."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from calculator.preview import Request, preview


@dataclass(frozen=True)
class Point:
    """What the change costs, gross, where it is bought on that day."""

    on: date
    due_now: Fraction


def schedule(request: Request) -> list[Point]:
    """Return one point for each date of the period, its end (the next billing date) included.

    A day stands for its midnight, and never for a moment before the period or after it. Days on which the
    service has already ended cost 0. Source: contract, `schedule`.
    """
    first = request.period.start.date()
    return [_point(request, first + timedelta(days=day)) for day in range(request.period.days + 1)]


def _point(request: Request, on: date) -> Point:
    period = request.period
    change_at = min(max(datetime.combine(on, time()), period.start), period.end)
    return Point(on, preview(replace(request, change_at=change_at)).due_now.gross)
