"""Prices of a line over one whole billing period, before any proration."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Line:
    """One product of the subscription. Quantities are totals; prices, of one license for a whole period."""

    quantity_before: int
    quantity_after: int
    unit_price: Fraction
    unit_price_after: Fraction
    renewal_unit_price: Fraction
    label: str | None = None

    @property
    def quantity_added(self) -> int:
        """New total less old total; negative for a decrease."""
        return self.quantity_after - self.quantity_before

    @property
    def price_before(self) -> Fraction:
        """What a whole period costs with today's quantity and price."""
        return self.quantity_before * self.unit_price

    @property
    def price_after(self) -> Fraction:
        """What a whole period costs once changed."""
        return self.quantity_after * self.unit_price_after

    @property
    def price_difference(self) -> Fraction:
        """What a whole period costs more once changed; negative for a decrease. Source: contract, `delta`."""
        return self.price_after - self.price_before

    @property
    def renewal_price(self) -> Fraction:
        """What the next whole period costs."""
        return self.quantity_after * self.renewal_unit_price
