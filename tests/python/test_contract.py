"""The published file against what readers were promised: tables, columns in order, keys, comments, storage."""

import json
from pathlib import Path

import duckdb
import pytest

COLUMNS = {
    "fct_observation": "observation_id document_id locator char_start char_end figure component area_id period "
    "period_type year indicator_id scenario comparator value_low value_high unit_id value_low_std value_high_std "
    "decimals is_approximate plan_giver compared_with obs_status known_from known_until is_doubted verification "
    "passage",
    "fct_province_year_indicator": "area_id year indicator_id scenario comparison is_default comparator value_low "
    "value_high value unit_id is_approximate obs_status is_doubted source_count document_count agreement "
    "headline_observation_id",
    "fct_target_attainment": "area_id period year indicator_id basis comparison plan_giver target_low target_high "
    "actual_low actual_high verdict attainment_pct",
    "fct_revision": "area_id period indicator_id scenario kind from_low from_high to_low to_high difference known_from "
    "revised_on",
    "bridge_check_observation": "check_id observation_id role",
    "fct_target_ambition": "area_id indicator_id actual_low actual_high target_low target_high change_low change_high",
    "fct_check": "check_id check_kind area_id year indicator_id expected_low expected_high published verdict severity "
    "explanation observation_ids",
    "excluded_numeral": "document_id char_start char_end figure reason",
    "dim_area": "area_id name_vi name_en area_type gso_code iso_code valid_from valid_to parent_area_id",
    "bridge_area_succession": "predecessor_area_id successor_area_id effective_on is_same_territory is_whole",
    "dim_concept": "concept_id name_vi name_en definition definition_vi theme official_code kind dimension "
    "standard_unit_id display_unit_id price_basis better aggregation",
    "dim_breakdown": "breakdown_id breakdown_dimension name_vi name_en parent_breakdown_id",
    "dim_measure": "measure suffix published_as name_vi name_en definition unit_id",
    "dim_indicator": "indicator_id name_vi name_en definition theme concept_id breakdown_ids measure "
    "standard_unit_id display_unit_id "
    "price_basis better aggregation minimum maximum plausible_low plausible_high base_indicator_id "
    "whole_indicator_id breakdown",
    "dim_unit": "unit_id name_vi name_en dimension standard_unit_id factor sdmx_code sdmx_unit_mult",
    "dim_document": "document_id file_name sha256 title_en issuer published_on published_precision "
    "published_basis supersedes_document_id language",
    "panel": "year scenario comparator value value_low value_high obs_status is_doubted char_start char_end",
}
KEYS = {
    "fct_observation": ["observation_id"],
    "fct_province_year_indicator": ["area_id", "year", "indicator_id", "scenario", "comparison"],
    "fct_target_attainment": ["area_id", "period", "indicator_id", "basis", "comparison"],
    "bridge_check_observation": ["check_id", "observation_id"],
    "fct_correction": ["observation_id"],
    "fct_check": ["check_id"],
    "dim_area": ["area_id"],
    "dim_concept": ["concept_id"],
    "dim_breakdown": ["breakdown_id"],
    "dim_measure": ["measure"],
    "dim_indicator": ["indicator_id"],
    "dim_unit": ["unit_id"],
    "dim_document": ["document_id"],
}


@pytest.mark.parametrize("table", COLUMNS)
def test_every_promised_column_is_there_in_order(warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = [row[0] for row in warehouse.execute(f"describe {table}").fetchall()]
    promised = COLUMNS[table].split()
    assert [name for name in columns if name in promised] == promised


@pytest.mark.parametrize("table", KEYS)
def test_every_table_has_its_primary_key(warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
    keys = warehouse.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where table_name = ? and constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchall()
    assert keys == [(KEYS[table],)]


def test_no_value_is_a_binary_fraction(warehouse: duckdb.DuckDBPyConnection) -> None:
    types = warehouse.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'main'"
    ).fetchall()
    assert len(types) > 100
    assert [row for row in types if row[2] in ("DOUBLE", "FLOAT")] == []


def test_the_file_holds_the_public_tables_and_nothing_else(warehouse: duckdb.DuckDBPyConnection) -> None:
    schemas = warehouse.execute(
        "select distinct schema_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    assert schemas == [("main",)]
    names = {row[0] for row in warehouse.execute("select table_name from information_schema.tables").fetchall()}
    assert set(COLUMNS) <= names
    assert not [name for name in names if name.startswith(("stg_", "int_"))]


def test_every_table_and_column_is_described(warehouse: duckdb.DuckDBPyConnection) -> None:
    undescribed = warehouse.execute(
        "select table_name from duckdb_tables() where comment is null and database_name = current_database() "
        "union all select table_name || '.' || column_name from duckdb_columns() "
        "where comment is null and database_name = current_database() and not internal"
    ).fetchall()
    assert undescribed == []


def test_the_manifest_counts_the_rows_that_are_there(release: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["rows"]
    assert rows
    for table, count in rows.items():
        assert warehouse.execute(f"select count(*) from {table}").fetchone() == (count,), table
