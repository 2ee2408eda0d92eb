"""Every data test of dbt can fail: each is run, as compiled, on a copy of the candidate with the fault it is for."""

import json
from pathlib import Path

import duckdb
import pytest
from chitieu import transform

# The fault that each test is for, as it might come in: SQL on the built tables, their constraints taken off.
FAULTS = {
    "every_basis_of_a_verdict_is_present": "delete from fct_target_attainment where basis = 'target_count'",
    "every_check_kind_is_defined": "update fct_check set check_kind = 'sum_of_prats' where check_kind = 'sum_of_parts'",
    "every_code_is_in_its_list": "update fct_observation set scenario = 'Actual' where indicator_id = 'exports'",
    "every_curated_row_is_published": ""
    "delete from fct_observation where indicator_id = 'exports' and scenario = 'target'",
    "every_document_is_read": "delete from excluded_numeral where document_id = 'ha-tinh-2024-01-20'",
    "every_doubt_is_marked": "update fct_observation set is_doubted = false where indicator_id = 'retail_sales'",
    "every_factor_is_exact": "update dim_unit set factor = 1000000 where unit_id = 'billion_vnd'",
    "every_failing_check_was_reviewed": "update workings.intermediate.int_checks set needs_review = true "
    "where verdict = 'fail'",
    "every_headline_is_one_of_its_printings": "update fct_province_year_indicator set scenario = 'target' "
    "where scenario = 'actual' and indicator_id = 'tourist_visits'",
    "every_interval_fits_its_comparator": "update fct_observation set value_high = value_low where comparator = 'gt'",
    "every_public_table_has_rows": "delete from bridge_area_succession",
    "every_range_of_an_indicator_is_in_order": ""
    "update dim_indicator set plausible_high = 101 where indicator_id = 'forest_cover'",
    "every_reference_points_somewhere": "update fct_observation set area_id = 'VN63_99' where area_id = 'VN63_42'",
    "every_second_component_has_a_first": "delete from fct_observation where figure = '9/114' and component = 1",
    "every_span_is_as_long_as_its_figure": "update fct_observation set char_end = char_end + 1 where figure = '10,05%'",
    "every_stretch_goes_beyond_its_target": "update fct_observation set value_low_std = 7 where scenario = 'stretch'",
    "every_unit_fits_its_indicator": ""
    "update fct_observation set unit_id = 'billion_vnd' where indicator_id = 'exports'",
    "every_value_is_within_its_hard_limits": "update fct_observation set value_low_std = 110, value_high_std = 110 "
    "where indicator_id = 'forest_cover'",
    "every_verification_has_its_passage": ""
    "update fct_observation set verification = 'verified' where figure = '10,05%'",
    "no_result_is_later_than_its_document": "update fct_observation set year = 2026 where scenario = 'actual'",
    "no_review_is_needless": "update workings.intermediate.int_checks set is_passed = true "
    "where check_kind = 'exchanged_digits'",
    "decimals_are_those_that_were_read": "insert into workings.staging.stg_evidence by name "
    "select observation_id, 'verified' as verification, decimals + 1 as decimals_read from fct_observation limit 1",
    "every_conversion_is_exact": "update fct_observation set value_low_std = value_low_std + 0.000001 "
    "where indicator_id = 'exports'",
    "every_correction_is_of_what_is_printed": "insert into fct_correction by name select observation_id, document_id, "
    "value_low + 1 as printed_low, value_high as printed_high, value_low as corrected_low, "
    "value_high as corrected_high, "
    "'a letter' as evidence, 'a reader' as corrected_by, known_from as corrected_on from fct_observation "
    "where figure = '17.946 tỷ đồng'",
    "registries_are_published_as_they_are": "update dim_area set name_vi = name_en, name_en = name_vi "
    "where area_id = 'VN63_01'",
    "views_neither_lose_nor_double_a_row": "insert into comparison from comparison limit 1",
    "what_follows_from_an_estimate_is_an_estimate": "update workings.intermediate.int_printings set firmness = 4 "
    "where indicator_id = 'state_budget_revenue_plan_attainment'",
    "no_two_spans_overlap": "update excluded_numeral set char_end = char_end + 400 where reason = 'date'",
    "only_what_can_be_compared_is_compared": "update fct_observation set compared_with = null "
    "where indicator_id like '%plan_attainment'",
    "provinces_are_63_until_2025_and_34_since": ""
    "delete from bridge_area_succession where predecessor_area_id = 'VN63_34'",
}


@pytest.fixture(scope="session")
def compiled(built: transform.TransformResult) -> dict[str, str]:
    """The SQL of every data test, by name."""
    nodes = json.loads(built.manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {node["name"]: node["compiled_code"] for node in nodes if node["resource_type"] == "test"}


@pytest.fixture(scope="session")
def faultable(candidate: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The candidate and its workings without keys and constraints, so that a fault can be put in for the tests."""
    copy = tmp_path_factory.mktemp("faultable") / "chitieu.duckdb"
    for original in (candidate, transform.workings_of(candidate)):
        with duckdb.connect(str(copy.with_name(original.name))) as connection:
            connection.execute(f"attach '{original}' as original (read_only)")
            tables = connection.execute(
                "select table_schema, table_name from information_schema.tables where table_catalog = 'original'"
            ).fetchall()
            for schema, table in tables:
                connection.execute(f"create schema if not exists {schema}")
                connection.execute(f"create table {schema}.{table} as from original.{schema}.{table}")
    return copy


def test_every_data_test_has_a_fault_that_it_must_find(compiled: dict[str, str]) -> None:
    assert set(compiled) == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_data_test_finds_its_fault_and_nothing_without_it(
    name: str, compiled: dict[str, str], faultable: Path
) -> None:
    with duckdb.connect(str(faultable)) as connection:
        connection.execute(f"attach '{transform.workings_of(faultable)}' as workings")
        assert connection.execute(compiled[name]).fetchall() == []
        connection.execute("begin transaction")
        connection.execute(FAULTS[name])
        found = connection.execute(compiled[name]).fetchall()
        connection.execute("rollback")
    assert found
