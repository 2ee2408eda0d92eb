"""Every way in that readers have: DuckDB 1.2, 1.5 and 2.0, its command line, SQLAlchemy, and the macros in the file."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy
from chitieu.release.publish import READER_MACROS
from chitieu.release.query import Bounds, asking

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "queries").glob("*.sql"))
SESSION = Path(__file__).with_name("reader_session.py")
COMMAND_LINE = Path(sys.executable).parent / "duckdb"  # duckdb-cli 1.5
# Laid down by make from tests/python/duckdb-*.lock, beside the environment and not in it.
OTHER_VERSIONS = Path(sys.prefix) / "readers"
VERSIONS = ("1.2.2", "1.5.6", duckdb.__version__)


@pytest.fixture(scope="module")
def sessions(release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a reader is told by each version, asked from a folder that has nothing to do with the warehouse."""
    elsewhere = tmp_path_factory.mktemp("somewhere else")
    told = {}
    for version in VERSIONS:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        if version != duckdb.__version__:
            packages = OTHER_VERSIONS / f"duckdb-{version}"
            assert packages.is_dir(), f"DuckDB {version} is not there to test with; run `make test`, which sets it up"
            environment["PYTHONPATH"] = str(packages)
        command = [sys.executable, SESSION, release / "chitieu.duckdb", ROOT / "queries"]
        outcome = subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert outcome.returncode == 0, f"{version}: {outcome.stderr}"
        told[version] = json.loads(outcome.stdout)
    return told


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_the_same_answers(sessions: dict[str, dict[str, Any]], version: str) -> None:
    told = sessions[version]
    assert told["version"] == version
    assert len(told["queries"]) == len(list((ROOT / "queries").glob("*.sql")))
    assert all(len(rows) > 1 for rows in told["queries"].values())
    assert {**told, "version": ""} == {**sessions[duckdb.__version__], "version": ""}


@pytest.mark.parametrize("version", VERSIONS)
def test_views_and_macros_answer_alike_opened_attached_under_any_name_and_used(
    sessions: dict[str, dict[str, Any]], version: str
) -> None:
    told = sessions[version]
    assert all(len(rows) > 1 for rows in told["opened"].values())
    assert told["attached"] == told["opened"]
    assert told["used"] == told["opened"]
    assert told["attached as it is called"] == told["opened"]
    assert "Bắc Giang" in told["relation"]


@pytest.mark.parametrize("version", VERSIONS)
def test_nobody_writes_into_a_file_opened_to_read(sessions: dict[str, dict[str, Any]], version: str) -> None:
    assert sessions[version]["writing"] is True


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_command_line_of_duckdb_1_5_gives_the_same_numbers(
    release: Path, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path, path: Path
) -> None:
    command = [COMMAND_LINE, "-init", "/dev/null", "-readonly", "-json", release / "chitieu.duckdb", "-f", path]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    told = json.loads(outcome.stdout, parse_float=Decimal)
    result = warehouse.execute(path.read_text(encoding="utf-8"))
    columns = [column[0] for column in result.description]
    assert [list(row) for row in told] == [columns] * len(told)
    assert [[_number(value) for value in row.values()] for row in told] == [
        [_number(value) for value in row] for row in result.fetchall()
    ]


def _number(value: Any) -> Any:
    """A number by its value, however it is typed (the command line writes a decimal as text); else as printed."""
    if isinstance(value, bool) or value is None:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


def test_sqlalchemy_reads_tables_queries_and_macros(release: Path) -> None:
    engine = sqlalchemy.create_engine(f"duckdb:///{release}/chitieu.duckdb", connect_args={"read_only": True})
    with engine.connect() as connection:
        growth = connection.execute(
            sqlalchemy.text("select area_vi, actual_low from compare(:indicator, :year) where rank_from = 1"),
            {"indicator": "grdp_growth", "year": 2023},
        ).fetchall()
        assert growth == [("Bắc Giang", Decimal("13.45"))]
        for path in QUERIES:
            assert connection.exec_driver_sql(path.read_text(encoding="utf-8")).fetchall(), path.name
        areas = sqlalchemy.table("dim_area", sqlalchemy.column("area_type"))
        count = sqlalchemy.select(sqlalchemy.func.count()).select_from(areas).where(areas.c.area_type == "province")
        assert connection.execute(count).scalar() == 63 + 34 + 7  # and seven that were gone by 2008
    engine.dispose()


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_chitieu_sql_answers_them_without_access_to_anything_else(release: Path, path: Path) -> None:
    with asking(release / "chitieu.duckdb", path.read_text(encoding="utf-8"), Bounds()) as answer:
        assert list(answer.rows)


def test_every_query_of_the_readme_runs_and_answers(warehouse: duckdb.DuckDBPyConnection) -> None:
    steps = warehouse.execute("select step, text_vi, text_en, query from readme order by step").fetchall()
    assert [step for step, *_ in steps] == list(range(1, len(steps) + 1))
    assert len(steps) >= 5
    for step, vietnamese, english, query in steps:
        assert vietnamese != english
        assert warehouse.execute(query).fetchall(), f"step {step}"


def test_macros_say_what_they_do_and_no_parameter_is_taken_for_a_column(warehouse: duckdb.DuckDBPyConnection) -> None:
    macros = warehouse.execute(
        "select function_name, parameters, comment from duckdb_functions() "
        "where database_name = current_database() and not internal order by function_name"
    ).fetchall()
    names = [name for name, *_ in macros]
    assert names == ["attainment_as_of", "compare", "observations_as_of", "panel_as_of", "source_of"]
    columns = {row[0] for row in warehouse.execute("select column_name from duckdb_columns()").fetchall()}
    for name, parameters, comment in macros:
        assert comment and name in comment
        assert all(parameter.startswith("wanted_") for parameter in parameters)
        assert not set(parameters) & columns


def test_the_source_of_a_figure_is_one_row_with_its_place(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Of every figure of a text, and of each table's cells one in fifty: a question takes 6 ms."""
    figures = warehouse.execute(
        "select observation_id, figure, char_start, char_end, document_id from fct_observation "
        "qualify char_start is not null "
        "or row_number() over (partition by document_id order by observation_id) % 50 = 1"
    ).fetchall()
    for observation_id, *printed in figures:
        (row,) = warehouse.execute("from source_of(?)", [observation_id]).fetchall()
        source = dict(zip([column[0] for column in warehouse.description], row, strict=True))
        assert [source[name] for name in ("figure", "char_start", "char_end", "document_id")] == printed
        assert source["issuer"] and source["published_on"] and source["file_name"]
    assert warehouse.execute("from source_of('no such figure')").fetchall() == []


def test_what_is_known_on_a_day_grows_by_whole_documents(warehouse: duckdb.DuckDBPyConnection) -> None:
    def known(day: str) -> set[tuple[str, int]]:
        query = "select document_id, count(*) from observations_as_of(?) group by document_id"
        return set(warehouse.execute(query, [day]).fetchall())

    everything = warehouse.execute(
        "select document_id, count(*), any_value(published_on) from fct_observation "
        "inner join dim_document using (document_id) group by document_id"
    ).fetchall()
    days = sorted({published_on for *_, published_on in everything})
    assert known(str(days[0] - timedelta(days=1))) == set()
    for day in days:
        assert known(str(day)) == {
            (document, count) for document, count, published_on in everything if published_on <= day
        }
    # A day known only to its month counts from the month's last day.
    assert known("2024-01-30") < known("2024-01-31")


@pytest.mark.parametrize(
    ("view", "key", "expected"),
    [
        ("panel", "area_id, year, indicator_id, scenario", "select count(*) from fct_province_year_indicator"),
        ("printings", "observation_id", "select count(*) from fct_observation"),
        (
            "panel_34",
            "area_id, year, indicator_id, scenario",
            "select count(distinct (successor_area_id, year, indicator_id, scenario)) from panel "
            "inner join bridge_area_succession on area_id = predecessor_area_id "
            "where successor_area_id in (select area_id from bridge_division_area where division_id = 'VN34')",
        ),
        (
            "ranking",
            "area_id, year, indicator_id",
            "select count(*) from panel where area_type = 'province' and scenario = 'actual' "
            "and indicator_id not in (select indicator_id from dim_indicator where measure = 'rank')",
        ),
        (
            "comparison",
            "area_id, year, indicator_id",
            "select sum(case when year > 2025 then 34 when year > 2007 then 63 when year > 2003 then 64 else 61 end) "
            "from "
            "(select year, indicator_id from panel union select year, indicator_id from fct_target_attainment)",
        ),
    ],
)
def test_every_view_has_one_row_per_key_and_loses_none(
    warehouse: duckdb.DuckDBPyConnection, view: str, key: str, expected: str
) -> None:
    rows, keys = warehouse.execute(f"select count(*), count(distinct ({key})) from {view}").fetchone()
    assert (rows, rows) == (keys, warehouse.execute(expected).fetchone()[0])
    assert rows > 0


def succession() -> dict[str, list[str]]:
    """Each area since 1 July 2025 and the provinces that it was made of, from the seeds."""
    parts: dict[str, list[str]] = {}
    with (ROOT / "seeds/reference/area_succession.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["effective_on"] != "2025-07-01":
                continue
            parts.setdefault(row["successor_area_id"], []).append(row["predecessor_area_id"])
    return parts


@pytest.fixture(scope="module")
def filled(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the release in which all 63 provinces print exports, a power of two each, and growth, for 2021.

    Every sum of powers of two is of other parts, so a sum tells which provinces are in it.
    """
    path = tmp_path_factory.mktemp("filled") / "chitieu.duckdb"
    shutil.copy(release / "chitieu.duckdb", path)
    with duckdb.connect(str(path)) as connection:
        provinces = sorted(province for parts in succession().values() for province in parts)
        for power, province in enumerate(provinces):
            for indicator, value, unit in (
                ("exports", 2**power * 10**6, "usd"),
                ("grdp_growth", power + 1, "percent"),
            ):
                connection.execute(
                    "insert into fct_province_year_indicator (area_id, year, indicator_id, scenario, comparator, "
                    "comparison, is_default, value_low, value_high, value, allowed_low, allowed_high, is_low_included, "
                    "is_high_included, unit_id, is_approximate, obs_status, is_doubted, source_count, document_count, "
                    "agreement, comparison_order, known_from, headline_observation_id) values "
                    "($area, 2021, $indicator, 'actual', 'eq', 'none', true, $value, $value, $value, $value, $value, "
                    "true, true, $unit, false, 'A', false, 1, 1, 'single', 2, '2022-01-05', $area || $indicator)",
                    {"area": province, "indicator": indicator, "value": Decimal(value), "unit": unit},
                )
        compared = "('exports', 2021, 'VN63'), ('grdp_growth', 2021, 'VN63')"
        connection.execute(f"insert into compared_division values {compared}")
        connection.execute(
            "insert into fct_province_year_indicator select * replace ('VN' as area_id) "
            "from fct_province_year_indicator where area_id = ? and year = 2021 and indicator_id = 'grdp_growth'",
            [provinces[9]],
        )
        yield connection


def test_all_63_provinces_become_34_areas_whose_sums_are_of_exactly_their_parts(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    parts = succession()
    order = sorted(province for members in parts.values() for province in members)
    assert (len(order), len(parts)) == (63, 34)
    rows = filled.execute(
        "select area_id, basis, value, unit_id, predecessor_count, missing_vi from panel_34 "
        "where year = 2021 and indicator_id = 'exports'"
    ).fetchall()
    assert {row[0] for row in rows} == set(parts)
    for area, basis, value, unit, count, missing in rows:
        assert basis == ("same_territory" if len(parts[area]) == 1 else "sum")
        assert (value * 1000, unit) == (sum(2 ** order.index(province) for province in parts[area]), "billion_usd")
        assert (count, missing) == (len(parts[area]), None)
    assert sum(row[2] for row in rows) * 1000 == 2**63 - 1


def test_growth_of_63_provinces_holds_for_the_eleven_areas_that_did_not_change(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    rows = filled.execute(
        "select area_id, basis, value from panel_34 where year = 2021 and indicator_id = 'grdp_growth'"
    ).fetchall()
    parts = succession()
    assert len(rows) == 34
    unchanged = {area for area, members in parts.items() if len(members) == 1}
    assert len(unchanged) == 11
    assert {area for area, _, value in rows if value is not None} == unchanged
    assert {basis for area, basis, _ in rows if area not in unchanged} == {"not_additive"}


def test_each_of_the_63_when_missing_takes_the_sum_of_its_area_and_is_named(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    parts = succession()
    names = dict(filled.execute("select area_id, name_vi from dim_area").fetchall())
    whole = _exports(filled)
    for area, members in parts.items():
        for province in members:
            filled.execute("begin")
            filled.execute(
                "delete from fct_province_year_indicator "
                "where area_id = ? and year = 2021 and indicator_id = 'exports'",
                [province],
            )
            left = _exports(filled)
            filled.execute("rollback")
            told = left.pop(area, None)
            # Without its only predecessor nothing is said of an area; with some, who is missing.
            assert told == (None if len(members) == 1 else ("incomplete", None, names[province]))
            assert left == {other: row for other, row in whole.items() if other != area}


def _exports(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Any, ...]]:
    query = "select area_id, basis, value, missing_vi from panel_34 where year = 2021 and indicator_id = 'exports'"
    return {area: tuple(rest) for area, *rest in connection.execute(query).fetchall()}


def test_compare_ranks_all_63_and_measures_them_against_the_nation(filled: duckdb.DuckDBPyConnection) -> None:
    rows = filled.execute(
        "select area_id, rank_from, rank_to, actual_low, actual_less_nation_low, actual_less_nation_high, "
        "actual_count, province_count from compare('grdp_growth', 2021)"
    ).fetchall()
    order = sorted(province for members in succession().values() for province in members)
    assert [row[0] for row in rows] == order[::-1]
    assert [(row[1], row[2]) for row in rows] == [(rank, rank) for rank in range(1, 64)]
    assert {row[4] - row[3] for row in rows} == {row[5] - row[3] for row in rows} == {-10}
    assert {(row[6], row[7]) for row in rows} == {(63, 63)}


def test_compare_shows_the_provinces_that_print_nothing_too(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select actual_low, rank_from, actual_count, target_count, province_count from compare('grdp_growth', 2023)"
    ).fetchall()
    assert len(rows) == 63
    assert sum(row[0] is not None for row in rows) == sum(row[1] is not None for row in rows) == 12
    assert {row[2:] for row in rows} == {(12, 0, 63)}


def test_compare_judges_by_two_printed_levels_before_a_printed_percentage(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select verdict, verdict_basis, attainment_pct from compare(?, 2023) where area_id = 'VN63_42'"
    told = {
        indicator: warehouse.execute(query, [indicator]).fetchone()
        for indicator in ("public_investment_disbursement", "state_budget_revenue", "plan_targets_met", "exports")
    }
    assert told == {
        "public_investment_disbursement": ("met", "level", Decimal("116.41")),
        "state_budget_revenue": ("met", "attainment", Decimal("102.60")),
        "plan_targets_met": ("missed", "target_count", Decimal("92.86")),
        "exports": (None, None, None),
    }


def test_compare_takes_the_provinces_of_the_year(filled: duckdb.DuckDBPyConnection) -> None:
    filled.execute("begin")
    filled.execute(
        "insert into fct_province_year_indicator select * replace ('VN34_33' as area_id, 2026 as year) "
        "from fct_province_year_indicator where area_id = 'VN63_33' and year = 2021"
    )
    filled.execute("insert into compared_division values ('grdp_growth', 2026, 'VN34')")
    rows = filled.execute("select area_id, actual_count, province_count from compare('grdp_growth', 2026)").fetchall()
    filled.execute("rollback")
    assert {row[0] for row in rows} == set(succession())
    assert {row[1:] for row in rows} == {(1, 34)}


def test_the_macros_are_made_by_publishing_from_one_file(warehouse: duckdb.DuckDBPyConnection) -> None:
    written = READER_MACROS.read_text(encoding="utf-8").count("create macro ")
    made = warehouse.execute(
        "select count(*) from duckdb_functions() where database_name = current_database() and not internal"
    ).fetchone()
    assert made == (written,)
