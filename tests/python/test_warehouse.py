"""The numbers that a reader would look up first, as printed in the five documents."""

from decimal import Decimal

import duckdb
import pytest
from chitieu.project import Project

HEADLINES = [
    # area, year, indicator, scenario, comparator, low, high (in the display unit), doubted
    ("Hà Tĩnh", 2023, "state_budget_revenue", "actual", "eq", "17946", "17946", False),
    ("Hà Tĩnh", 2024, "state_budget_revenue", "target", "eq", "17500", "17500", False),
    ("Hà Tĩnh", 2024, "grdp_growth", "target", "range", "8", "8.5", False),
    ("Hà Tĩnh", 2023, "food_grain_output", "actual", "approx", "65", "65", False),
    ("Hà Tĩnh", 2023, "public_investment_disbursement", "actual", "eq", "9982", "9982", False),
    ("Hà Tĩnh", 2023, "public_investment_disbursement", "target", "eq", "8575", "8575", False),
    ("Hà Tĩnh", 2024, "poverty_rate_change", "target", "range", "-1", "-0.6", False),
    ("Bắc Ninh", 2023, "grdp_growth", "actual", "eq", "-9.28", "-9.28", False),
    ("Hưng Yên", 2023, "grdp_growth", "actual", "eq", "10.05", "10.05", False),
    ("Hưng Yên", 2024, "grdp_growth", "target", "range", "7.5", "8", False),
    ("Hưng Yên", 2024, "grdp_growth", "stretch", "gt", "8", None, False),
    ("Hưng Yên", 2023, "exports", "target", "eq", "7", "7", False),
    ("Hưng Yên", 2023, "exports", "actual", "eq", "5.8", "5.8", False),
    ("Hưng Yên", 2023, "poverty_rate", "actual", "lt", None, "0.9", False),
    ("Hưng Yên", 2023, "retail_sales", "actual", "eq", "109501", "109501", True),
    ("Hưng Yên", 2023, "retail_sales_growth", "actual", "eq", "74.19", "74.19", True),
    ("Hưng Yên", 2024, "national_standard_schools_share", "target", "eq", "93.85", "93.85", True),
    ("Hưng Yên", 2023, "output_value__trade_services_growth", "actual", "eq", "15.23", "15.23", True),
    ("Quảng Ninh", 2024, "grdp_growth", "target", "gt", "10", None, False),
    ("Quảng Ninh", 2024, "fdi_attracted", "target", "ge", "3", None, False),
    ("Quảng Ninh", 2024, "poor_households", "target", "eq", "0", "0", False),
    ("Việt Nam", 2024, "crimes__public_order_crime_growth", "target", "le", None, "-5", False),
    ("Việt Nam", 2023, "provinces_with_high_attainment_share", "actual", "approx", "66.6667", "66.6667", False),
]


@pytest.mark.parametrize(("area", "year", "indicator", "scenario", "comparator", "low", "high", "doubted"), HEADLINES)
def test_a_figure_is_found_as_printed(
    warehouse: duckdb.DuckDBPyConnection,
    area: str,
    year: int,
    indicator: str,
    scenario: str,
    comparator: str,
    low: str | None,
    high: str | None,
    doubted: bool,
) -> None:
    found = warehouse.execute(
        "select comparator, value_low, value_high, is_doubted from panel "
        "where area_vi = ? and year = ? and indicator_id = ? and scenario = ? and area_id not like 'VN34%'",
        [area, year, indicator, scenario],
    ).fetchall()
    assert found == [(comparator, low and Decimal(low), high and Decimal(high), doubted)]


def test_growth_printed_in_two_documents_agrees(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "select source_count, agreement, document_id from panel "
        "where area_id = 'VN63_33' and year = 2023 and indicator_id = 'grdp_growth' and scenario = 'actual'"
    ).fetchall()
    assert found == [(2, "agree", "hung-yen-2024-01")]


def test_figures_of_one_area_and_year_stand_together_in_the_file(warehouse: duckdb.DuckDBPyConnection) -> None:
    for table in ("fct_observation", "fct_province_year_indicator"):
        rows = warehouse.execute(f"select area_id, year, indicator_id, scenario from {table} order by rowid").fetchall()
        assert len(rows) > 200 and rows == sorted(rows), table


def test_who_missed_the_plan_is_known_from_three_kinds_of_print(warehouse: duckdb.DuckDBPyConnection) -> None:
    missed = warehouse.execute(
        "select distinct basis from fct_target_attainment where verdict = 'missed' and year = 2023 order by basis"
    ).fetchall()
    assert missed == [("attainment",), ("level",), ("target_count",)]


def test_no_verdict_is_given_where_neither_way_is_better(warehouse: duckdb.DuckDBPyConnection) -> None:
    verdict = warehouse.execute(
        "select verdict, attainment_pct from fct_target_attainment where indicator_id = 'regular_expenditure'"
    ).fetchall()
    assert verdict == [("undetermined", Decimal("104.60"))]


def test_doubtful_figures_stand_as_printed_with_an_explanation(warehouse: duckdb.DuckDBPyConnection) -> None:
    findings = warehouse.execute(
        "select distinct indicator_id from fct_check where verdict = 'fail' and length(explanation) > 40 "
        "and year >= 2020 order by all"
    ).fetchall()
    assert [row[0] for row in findings] == [
        "grdp_growth",
        "national_standard_schools_share",
        "retail_sales",
        "retail_sales_growth",
    ]


def test_a_rank_knows_how_many_were_ranked(warehouse: duckdb.DuckDBPyConnection) -> None:
    ranks = warehouse.execute(
        "select figure, value_low, rank_of from fct_observation where unit_id = 'rank' order by figure"
    ).fetchall()
    assert ranks == [("15", Decimal(15), None), ("9/114", Decimal(9), 114)]


def test_figures_are_verified_exactly_when_the_documents_are_here(
    warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    present = any(project.documents.glob("*.txt"))
    expected = "verified" if present else "unverified"
    found = warehouse.execute(
        "select distinct verification, passage is not null from fct_observation order by all"
    ).fetchall()
    assert found == [(expected, present)]
