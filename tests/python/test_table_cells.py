"""A table as cells: addresses, what a number format shows, old fonts, and files of three kinds."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt
from chitieu.seeds.registry import is_table
from chitieu.tables.addresses import CSV, LAST, WORKBOOK, Range, address, column_name, listed, place_of, ranges_of
from chitieu.tables.cells import Cell, number_shown
from chitieu.tables.number_format import shown
from chitieu.tables.old_fonts import TCVN3, UNICODE, encoding_of, from_tcvn3, is_syllable, vietnamese_share
from chitieu.tables.workbooks import open_table
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

GROUPED = "#,##0"
OLD = "Bé Tµi chÝnh c«ng bè dù to¸n thu, chi ng©n s¸ch cña c¸c tØnh n¨m 2003 cho tõng ®Þa ph\xad¬ng"
NEW = "Bộ Tài chính công bố dự toán thu, chi ngân sách của các tỉnh năm 2003 cho từng địa phương"


@given(st.integers(1, 18_000))
def test_columns_have_the_letters_that_spreadsheets_give_them(column: int) -> None:
    assert column_name(column) == get_column_letter(column)


@given(st.integers(1, 999_999), st.integers(1, 900), st.sampled_from([WORKBOOK, CSV]))
def test_an_address_leads_back_to_its_cell(row: int, column: int, style: str) -> None:
    assert place_of(address((row, column), style), style) == (row, column)


def test_ranges_are_cells_rectangles_rows_and_columns() -> None:
    assert ranges_of("C14 C14:F20 5:9 B:D", WORKBOOK) == (
        Range(14, 14, 3, 3),
        Range(14, 20, 3, 6),
        Range(5, 9, 1, LAST),
        Range(1, LAST, 2, 4),
    )
    assert ranges_of("R14C3 R14:R20 C3:C6", CSV) == (
        Range(14, 14, 3, 3),
        Range(14, 20, 1, LAST),
        Range(1, LAST, 3, 6),
    )


@pytest.mark.parametrize("text", ["", "C", "14", "R1C1", "C0", "c4", "C4:5"])
def test_what_is_no_single_cell_is_none(text: str) -> None:
    assert place_of(text, WORKBOOK) is None


@pytest.mark.parametrize("text", ["x9", "C9:5", "B3:A3", "C3:7", "R1C1"])
def test_a_range_that_names_no_cells_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        ranges_of(text, WORKBOOK)


@given(st.sets(st.tuples(st.integers(1, 9), st.integers(1, 5)), min_size=1))
def test_a_list_of_cells_names_each_of_them_once(places: set[tuple[int, int]]) -> None:
    ranges = ranges_of(listed(places, WORKBOOK), WORKBOOK)
    found = [(row, column) for one in ranges for row in one.rows for column in one.columns]
    assert sorted(found) == sorted(places)


# --- what is shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("9237935.522733001", GROUPED, "9.237.936"),
        ("0.5", GROUPED, "1"),
        ("-0.4", GROUPED, "0"),
        ("-1234.5", GROUPED, "-1.235"),
        ("1234.5", "#,##0.0", "1.234,5"),
        ("12.5", "#,##0.##", "12,5"),
        ("12", "#,##0.##", "12"),
        ("7", "000", "007"),
        ("0", "#,###", ""),
        ("0.22", "#,###;[Red]\\-#,###", ""),
        ("0", '#,##0;[Red]\\-#,##0;"";@', ""),
        ("-3", '#,##0;[Red]\\-#,##0;"";@', "-3"),
        ("0", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
        ("-5", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "(5)"),
        ("0.0564", "0.0%", "5,6%"),
        ("100", "General", "100"),
        ("1234.5678901234", "General", "1234,56789"),
        ("154820000", "General", "154820000"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: str, number_format: str, text: str) -> None:
    assert shown(Decimal(value), number_format) == text


@pytest.mark.parametrize("number_format", ["dd/mm/yyyy", "# ?/?", "#,##0,", "[>100]0;0", "0.00E+00", "[h]:mm"])
def test_a_format_that_shows_no_plain_number_is_an_error(number_format: str) -> None:
    with pytest.raises(ValueError, match="number format"):
        shown(Decimal(1), number_format)


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=9), st.integers(0, 4))
def test_what_is_shown_reads_back_as_the_number_rounded(value: Decimal, decimals: int) -> None:
    number_format = GROUPED + ("." + "0" * decimals if decimals else "")
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = shown(value, number_format)
    assert Decimal(text.replace(".", "").replace(",", ".")) == rounded
    # Where the print can be read in one way only, the cell reads it so.
    if decimals != 3 and not text.lstrip("-").startswith("0."):
        assert number_shown(text) == rounded


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9.237.936", "9237936"),
        ("(1)\u00a0\u00a0\u00a0 419.278.223", "419278223"),
        (" 10 ", "10"),
        ("-3", "-3"),
        ("-", "0"),
        ("12,5", "12.5"),
        ("(1)", None),
        ("4=5+6", None),
        ("..", None),
        ("NĂM 2003", None),
        ("", None),
    ],
)
def test_a_cell_is_a_number_only_if_it_is_nothing_else(text: str, number: str | None) -> None:
    assert number_shown(text) == (Decimal(number) if number else None)
    assert Cell(1, 1, text, text).is_numeric == (number is not None)


def test_a_stored_number_counts_even_where_it_is_not_shown() -> None:
    cell = Cell(1, 1, Decimal(0), "")
    assert cell.is_numeric
    assert cell.number is None


# --- old fonts


def test_a_text_in_an_old_font_is_told_from_one_in_unicode() -> None:
    assert encoding_of([OLD]) == TCVN3
    assert from_tcvn3(OLD) == NEW
    assert encoding_of([NEW]) == UNICODE
    assert encoding_of(["Plan of state budget revenue", "Total"]) == UNICODE
    assert encoding_of([]) == UNICODE


def test_a_better_decoding_has_more_vietnamese_syllables() -> None:
    assert vietnamese_share([NEW]) == 1.0
    assert vietnamese_share([OLD]) < 0.5
    assert vietnamese_share(["123", ""]) == 0.0


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "thuở", "gìn", "khuỷu", "ươm", "yêu", "lý", "ĐỊNH", "hoà", "xuyên"]
)
def test_syllables_of_every_build_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["chÝnh", "plan", "total", "bôồ", "fghe", "zx", "ngk"])
def test_what_no_vietnamese_spells_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


# --- files


def test_an_xls_workbook_gives_what_it_stores_and_what_it_shows(tmp_path: Path) -> None:
    written = xlwt.Workbook()
    sheet = written.add_sheet("Bảng 1")
    written.add_sheet("Trống")
    grouped, hiding = xlwt.easyxf(num_format_str=GROUPED), xlwt.easyxf(num_format_str='#,##0;-#,##0;""')
    sheet.write_merge(0, 0, 0, 2, "Đơn vị: triệu đồng")
    sheet.write(2, 0, "Hà Nội")
    sheet.write(2, 1, 9237935.522733001, grouped)
    sheet.write(2, 2, 0, hiding)
    sheet.write(3, 1, "  ")
    sheet.row(4).write(1, 7, grouped)
    sheet.col(3).hidden = True
    sheet.write(2, 3, 5, grouped)
    sheet.row(5).hidden = True
    sheet.write(5, 0, 6, grouped)
    written.save(str(tmp_path / "bang.xls"))
    book = open_table(tmp_path / "bang.xls")
    assert book.sheet_names == ("Bảng 1", "Trống")
    read = book.sheet("Bảng 1")
    assert read.cells[3, 2] == Cell(3, 2, Decimal("9237935.522733001"), "9.237.936")
    assert read.cells[3, 2].address == "B3"
    assert read.cells[3, 3] == Cell(3, 3, Decimal("0.0"), "")
    assert (4, 2) not in read.cells
    assert read.merged == (Range(1, 1, 1, 3),)
    assert [cell.address for cell in read.numeric() if cell.is_hidden] == ["D3", "A6"]
    assert book.sheet("Trống").cells == {}
    with pytest.raises(KeyError, match="Bảng 2"):
        book.sheet("Bảng 2")


def test_an_xls_workbook_in_an_old_font_is_read_in_unicode(tmp_path: Path) -> None:
    written = xlwt.Workbook()
    sheet = written.add_sheet("Bang")
    sheet.write(0, 0, OLD)
    sheet.write(1, 0, 12)
    written.save(str(tmp_path / "cu.xls"))
    read = open_table(tmp_path / "cu.xls").sheet("Bang")
    assert read.encoding == TCVN3
    assert read.text(1, 1) == NEW
    assert read.cells[1, 1].stored == OLD
    assert read.cells[2, 1].number == 12


def test_an_xlsx_workbook_is_read_in_the_same_way(tmp_path: Path) -> None:
    written = openpyxl.Workbook()
    sheet = written.active
    sheet.title = "Bảng 1"
    sheet.merge_cells("A1:C1")
    sheet["A1"], sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "Đơn vị: triệu đồng", "Hà Nội", 1234.5, 0, 5
    sheet["B3"].number_format, sheet["C3"].number_format = "#,##0.0", '#,##0;-#,##0;""'
    sheet.column_dimensions["D"].hidden = True
    written.save(tmp_path / "bang.xlsx")
    read = open_table(tmp_path / "bang.xlsx").sheet("Bảng 1")
    assert read.cells[3, 2] == Cell(3, 2, Decimal("1234.5"), "1.234,5")
    assert read.cells[3, 3] == Cell(3, 3, Decimal("0"), "")
    assert read.merged == (Range(1, 1, 1, 3),)
    assert [cell.address for cell in read.numeric() if cell.is_hidden] == ["D3"]


def test_a_csv_file_counts_empty_lines_and_keeps_decimal_points(tmp_path: Path) -> None:
    path = tmp_path / "dan_so.csv"
    path.write_bytes('\ufeff"Dân số trung bình"\n\n" ";"2017"\n"Hà Nội";94286.0\n"Hà Tây";..\n'.encode())
    book = open_table(path)
    assert book.sheet_names == ("",)
    read = book.sheet("")
    assert read.text(1, 1) == "Dân số trung bình"
    assert read.cells[4, 2] == Cell(4, 2, Decimal("94286.0"), "94286.0", CSV)
    assert read.cells[4, 2].address == "R4C2"
    assert read.cells[5, 2].number is None
    assert (3, 1) not in read.cells


@pytest.mark.parametrize("name", ["bang.xls", "bang.xlsx", "bang.csv"])
def test_a_file_that_is_not_what_its_name_says_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x00\xff\xfe not a table")
    with pytest.raises(ValueError, match=r"it is no|not UTF-8"):
        open_table(tmp_path / name)
    with pytest.raises(OSError, match="absent"):
        open_table(tmp_path / f"absent-{name}")


def test_tables_are_told_from_texts_by_their_names() -> None:
    assert [name for name in ("a.xls", "b.XLSX", "c.csv", "d.txt", "xls") if is_table(name)] == [
        "a.xls",
        "b.XLSX",
        "c.csv",
    ]
