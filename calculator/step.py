"""What a sentence is made of, as data: one applied rule, and operands that `language` knows how to write."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Count:
    """A number of things, written with its noun: `214 days`. `unit` is a unit of time or `base_period`."""

    number: int
    unit: str


@dataclass(frozen=True)
class Number:
    """A number that is no amount of money: `1.2`."""

    value: Fraction


@dataclass(frozen=True)
class Percent:
    """A rate from 0 to 1, written in percent: `20%`."""

    rate: Fraction


@dataclass(frozen=True)
class Factor:
    """What a price is multiplied by, with its sign: ` × 214 / 365`, ` × (1 + 14 / 91)`; nothing for 1 / 1."""

    units: int
    base: int
    whole: int = 0


@dataclass(frozen=True)
class Sum:
    """Amounts, added: `€1.50 − €0.50`; with a factor, a part of a product: `(€1.50 + €0.50) × 2 / 3`."""

    amounts: tuple[Fraction, ...]
    factor: Factor | None = None


@dataclass(frozen=True)
class Parts:
    """Products of licenses and a unit price, added, then multiplied: `(25 × €10.00 + 5 × €9.00) × 12`."""

    parts: tuple[tuple[int, Fraction], ...]
    factor: Factor = Factor(1, 1)


@dataclass(frozen=True)
class Precision:
    """To how many decimals something is rounded: `to 2 decimal places`."""

    decimals: int


@dataclass(frozen=True)
class Word:
    """A phrase of the catalogue, by its key."""

    key: str


# An int is a bare count, a Fraction an amount of money, a str a text that stands as it is.
type Operand = (
    int | date | Fraction | str | Count | Number | Percent | Parts | Sum | Factor | Precision | Word
)


_OF_WORDS = frozenset(
    {
        *("billing_period", "days_remaining", "time_remaining", "intervals_remaining"),
        *("base_periods_remaining", "full_period_charged", "added_quantity", "billing_date"),
    }
)


@dataclass(frozen=True)
class Step:
    """One applied rule: which of the two amounts it leads to, its operands, its result as a machine reads it.

    `wording` names the sentence where a rule has several; `line` is the line it speaks of, None for all.
    """

    of: str
    rule: str
    value: str
    operands: dict[str, Operand] = field(default_factory=dict)
    wording: str = ""
    line: int | None = None

    @property
    def sentence(self) -> str:
        """Name of the sentence that tells this step."""
        return self.wording or self.rule

    @property
    def kind(self) -> str:
        """How its sentence reads: `words` with counts and dates, or `formula` with money."""
        return "words" if self.rule in _OF_WORDS else "formula"
