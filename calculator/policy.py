"""Conventions: how a part of a period is counted and how an amount is rounded, as named values."""

from dataclasses import dataclass, replace
from types import MappingProxyType

UNITS = ("second", "minute", "hour", "day", "month", "quarter", "month_then_day", "none")
# The units of which every one is equally long, so that a fixed number of them can stand for a period.
EVEN_UNITS = ("second", "minute", "hour", "day")
# The units that are counted, so that a price of one of them can be rounded.
COUNTED_UNITS = (*EVEN_UNITS, "month", "quarter")
CHARGES = ("delta", "credit_and_charge", "added_only")
ROUNDINGS = ("half_up", "half_even", "down")
DECREASES = ("refuse", "credit", "no_credit")
ACTUAL, THIRTY_360, FIXED = "actual", "30/360", "fixed:"
MAX_FIXED_UNITS = 10**9
MAX_BASE_MONTHS = 120


@dataclass(frozen=True)
class RoundRate:
    """The price of one license for one of `per` units is rounded to `decimals`, before it is multiplied."""

    per: int
    decimals: int


@dataclass(frozen=True)
class Policy:
    """A convention. Source: contract, policy fields."""

    unit: str
    basis: str
    count_change_day: bool
    charge: str
    rounding: str
    round_rate: RoundRate | None
    decimals: int | None  # None: the currency's own
    decrease: str
    base_months: int

    @property
    def fixed_units(self) -> int | None:
        """The units that a period has by convention, whatever its length, or None where they are counted."""
        return int(self.basis.removeprefix(FIXED)) if self.basis.startswith(FIXED) else None


@dataclass(frozen=True)
class Preset:
    """A named convention, and the billing systems whose published figures follow it."""

    policy: Policy
    sources: tuple[str, ...]


_CALENDAR_DAYS = Policy(
    unit="day",
    basis=ACTUAL,
    count_change_day=True,
    charge="delta",
    rounding="half_up",
    round_rate=None,
    decimals=None,
    decrease="refuse",
    base_months=1,
)
# Most common first. The site's page of published figures shows the figures of these systems.
PRESETS = MappingProxyType(
    {
        "calendar-days": Preset(_CALENDAR_DAYS, ("Lago", "Kill Bill", "Zuora", "silver")),
        "credit-and-charge": Preset(
            replace(_CALENDAR_DAYS, charge="credit_and_charge"), ("Kill Bill", "Flexprice")
        ),
        "calendar-days-exclusive": Preset(
            replace(_CALENDAR_DAYS, count_change_day=False), ("Braintree", "Chargebee")
        ),
        "to-the-second": Preset(
            replace(_CALENDAR_DAYS, unit="second"), ("Stripe", "OpenMeter", "Drupal Commerce")
        ),
        "commercial-year": Preset(replace(_CALENDAR_DAYS, basis=THIRTY_360), ("Zuora", "Kill Bill")),
        "whole-months": Preset(replace(_CALENDAR_DAYS, unit="month"), ("Hubstaff", "Salesforce")),
    }
)
# The only place where the site's convention is chosen: a request's policy fields left out are its own.
DEFAULT_PRESET = "calendar-days"
DEFAULT_POLICY = PRESETS[DEFAULT_PRESET].policy
