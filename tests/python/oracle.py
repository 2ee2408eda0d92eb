"""What a print allows and what follows from it, from the definition alone, in exact fractions: the models' oracle.

Written without reading the models. An end of an interval is a number and a side: `(number, 0)` belongs to the interval,
`(number, 1)` is just above the number and `(number, -1)` just below it, as the nearest number inside an open end is.
Tuples compare as such ends do, so a statement about every pair of numbers is one comparison of two ends.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import inf

ABOUT = Fraction(5, 100)
OPEN = {"ge": "up", "gt": "up", "le": "down", "lt": "down"}
STRICT = {"gt", "lt"}

End = tuple[Fraction | float, int]


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, each an end as the module says."""

    low: End
    high: End

    def all_below(self, other: "Interval") -> bool:
        """Whether each number of this is less than each of the other."""
        return self.high < other.low

    def none_above(self, other: "Interval") -> bool:
        """Whether no number of this is greater than any of the other."""
        return self.high <= other.low

    def meets(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return max(self.low, other.low) <= min(self.high, other.high)


@dataclass(frozen=True)
class Print:
    """A figure as printed: its numbers as they stand, and what is needed to know what they may stand for.

    `factor` turns a printed number into one of the standard unit; `is_fraction` is a true fraction ("2/3").
    `low` is None for "at most" and "less than", `high` for "at least" and "more than"; one number is both.
    """

    comparator: str
    low: Fraction | None
    high: Fraction | None
    decimals: int = 0
    is_about: bool = False
    factor: Fraction = Fraction(1)
    measure: str = "level"
    is_fraction: bool = False

    @property
    def hidden(self) -> Fraction:
        """What rounding hides on either side of a number, in the standard unit."""
        if self.comparator in OPEN:
            return Fraction(0)
        if self.is_fraction:
            return Fraction(1, 2) * Fraction(1, 10**6) * self.factor
        if self.measure in ("count", "rank") and self.decimals == 0 and self.factor == 1:
            return Fraction(0)
        return Fraction(1, 2) * Fraction(1, 10**self.decimals) * self.factor

    def may_be(self, printed: Fraction) -> Interval:
        """What a printed number may stand for, in the standard unit."""
        number = printed * self.factor
        if self.is_about or self.comparator == "approx":
            margin = self.hidden + ABOUT * abs(number)
            return Interval((number - margin, 0), (number + margin, 0))
        if not self.hidden:
            return Interval((number, 0), (number, 0))
        return Interval((number - self.hidden, 0), (number + self.hidden, -1))


def allowed(printed: Print) -> Interval:
    """What the figure may be if the print is true."""
    if printed.comparator in ("ge", "gt"):
        number, _ = printed.may_be(printed.low).low
        return Interval((number, 1 if printed.comparator == "gt" else 0), (inf, -1))
    if printed.comparator in ("le", "lt"):
        number, _ = printed.may_be(printed.high).high
        return Interval((-inf, 1), (number, -1 if printed.comparator == "lt" else 0))
    return Interval(printed.may_be(printed.low).low, printed.may_be(printed.high).high)


def verdict(result: Print, target: Print, better: str) -> str:
    """Whether the result meets the target: `met`, `missed`, or `undetermined`; `better` is up, down or none."""
    direction = OPEN.get(target.comparator, better)
    if direction == "none":
        return "undetermined"
    near_end = target.low if direction == "up" else target.high
    mark, figure = target.may_be(near_end), allowed(result)
    lower, upper = (mark, figure) if direction == "up" else (figure, mark)
    # Met: each pair in order. Missed: each pair in the other order. A strict target is not met by its own mark.
    if target.comparator in STRICT:
        met, missed = lower.all_below(upper), upper.none_above(lower)
    else:
        met, missed = lower.none_above(upper), upper.all_below(lower)
    return "met" if met else "missed" if missed else "undetermined"


def can_both_be_true(one: Print, other: Print) -> bool:
    """Whether some number is allowed by both prints."""
    return allowed(one).meets(allowed(other))


def places(prints: list[Print], better: str) -> list[tuple[int, int]]:
    """The best and the worst place of each: one more than those who are perhaps not, and perhaps, ahead of it."""
    ranked = []
    for own in prints:
        others = [allowed(other) for other in prints if other is not own]
        if better == "down":
            surely = sum(other.all_below(allowed(own)) for other in others)
            perhaps = sum(not allowed(own).none_above(other) for other in others)
        else:
            surely = sum(allowed(own).all_below(other) for other in others)
            perhaps = sum(not other.none_above(allowed(own)) for other in others)
        ranked.append((surely + 1, perhaps + 1))
    return ranked


def rounded_half_away(number: Fraction, places: int) -> Fraction:
    """The number rounded once to decimal places, half away from zero."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled + 1) // 2
    return Fraction(whole, 10**places) * (1 if number >= 0 else -1)
