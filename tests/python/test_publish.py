import csv
import hashlib
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import tiny
from chitieu import build
from chitieu.project import Project
from chitieu.release import publish
from chitieu.release.disk import list_files
from chitieu.release.published import Release
from chitieu.report import JsonReporter
from chitieu.workbench import workbench

OLDER_DUCKDB = Path(sys.executable).parent / "duckdb"  # duckdb-cli 1.5


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return tiny.make(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def release(project: Project) -> Release:
    return build.build(project, tiny.steps(), build.Options(), JsonReporter(sys.stderr))


def in_older_duckdb(*arguments: str | Path) -> str:
    """What the older command answers, without its start-up file."""
    command = [OLDER_DUCKDB, "-init", "/dev/null", "-csv", "-noheader", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_file_is_written_in_the_storage_that_every_duckdb_since_1_2_opens(release: Release) -> None:
    with publish.reading(release.database) as connection:
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'chitieu'").fetchone()[0]
    assert tags["storage_version"].startswith("v1.2.0")
    assert in_older_duckdb("-readonly", release.database, "-c", "select count(*) from panel") == str(tiny.OBSERVATIONS)


def test_the_view_answers_from_its_own_file_under_any_name_beside_tables_of_the_same_name(release: Release) -> None:
    decoy = "create table dim_area (area_id varchar); create table fct_observation (observation_id int)"
    query = f"attach '{release.database}' as \"other name\" (read_only)"
    count = 'select count(*), min(name_vi) from "other name".panel'
    with duckdb.connect() as connection:
        connection.execute(f"{decoy}; {query}")
        assert connection.execute(count).fetchone() == (tiny.OBSERVATIONS, "Hà Nội")
    assert in_older_duckdb("-c", decoy, "-c", query, "-c", count) == f'{tiny.OBSERVATIONS},"Hà Nội"'


def test_the_file_holds_the_public_tables_and_nothing_else(release: Release) -> None:
    with publish.reading(release.database) as connection:
        held = connection.execute(
            "select schema_name, table_name from duckdb_tables() union all "
            "select schema_name, view_name from duckdb_views() where not internal order by all"
        ).fetchall()
    public = ["dim_area", "dim_document", "fct_check", "fct_observation", "panel"]
    assert held == [("main", name) for name in public]
    assert sorted(path.name for path in release.folder.iterdir()) == [
        "changes.md", "chitieu.duckdb", "chitieu.xlsx", "csv", "csv-excel", "manifest.json", "parquet",
    ]  # fmt: skip


def test_keys_types_required_columns_and_comments_are_kept(release: Release) -> None:
    with publish.reading(release.database) as connection:
        key = connection.execute(
            "select constraint_column_names from duckdb_constraints() "
            "where constraint_type = 'PRIMARY KEY' and table_name = 'fct_observation'"
        ).fetchone()
        columns = {
            (row[0], row[1]): row[2:]
            for row in connection.execute(
                "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() "
                "where schema_name = 'main' and not internal"
            ).fetchall()
        }
        tables = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
        views = dict(connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall())
    assert key == (["observation_id"],)
    assert columns["fct_observation", "value_low"] == ("DECIMAL(24,6)", True, "NULL is an open end")
    assert columns["fct_observation", "figure"] == ("VARCHAR", False, None)
    assert columns["panel", "name_vi"][2] == "Tên"
    assert tables["fct_observation"] == "One row per printed figure; it's the first table to ask."
    assert views == {"panel": "The first query"}


def test_rows_are_in_the_order_of_the_key_in_every_file(release: Release) -> None:
    with duckdb.connect() as connection:
        file = str(release.parquet / "fct_observation.parquet")
        ids = [row[0] for row in connection.execute("select observation_id from read_parquet(?)", [file]).fetchall()]
    assert ids == sorted(ids)
    assert len(ids) == tiny.OBSERVATIONS
    with (release.csv / "fct_observation.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["observation_id"] for row in csv.DictReader(stream)] == ids


def test_a_csv_cell_that_a_spreadsheet_would_run_is_harmless_and_can_be_restored(release: Release) -> None:
    with (release.csv / "fct_observation.csv").open(encoding="utf-8", newline="") as stream:
        written = {row["observation_id"]: row["passage"] for row in csv.DictReader(stream)}
    assert [written[f"o0000{number}"] for number in range(1, 6)] == ["'=1+1", "''=1+1", "-1,02%", "", '\'@x, "y"']
    restored = {key: re.sub(r"^'(?='*[=+\-@])", "", cell) for key, cell in written.items()}
    with publish.reading(release.database) as connection:
        rows = connection.execute("select observation_id, coalesce(passage, '') from fct_observation").fetchall()
    assert restored == dict(rows)


def test_numbers_are_exact_in_csv_and_parquet(release: Release) -> None:
    with duckdb.connect() as connection:
        value = connection.execute(
            f"select value_low from '{release.parquet}/fct_observation.parquet' where observation_id = 'o00399'"
        ).fetchone()[0]
    assert value == Decimal("399.25")
    text = (release.csv / "fct_observation.csv").read_text("utf-8")
    assert 'o00399,tiny,VN63_33,"399,250000",399.250000,1,' in text


def data_files(release: Release) -> dict[str, str]:
    kinds = [release.parquet, release.csv, release.folder / "csv-excel"]
    paths = [release.folder / "chitieu.xlsx", *(path for kind in kinds for path in kind.iterdir())]
    return {
        path.relative_to(release.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def test_the_same_inputs_give_the_same_bytes_and_hash_on_two_runs_and_two_paths(
    project: Project, release: Release, tmp_path: Path
) -> None:
    elsewhere = tiny.make(tmp_path / "another place, deeper")
    again = build.build(project, tiny.steps(), build.Options(), JsonReporter(sys.stderr))
    there = build.build(elsewhere, tiny.steps(), build.Options(), JsonReporter(sys.stderr))
    assert len(data_files(release)) == 1 + 3 * 5
    assert data_files(release) == data_files(again) == data_files(there)
    assert release.manifest["content_hash"] == again.manifest["content_hash"] == there.manifest["content_hash"]
    tiny.edit(elsewhere, 2)
    changed = build.build(elsewhere, tiny.steps(), build.Options(), JsonReporter(sys.stderr))
    assert changed.manifest["content_hash"] != release.manifest["content_hash"]


def test_the_hash_sees_a_null_that_became_an_empty_text(tmp_path: Path) -> None:
    hashes = set()
    for name, value in (("null", "null"), ("empty", "''"), ("quote", "'='"), ("quoted", "'''='")):
        folder = write(tmp_path / name, f"insert into fct values (1, {value})")
        hashes.add(publish.content_hash(folder, list_files(folder)))
    assert len(hashes) == 4


def write(folder: Path, *statements: str) -> Path:
    """A release written from a candidate that holds one small table and whatever the statements add."""
    candidate = folder / "candidate" / "chitieu.duckdb"
    target = folder / "release"
    candidate.parent.mkdir(parents=True)
    target.mkdir()
    with duckdb.connect(str(candidate), config={"storage_compatibility_version": "v1.2.0"}) as connection:
        connection.execute("create table fct (id int primary key, word varchar)")
        for statement in statements:
            connection.execute(statement)
    publish.write_release(candidate, target)
    publish.write_csv(target)
    return target


def test_a_public_table_without_a_key_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(publish.NotPublishable, match="loose has no primary key"):
        write(tmp_path, "create table loose (id int)")


def test_a_private_table_or_view_is_not_published(tmp_path: Path) -> None:
    for number, made in enumerate(("table staging.private (id int)", "view staging.private as from fct")):
        with pytest.raises(publish.NotPublishable, match=r"staging\.private would be published"):
            write(tmp_path / str(number), "create schema staging", f"create {made}")


def test_a_view_over_what_stays_behind_is_not_published(tmp_path: Path) -> None:
    workings = "create schema workings.staging; create table workings.staging.private (id int)"
    leak = "create view leak as from workings.staging.private"
    with pytest.raises(publish.NotPublishable, match=r"staging\.private"):
        write(tmp_path, f"attach '{tmp_path / 'workings.duckdb'}' as workings", workings, leak)


def test_a_candidate_whose_last_changes_are_in_its_log_alone_is_not_published(tmp_path: Path) -> None:
    left_open = "pragma disable_checkpoint_on_shutdown"
    with pytest.raises(publish.NotPublishable, match="not closed whole"):
        write(tmp_path, left_open, "insert into fct values (1, 'only in the log')")


def test_a_macro_of_the_candidate_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(publish.NotPublishable, match=r"main\.twice would be published"):
        write(tmp_path, "create macro twice(x) as x * 2")


def test_a_file_that_older_versions_cannot_open_is_not_published(tmp_path: Path) -> None:
    candidate = tmp_path / "chitieu.duckdb"
    (tmp_path / "release").mkdir()
    with duckdb.connect(str(candidate)) as connection:
        connection.execute("create table fct (id int primary key)")
    with pytest.raises(publish.NotPublishable, match=r"not as v1\.2\.0"):
        publish.write_release(candidate, tmp_path / "release")


def test_a_view_over_a_file_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(publish.NotPublishable, match="reads files"):
        write(tmp_path, f"create view leak as from read_csv('{tmp_path}/rows.csv')")


def test_a_view_over_a_view_is_published_whatever_their_names(tmp_path: Path) -> None:
    views = ("create view zero as from fct", "create view above as select id from chitieu.main.zero where id > 0")
    folder = write(tmp_path, "insert into fct values (0, 'a'), (1, 'b')", *views)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder / 'chitieu.duckdb'}' as x (read_only)")
        assert connection.execute("from x.above").fetchall() == [(1,)]


def test_a_table_named_like_sql_is_only_a_name(tmp_path: Path) -> None:
    folder = write(tmp_path, 'create table "x"";drop table fct;--" ("select" int primary key)')
    with duckdb.connect(str(folder / "chitieu.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from duckdb_tables()").fetchone() == (2,)


def test_the_workbench_reaches_nothing_outside_its_folders(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with workbench([inside]) as connection:
        for statement in (
            f"from read_csv('{outside / 'secret.csv'}')",
            f"copy (select 1) to '{outside / 'written.csv'}'",
            f"attach '{outside / 'new.duckdb'}'",
            "set enable_external_access = true",
            "install spatial",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
    assert [path.name for path in outside.iterdir()] == ["secret.csv"]
