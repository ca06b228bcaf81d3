"""Conventions: how a part of a period is counted and how an amount is rounded, as named values."""

from dataclasses import dataclass
from types import MappingProxyType

# Every value of the contract, and the ones computed so far. What is known but not computed is refused as
# `not_supported`: no answer rather than a wrong figure.
UNITS = ("second", "minute", "hour", "day", "month", "quarter", "month_then_day", "none")
CHARGES = ("delta", "credit_and_charge", "added_only")
ROUNDINGS = ("half_up", "half_even", "down")
DECREASES = ("refuse", "credit", "no_credit")
COMPUTED = MappingProxyType(
    {"unit": ("day",), "basis": ("actual",), "charge": ("delta",), "rounding": ("half_up",)}
)


@dataclass(frozen=True)
class Policy:
    """A convention. Its defaults are the site's default preset. Source: contract, policy fields."""

    unit: str = "day"
    basis: str = "actual"
    count_change_day: bool = True
    charge: str = "delta"
    rounding: str = "half_up"
    decimals: int | None = None  # None: the currency's own
    decrease: str = "refuse"


PRESETS = MappingProxyType(
    {
        "calendar-days": Policy(),
        "calendar-days-exclusive": Policy(count_change_day=False),
    }
)
DEFAULT_PRESET = "calendar-days"
