"""What the reader hands back: a figure, or a numeral that is no figure, each with its exact span."""

from dataclasses import dataclass
from decimal import Decimal

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a figure, and why it is possible."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as the document prints it; `text` is exactly the document's characters from `start` to `end`."""

    start: int
    end: int
    text: str
    component: int
    """1, or 2 for the second number of a pair such as "26/28"."""
    comparator: str
    """eq, approx, ge, gt, le, lt or range."""
    low: Decimal | None
    high: Decimal | None
    """The interval in `unit`, signed; None is an open end."""
    unit: str | None
    """The composed unit id; None when nothing is printed or the noun is not known."""
    noun: str | None
    """The counted thing as printed, or the first words after a bare number."""
    decimals: int
    is_approximate: bool
    is_estimate: bool
    kind: str
    """level, growth, fall, excess, attainment, proportion, share, ratio, rank, pair or fraction."""
    alternatives: tuple[Alternative, ...]
    words: tuple[Span, ...]
    """Spans of the words that decided."""
    rule: str


@dataclass(frozen=True, slots=True)
class NotAFigure:
    """A numeral that measures nothing, with the code of its reason (codes.csv, list exclusion_reason)."""

    start: int
    end: int
    text: str
    reason: str
    words: tuple[Span, ...]
    rule: str
