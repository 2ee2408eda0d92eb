"""What can be printed, for the comparison of the models with the oracle: chosen so that ends meet, and by chance."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import ceil, floor

from hypothesis import strategies as st
from oracle import Print, allowed

# The units of the tests: what they are in their standard unit, and of which measure.
UNITS = {
    "percent": (Fraction(1), "share"),
    "per_mille": (Fraction(1, 10), "share"),
    "fraction": (Fraction(100), "share"),
    "billion_vnd": (Fraction(10**9), "level"),
    "thousand_billion_vnd": (Fraction(10**12), "level"),
    "kilogram": (Fraction(1, 1000), "level"),
    "gram": (Fraction(1, 10**6), "level"),
    "nautical_mile": (Fraction(1852, 1000), "level"),
    "person": (Fraction(1), "count"),
    "thousand_person": (Fraction(1000), "count"),
}
DIMENSIONS = (
    ("percent", "per_mille", "fraction"),
    ("billion_vnd", "thousand_billion_vnd"),
    ("kilogram", "gram"),
    ("nautical_mile",),
    ("person", "thousand_person"),
)
BETTER = ("up", "down", "none")
# Every way to print: a comparator, and whether "about" is said. An approximate number is about by itself.
WAYS = (
    *(("eq", False), ("approx", True)),
    *product(("ge", "gt", "le", "lt", "range"), (False, True)),
)
Case = tuple[Print, Print, str]


def in_unit(
    unit: str, way: tuple[str, bool], number: Fraction, decimals: int = 0, width: Fraction = Fraction(0)
) -> Print:
    """A print in a unit; a range is `width` wide."""
    comparator, is_about = way
    factor, measure = UNITS[unit]
    low = None if comparator in ("le", "lt") else number
    high = None if comparator in ("ge", "gt") else number + width if comparator == "range" else number
    return Print(comparator, low, high, decimals, is_about, factor, measure, unit == "fraction")


def unit_of(printed: Print) -> str:
    return next(
        name
        for name, (factor, measure) in UNITS.items()
        if (factor, measure, name == "fraction") == (printed.factor, printed.measure, printed.is_fraction)
    )


def on_grid(number: Fraction, decimals: int) -> set[Fraction]:
    """The numbers with so many decimals at and around a number: those that just meet it, and their neighbours."""
    step = Fraction(1, 10**decimals)
    return {one * step for end in (floor(number / step), ceil(number / step)) for one in (end - 1, end, end + 1)}


def beside(target: Print, way: tuple[str, bool], decimals: int, unit: str) -> Iterator[Print]:
    """Prints of one way whose ends just meet, just miss or just overlap those of the target."""
    ends: set[Fraction] = set()
    for number in {target.low, target.high} - {None}:
        may_be = target.may_be(number)
        ends |= {may_be.low[0] / UNITS[unit][0], may_be.high[0] / UNITS[unit][0]}
    hidden = in_unit(unit, way, Fraction(1), decimals).hidden / UNITS[unit][0]
    about = Fraction(1, 20) if way[1] else Fraction(0)
    numbers = {
        one
        for end in ends
        for sign in (1, -1)
        # The number whose own end, widened by rounding and about, lies on the target's.
        for one in on_grid((end + sign * hidden) / (1 - sign * about * (1 if end >= 0 else -1)), decimals)
    }
    for number in sorted(numbers):
        yield in_unit(unit, way, number, decimals, Fraction(2))
        if way[0] == "range":
            yield in_unit(unit, way, number - 2, decimals, Fraction(2))


def enumerated() -> list[Case]:
    """All ways × all ways × decimals × decimals × directions, of values that touch; grams are the finest there are."""
    numbers = {0: ("100", "-40"), 1: ("7.2", "-6.5"), 2: ("9.25", "0")}
    grid = [
        ("percent", *decimals, number) for decimals in product(range(3), range(3)) for number in numbers[decimals[0]]
    ]
    grid += [("gram", 0, 0, "20"), ("person", 0, 0, "12")]
    return [
        (result, target, better)
        for target_way, way, (unit, target_decimals, decimals, number) in product(WAYS, WAYS, grid)
        for target in [in_unit(unit, target_way, Fraction(number), target_decimals, Fraction(3))]
        for result in beside(target, way, decimals, unit)
        for better in (BETTER if unit == "person" else ("up", "down"))
    ]


def touches(case: Case) -> bool:
    """Whether an end of what the result allows is an end of the target's mark."""
    result, target, _ = case
    marks = {
        end
        for near in {target.low, target.high} - {None}
        for end, _ in (target.may_be(near).low, target.may_be(near).high)
    }
    return bool(marks & {allowed(result).low[0], allowed(result).high[0]})


NUMBERS = st.one_of(st.integers(-30, 30), st.integers(-(10**4), 10**4))
# So many decimals can be printed in a unit before a digit is lost in the standard unit, which the build refuses.
FINEST = {"gram": 0, "kilogram": 3, "nautical_mile": 3, "per_mille": 5, "percent": 6}


@st.composite
def prints(draw: st.DrawFn, dimension: tuple[str, ...]) -> Print:
    """A print in some unit of a dimension, mostly with few decimals and near others."""
    unit = draw(st.sampled_from(dimension))
    if unit == "fraction":
        way = draw(st.sampled_from(WAYS[:2]))
        return in_unit(unit, way, Fraction(draw(st.integers(-(10**6), 10**6)), 10**6))
    decimals = draw(st.integers(0, min(draw(st.sampled_from((2, 6))), FINEST.get(unit, 6))))
    number = Fraction(draw(NUMBERS), 10**decimals)
    if unit in ("person", "thousand_person"):
        number = abs(number)
    width = Fraction(draw(st.integers(0, 30)), 10**decimals)
    return in_unit(unit, draw(st.sampled_from(WAYS)), number, decimals, width)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    dimension = draw(st.sampled_from(DIMENSIONS))
    return draw(prints(dimension)), draw(prints(dimension)), draw(st.sampled_from(BETTER))


@st.composite
def few_prints(draw: st.DrawFn) -> list[Print]:
    """Two or three prints of one figure."""
    dimension = draw(st.sampled_from(DIMENSIONS))
    return draw(st.lists(prints(dimension), min_size=2, max_size=3))
