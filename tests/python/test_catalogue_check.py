"""The check of the registries: each inconsistency is found, with its table, row, column and remedy, and no other."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from chitieu.catalogue.check import Fault, Unit, faults
from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.records import Limits, Override, PartitionPart, Rows, Term
from chitieu.project import ROOT
from chitieu.seeds.registry import Registry

REGISTRY = Registry.load(ROOT / "seeds" / "reference")
ROWS = REGISTRY.indicators.rows
UNITS = {one.unit_id: Unit(one.dimension, one.standard_unit_id) for one in REGISTRY.units.values()}


def row_of(table: tuple[Any, ...], name: str) -> int:
    """The row of a registry whose first field is `name`; 1 is the first."""
    return next(number for number, one in enumerate(table, start=1) if next(iter(vars(one).values())) == name)


def with_row(table: str, name: str, **changed: Any) -> Callable[[], tuple[Rows, int]]:
    """The registries with fields of one row changed, and the number of that row."""

    def spoil() -> tuple[Rows, int]:
        old = getattr(ROWS, table)
        number = row_of(old, name)
        new = (*old[: number - 1], replace(old[number - 1], **changed), *old[number:])
        return replace(ROWS, **{table: new}), number

    return spoil


def with_more(table: str, *rows: Any) -> Callable[[], tuple[Rows, int]]:
    """The registries with rows added, and the number of the last of them."""

    def spoil() -> tuple[Rows, int]:
        new = (*getattr(ROWS, table), *rows)
        return replace(ROWS, **{table: new}), len(new)

    return spoil


def found(rows: Rows, **more: Any) -> list[Fault]:
    return faults(Catalogue(rows), UNITS, **more)


def concept(name: str) -> Any:
    return REGISTRY.indicators.concepts[name]


def test_the_registries_of_this_checkout_have_no_fault() -> None:
    assert found(ROWS) == []


FAULTS: dict[str, tuple[Callable[[], tuple[Rows, int]], str, str, str]] = {
    "a concept that ends like a measure": (
        with_row("concepts", "medals", concept_id="medals_growth"),
        "concepts",
        "concept_id",
        "ends in _growth",
    ),
    "a breakdown that ends like a measure": (
        with_row("breakdowns", "cruise_visitors", breakdown_id="cruise_share"),
        "breakdowns",
        "breakdown_id",
        "ends in _share",
    ),
    "a concept that looks like a composition": (
        with_row("concepts", "medals", concept_id="medals__urban"),
        "concepts",
        "concept_id",
        "is not one word",
    ),
    "an unknown unit": (
        with_row("concepts", "exports", standard_unit_id="dollar", display_unit_id="dollar"),
        "concepts",
        "standard_unit_id",
        "dollar is no unit",
    ),
    "a standard unit that is none": (
        with_row("concepts", "exports", standard_unit_id="billion_usd"),
        "concepts",
        "standard_unit_id",
        "not the standard unit",
    ),
    "a display unit of another dimension": (
        with_row("concepts", "exports", display_unit_id="billion_vnd"),
        "concepts",
        "display_unit_id",
        "measures money_vnd",
    ),
    "limits out of order": (
        with_row("concepts", "exports", limits=Limits(Decimal(5), Decimal(1))),
        "concepts",
        "maximum",
        "is below minimum",
    ),
    "a plausible range out of order": (
        with_row("concepts", "exports", limits=Limits(None, None, Decimal(5), Decimal(1))),
        "concepts",
        "plausible_high",
        "is below plausible_low",
    ),
    "a plausible range beyond the possible": (
        with_row("concepts", "exports", limits=Limits(Decimal(0), None, Decimal(-1), Decimal(1))),
        "concepts",
        "plausible_low",
        "is below minimum",
    ),
    "limits of a measure out of order": (
        with_row("measures", "growth", limits=Limits(Decimal(5), Decimal(1))),
        "measures",
        "maximum",
        "is below minimum",
    ),
    "a measure of an unknown unit": (
        with_row("measures", "growth", unit_id="per_cent"),
        "measures",
        "unit_id",
        "per_cent is no unit",
    ),
    "a whole of a rate": (
        with_row("concepts", "poverty_rate", whole_concept_id="households"),
        "concepts",
        "whole_concept_id",
        "is no part of households",
    ),
    "a whole in another unit": (
        with_row("concepts", "poor_households", whole_concept_id="population"),
        "concepts",
        "whole_concept_id",
        "population is in person",
    ),
    "two concepts of one name": (
        with_row("concepts", "communes", name_en=concept("districts").name_en),
        "concepts",
        "name_en",
        "communes has the name of districts",
    ),
    "a parent of another dimension": (
        with_row("breakdowns", "primary", parent_breakdown_id="urban"),
        "breakdowns",
        "parent_breakdown_id",
        "urban is of dimension residence",
    ),
    "a pattern without its part": (
        with_row("dimensions", "residence", pattern_en="{whole}"),
        "breakdown_dimensions",
        "pattern_en",
        "does not hold {whole} and {part}",
    ),
    "a pattern that cannot be read": (
        with_row("dimensions", "residence", pattern_vi="{whole} {part"),
        "breakdown_dimensions",
        "pattern_vi",
        "does not hold {whole} and {part}",
    ),
    "two measures of one suffix": (
        with_row("measures", "ratio", suffix="_share"),
        "measures",
        "suffix",
        "has the suffix of share",
    ),
    "a suffix without its joint": (
        with_row("measures", "ratio", suffix="ratio"),
        "measures",
        "suffix",
        "the suffix of ratio is 'ratio'",
    ),
    "a measure of a kind that is none": (
        with_row("measures", "ratio", kinds=frozenset({"amount"})),
        "measures",
        "kinds",
        "amount is no kind of concept",
    ),
    "a measure without its indicator": (
        with_row("measures", "ratio", name_en="Multiple"),
        "measures",
        "name_en",
        "does not hold {indicator}",
    ),
    "a part name without its whole": (
        with_row("measures", "share", part_name_vi="Tỷ trọng {part}"),
        "measures",
        "part_name_vi",
        "does not hold {part} and {whole}",
    ),
    "a partition of one part": (
        with_more("partitions", PartitionPart("alone", None, None, None, "urban")),
        "partitions",
        "partition_id",
        "alone has one part",
    ),
    "a partition without a part": (
        with_more("partitions", PartitionPart("residence", None, None, None, None)),
        "partitions",
        "part_breakdown_id",
        "the row names no part",
    ),
    "a partition of two wholes": (
        with_more("partitions", PartitionPart("residence", "exports", None, None, "urban_island_tourism")),
        "partitions",
        "whole_concept_id",
        "are of different wholes",
    ),
    "a partition of two dimensions": (
        with_more(
            "partitions",
            PartitionPart("residence", None, None, None, "services"),
            PartitionPart("residence", None, None, None, "industry_construction"),
        ),
        "partitions",
        "part_breakdown_id",
        "mixes the dimensions branch and residence",
    ),
    "a partition of variants": (
        with_more(
            "partitions",
            PartitionPart("money", None, None, None, "vnd"),
            PartitionPart("money", None, None, None, "usd"),
        ),
        "partitions",
        "part_breakdown_id",
        "is no part but a variant",
    ),
    "a partition of a concept that is no part": (
        with_more("partitions", PartitionPart("revenue_by_origin", "state_budget_revenue", None, "exports", None)),
        "partitions",
        "part_concept_id",
        "exports is no part of state_budget_revenue",
    ),
    "two concepts with one term": (
        with_more("concept_terms", Term("districts", "Kim ngạch  xuất khẩu", (), ())),
        "concept_terms",
        "term",
        "names districts, and exports in row",
    ),
    "two concepts with one term in two spellings": (
        with_more(
            "concept_terms",
            Term("districts", "xuất khẩu hàng hoá", (), ()),
            Term("communes", "xuất khẩu hàng hóa", (), ()),
        ),
        "concept_terms",
        "term",
        "names communes, and",
    ),
    "two breakdowns with one term": (
        with_more("breakdown_terms", Term("rural", "cấp tiểu học", (), ())),
        "breakdown_terms",
        "term",
        "names rural, and primary",
    ),
    "a term without a word": (
        with_more("concept_terms", Term("districts", "…", (), ())),
        "concept_terms",
        "term",
        "holds no word",
    ),
    "an overrule of what is none": (
        with_more("overrides", Override("grdp_grwoth", {"better": "up"})),
        "indicators",
        "indicator_id",
        "grdp_grwoth is no concept",
    ),
    "an overrule with a measure that does not fit": (
        with_more("overrides", Override("poverty_rate_share", {"better": "up"})),
        "indicators",
        "indicator_id",
        "does not fit a rate such as poverty_rate",
    ),
    "an overrule of nothing": (
        with_more("overrides", Override("exports_growth", {})),
        "indicators",
        "indicator_id",
        "nothing of exports_growth is overruled",
    ),
    "an overrule by a display unit of another dimension": (
        with_more("overrides", Override("exports", {"display_unit_id": "billion_vnd"})),
        "indicators",
        "display_unit_id",
        "measures money_vnd",
    ),
    "an overrule by limits out of order": (
        with_more("overrides", Override("exports", {"plausible_low": "5", "plausible_high": "1"})),
        "indicators",
        "plausible_high",
        "is below plausible_low",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_with_its_table_row_and_column(name: str) -> None:
    spoil, table, column, message = FAULTS[name]
    rows, number = spoil()
    places = [(one.table, one.column, one.row) for one in found(rows)]
    assert (table, column, number) in places, places
    assert any(message in one.message and one.remedy for one in found(rows) if one.row == number)


def test_a_circle_of_wholes_is_named() -> None:
    rows, _ = with_row("concepts", "communes", whole_concept_id="new_rural_communes")()
    said = [one.message for one in found(rows) if one.column == "whole_concept_id"]
    assert "communes is a part of new_rural_communes is a part of communes" in said


def test_a_circle_of_breakdowns_is_named() -> None:
    rows, _ = with_row("breakdowns", "services", parent_breakdown_id="trade_services")()
    said = [one.message for one in found(rows) if one.table == "breakdowns"]
    assert "services is below trade_services is below services" in said


def test_one_term_may_be_shared_where_requires_or_the_area_tells_them_apart() -> None:
    told = with_more("concept_terms", Term("districts", "kim ngạch xuất khẩu", ("cấp huyện",), ()))
    assert found(told()[0]) == []
    shared = {term.owner_id for term in ROWS.concept_terms if term.term == "tăng trưởng hai con số"}
    assert shared == {"gdp", "grdp"}, "GDP is of the nation alone, GRDP of a province"


def test_a_currency_must_change_the_unit() -> None:
    number = next(row for row, one in enumerate(ROWS.breakdown_units, start=1) if one.concept_unit_id == "vnd")
    units = list(ROWS.breakdown_units)
    units[number - 1] = replace(units[number - 1], unit_id="billion_vnd")
    faulty = found(replace(ROWS, breakdown_units=tuple(units)))
    assert ("breakdown_units", number, "unit_id") in [(one.table, one.row, one.column) for one in faulty]


def test_an_identity_of_an_id_that_is_none_is_named() -> None:
    identity = {"indicator_id": "exports", "weighted_by_indicator_id": "exprots_share", "relative_to_indicator_id": ""}
    faulty = found(ROWS, identities=[identity])
    assert [(one.table, one.row, one.column) for one in faulty] == [("identities", 1, "weighted_by_indicator_id")]


def test_two_indicators_in_use_that_would_be_called_the_same_are_named() -> None:
    rows, _ = with_row("breakdowns", "secondary", name_en="primary")()
    used = ["students_per_class__primary", "students_per_class__secondary"]
    assert found(ROWS, used=used) == []
    said = [one.message for one in found(rows, used=used)]
    assert said == [
        "students_per_class__secondary and students_per_class__primary are both called 'Pupils per class, primary'"
    ]


def test_concepts_named_here_are_there() -> None:
    assert concept("exports").standard_unit_id == "usd"
