"""The files of a release hold the same rows and numbers as its database, each cell harmless where it is opened."""

import errno
import re
import shutil
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import tiny
from chitieu import build
from chitieu.characters import FORMULA
from chitieu.release import publish, spreadsheet
from chitieu.release.publish import FLAT_VIEWS, SIGNED_NUMBER, NotPublishable
from chitieu.release.published import Release
from chitieu.report import JsonReporter
from openpyxl.cell.cell import Cell

# What no row may leave without: unit, comparator, both bounds, what the source says of it, what we find, its source.
CARRIED = {
    "fct_observation": "unit_id comparator value_low value_high obs_status is_doubted note document_id char_start",
    "fct_province_year_indicator": "unit_id comparator value_low value_high obs_status is_doubted "
    "headline_observation_id",
    "panel": "unit_vi unit_en comparator value_low value_high obs_status is_doubted source_title document_id "
    "char_start",
    "panel_34": "unit_vi unit_en comparator value_low value_high obs_status is_doubted missing_vi observation_ids",
    "printings": "unit_vi unit_en comparator value_low value_high obs_status is_doubted note issuer published_on "
    "file_name char_start passage",
}


@pytest.fixture(scope="module")
def workbook(release: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(release / spreadsheet.WORKBOOK)


def public(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The relations that leave as files: every table, and the views whose rows stand by themselves."""
    rows = warehouse.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    return sorted([*(name for (name,) in rows), *FLAT_VIEWS])


def stored(warehouse: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    keys = warehouse.execute(
        "select constraint_column_names from duckdb_constraints()"
        " where table_name = ? and constraint_type = 'PRIMARY KEY'",
        [name],
    ).fetchone()
    order = "all" if name in FLAT_VIEWS else ", ".join(keys[0])
    return warehouse.execute(f"select * from {name} order by {order}").fetchall()


def test_every_table_leaves_in_every_kind_of_file(
    release: Path, warehouse: duckdb.DuckDBPyConnection, workbook: openpyxl.Workbook
) -> None:
    names = public(warehouse)
    assert len(names) >= 12 + len(FLAT_VIEWS)
    for kind in ("csv", "csv-excel", "parquet"):
        assert sorted(path.stem for path in (release / kind).iterdir()) == names, kind
    assert workbook.sheetnames == ["dictionary", *names]


def test_parquet_holds_the_same_rows_and_types(release: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    for name in public(warehouse):
        with duckdb.connect() as connection:
            result = connection.execute(f"from '{release}/parquet/{name}.parquet'")
            types = [(column[0], str(column[1])) for column in result.description]
            rows = result.fetchall()
        result = warehouse.execute(f"select * from {name} limit 0")
        assert types == [(column[0], str(column[1])) for column in result.description], name
        assert rows == stored(warehouse, name), name


def test_csv_holds_the_same_rows_with_exact_numbers_and_missing_values(
    release: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    for name in public(warehouse):
        columns = {row[0]: row[1] for row in warehouse.execute(f"describe {name}").fetchall()}
        with duckdb.connect() as connection:
            rows = connection.execute(
                "from read_csv(?, columns = ?, header = true, nullstr = '', allow_quoted_nulls = false)",
                [str(release / "csv" / f"{name}.csv"), columns],
            ).fetchall()
        assert [tuple(map(_unguarded, row)) for row in rows] == stored(warehouse, name), name


def _unguarded(value: Any) -> Any:
    """A cell without the quote that keeps a spreadsheet from running it."""
    if isinstance(value, str) and value.startswith("'") and FORMULA.match(value[1:]):
        return value[1:]
    return value


def test_csv_for_excel_is_the_same_csv_behind_the_mark_of_utf_8(
    release: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    for name in public(warehouse):
        plain = (release / "csv" / f"{name}.csv").read_bytes()
        assert not plain.startswith(b"\xef\xbb\xbf")
        assert (release / "csv-excel" / f"{name}.csv").read_bytes() == b"\xef\xbb\xbf" + plain, name


def test_the_workbook_holds_the_same_rows_numbers_notes_and_missing_values(
    warehouse: duckdb.DuckDBPyConnection, workbook: openpyxl.Workbook
) -> None:
    compared = 0
    for name in public(warehouse):
        header, *rows = workbook[name].iter_rows()
        if warehouse.execute(f"select count(*) from {name}").fetchone()[0] > spreadsheet.SHEET_ROWS:
            assert f"parquet/{name}.parquet" in header[0].value
            continue
        assert [cell.value for cell in header] == [row[0] for row in warehouse.execute(f"describe {name}").fetchall()]
        expected = stored(warehouse, name)
        assert len(rows) == len(expected)
        compared += len(rows)
        for cells, values in zip(rows, expected, strict=True):
            assert [_as_stored(cell, value) for cell, value in zip(cells, values, strict=True)] == list(values), name
    assert compared > 5_000


def _as_stored(cell: Cell, like: Any) -> Any:
    """The cell's value in the type of the stored one, nothing rounded on the way."""
    assert cell.data_type != "f"
    if isinstance(like, bool):
        return cell.value if isinstance(cell.value, bool) else "no truth value"
    if isinstance(like, Decimal):
        return Decimal(repr(cell.value)) if isinstance(cell.value, float) else Decimal(cell.value)
    if isinstance(like, date):
        return cell.value.date() if isinstance(cell.value, datetime) else "no date"
    return cell.value


def test_the_dictionary_describes_every_table_and_column_of_the_workbook(
    warehouse: duckdb.DuckDBPyConnection, workbook: openpyxl.Workbook
) -> None:
    header, *rows = workbook["dictionary"].iter_rows(values_only=True)
    assert header == ("table", "column", "description", "type")
    assert all(description for _, _, description, _ in rows)
    described = [(table, column, type_) for table, column, _, type_ in rows]
    expected = []
    for name in public(warehouse):
        columns = warehouse.execute(f"describe {name}").fetchall()
        expected += [(name, None, None), *((name, column, type_) for column, type_, *_ in columns)]
    assert described == expected


@pytest.mark.parametrize("name", CARRIED)
def test_each_row_that_leaves_carries_unit_bounds_status_doubt_and_source(release: Path, name: str) -> None:
    header = (release / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert set(CARRIED[name].split()) <= set(header)
    with duckdb.connect() as connection:
        path = str(release / "parquet" / f"{name}.parquet")
        always = [
            column
            for column in CARRIED[name].split()
            if column.startswith(("unit", "obs_status", "is_doubted", "document_id", "observation_ids"))
        ]
        gaps = " or ".join(f"{column} is null" for column in always)
        assert connection.execute(f"select count(*) from read_parquet(?) where {gaps}", [path]).fetchone() == (0,)
        # A value without a bound on either side would be none.
        no_value = "comparator is not null and value_low is null and value_high is null"
        assert connection.execute(f"select count(*) from read_parquet(?) where {no_value}", [path]).fetchone() == (0,)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release whose passages begin like formulas."""
    project = tiny.make(tmp_path_factory.mktemp("hostile"))
    return build.build(project, tiny.steps(), build.Options(), JsonReporter(sys.stderr))


def test_no_text_of_the_workbook_is_a_formula_or_becomes_one_when_its_cell_is_edited(hostile: Release) -> None:
    sheet = openpyxl.load_workbook(hostile.folder / spreadsheet.WORKBOOK)["fct_observation"]
    header, *rows = sheet.iter_rows()
    passage = [cell.value for cell in header].index("passage")
    cells = {row[0].value: row[passage] for row in rows}
    assert {cells[name].value for name in ("o00001", "o00002", "o00005")} == {"=1+1", "'=1+1", '@x, "y"'}
    assert {cell.data_type for cell in cells.values() if cell.value is not None} == {"s"}
    for cell in cells.values():
        if cell.value is not None:
            assert cell.quotePrefix == bool(FORMULA.match(cell.value)), cell.value


def test_no_cell_of_the_csv_for_excel_is_run(hostile: Release) -> None:
    path = hostile.folder / "csv-excel" / "fct_observation.csv"
    with duckdb.connect() as connection:
        cells = connection.execute("select passage from read_csv(?, all_varchar = true)", [str(path)]).fetchall()
    texts = [cell for (cell,) in cells if cell]
    assert "'=1+1" in texts
    assert not [text for text in texts if re.match(r"[=+\-@\t\r\n]", text) and not re.match(SIGNED_NUMBER, text)]


def test_a_number_goes_as_text_where_a_cell_would_lose_its_digits(tmp_path: Path) -> None:
    assert spreadsheet.is_exact_in_a_cell(Decimal("8.05"))
    assert spreadsheet.is_exact_in_a_cell(Decimal("109501000000000.000000"))
    assert spreadsheet.is_exact_in_a_cell(-(10**14) + 1)
    assert not spreadsheet.is_exact_in_a_cell(Decimal("109501000000000.000001"))
    assert not spreadsheet.is_exact_in_a_cell(1234567890123456)


def copied(release: Release, folder: Path) -> Path:
    """Database and CSV of a release in a folder of their own, as they are when the workbook is written."""
    folder.mkdir()
    shutil.copy(release.database, folder)
    shutil.copytree(release.csv, folder / "csv")
    return folder


def test_a_table_longer_than_a_sheet_says_where_its_rows_are(
    hostile: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", tiny.OBSERVATIONS - 1)
    folder = copied(hostile, tmp_path / "long")
    spreadsheet.write(folder)
    workbook = openpyxl.load_workbook(folder / spreadsheet.WORKBOOK)
    assert workbook["fct_observation"].max_row == 1
    assert "parquet/fct_observation.parquet" in workbook["fct_observation"]["A1"].value
    assert workbook["dim_area"].max_row == 3


def test_a_text_longer_than_a_cell_stops_the_release_instead_of_being_cut(
    hostile: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "CELL_CHARACTERS", 5)
    with pytest.raises(NotPublishable, match="longer than a cell"):
        spreadsheet.write(copied(hostile, tmp_path / "cut"))


def test_a_disk_that_is_full_when_the_workbook_is_closed_is_told_as_such(
    hostile: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", full)
    with pytest.raises(OSError, match="No space left on device") as told:
        spreadsheet.write(copied(hostile, tmp_path / "full"))
    assert (told.value.errno, told.value.filename) == (errno.ENOSPC, spreadsheet.WORKBOOK)


def test_the_flat_views_are_views_of_the_release(warehouse: duckdb.DuckDBPyConnection) -> None:
    views = {row[0] for row in warehouse.execute("select view_name from duckdb_views() where not internal").fetchall()}
    assert set(publish.FLAT_VIEWS) <= views
