"""The last gate: faults of the files about to be published, which the tests of the tables cannot see."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pytest
from chitieu.catalogue import table as composed
from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.errors import GateFailed
from chitieu.project import ROOT, Project
from chitieu.release import expectations, published
from chitieu.release.promises import PROMISES

PROJECT = Project(ROOT, ROOT / "documents", ROOT / "warehouse")
REGISTRIES = {
    "dim_area": "areas",
    "dim_measure": "measures",
    "dim_unit": "units",
    "dim_document": "documents",
    "dim_division": "divisions",
    "bridge_area_succession": "area_succession",
}
TYPES = "types = {'minimum': 'decimal(38,6)', 'maximum': 'decimal(38,6)'}"
SEEDS = f"{ROOT}/seeds/reference"
CATALOGUE = {
    "dim_concept": f"""
        from read_csv('{SEEDS}/concepts.csv', all_varchar = true) as concepts
        inner join read_csv('{SEEDS}/units.csv', all_varchar = true) as units
            on concepts.standard_unit_id = units.unit_id
        select concepts.*, units.dimension""",
    "dim_breakdown": f"""
        from read_csv('{SEEDS}/breakdowns.csv', all_varchar = true) as breakdowns
        inner join read_csv('{SEEDS}/breakdown_dimensions.csv', all_varchar = true) as dimensions
            using (breakdown_dimension)
        select breakdowns.*, dimensions.name_vi as dimension_vi, dimensions.name_en as dimension_en, dimensions.role""",
}
MARTS = {
    "fct_observation": """
        select 'd' || document || ':' || number || ':1' as observation_id, 'd' || document as document_id,
            number || '-' || (number + 3) as locator, number as char_start, number + 3 as char_end,
            '8,5' as figure, 1 as component,
            'VN63_' || lpad((number % 9 + 1)::varchar, 2, '0') as area_id, '2023' as period, 'year' as period_type,
            2023 as year, 'grdp_growth' as indicator_id, 'actual' as scenario, 'eq' as comparator,
            8.5::decimal(24,6) as value_low, 8.5::decimal(24,6) as value_high, 'percent' as unit_id,
            8.5::decimal(38,6) as value_low_std, 8.5::decimal(38,6) as value_high_std, 1 as decimals,
            false as is_approximate, null::varchar as compared_with, null::varchar as plan_giver,
            'previous_year' as comparison,
            'A' as obs_status, '2024-01-05'::date as known_from, false as is_doubted,
            'verified' as verification, null::varchar as passage
        from range(2) documents (document), range(100) numbers (number)""",
    "fct_province_year_indicator": """
        select area_id, year, indicator_id, scenario, comparison, true as is_default, comparator,
            value_low_std as value_low, value_high_std as value_high, value_low_std as value, unit_id,
            true as is_low_included, false as is_high_included, is_approximate, plan_giver, obs_status, is_doubted,
            1 as source_count, 1 as document_count, 'single' as agreement, known_from,
            observation_id as headline_observation_id
        from fct_observation where char_start < 9 and document_id = 'd0'""",
    "fct_target_attainment": """
        select area_id, year::varchar as period, year, indicator_id, 'level' as basis, comparison, true as is_default,
            unit_id, 'met' as verdict, 'single' as actual_agreement, known_from
        from fct_province_year_indicator""",
    "fct_target_ambition": """
        select area_id, indicator_id, year + 1 as target_year, comparison, unit_id,
            headline_observation_id as actual_observation_id, headline_observation_id as target_observation_id
        from fct_province_year_indicator""",
    "fct_check": """
        select 'c1' as check_id, 'repeats' as check_kind, 'VN' as area_id, 2023 as year,
            'grdp_growth' as indicator_id, 8::decimal(38,6) as expected_low, null::decimal(38,6) as expected_high,
            8.5::decimal(38,6) as published, 'pass' as verdict, 'error' as severity,
            'They agree.' as explanation, 'Khớp nhau.' as explanation_vi, 'd0:1:1' as observation_ids""",
    "fct_headline_history": """
        select area_id, year, indicator_id, scenario, comparison, comparator, value_low, value_high, value, unit_id,
            obs_status, agreement, '2024-01-01'::date as known_from, known_from as known_until, headline_observation_id
        from fct_province_year_indicator""",
    "fct_attainment_history": """
        select area_id, period, indicator_id, basis, comparison, unit_id, verdict, '2024-01-01'::date as known_from,
            known_from as known_until
        from fct_target_attainment""",
    "fct_revision": """
        select area_id, period, indicator_id, 'actual' as scenario, comparison, 'revised' as kind,
            'eq' as from_comparator, 'eq' as to_comparator, 0.5::decimal(38,6) as difference,
            '2024-01-01'::date as known_from, known_from as revised_on, 'd0:1:1' as from_observation_id,
            'd0:2:1' as to_observation_id
        from fct_target_attainment""",
    "fct_correction": """
        select 'd0:1:1' as observation_id, 'd0' as document_id, 'A letter.' as evidence, 'A reader' as corrected_by,
            '2024-02-01'::date as corrected_on""",
    "fct_doubt": """
        select 'd0:1:1' as observation_id, 'c1' as check_id, 'VN' as area_id, 2023 as year,
            'grdp_growth' as indicator_id, 'actual' as scenario, 'previous_year' as comparison,
            '2024-01-05'::date as known_from""",
    "bridge_check_observation": "select 'c1' as check_id, 'd0:1:1' as observation_id, 'accused' as role",
    "bridge_division_area": "select 'VN63' as division_id, 'VN63_01' as area_id",
    "compared_division": "select 'grdp_growth' as indicator_id, 2023 as year, 'VN63' as division_id",
    "excluded_numeral": """
        select 'd0' as document_id, '500-504' as locator, 500 as char_start, 504 as char_end, '2023' as figure,
            'year' as reason""",
}
Release = Callable[..., Path]


@cache
def indicators() -> list[Indicator]:
    """What a build would hold whose documents name only the growth of GRDP."""
    return composed.closure(Catalogue.load(ROOT / "seeds" / "reference"), ["grdp_growth"])


def write_release(parquet: Path, *statements: str) -> Path:
    """Write the Parquet of a release into a new folder, after statements that spoil its tables; returns the folder."""
    parquet.mkdir(parents=True)
    described = parquet.parent / "indicators.csv"
    composed.write(indicators(), described)
    with duckdb.connect() as connection:
        connection.execute(f"create table dim_indicator as from read_csv('{described}', {TYPES})")
        described.unlink()
        for table, registry in REGISTRIES.items():
            connection.execute(f"create table {table} as from read_csv('{SEEDS}/{registry}.csv', all_varchar = true)")
        for table, query in (CATALOGUE | MARTS).items():
            connection.execute(f"create table {table} as {query}")
        for statement in statements:
            connection.execute(statement)
        for promise in PROMISES:
            connection.execute(f"copy {promise.table} to '{parquet / promise.table}.parquet'")
    return parquet


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Writes releases into folders of their own."""

    def write(*statements: str, name: str = "now") -> Path:
        return write_release(tmp_path / name / "parquet", *statements)

    return write


def refusal(parquet: Path, previous: Path | None = None, accept_shrink: bool = False) -> GateFailed:
    with pytest.raises(GateFailed) as caught:
        expectations.check(PROJECT, parquet, previous, accept_shrink)
    return caught.value


def test_a_release_that_keeps_its_promises_passes(release: Release) -> None:
    parquet = release()
    gate = expectations.check(PROJECT, parquet, release(name="before"))
    assert gate.passed
    assert gate.checked > 50
    results = json.loads((parquet.parent / published.RESULTS).read_text(encoding="utf-8"))
    assert len(results) == gate.checked
    assert {result["table"] for result in results} == {promise.table for promise in PROMISES}
    assert all(result["success"] and not result["errored"] for result in results)


FAULTS = [
    # what is done to the tables, what is expected, the example shown
    ("update fct_observation set value_low_std = -101 where char_start = 7 and document_id = 'd0'",
     "no value is below its indicator's minimum", "observation_id d0:7:1, lowest -101.0, minimum -100.0"),
    ("update fct_observation set value_low_std = null, value_high_std = -101, comparator = 'le' where char_start = 7",
     "no value is below its indicator's minimum", "lowest -101.0"),
    ("update fct_observation set indicator_id = 'poverty_rate', value_high_std = 100.5, value_low_std = null"
     " where char_start = 7", "no value is above its indicator's maximum", "maximum 100.0, highest 100.5"),
    ("update fct_province_year_indicator set value_low = -1000 where area_id = 'VN63_04'",
     "no value is below its indicator's minimum", "area_id VN63_04"),
    ("update fct_observation set unit_id = 'hectare' where char_start = 7",
     "the unit is allowed for the indicator (any of its dimension)", "measured grdp_growth in hectare"),
    ("update fct_province_year_indicator set unit_id = 'per_mille' where area_id = 'VN63_04'",
     "the unit is allowed for the indicator (standard)", "measured grdp_growth in per_mille"),
    ("insert into fct_observation select * from fct_observation where char_start = 7 and document_id = 'd1'",
     "the key is unique", "observation_id d1:7:1"),
    ("insert into fct_province_year_indicator select * from fct_province_year_indicator where area_id = 'VN63_04'",
     "the key is unique", "area_id VN63_04, year 2023, indicator_id grdp_growth, scenario actual"),
    ("update fct_observation set area_id = null, year = null where char_start = 7 and document_id = 'd0'",
     "no promised column is NULL", "observation_id d0:7:1, null_in area_id, year"),
    ("update fct_observation set scenario = 'plan' where char_start = 7",
     "scenario is a code of its list", "scenario plan"),
    ("update fct_observation set compared_with = 'last_year' where char_start = 7",
     "compared_with is a code of its list, or a year", "compared_with last_year"),
    ("update fct_observation set period_type = 'decade' where char_start = 7",
     "period_type is a code of its list", "period_type decade"),
    ("update fct_check set verdict = 'maybe'", "verdict is a code of its list", "check_id c1, verdict maybe"),
    ("update excluded_numeral set reason = 'other'", "reason is a code of its list", "reason other"),
    ("delete from fct_observation", "it has 1 or more rows", "observed 0"),
    ("alter table fct_check drop column explanation", "every promised column is there", "observed"),
]  # fmt: skip


# These overwrite the first, or leave nothing to look at: each has a release of its own.
APART = (1, 2, len(FAULTS) - 2, len(FAULTS) - 1)
TOGETHER = [fault for number, fault in enumerate(FAULTS) if number not in APART]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> GateFailed:
    """What is said of a release that has every fault that can stand beside others."""
    statements = [statement for statement, _, _ in TOGETHER]
    return refusal(write_release(tmp_path_factory.mktemp("spoilt") / "parquet", *statements))


def shown(failed: GateFailed, expectation: str, example: str) -> bool:
    """Whether an expectation is among those that failed, with the row that broke it and the table to look at."""
    assert failed.exit_status == 1
    assert "failed" in failed.reason
    assert "could not be evaluated" not in failed.reason
    rows = [row for row in failed.rows if f": {expectation}: " in row and example in row]
    return bool(rows) and all(row.split(":")[0] in failed.where for row in rows)


@pytest.mark.parametrize(("statement", "expectation", "example"), TOGETHER)
def test_a_broken_promise_stops_the_release_and_shows_the_row(
    spoilt: GateFailed, statement: str, expectation: str, example: str
) -> None:
    assert shown(spoilt, expectation, example), spoilt.rows


@pytest.mark.parametrize(("statement", "expectation", "example"), [FAULTS[number] for number in APART])
def test_a_promise_broken_alone_stops_the_release(
    release: Release, statement: str, expectation: str, example: str
) -> None:
    failed = refusal(release(statement))
    assert shown(failed, expectation, example), failed.rows


def test_summaries_of_a_large_table_hide_no_fault(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "ROW_BY_ROW", 0)
    failed = refusal(release(*(statement for statement, _, _ in TOGETHER)))
    for _, expectation, _ in TOGETHER:
        assert any(f": {expectation}: " in row for row in failed.rows), expectation
    above = refusal(release(FAULTS[2][0], name="above"))
    assert above.rows[0].endswith("maximum 100.0, highest 100.5")
    assert "could not be evaluated" not in failed.reason + above.reason


def test_summaries_of_good_tables_pass(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "ROW_BY_ROW", 0)
    gate = expectations.check(PROJECT, release(), release(name="before"))
    assert gate.passed
    assert "fct_observation: 200 rows, by summaries" in gate.details


def test_a_document_that_loses_observations_stops_the_release_unless_that_is_accepted(release: Release) -> None:
    before = release(name="before")
    lost = "delete from fct_observation where document_id = 'd1' and char_start < {} and char_start >= 9"
    assert expectations.check(PROJECT, release(lost.format(14), name="five"), before).passed
    six = release(lost.format(15), name="six")
    failed = refusal(six, before)
    assert "document_id d1, rows_now 94, rows_needed 95" in failed.rows[0]
    assert "--accept-shrink" in failed.where
    gate = expectations.check(PROJECT, six, before, accept_shrink=True)
    assert "accepted: d1 has 94 observations, 100 before" in gate.details


def test_a_document_that_vanishes_stops_the_release(release: Release) -> None:
    gone = release("delete from fct_observation where document_id = 'd1'")
    assert "rows_now 0" in refusal(gone, release(name="before")).rows[0]


def test_more_observations_or_a_new_document_pass(release: Release) -> None:
    before = release("delete from fct_observation where document_id = 'd1' or char_start = 50", name="before")
    assert expectations.check(PROJECT, release(), before).passed


@pytest.mark.parametrize("table", ["dim_indicator", "fct_observation", "fct_check"])
def test_a_file_that_is_cut_off_or_missing_is_an_error_and_not_a_failure(release: Release, table: str) -> None:
    parquet = release()
    path = parquet / f"{table}.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    assert "could not be evaluated" in refusal(parquet).reason
    path.unlink()
    failed = refusal(parquet)
    assert "could not be evaluated" in failed.reason
    assert "failed" not in failed.reason
    assert "the Parquet can be read" in failed.rows[0]


def test_an_expectation_that_raises_is_told_from_one_that_fails(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = ("ExpectColumnValuesToBeNull", {"column": "no_such_column"}, "an impossible question")
    monkeypatch.setattr(expectations, "_NEVER_NULL", absent)
    failed = refusal(release("update fct_check set verdict = 'maybe'"))
    assert "1 of" in failed.reason and "expectations failed" in failed.reason
    assert f"{len(PROMISES)} of" in failed.reason and "could not be evaluated" in failed.reason
    assert any("no_such_column" in row for row in failed.rows)


def test_a_gate_that_expects_nothing_fails(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "PROMISES", ())
    assert "checked nothing" in refusal(release()).reason


def test_nothing_is_printed_or_written_elsewhere(release: Release, tmp_path: Path) -> None:
    parquet = release()
    home = tmp_path / "home"
    home.mkdir()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = (
        "import sys; from pathlib import Path; from chitieu.release import expectations;"
        "from chitieu.project import ROOT, Project;"
        "expectations.check(Project(ROOT, ROOT, ROOT), Path(sys.argv[1]))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "GX_ANALYTICS_ENABLED"}
    run = subprocess.run(
        [sys.executable, "-c", program, str(parquet)],
        env=environment | {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout == run.stderr == ""
    assert list(home.iterdir()) == list(temporary.iterdir()) == []
    assert sorted(path.name for path in parquet.parent.iterdir()) == ["expectations.json", "parquet"]


def test_every_promise_names_a_table_and_columns_of_the_models() -> None:
    contracts = (ROOT / "models" / "marts" / "_marts.yml").read_text(encoding="utf-8").split("\n  - name: ")
    columns = {text.split("\n")[0]: text for text in contracts}
    for promise in PROMISES:
        for column in promise.columns:
            assert f"- name: {column}\n" in columns[promise.table], f"{promise.table}.{column}"
