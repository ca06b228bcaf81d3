"""Prices of a line over one whole billing period, before any proration."""

from dataclasses import dataclass
from fractions import Fraction

FLAT, VOLUME, GRADUATED = "flat", "volume", "graduated"
TIER_MODELS = (VOLUME, GRADUATED)


@dataclass(frozen=True)
class Tier:
    """A price of one license, for quantities up to `up_to` inclusive; None is without end."""

    up_to: int | None
    unit_price: Fraction


@dataclass(frozen=True)
class Tariff:
    """What a quantity costs for a whole period.

    `flat` has one tier; `volume` takes the price of the tier that the quantity reaches for every license;
    `graduated` takes each tier's price for the licenses that lie in it. Source: contract, `tier_model`.
    """

    model: str
    tiers: tuple[Tier, ...]

    def price(self, quantity: int) -> Fraction:
        """Return the price of `quantity` licenses, for one whole period."""
        if self.model == FLAT:
            return self.tiers[0].unit_price * quantity
        return sum((licenses * price for licenses, price in self.parts(quantity)), Fraction())

    def parts(self, quantity: int) -> tuple[tuple[int, Fraction], ...]:
        """Return the (licenses, unit price) pairs whose products sum to the price, at least one."""
        if self.model != GRADUATED:
            return ((quantity, self.unit_price_at(quantity)),)
        parts: list[tuple[int, Fraction]] = []
        below = 0
        for tier in self.tiers:
            top = quantity if tier.up_to is None else min(quantity, tier.up_to)
            if top > below or not parts:
                parts.append((top - below, tier.unit_price))
                below = top
        return tuple(parts)

    def unit_price_at(self, quantity: int) -> Fraction:
        """Return the price of one license in the tier that `quantity` reaches."""
        return self.tier_of(quantity).unit_price

    def tier_of(self, quantity: int) -> Tier:
        """Return the tier that `quantity` reaches: with tiers up to 25 and beyond, 25 is in the first."""
        if self.model == FLAT:
            return self.tiers[0]
        return next(tier for tier in self.tiers if tier.up_to is None or quantity <= tier.up_to)


def flat(unit_price: Fraction) -> Tariff:
    """Return the tariff of one price for every license."""
    return Tariff(FLAT, (Tier(None, unit_price),))


@dataclass(frozen=True)
class Line:
    """One product of the subscription. Quantities are totals; tariffs are of a whole period."""

    quantity_before: int
    quantity_after: int
    tariff: Tariff
    tariff_after: Tariff
    renewal_tariff: Tariff
    label: str | None = None

    @property
    def quantity_added(self) -> int:
        """New total less old total; negative for a decrease."""
        return self.quantity_after - self.quantity_before

    @property
    def has_tiers(self) -> bool:
        """Whether a quantity decides on the price of one license."""
        return self.tariff.model != FLAT

    @property
    def changes(self) -> bool:
        """Whether the quantity or the price of a whole period changes."""
        old, new = self.quantity_before, self.quantity_after
        return old != new or self.tariff.price(old) != self.tariff_after.price(new)
