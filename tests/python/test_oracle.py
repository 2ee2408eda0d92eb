"""The models beside the oracle: what a print allows, verdicts, agreement and places, over all that can be printed.

Every way to print a number is held against every other, with values chosen so that what they allow just meets, just
misses and overlaps; hypothesis then tries values and units that nobody chose. The models are those that dbt compiled.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import inf
from pathlib import Path

import pytest
from chitieu import transform
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from models_at_work import ModelsAtWork
from oracle import OPEN, End, Print, allowed, can_both_be_true, places, verdict
from oracle_cases import BETTER, DIMENSIONS, UNITS, WAYS, Case, cases, enumerated, few_prints, prints, touches, unit_of


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
def models(built: transform.TransformResult, candidate: Path) -> Iterator[ModelsAtWork]:
    """All models, with the units, three documents of one day by three issuers, and no doubts."""
    work = ModelsAtWork(candidate, built.manifest)
    work.fill("units", ({"unit_id": name, "factor": exact(factor)} for name, (factor, _) in UNITS.items()))
    work.fill(
        "documents",
        ({"document_id": name, "issuer": f"issuer of {name}", "published_on": "2024-01-05"} for name in "abc"),
    )
    yield work
    work.connection.close()


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
    models.fill("areas", ({"area_id": one} for one in {row["area_id"] for row in rows}))
    models.run("int_intervals", "int_printings", "int_headlines")


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


@pytest.fixture(scope="module")
def all_cases() -> list[Case]:
    return enumerated()


@pytest.fixture(scope="module")
def touching(all_cases: list[Case]) -> list[Case]:
    """The cases that one included or excluded end decides."""
    return [case for case in all_cases if touches(case)]


def test_the_enumeration_holds_each_pair_of_ways_with_each_verdict_that_it_can_have(
    all_cases: list[Case], touching: list[Case]
) -> None:
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
    assert len(all_cases) > 20_000
    assert len(touching) > 3_000


def wrong_conflicts(models: ModelsAtWork, cases: list[Case]) -> list[tuple[Print, Print]]:
    """The pairs of prints of which the models say something else than the oracle."""
    pairs = list(dict.fromkeys((one, other) for one, other, _ in cases))
    found = conflicts_of_models(models, pairs)
    return [pair for pair, conflict in zip(pairs, found, strict=True) if conflict == can_both_be_true(*pair)]


def wrong_places(models: ModelsAtWork, cases: list[Case]) -> list[tuple[list[Print], str]]:
    """The pairs of prints that the models rank otherwise than the oracle."""
    groups = [([one, other], better) for one, other, better in cases]
    found = places_of_models(models, groups)
    return [group for group, ranked in zip(groups, found, strict=True) if ranked != places(*group)]


def wrong_verdicts(models: ModelsAtWork, cases: list[Case]) -> list[Case]:
    """The cases that the models judge otherwise than the oracle."""
    found = verdicts_of_models(models, cases)
    return [case for case, judged in zip(cases, found, strict=True) if judged != verdict(*case)]


def test_every_verdict_is_the_oracles(models: ModelsAtWork, all_cases: list[Case]) -> None:
    assert wrong_verdicts(models, all_cases) == []


def test_two_prints_conflict_where_the_oracle_finds_no_number_for_both(
    models: ModelsAtWork, all_cases: list[Case]
) -> None:
    assert wrong_conflicts(models, all_cases) == []
    assert {True, False} == {can_both_be_true(one, other) for one, other, _ in all_cases}


def test_each_place_is_the_oracles(models: ModelsAtWork, all_cases: list[Case], touching: list[Case]) -> None:
    assert wrong_places(models, touching + all_cases[::5]) == []


# Faults of the models that the comparison must see: the model, what stands in its SQL, what is put there.
FAULTS = {
    "a margin of four per cent": (wrong_verdicts, "int_intervals", "then 0.05 else", "then 0.04 else"),
    "a margin of results only": (
        wrong_verdicts,
        "int_intervals",
        "then 0.05 else",
        "and scenario = 'actual' then 0.05 else",
    ),
    "a rounding of bounds": (wrong_verdicts, "int_intervals", "observations.is_open then", "false then"),
    "a rounding of counts": (wrong_verdicts, "int_intervals", "in ('count', 'rank')", "in ('rank')"),
    "ends of six decimals": (wrong_conflicts, "int_intervals", "decimal(36, 8)", "decimal(36, 6)"),
    "more than ten is ten": (wrong_verdicts, "int_intervals", "comparator != 'gt' as", "true as"),
    "less than ten is ten": (wrong_conflicts, "int_intervals", "comparator != 'lt' and", ""),
    "strict targets are lax": (wrong_verdicts, "int_intervals", "comparator in ('gt', 'lt') as", "false as"),
    "7,25 is printed as 7,2": (
        wrong_conflicts,
        "int_intervals",
        "comparator != 'lt' and (is_approximate or hidden_by_rounding = 0)",
        "comparator != 'lt'",
    ),
    "the mark may be 7,25": (wrong_verdicts, "int_intervals", "is_approximate or hidden_by_rounding = 0 as", "true as"),
    "a target is met near it": (
        wrong_verdicts,
        "int_plan_verdicts",
        "actual_from > mark_most then 'met'",
        "actual_from >= mark_least then 'met'",
    ),
    "an equal is a miss": (
        wrong_verdicts,
        "int_plan_verdicts",
        "(is_target_strict or not is_actual_to_included)",
        "true",
    ),
    "open targets go by the indicator": (
        wrong_verdicts,
        "int_plan_verdicts",
        "target_comparator in ('lt', 'le') then 'down'",
        "false then 'down'",
    ),
    "the far end of a range": (
        wrong_verdicts,
        "int_plan_verdicts",
        "direction = 'down' then target_high_least",
        "direction = 'down' then target_low_least",
    ),
    "ends that meet are places apart": (
        wrong_places,
        "ranking",
        "other.score_high <= own.score_low",
        "other.score_high < own.score_low",
    ),
    "ends that meet are one place": (
        wrong_places,
        "ranking",
        "not (other.is_score_low_included and own.is_score_high_included)",
        "false",
    ),
    "less is better of nothing": (wrong_places, "ranking", "indicators.better = 'down'", "false"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_models_is_seen(
    fault: str, models: ModelsAtWork, touching: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, model, sound, spoiled = FAULTS[fault]
    assert sound in models.sql[model]
    cases = touching[::2] if wrong is not wrong_conflicts else touching
    monkeypatch.setitem(models.sql, model, models.sql[model].replace(sound, spoiled))
    assert wrong(models, cases) != []


# A run of the models costs as much for one case as for a hundred. Where CI is set, the same ones are tried each time.
TRIED = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@TRIED
@given(st.lists(st.sampled_from(DIMENSIONS).flatmap(prints), min_size=30, max_size=120))
def test_no_interval_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[Print]) -> None:
    assert intervals_of_models(models, tried) == [(allowed(one).low, allowed(one).high) for one in tried]


@TRIED
@given(st.lists(cases(), min_size=30, max_size=120))
def test_no_verdict_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[Case]) -> None:
    assert wrong_verdicts(models, tried) == []


@TRIED
@given(st.lists(few_prints(), min_size=30, max_size=120))
def test_no_conflict_that_hypothesis_can_think_of_differs(models: ModelsAtWork, tried: list[list[Print]]) -> None:
    wanted = [not all(can_both_be_true(one, other) for one, other in product(group, group)) for group in tried]
    assert conflicts_of_models(models, tried) == wanted


@TRIED
@given(st.lists(st.tuples(few_prints(), st.sampled_from(BETTER)), min_size=30, max_size=120))
def test_no_place_that_hypothesis_can_think_of_differs(
    models: ModelsAtWork, tried: list[tuple[list[Print], str]]
) -> None:
    assert places_of_models(models, tried) == [places(*group) for group in tried]
