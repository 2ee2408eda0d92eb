"""The benchmark measures several ways of making the same thing: on a tiny run they must give the same rows."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from chitieu.project import ROOT
from chitieu.release.published import Release

sys.path.insert(0, str(ROOT / "scripts"))
import benchmark
import benchmark_page

OBSERVATIONS = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmark")


@pytest.fixture(scope="module")
def ran(folder: Path) -> Iterator[benchmark.Run]:
    """One whole run, all gates passed."""
    yield benchmark.run(ROOT, folder, OBSERVATIONS, lambda what, share: None)


@pytest.fixture(scope="module")
def release(ran: benchmark.Run, folder: Path) -> Release:
    found = benchmark.Warehouse(folder / str(OBSERVATIONS) / "warehouse").current()
    assert found is not None
    return found


def agreement(**rows: int) -> dict[str, int]:
    """What `disagreements` says when all is the same, but for so many rows of tables."""
    return dict.fromkeys(benchmark.COMPARED, 0) | rows


def test_the_sql_alone_gives_the_same_rows_of_every_table(ran: benchmark.Run) -> None:
    assert ran.mart_rows > OBSERVATIONS / 2
    assert ran.disagreements == agreement()


def test_every_public_table_that_holds_data_is_compared(release: Release) -> None:
    with duckdb.connect(str(release.database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main' and table_name <> 'readme'"
        ).fetchall()
    assert set(benchmark.COMPARED) == {name for (name,) in tables}


@pytest.mark.parametrize(
    ("table", "query", "count"),
    [
        (benchmark.MART, "select * replace (if(place = 7, value + 0.01, value) as value) from numbered", 2),
        (
            "fct_check",
            "select * replace (if(place = 7, verdict || '.', verdict) as verdict) from numbered",
            2,
        ),
        ("fct_check", "select * replace (if(place = 7, null, observation_ids) as observation_ids) from numbered", 2),
        ("fct_observation", "select * replace ((place = 7) <> is_doubted as is_doubted) from numbered", 2),
        ("fct_target_ambition", "from numbered where place <> 7", 1),
        ("excluded_numeral", "from numbered union all from numbered where place = 7", 1),
    ],
)
def test_a_single_row_that_differs_is_a_disagreement(
    release: Release, folder: Path, tmp_path: Path, table: str, query: str, count: int
) -> None:
    spoilt = tmp_path / "floor.duckdb"
    with duckdb.connect(str(spoilt)) as connection:
        connection.execute(f"attach '{folder / str(OBSERVATIONS) / 'floor' / 'chitieu.duckdb'}' as made (read_only)")
        for name in benchmark.COMPARED:
            rows = f"from made.main.{name}"
            if name == table:
                rows = f"select *, row_number() over () as place from made.main.{name}"
                rows = f"select * exclude (place) from (with numbered as ({rows}) {query})"
            connection.execute(f"create table {name} as {rows}")
    assert benchmark.disagreements(release, spoilt) == agreement(**{table: count})


def test_exactly_so_many_observations_are_made_with_repeats_and_conflicts(release: Release) -> None:
    with duckdb.connect(str(release.database), read_only=True) as connection:
        observations, years, documents = connection.execute(
            "select count(*), count(distinct year), count(distinct document_id) from fct_observation"
        ).fetchone()
        agreements = dict(
            connection.execute(f"select agreement, count(*) from {benchmark.MART} group by agreement").fetchall()
        )
    assert (observations, years) == (OBSERVATIONS, benchmark.benchmark_data.YEARS)
    assert documents > 1
    assert agreements["agree"] and agreements["rounding"] and agreements["conflict"]
    assert agreements["conflict"] < OBSERVATIONS / 100


def test_each_way_is_measured_and_shown(ran: benchmark.Run) -> None:
    assert set(ran.costs) <= set(benchmark_page.WAYS)
    assert all(cost.wall > 0 and cost.cpu > 0 and cost.memory > 10**7 for cost in ran.costs.values())
    measurements = {"machine": "a machine", "runs": {str(OBSERVATIONS): asdict(ran)}, "today": None}
    page = benchmark_page.page(measurements, {name: says for name, (says, _) in benchmark.QUERIES.items()})
    assert page.count(f"| {OBSERVATIONS:,} |") >= len(ran.costs)
    assert "**The ways disagree**" not in page
    assert benchmark_page.plot(measurements).startswith("<svg")


def test_a_goal_that_was_missed_is_said_to_be(ran: benchmark.Run) -> None:
    slow = asdict(ran) | {"observations": 1_000_000}
    slow["costs"]["rebuild"]["wall"] = slow["costs"]["floor"]["wall"] * 3
    page = benchmark_page.page({"machine": "a machine", "runs": {"1000000": slow}, "today": None}, {})
    assert "| rebuild at most 2 times the floor at 1,000,000 observations | 3.00 times | **no** |" in page


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        benchmark.measured([sys.executable, "-c", "raise SystemExit('no such thing')"], {}, tmp_path / "log")
