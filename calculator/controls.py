"""Names of the form's controls: single ones, and those of rows, which end in their row's number."""

import re
from collections.abc import Collection, Iterable

CONTROLS = (
    "quantity_before",
    "quantity_after",
    "quantity_added",
    "unit_price",
    "currency",
    "term_months",
    "period_start",
    "period_end",
    "change_at",
    "unit_price_after",
    "renewal_unit_price",
    "tax_rate",
    "tax_included",
    "convention",
    "payment",
    "label",
    "tier_model",
)
# Further products, `unit_price_2` to `unit_price_10`; the first one's controls have no number.
OF_PRODUCT = ("label", "quantity_before", "quantity_after", "unit_price", "renewal_unit_price")
# Tiers of the first product, `tier_up_to_1` to `tier_up_to_10`.
OF_TIER = ("tier_up_to", "tier_unit_price")
MAX_ROWS = 10
_NUMBERED = re.compile(r"([a-z_]+)_([1-9]|10)", re.ASCII)


def split(control: str) -> tuple[str, int]:
    """Return a control's name without its row's number, and that number; 0 where it has none."""
    numbered = _NUMBERED.fullmatch(control)
    return (numbered[1], int(numbered[2])) if numbered else (control, 0)


def is_known(control: str) -> bool:
    """Whether a form has this control."""
    name, number = split(control)
    if not number:
        return name in CONTROLS
    return name in OF_TIER or (name in OF_PRODUCT and number > 1)


def in_rows(names: Iterable[str], controls: Collection[str]) -> list[str]:
    """Return those of `controls` that stand in a row and have one of the names, name by name, row by row."""
    numbers = range(1, MAX_ROWS + 1)
    return [f"{name}_{number}" for name in names for number in numbers if f"{name}_{number}" in controls]


def rows(names: Iterable[str], controls: Collection[str]) -> list[int]:
    """Return the numbers of the rows that hold one of these controls, in order."""
    return sorted({split(control)[1] for control in in_rows(names, controls)})
