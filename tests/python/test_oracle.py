"""The models beside the oracle: what a print allows, verdicts, agreement and places, over all that can be printed.

Every way to print a number is held against every other, with values chosen so that what they allow just meets, just misses
and overlaps; hypothesis then tries values and units that nobody chose. The models are those that dbt compiled.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor, inf

import pytest
from chitieu import transform
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from models_at_work import ModelsAtWork
from oracle import OPEN, End, Print, allowed, can_both_be_true, places, verdict

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


def exact(number: Fraction | None) -> str | None:
    """A number as text with six decimals, which the seeds can hold."""
    if number is None:
        return None
    text = str(Decimal(int(number * 10**6)).scaleb(-6))
    assert Fraction(text) == number, f"{number} has more than six decimals"
    return text


def observation(printed: Print, indicator: str, area: str, document: str, scenario: str) -> dict[str, object]:
    """The row that staging holds of a print."""
    return {
        "observation_id": f"{document}:{area}:{indicator}:{scenario}",
        "document_id": document,
        "char_start": 0,
        "component": 1,
        "area_id": area,
        "period": "2023",
        "period_type": "year",
        "year": 2023,
        "indicator_id": indicator,
        "scenario": scenario,
        "comparator": printed.comparator,
        "value_low": exact(printed.low),
        "value_high": exact(printed.high),
        "unit_id": unit_of(printed),
        "is_approximate": printed.is_about or printed.comparator == "approx",
        "obs_status": "A",
        "decimals": printed.decimals,
    }


@pytest.fixture(scope="module")
def models(built: transform.TransformResult, candidate: object) -> ModelsAtWork:
    """All models, with the units, two documents of one day by two issuers, and no doubts."""
    assert candidate == built.manifest.parent.parent / "chitieu.duckdb"
    work = ModelsAtWork(built.manifest.parent.parent / "chitieu.duckdb", built.manifest)
    work.fill("units", ({"unit_id": name, "factor": exact(factor)} for name, (factor, _) in UNITS.items()))
    work.fill(
        "documents",
        ({"document_id": name, "issuer": f"issuer of {name}", "published_on": "2024-01-05"} for name in ("a", "b")),
    )
    return work


def load(
    models: ModelsAtWork, observations: Iterable[dict[str, object]], indicators: dict[str, tuple[str, str]]
) -> None:
    """Make the headlines of some observations; `indicators` gives measure and better by id."""
    rows = list(observations)
    described = [
        {"indicator_id": name, "measure": measure, "better": better, "closes_in_january": False}
        for name, (measure, better) in indicators.items()
    ]
    models.fill("stg_observations", rows)
    models.fill("stg_indicators", described)
    models.fill("int_territories", ({"area_id": one, "territory_id": one} for one in {row["area_id"] for row in rows}))
    models.run("int_observations", "int_intervals", "int_printings", "int_headlines")


def verdicts_of_models(models: ModelsAtWork, cases: list[Case]) -> list[str | None]:
    """What the models judge of results beside targets: one area a case."""
    indicators = {
        f"{measure}-{better}": (measure, better) for measure in ("share", "level", "count") for better in BETTER
    }
    observations = (
        observation(printed, f"{result.measure}-{better}", f"area {number}", "a", scenario)
        for number, (result, target, better) in enumerate(cases)
        for printed, scenario in ((result, "actual"), (target, "target"))
    )
    load(models, observations, indicators)
    models.run("int_plan_pairs", "int_plan_verdicts", "fct_target_attainment")
    found = dict(models.rows("select area_id, verdict from {fct_target_attainment}"))
    return [found.get(f"area {number}") for number in range(len(cases))]


def intervals_of_models(models: ModelsAtWork, tried: list[Print]) -> list[tuple[End, End]]:
    """Both ends of what the models say that each print allows, as the oracle writes them; one area a print."""
    observations = (observation(one, one.measure, f"area {number}", "a", "actual") for number, one in enumerate(tried))
    load(models, observations, {measure: (measure, "up") for measure in ("share", "level", "count")})
    found = {
        area: (
            (-inf, 1) if low is None else (Fraction(low), 0 if is_low_included else 1),
            (inf, -1) if high is None else (Fraction(high), 0 if is_high_included else -1),
        )
        for area, low, is_low_included, high, is_high_included in models.rows(
            "select area_id, allowed_low, is_low_included, allowed_high, is_high_included from {int_intervals}"
        )
    }
    return [found[f"area {number}"] for number in range(len(tried))]


def conflicts_of_models(models: ModelsAtWork, pairs: list[tuple[Print, ...]]) -> list[bool]:
    """Whether the models say of prints in several documents that they cannot all be true: one area for each few."""
    models.fill(
        "documents",
        ({"document_id": name, "issuer": f"issuer of {name}", "published_on": "2024-01-05"} for name in "abc"),
    )
    observations = (
        observation(printed, printed.measure, f"area {number}", document, "actual")
        for number, prints in enumerate(pairs)
        for printed, document in zip(prints, "abc", strict=False)
    )
    load(models, observations, {measure: (measure, "up") for measure in ("share", "level", "count")})
    found = dict(models.rows("select area_id, agreement = 'conflict' from {int_headlines}"))
    return [found[f"area {number}"] for number in range(len(pairs))]


def places_of_models(models: ModelsAtWork, groups: list[tuple[list[Print], str]]) -> list[list[tuple[int, int]]]:
    """The first and the last place that the models give each print of a group: one indicator a group."""
    indicators = {f"i{number}": (prints[0].measure, better) for number, (prints, better) in enumerate(groups)}
    observations = [
        observation(printed, f"i{number}", f"area {place}", "a", "actual")
        for number, (prints, _) in enumerate(groups)
        for place, printed in enumerate(prints)
    ]
    load(models, observations, indicators)
    described = [
        {"indicator_id": name, "measure": measure, "better": better} for name, (measure, better) in indicators.items()
    ]
    models.fill("dim_indicator", described)
    models.fill("compared_division", ({"indicator_id": name, "year": 2023, "division_id": "d"} for name in indicators))
    models.fill(
        "bridge_division_area",
        ({"division_id": "d", "area_id": area} for area in {row["area_id"] for row in observations}),
    )
    models.run("fct_province_year_indicator", "ranking")
    found = {
        (indicator, area): (first, last)
        for indicator, area, first, last in models.rows(
            "select indicator_id, area_id, rank_from, rank_to from {ranking}"
        )
    }
    return [
        [found[f"i{number}", f"area {place}"] for place in range(len(prints))]
        for number, (prints, _) in enumerate(groups)
    ]


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
    """All ways × all ways × decimals × decimals × both directions, of values that touch; a few with no direction."""
    numbers = {
        0: (Fraction(100), Fraction(-40)),
        1: (Fraction("7.2"), Fraction("-6.5")),
        2: (Fraction("9.25"), Fraction(0)),
    }
    return [
        (result, target, better)
        for target_way, way, target_decimals, decimals in product(WAYS, WAYS, range(3), range(3))
        for number in numbers[target_decimals]
        for target in [in_unit("percent", target_way, number, target_decimals, Fraction(3))]
        for result in beside(target, way, decimals, "percent")
        for better in (BETTER if number == 100 else ("up", "down"))
    ]


def differences(cases: list[Case], found: list[str | None]) -> list[tuple[Case, str | None, str]]:
    """The cases whose verdict is not the oracle's, with both."""
    wanted = [verdict(*case) for case in cases]
    return [(case, model, oracle) for case, model, oracle in zip(cases, found, wanted, strict=True) if model != oracle]


@pytest.fixture(scope="module")
def all_cases() -> list[Case]:
    return enumerated()


def test_the_enumeration_holds_each_pair_of_ways_with_each_verdict_that_it_can_have(all_cases: list[Case]) -> None:
    reached = Counter(
        ((result.comparator, result.is_about), (target.comparator, target.is_about), verdict(result, target, better))
        for result, target, better in all_cases
    )
    for way, target_way, one in product(WAYS, WAYS, ("met", "missed", "undetermined")):
        directions = {OPEN[comparator] for comparator in (way[0], target_way[0]) if comparator in OPEN}
        both_open = way[0] in OPEN and target_way[0] in OPEN
        # "More than 9" never misses "at least 8", and never meets "at most 12".
        is_impossible = both_open and one == ("missed" if len(directions) == 1 else "met")
        assert (reached[way, target_way, one] == 0) == is_impossible, (way, target_way, one)
    touching = sum(
        bool(
            {end[0] for end in (allowed(result).low, allowed(result).high)}
            & {target.may_be(near).low[0], target.may_be(near).high[0]}
        )
        for result, target, better in all_cases
        for near in {target.low, target.high} - {None}
    )
    assert len(all_cases) > 20_000
    assert touching > 3_000


def test_every_verdict_is_the_oracles(models: ModelsAtWork, all_cases: list[Case]) -> None:
    assert differences(all_cases, verdicts_of_models(models, all_cases)) == []


def test_two_prints_conflict_where_the_oracle_finds_no_number_for_both(
    models: ModelsAtWork, all_cases: list[Case]
) -> None:
    pairs = list(dict.fromkeys((one, other) for one, other, _ in all_cases))
    wanted = [not can_both_be_true(*pair) for pair in pairs]
    found = conflicts_of_models(models, pairs)
    assert [pair for pair, model, oracle in zip(pairs, found, wanted, strict=True) if model != oracle] == []
    assert {True, False} == set(wanted)


def test_each_place_is_the_oracles(models: ModelsAtWork, all_cases: list[Case]) -> None:
    groups = [([one, other], better) for one, other, better in all_cases]
    found = places_of_models(models, groups)
    assert [group for group, model in zip(groups, found, strict=True) if model != places(*group)] == []


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


# A run of the models costs as much for one case as for a hundred. Where CI is set, hypothesis tries the same cases each time.
TRIED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@TRIED
@given(st.lists(st.sampled_from(DIMENSIONS).flatmap(prints), min_size=20, max_size=100))
def test_no_interval_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[Print]) -> None:
    assert intervals_of_models(models, tried) == [(allowed(one).low, allowed(one).high) for one in tried]


@TRIED
@given(st.lists(cases(), min_size=20, max_size=100))
def test_no_verdict_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[Case]) -> None:
    assert differences(tried, verdicts_of_models(models, tried)) == []


@TRIED
@given(st.lists(few_prints(), min_size=20, max_size=100))
def test_no_conflict_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[list[Print]]) -> None:
    wanted = [not all(can_both_be_true(one, other) for one, other in product(group, group)) for group in tried]
    assert conflicts_of_models(models, tried) == wanted


@TRIED
@given(st.lists(st.tuples(few_prints(), st.sampled_from(BETTER)), min_size=20, max_size=100))
def test_no_place_that_hypothesis_can_think_of_differs(
    models: ModelsAtWork, tried: list[tuple[list[Print], str]]
) -> None:
    assert places_of_models(models, tried) == [places(*group) for group in tried]
