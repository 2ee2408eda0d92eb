"""Files opened as cells: .xls and .xlsx workbooks and CSV files, each sheet read when it is asked for."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path

from chitieu.tables.addresses import CSV, WORKBOOK, Range
from chitieu.tables.cells import Book, Cell, Sheet
from chitieu.tables.number_format import shown
from chitieu.tables.old_fonts import TCVN3, encoding_of, from_tcvn3

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def open_table(path: Path) -> Book:
    """The sheets of a file. Raises OSError if it cannot be read and ValueError if it is not what its name says."""
    suffix = path.suffix.lower()
    content = path.read_bytes()
    if suffix == ".csv":
        return _csv_book(content)
    try:
        return _xls_book(content) if suffix == ".xls" else _xlsx_book(path)
    except OSError:
        raise
    except Exception as error:  # xlrd and openpyxl raise whatever a broken file leads them to
        raise ValueError(f"it is no {suffix} workbook: {error}") from error


def _book(style: str, names: Iterable[str], read) -> Book:
    return Book(style, tuple(names), lambda name: _in_unicode(read(name)))


def _in_unicode(sheet: Sheet) -> Sheet:
    """The sheet with its texts in Unicode, whatever font they were typed in."""
    texts = [cell.stored for cell in sheet.cells.values() if isinstance(cell.stored, str)]
    if encoding_of(texts) != TCVN3:
        return sheet
    cells = {
        place: replace(cell, shown=from_tcvn3(cell.shown)) if isinstance(cell.stored, str) else cell
        for place, cell in sheet.cells.items()
    }
    return Sheet(sheet.name, cells, sheet.merged, TCVN3)


# --- .xls


def _xls_book(content: bytes) -> Book:
    import xlrd

    book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True)

    def read(name: str) -> Sheet:
        sheet = book.sheet_by_name(name)
        hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
        hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
        cells = {}
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                value = sheet.cell_value(row, column)
                if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                if kind == xlrd.XL_CELL_TEXT:
                    stored = text = value
                elif kind == xlrd.XL_CELL_ERROR:
                    stored = text = _ERRORS.get(value, "#ERROR!")
                else:
                    stored = Decimal(repr(float(value)))
                    number_format = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key]
                    text = shown(stored, number_format.format_str)
                if text.strip() or isinstance(stored, Decimal):
                    is_hidden = row in hidden_rows or column in hidden_columns
                    cells[row + 1, column + 1] = Cell(row + 1, column + 1, stored, text, WORKBOOK, is_hidden)
        merged = tuple(Range(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells)
        return Sheet(name, cells, merged)

    return _book(WORKBOOK, book.sheet_names(), read)


# --- .xlsx


def _xlsx_book(path: Path) -> Book:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)

    def read(name: str) -> Sheet:
        sheet = book[name]
        hidden_rows = {row for row, info in sheet.row_dimensions.items() if info.hidden}
        hidden_columns = {
            column
            for info in sheet.column_dimensions.values()
            if info.hidden
            for column in range(info.min, info.max + 1)
        }
        cells = {}
        for one in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            is_number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
            stored = Decimal(repr(one.value)) if is_number else str(one.value)
            text = shown(stored, one.number_format) if isinstance(stored, Decimal) else stored
            if text.strip() or is_number:
                is_hidden = one.row in hidden_rows or one.column in hidden_columns
                cells[one.row, one.column] = Cell(one.row, one.column, stored, text, WORKBOOK, is_hidden)
        merged = tuple(Range(one.min_row, one.max_row, one.min_col, one.max_col) for one in sheet.merged_cells.ranges)
        return Sheet(name, cells, merged)

    return _book(WORKBOOK, book.sheetnames, read)


# --- CSV


def _csv_book(content: bytes) -> Book:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8") from error
    delimiter = ";" if text.count(";") > text.count(",") else ","

    def read(name: str) -> Sheet:
        cells = {}
        # An empty line is a row too: a reader who counts lines must find the cell.
        for row, record in enumerate(csv.reader(StringIO(text), delimiter=delimiter), start=1):
            for column, value in enumerate(record, start=1):
                if value.strip():
                    cells[row, column] = Cell(row, column, _csv_value(value), value.strip(), CSV)
        return Sheet(name, cells)

    return _book(CSV, [""], read)


def _csv_value(text: str) -> Decimal | str:
    """Numbers of a CSV file have a decimal point, whatever the language of the file."""
    try:
        return Decimal(text.strip()) if set(text.strip()) <= set("-0123456789.") else text
    except InvalidOperation:
        return text
