"""A table against its map: what the map may say, the rows that follow, and names and heads read a second time."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tiny_table
from chitieu.tables import maps
from chitieu.tables.addresses import CSV, WORKBOOK, Range
from chitieu.tables.cells import Book, Cell, Sheet
from chitieu.tables.headers import ColumnReading, decision_day, head_of, read_column, read_terms, unit_named
from chitieu.tables.labels import Names, key_of, labels_of, read_labels
from chitieu.tables.proposal import NOT_SHOWN, propose
from chitieu.tables.sums import Sum, row_tree, sums_of
from tiny_table import MAP, MEMBERS, rule

# --- the map


def test_a_map_says_of_each_cell_what_it_is(tmp_path: Path) -> None:
    drawn = tiny_table.drawn(tmp_path)
    assert drawn.sheets == ("Bang",)
    assert drawn.meaning("Bang", (9, 3)) == {
        "area_id": "VN63_02",
        "indicator_id": "state_budget_revenue",
        "scenario": "target",
        "period": "2007",
        "unit_id": "million_vnd",
        "plan_giver": "central",
        "obs_status": "A",
        "note": "",
    }
    assert drawn.meaning("Bang", (6, 3)) is None
    assert drawn.meaning("Bang", (9, 2)) is None


def test_single_cells_differ_from_their_column_only_in_what_is_filled_in(tmp_path: Path) -> None:
    drawn = tiny_table.drawn(tmp_path, MAP + rule("figure", "C9 C12", note="without oil", obs_status="B"))
    said, other = drawn.meaning("Bang", (12, 3)), drawn.meaning("Bang", (10, 3))
    assert (said["obs_status"], said["note"], said["indicator_id"]) == ("B", "without oil", "state_budget_revenue")
    assert (other["obs_status"], other["note"]) == ("A", "")


def of_money(cells: str, indicator: str, **others: str) -> str:
    """A rule for a column of money planned for 2007."""
    return rule(
        "column", cells, indicator, **{"scenario": "target", "period": "2007", "unit_id": "million_vnd"} | others
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (rule("colum", "H:H", "targeted_transfers"), "rule: 'colum' is no rule of a map"),
        (rule("exclude", "9C", "leftover"), "cells: '9C' names no cells"),
        (rule("title", ""), "cells: '' are not the cells of title"),
        (rule("column", "H9", "targeted_transfers"), "cells: 'H9' are not the cells of column"),
        (rule("left", sheet="Sheet3"), "note: left needs a note"),
        (rule("decision", "A3"), "value: decision needs a value"),
        (rule("area", "14:15", "VN"), "value: 1 areas stand against 2 rows"),
        (rule("area", "14", "VN99_01"), "value: 'VN99_01' is no area"),
        (rule("area", "9", "VN63_06"), "cells: row 9 has an area already"),
        (of_money("C:C", "targeted_transfers"), "cells: the column has a meaning already"),
        (of_money("H:H", "profits"), "value: 'profits' is no indicator"),
        (of_money("H:H", "targeted_transfers", scenario=""), "scenario: a column needs it"),
        (of_money("H:H", "targeted_transfers", scenario="hope"), "scenario: 'hope' is not in the code list scenario"),
        (of_money("H:H", "targeted_transfers", unit_id="percent"), "unit_id: percent does not measure targeted"),
        (of_money("H:H", "targeted_transfers", unit_id="euro"), "unit_id: 'euro' is no unit"),
        (of_money("H:H", "targeted_transfers", plan_giver="me"), "plan_giver: 'me' is not in the code list plan_giver"),
        (of_money("H:H", "targeted_transfers", obs_status="B"), "note: a break (status B) needs a note"),
        (rule("exclude", "A1", "boring"), "value: 'boring' is no reason of exclusion"),
        (rule("settle", "C:C", "indicator=x|y", "because"), "value: 'indicator=x|y' settles nothing"),
        (rule("settle", "C:C", "period=2007", "because"), "value: 'period=2007' settles nothing"),
        (rule("explain", "C8", "rows=many", "because"), "value: 'rows=many' explains nothing"),
    ],
)
def test_what_a_map_may_not_say_is_told_with_its_line(line: str, message: str, tmp_path: Path) -> None:
    problems = tiny_table.load(tmp_path, MAP + line)[1]
    place = f"seeds/tables/{tiny_table.DOCUMENT}.csv:{len(MAP.splitlines()) + 1}"
    assert any(one.startswith(f"{place}: {message}") for one in problems), problems


def test_a_map_needs_figures_heads_and_labels(tmp_path: Path) -> None:
    lines = [line for line in MAP.splitlines(keepends=True) if not line.startswith(("headers", "labels"))]
    assert [one.split("; ")[0].split(": ")[-1] for one in tiny_table.load(tmp_path, "".join(lines))[1]] == [
        "sheet 'Bang' has no rule headers",
        "sheet 'Bang' has no rule labels",
    ]
    problems = tiny_table.load(tmp_path, MAP.splitlines(keepends=True)[0])[1]
    assert "the map has no row of areas or no column of figures" in problems[0]


def test_a_missing_map_and_a_wrong_header_are_problems(tmp_path: Path) -> None:
    missing = maps.load(tmp_path / "x.csv", "seeds/tables/x.csv", "x.xls", tiny_table.registry())
    assert missing[0] is None
    assert str(missing[1][0]).startswith("seeds/tables/x.csv:0: the table has no map")
    assert "the column is missing" in tiny_table.load(tmp_path, MAP.replace("obs_status", "status"))[1][0]


# --- the rows that follow


def test_each_figure_gives_a_row_and_what_is_not_shown_is_excluded(tmp_path: Path) -> None:
    proposal = propose(tiny_table.book(), tiny_table.drawn(tmp_path))
    assert proposal.unanswered == ()
    by_cell = {row["cell"]: row for row in proposal.observations}
    assert by_cell["C9"] == {
        "sheet": "Bang",
        "cell": "C9",
        "figure": "100",
        "component": "1",
        "area_id": "VN63_02",
        "period": "2007",
        "indicator_id": "state_budget_revenue",
        "scenario": "target",
        "comparator": "eq",
        "is_approximate": "false",
        "value_low": "100",
        "value_high": "100",
        "unit_id": "million_vnd",
        "compared_with": "",
        "plan_giver": "central",
        "obs_status": "A",
        "note": "",
    }
    # F12 is stored as zero and shown as nothing; F11 and D8 are empty.
    assert not {"F12", "F11", "D8", "A9", "C6"} & set(by_cell)
    assert len(by_cell) == 7 * 5 - 3 - 3
    assert [(row["cells"], row["reason"]) for row in proposal.exclusions] == [
        ("A9:A13", "list_number"),
        ("C6:G6", "list_number"),
        ("F12", NOT_SHOWN),
    ]


def test_a_number_or_a_text_that_the_map_does_not_foresee_is_not_passed_over(tmp_path: Path) -> None:
    grid = tiny_table.changed(("H3", 7), ("E9", ".."), ("F9", "chưa có"))
    proposal = propose(tiny_table.book(grid), tiny_table.drawn(tmp_path))
    assert [(cell.address, said) for _, cell, said in proposal.unanswered] == [
        ("H3", "the number stands in no row and column of figures"),
        ("E9", "there is no figure where a figure belongs"),
        ("F9", "it is no number where a figure belongs"),
    ]


def test_a_number_that_stands_as_text_is_a_figure_without_the_mark_of_its_note(tmp_path: Path) -> None:
    grid = tiny_table.changed(("C7", "(1)\u00a0\u00a0 1.000"))
    row = propose(tiny_table.book(grid), tiny_table.drawn(tmp_path)).observations[0]
    assert (row["cell"], row["figure"], row["value_low"]) == ("C7", "1.000", "1000")


# --- names of rows


def labels(*texts: str) -> dict[int, str]:
    return dict(enumerate(texts, start=1))


def read(*texts: str, day: str = "2007-12-31") -> list[str]:
    names = Names.of(tiny_table.registry(), MEMBERS)
    return list(read_labels(labels(*texts), names, date.fromisoformat(day)).values())


@pytest.mark.parametrize(
    ("label", "area_id"),
    [
        ("HÀ GIANG", "VN63_02"),
        ("\u00a0Hà  Giang", "VN63_02"),
        ("Tỉnh Hà Giang", "VN63_02"),
        ("BẮC CẠN", "VN63_06"),
        ("TỔNG SỐ - TOTAL (1)", "VN"),
        ("CẢ NƯỚC", "VN"),
        ("ĐỒNG BẰNGSÔNG HỒNG RED RIVER DELTA", "REGION_DELTA"),
        ("Ðb S\u00f4ng Hồng", "REGION_DELTA"),
        ("Miền núi phía Bắc Northmountainous area", "REGION_MOUNTAINS"),
        ("Hà Giang mới", ""),
        ("Hà", ""),
        ("Thị xã Hà Giang", ""),
        ("", ""),
    ],
)
def test_a_label_means_the_area_whose_name_it_is(label: str, area_id: str) -> None:
    assert read(label) == [area_id]


def test_one_name_is_the_area_of_the_division_that_the_table_lists() -> None:
    assert read("Hà Giang", "Bắc Kạn", "Hà Nội", "Hà Tây", day="2008-12-31")[2] == "VN64_01"
    assert read("Hà Giang", "Bắc Kạn", "Hà Nội", day="2006-12-31")[2] == "VN63_01"
    # A table that lists no division whole goes by its year.
    assert read("Hà Nội", day="2006-12-31") == ["VN64_01"]
    assert read("Hà Nội", day="2009-12-31") == ["VN63_01"]


def test_a_label_goes_on_below_only_in_rows_that_hold_nothing_else() -> None:
    grid = [["x", "Bắc Trung Bộ và", 5], [None, "Duyên hải miền Trung"], [None, "ghi thêm", 7], [None, "Hà Nội", 8]]
    sheet = tiny_table.sheet("Bang", grid)
    assert labels_of(sheet, 2, [1, 4]) == {1: "Bắc Trung Bộ và Duyên hải miền Trung", 4: "Hà Nội"}


def test_letters_alone_make_the_key_of_a_name() -> None:
    assert key_of("Bà Rịa - Vũng Tàu") == key_of("BÀ RỊA-VŨNG TÀU") == "bàrịavũngtàu"


# --- heads of columns


def column(
    sheet: Sheet, number: int, title: str = "DỰ TOÁN NĂM 2007", unit: str = "million_vnd", rows: range = range(4, 6)
) -> ColumnReading:
    known = tiny_table.knowledge()
    return read_column(head_of(sheet, rows, number, title), known.heads, unit, known.registry)


def test_a_head_is_its_own_cells_and_the_groups_above_them() -> None:
    sheet = tiny_table.book().sheet("Bang")
    own = head_of(sheet, range(4, 6), 6, "")
    assert (own.own, own.groups) == ("BỔ SUNG CÂN ĐỐI", ("BỔ SUNG TỪ NSTW CHO NSĐP",))
    assert [column(sheet, number).indicator_id for number in range(3, 8)] == [
        "state_budget_revenue",
        "shared_revenue_retention_rate",
        "transfers_from_central_budget",
        "balancing_transfers",
        "targeted_transfers",
    ]


def test_a_group_that_is_not_merged_runs_on_to_the_next_head_above_the_columns_own() -> None:
    grid = [["BỔ SUNG CÓ MỤC TIÊU", None, "TỔNG THU NSNN TRÊN ĐỊA BÀN"], ["Tổng số", "Nữ", None], [None, None, "(1)"]]
    sheet = tiny_table.sheet("Bang", grid)
    assert head_of(sheet, range(1, 4), 2, "").groups == ("BỔ SUNG CÓ MỤC TIÊU",)
    # Below its own head a column borrows nothing from its neighbour.
    assert head_of(sheet, range(1, 4), 3, "").groups == ()
    down = tiny_table.sheet("Bang", [["TỶ LỆ", None], [None, "Nữ"]], (Range(1, 2, 1, 1),))
    assert head_of(down, range(1, 3), 2, "").groups == ()


def test_the_title_names_the_concept_that_no_head_names_and_a_group_divides_it() -> None:
    grid = [["x", "Nữ", None], [None, "2017", "Sơ bộ 2019"]]
    sheet = tiny_table.sheet("Bang", grid)
    read = [column(sheet, number, "Dân số trung bình phân theo giới tính", "", range(1, 3)) for number in (2, 3)]
    assert [one.period for one in read] == ["2017", "2019"]
    assert [one.obs_status for one in read] == ["A", "P"]
    assert [one.scenario for one in read] == ["actual", "actual"]
    # The registry of this test divides nothing, so the word of the group is a word and no breakdown.
    assert {one.indicator_id for one in read} == {"average_population"}


def test_a_year_in_the_number_of_a_decree_is_no_period() -> None:
    sheet = tiny_table.sheet("Bang", [["BỔ SUNG CÓ MỤC TIÊU THEO NĐ 204/2004/NĐ-CP"]])
    assert column(sheet, 1, rows=range(1, 2)).period == "2007"
    assert column(sheet, 1, "", rows=range(1, 2)).period == ""


def test_the_unit_is_that_of_the_head_then_of_the_table_then_of_the_indicator() -> None:
    grid = [["TỶ LỆ (%) PHÂN CHIA NGUỒN THU", "TỶ LỆ PHÂN CHIA NGUỒN THU", "TỔNG THU NSNN TRÊN ĐỊA BÀN"]]
    sheet = tiny_table.sheet("Bang", grid)
    assert column(sheet, 1, rows=range(1, 2)).unit_id == "percent"
    assert column(sheet, 2, rows=range(1, 2)).unit_id == "percent"
    assert column(sheet, 3, rows=range(1, 2)).unit_id == "million_vnd"
    assert column(sheet, 3, unit="", rows=range(1, 2)).unit_id == ""


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đơn vị tính: Triệu đồng", "million_vnd"),
        ("Triệu đồng - Millions of dong", "million_vnd"),
        ("\u00a0Đơn vị: tỷ đồng.", "billion_vnd"),
        ("100%", "percent"),
        ("Km2", "square_kilometre"),
        ("1", ""),
        ("", ""),
    ],
)
def test_a_unit_is_read_by_the_number_grammar(text: str, unit: str) -> None:
    assert unit_named(text, tiny_table.knowledge().heads.units) == unit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("(Kèm theo Quyết định số 12/QĐ-BTC ngày 24/11/2006", date(2006, 11, 24)),
        ("ngày 5 tháng 9 năm 2014 của Bộ trưởng", date(2014, 9, 5)),
        ("(Kèm theo Quyết định số      /QĐ-BTC ngày          của Bộ trưởng)", None),
    ],
)
def test_the_day_of_a_decision_is_read_in_both_forms(text: str, day: date | None) -> None:
    assert decision_day(text) == day


def test_a_term_counts_only_with_the_words_that_it_requires() -> None:
    known = tiny_table.knowledge()

    def concept(text: str) -> str:
        head = head_of(tiny_table.sheet("Bang", [[text]]), [1], 1, "")
        return read_column(head, known.heads, "", known.registry).indicator_id

    assert concept("BIÊN CHẾ NGÂN SÁCH") == "budget_posts"
    assert concept("BIÊN CHẾ") == ""
    assert concept("BIÊN CHẾ NGÂN SÁCH, HỢP ĐỒNG") == ""


def test_terms_are_read_from_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "concept_terms.csv").write_text("concept_id,term,requires,excludes\nexports,xuất khẩu,hàng|dịch vụ,\n")
    (tmp_path / "breakdown_terms.csv").write_text("breakdown_id,term,requires,excludes\nrice,gạo,,bánh\n")
    first, second = read_terms(tmp_path)
    assert (first.kind, first.id, first.requires) == ("concept", "exports", ("hàng", "dịch vụ"))
    assert (second.kind, second.id, second.excludes) == ("breakdown", "rice", ("bánh",))


# --- sums


def figures(book: Book, drawn: maps.TableMap) -> dict[tuple[str, int, int], Decimal]:
    cells = book.sheet("Bang").cells.items()
    return {("Bang", *at): cell.number for at, cell in cells if drawn.meaning("Bang", at) and cell.number is not None}


def sums(tmp_path: Path, *changes: tuple[str, object], more: str = "") -> Iterator[Sum]:
    drawn = tiny_table.drawn(tmp_path, MAP + more)
    yield from sums_of(figures(tiny_table.book(tiny_table.changed(*changes)), drawn), drawn, tiny_table.registry())


def test_provinces_make_up_regions_and_regions_the_country(tmp_path: Path) -> None:
    drawn = tiny_table.drawn(tmp_path)
    assert list(row_tree(drawn, "Bang", tiny_table.registry())) == [(7, [8, 11]), (8, [9, 10]), (11, [12, 13])]
    without = "".join(line for line in MAP.splitlines(keepends=True) if "REGION" not in line)
    provinces = rule("area", "9:10", "VN63_02 VN63_06")
    assert list(row_tree(tiny_table.drawn(tmp_path, without + provinces), "Bang", tiny_table.registry())) == [
        (7, [9, 10])
    ]


def test_every_sum_of_rows_and_columns_is_made_and_rates_are_not_added(tmp_path: Path) -> None:
    found = list(sums(tmp_path))
    assert {(one.kind, one.place): one.verdict for one in found if one.verdict != "pass"} == {
        ("rows", (7, 3)): "explained"
    }
    # Three totals of four columns of money, less the one of the delta that prints no balancing transfers; seven rows.
    assert len([one for one in found if one.kind == "rows"]) == 3 * 4 - 1
    assert len([one for one in found if one.kind == "columns"]) == 7
    assert not [one for one in found if one.place[1] == 4]


def test_a_sum_may_miss_by_what_rounding_hides_and_no_more(tmp_path: Path) -> None:
    # Three printed numbers, each rounded by half a unit at most.
    assert {one.verdict for one in sums(tmp_path, ("C8", 301)) if one.place == (8, 3)} == {"pass"}
    beyond = [one for one in sums(tmp_path, ("C8", 302)) if one.place == (8, 3)]
    assert [(one.verdict, one.difference, one.tolerance, one.is_accounted_for) for one in beyond] == [
        ("fail", Decimal(2), Decimal("1.5"), False)
    ]


def test_decimals_narrow_what_rounding_may_hide(tmp_path: Path) -> None:
    changes = [("C8", (300.2, "0.0")), ("C9", (100.0, "0.0")), ("C10", (200.0, "0.0"))]
    beyond = next(one for one in sums(tmp_path, *changes) if one.place == (8, 3))
    assert (beyond.tolerance, beyond.verdict) == (Decimal("0.15"), "fail")


def test_an_explanation_holds_for_its_amount_alone(tmp_path: Path) -> None:
    assert [one.verdict for one in sums(tmp_path) if one.place == (7, 3)] == ["explained"]
    assert [one.verdict for one in sums(tmp_path, ("C7", 1010)) if one.place == (7, 3)] == ["fail"]
    more = rule("doubt", "E8", "rows=7", "One of the two is wrong.") + rule("doubt", "E8", "columns=7", "The same.")
    doubted = [one for one in sums(tmp_path, ("E8", 67), more=more) if one.place == (8, 5)]
    assert [(one.kind, one.verdict, one.is_accounted_for) for one in doubted] == [
        ("rows", "fail", True),
        ("columns", "fail", True),
    ]


def test_a_total_on_two_lines_is_summed_over_both(tmp_path: Path) -> None:
    grid = tiny_table.changed(("F7", None), ("F14", 40))
    drawn = tiny_table.drawn(tmp_path, MAP.replace("area,Bang,7,VN,", "area,Bang,7 14,VN VN,"))
    found = sums_of(figures(tiny_table.book(grid), drawn), drawn, tiny_table.registry())
    of_total = {(one.kind, one.place): one.verdict for one in found if one.place[0] in (7, 14)}
    assert of_total[("columns", (7, 5))] == "pass"
    assert of_total[("rows", (14, 6))] == "pass"
    assert ("columns", (14, 5)) not in of_total


def test_a_cell_of_a_csv_file_is_cited_by_row_and_column() -> None:
    assert maps.style_of("dan_so.csv") == CSV
    assert maps.style_of("bang.xls") == WORKBOOK
    assert Cell(14, 3, Decimal(1), "1", CSV).address == "R14C3"
    assert re.fullmatch(r"[A-Z]+\d+", Cell(14, 3, Decimal(1), "1").address)


def test_the_floor_of_tables_stands_on_the_reader_and_the_seeds_alone() -> None:
    below = ("chitieu.errors", "chitieu.reading", "chitieu.seeds", "chitieu.tables")
    modules = sorted(Path(maps.__file__).parent.glob("*.py"))
    assert len(modules) > 10
    for path in modules:
        source = path.read_text(encoding="utf-8")
        named = re.findall(r"^\s*(?:from|import) (chitieu[.\w]*)", source, re.MULTILINE)
        assert not [one for one in named if not one.startswith(below)], path.name
        assert len(source.splitlines()) < 400, path.name
