"""What a release holds for people who work in a spreadsheet: CSV that Excel reads as UTF-8, and one workbook.

Both are made from the published database and CSV, so they hold the same rows and numbers. The workbook keeps a value's
type: numbers, dates and truth values are cells of their own kind, NULL is an empty cell, and no text is ever a formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chitieu.characters import FORMULA, visible
from chitieu.release.publish import NotPublishable, read_tables, reading
from chitieu.release.published import DATABASE
from chitieu.workbench import quoted

WORKBOOK = "chitieu.xlsx"
EXCEL_CSV = "csv-excel"
DICTIONARY = "dictionary"

# What Excel can open of a CSV file below its header, and hold in a cell.
EXCEL_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
# What a person looks through in a workbook. A row takes a quarter of a millisecond: a million of them, four minutes.
SHEET_ROWS = 10_000

_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 20
_ROWS_AT_ONCE = 10_000
# The day that the workbook says it was made on: a fixed one, so that equal rows give equal bytes.
_MADE_ON = datetime(2025, 7, 1)
_WIDEST, _NARROWEST = 60, 10


@dataclass(frozen=True)
class _Formats:
    header: Format
    date: Format
    quoted: Format


def write(folder: Path) -> None:
    """Write `csv-excel/` and `chitieu.xlsx` into the release `folder`, whose database and `csv/` are written already.

    A sheet for every CSV file of the release, in the same order of rows, and a dictionary of tables and columns. A
    table longer than `SHEET_ROWS` has a sheet that says where its rows are; one longer than Excel can open has no such
    CSV. Raises NotPublishable for a text longer than a cell can hold, and OSError.
    """
    names = sorted(path.stem for path in (folder / "csv").glob("*.csv"))
    with reading(folder / DATABASE) as connection:
        counts = {name: connection.execute(f"select count(*) from {quoted(name)}").fetchone()[0] for name in names}
    # Excel cannot open a longer file: those who need it have the plain one.
    _write_excel_csv(folder, (name for name, count in counts.items() if count <= EXCEL_ROWS))
    try:
        _write_workbook(folder, counts)
    except FileCreateError as problem:
        # What a disk that gives out is called there; everybody else knows it as the OSError inside.
        raise OSError(*problem.args[0].args[:2], WORKBOOK) from problem


def _write_excel_csv(folder: Path, names: Iterable[str]) -> None:
    """The same CSV with the mark by which Excel knows UTF-8: without it Vietnamese letters are lost."""
    (folder / EXCEL_CSV).mkdir()
    for name in names:
        with (
            (folder / "csv" / f"{name}.csv").open("rb") as source,
            (folder / EXCEL_CSV / f"{name}.csv").open("wb") as target,
        ):
            target.write(_BOM)
            while chunk := source.read(_CHUNK):
                target.write(chunk)


def _write_workbook(folder: Path, counts: dict[str, int]) -> None:
    with (
        reading(folder / DATABASE) as connection,
        xlsxwriter.Workbook(folder / WORKBOOK, {"constant_memory": True}) as workbook,
    ):
        workbook.set_properties({"title": "Chitieu", "created": _MADE_ON})
        formats = _Formats(
            header=workbook.add_format({"bold": True}),
            date=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            # The mark that keeps a text a text when someone edits its cell.
            quoted=workbook.add_format({"quote_prefix": True}),
        )
        order = {table.name: table.order for table in read_tables(connection, Path(DATABASE).stem)}
        _fill(workbook.add_worksheet(DICTIONARY), *_dictionary(connection, list(counts)), formats)
        for name, count in counts.items():
            sheet = workbook.add_worksheet(name)
            if count > SHEET_ROWS:
                sheet.write_string(0, 0, f"{count:,} rows are too many for a sheet: read parquet/{name}.parquet")
                continue
            result = connection.execute(f"select * from {quoted(name)} order by {order.get(name, 'all')}")
            columns = [column[0] for column in result.description]
            _fill(sheet, columns, _rows(result), formats)


def _rows(result: Any) -> Iterable[tuple[Any, ...]]:
    while rows := result.fetchmany(_ROWS_AT_ONCE):
        yield from rows


def _dictionary(connection: Any, names: list[str]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """One row per table, without a column name, and one per column, each with its description."""
    rows = connection.execute(
        """
        with
        relations as (
            select table_name, 0 as position, null as column_name, null as type, comment from duckdb_tables()
            where database_name = current_database()
            union all
            select view_name, 0, null, null, comment from duckdb_views()
            where database_name = current_database() and not internal
            union all
            select table_name, column_index, column_name, data_type, comment from duckdb_columns()
            where database_name = current_database() and not internal
        )
        select table_name, column_name, comment, type from relations
        where list_contains(?, table_name)
        order by table_name, position
        """,
        [names],
    ).fetchall()
    return ["table", "column", "description", "type"], rows


def _fill(sheet: Worksheet, columns: list[str], rows: Iterable[tuple[Any, ...]], formats: _Formats) -> None:
    for index, name in enumerate(columns):
        sheet.set_column(index, index, min(_WIDEST, max(_NARROWEST, len(name) + 2)))
        sheet.write_string(0, index, name, formats.header)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            _write_cell(sheet, last, index, value, formats)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats.date)
    elif isinstance(value, int | Decimal) and is_exact_in_a_cell(value):
        sheet.write_number(row, column, float(value))
    else:
        text = visible(str(value))
        if len(text) > CELL_CHARACTERS:
            raise NotPublishable(f"a text of {len(text):,} characters is longer than a cell of a spreadsheet can hold")
        sheet.write_string(row, column, text, formats.quoted if FORMULA.match(text) else None)


def is_exact_in_a_cell(value: int | Decimal) -> bool:
    """True if a spreadsheet keeps every digit, of which it has fifteen. Any other number goes as text."""
    return Decimal(f"{float(value):.15g}") == value
