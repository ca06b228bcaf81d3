"""Names of the form's controls: single ones, and those of rows, which end in their row's number."""

from collections.abc import Collection, Iterable

CONTROLS = (
    *("label", "quantity_before", "quantity_after", "quantity_added"),
    *("unit_price", "currency", "term_months", "period_start", "period_end", "change_at"),
    *("unit_price_after", "renewal_unit_price", "tier_model"),
    *("tax_rate", "tax_included", "convention", "payment"),
)
# Further products, `unit_price_2` to `unit_price_10`; the first one's controls have no number.
OF_PRODUCT = ("label", "quantity_before", "quantity_after", "unit_price", "renewal_unit_price")
# Tiers of the first product, `tier_up_to_1` to `tier_up_to_10`.
OF_TIER = ("tier_up_to", "tier_unit_price")
MAX_ROWS = 10
PAYMENTS = ("card", "paypal", "transfer")
_NUMBERED = {
    f"{name}_{number}": (name, number)
    for names, first in ((OF_PRODUCT, 2), (OF_TIER, 1))
    for number in range(first, MAX_ROWS + 1)
    for name in names
}


def split(control: str) -> tuple[str, int]:
    """Return a control's name without its row's number, and that number; 0 where it has none."""
    return _NUMBERED.get(control, (control, 0))


def is_known(control: str) -> bool:
    """Whether a form has this control."""
    return control in CONTROLS or control in _NUMBERED


def in_rows(controls: Iterable[str]) -> list[str]:
    """Return those of `controls` that stand in a row, in their order."""
    return [control for control in controls if control in _NUMBERED]


def rows(names: Collection[str], controls: Iterable[str]) -> list[int]:
    """Return the numbers of the rows that hold one of these controls, in order."""
    return sorted({_NUMBERED[control][1] for control in in_rows(controls) if split(control)[0] in names})


def known_controls() -> str:
    """Return the names of all controls for a person, those of rows as `label_2…10`."""
    numbered = [f"{name}_2…{MAX_ROWS}" for name in OF_PRODUCT] + [f"{name}_1…{MAX_ROWS}" for name in OF_TIER]
    return ", ".join((*CONTROLS, *numbered))
