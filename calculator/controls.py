"""The names of a form's controls: those that a form has once, and those that are numbered."""

from collections.abc import Collection, Iterable

PAYMENTS = ("card", "paypal", "transfer")
CONTROLS = (
    *("label", "quantity_before", "quantity_after", "quantity_added"),
    *("unit_price", "currency", "term_months", "period_start", "period_end", "change_at"),
    *("unit_price_after", "renewal_unit_price", "tier_model"),
    *("tax_rate", "tax_included", "convention", "payment"),
)
# Of the products after the first, `quantity_before_2`, and of the tiers of the first, `tier_up_to_1`.
OF_PRODUCT = ("label", "quantity_before", "quantity_after", "unit_price", "renewal_unit_price")
OF_TIER = ("tier_up_to", "tier_unit_price")
PRODUCTS, TIERS = range(2, 11), range(1, 11)
# Name -> its stem and its number.
NUMBERED = {
    f"{stem}_{number}": (stem, number)
    for stems, numbers in ((OF_PRODUCT, PRODUCTS), (OF_TIER, TIERS))
    for number in numbers
    for stem in stems
}


def split(control: str) -> tuple[str, int]:
    """Return a control's stem and its number; 0 where it has none."""
    return NUMBERED.get(control, (control, 0))


def numbers(stems: Collection[str], controls: Iterable[str]) -> list[int]:
    """Return the numbers of these numbered controls whose stem is one of `stems`, in order."""
    found = {NUMBERED[control] for control in controls if control in NUMBERED}
    return sorted({number for stem, number in found if stem in stems})


def is_control(name: object) -> bool:
    """Whether a form may have a control of this name."""
    return name in CONTROLS or name in NUMBERED


def known_controls() -> str:
    """Return the names of all controls for a person, numbered ones as `label_2…10`."""
    numbered = [f"{stem}_{PRODUCTS[0]}…{PRODUCTS[-1]}" for stem in OF_PRODUCT]
    numbered += [f"{stem}_{TIERS[0]}…{TIERS[-1]}" for stem in OF_TIER]
    return ", ".join((*CONTROLS, *numbered))
