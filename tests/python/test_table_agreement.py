"""The proof of a table: a row stands only if cell, map and second reading agree with it; every slip is refused."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import table_corruptions
import tiny_table
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.table_agreement import TableOutcome, compare, compare_alone
from chitieu.tables.cells import Book
from table_corruptions import Case
from tiny_table import DOCUMENT, MAP, rule

OBSERVATIONS = f"seeds/observations/{DOCUMENT}.csv"
EXCLUSIONS = f"seeds/exclusions/{DOCUMENT}.csv"
TABLES = f"seeds/tables/{DOCUMENT}.csv"
# What the tiny table has no room for: one plan giver, one status, one scenario.
ROOMLESS = {"another plan giver", "another status", "another scenario"}


def outcome(
    tmp_path: Path,
    book: Book | None = None,
    text: str = MAP,
    curated: CuratedDocument | None = None,
    published_on: date = date(2006, 11, 24),
) -> TableOutcome:
    """The tiny table against its map; the rows are those of the right file and map unless others are given."""
    right = tiny_table.curated(tiny_table.book(), tiny_table.drawn(tmp_path))
    document = replace(tiny_table.document(), published_on=published_on)
    drawn = tiny_table.load(tmp_path, text)[0]
    return compare(curated or right, document, book or tiny_table.book(), drawn, tiny_table.knowledge())


def said(found: TableOutcome) -> list[str]:
    return [str(problem) for problem in found.problems]


def edited(tmp_path: Path, line: int, **cells: str) -> CuratedDocument:
    """The right rows with some cells of one changed."""
    right = tiny_table.curated(tiny_table.book(), tiny_table.drawn(tmp_path))
    rows = tuple(CuratedRow(one.line, one.cells | (cells if one.line == line else {})) for one in right.observations)
    return replace(right, observations=rows)


def test_a_table_that_is_right_is_proven_whole(tmp_path: Path) -> None:
    found = outcome(tmp_path)
    assert said(found) == []
    assert len(found.verified) == 29
    assert found.checked > 29 * 10
    assert Counter(one.verdict for one in found.sums) == {"pass": 17, "explained": 1}
    assert found.settled == ()


def test_the_passage_of_a_cell_is_the_names_of_its_row_and_column(tmp_path: Path) -> None:
    headings = {row["cell"]: heading for row, heading in outcome(tmp_path).verified}
    assert headings["C9"] == "HÀ GIANG | TỔNG THU NSNN TRÊN ĐỊA BÀN"
    assert headings["G13"] == "HÀ TÂY | BỔ SUNG TỪ NSTW CHO NSĐP: BỔ SUNG CÓ MỤC TIÊU"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"cell": "Z99"}, "cell: 'Bang!Z99' is no cell of figures of the map"),
        ({"cell": "C14"}, "cell: 'Bang!C14' is no cell of figures of the map"),
        ({"value_low": "999"}, "value_low: the row says 999, its figure is '1.000'"),
        ({"figure": "9.000"}, "figure: the file shows '1.000' in C7, the row says '9.000'"),
        ({"area_id": "VN63_02"}, "area_id: the row says VN63_02, the map VN"),
        ({"period": "2008"}, "period: the row says 2008, the map 2007"),
        ({"comparator": "ge"}, "comparator: the row says ge, the map eq"),
        ({"component": "2"}, "component: the row says 2, the map 1"),
        ({"note": "mine"}, "note: the row says mine, the map nothing"),
        ({"compared_with": "plan"}, "compared_with: the row says plan, the map nothing"),
    ],
)
def test_a_row_that_differs_from_cell_or_map_is_told(cells: dict[str, str], message: str, tmp_path: Path) -> None:
    found = outcome(tmp_path, curated=edited(tmp_path, 2, **cells))
    assert any(one.startswith(f"{OBSERVATIONS}:2: {message}") for one in said(found)), said(found)
    assert 2 not in [row.line for row, _ in found.verified]


def test_what_is_stored_may_be_finer_than_what_is_shown_and_no_other_number(tmp_path: Path) -> None:
    # 100.4 is stored in C9 and 100 is shown; 105 stored and 100 shown is no rounding.
    assert said(outcome(tmp_path)) == []
    cells = tiny_table.book().sheet("Bang").cells
    other = replace(cells[9, 3], stored=cells[9, 3].stored + 5)
    sheet = replace(tiny_table.book().sheet("Bang"), cells={**cells, (9, 3): other})
    book = Book(
        "workbook", ("Bang", "Sheet2"), {"Bang": sheet, "Sheet2": tiny_table.book().sheet("Sheet2")}.__getitem__
    )
    assert "the file stores 105.4 in C9, the row says 100" in said(outcome(tmp_path, book))[0]


def test_every_number_of_the_sheet_is_a_row_or_excluded_and_not_both(tmp_path: Path) -> None:
    added = outcome(tmp_path, tiny_table.book(tiny_table.changed(("H9", 5))))
    assert "the number '5' in Bang!H9 is no row and not excluded" in said(added)[0]
    text = MAP + rule("exclude", "C9", "leftover")
    right = tiny_table.curated(tiny_table.book(), tiny_table.drawn(tmp_path))
    both = {"sheet": "Bang", "cells": "C9", "reason": "leftover", "note": ""}
    curated = replace(right, exclusions=(*right.exclusions, CuratedRow(9, both)))
    assert (
        f"the number '100' in Bang!C9 is excluded as leftover in {EXCLUSIONS}:9"
        in said(outcome(tmp_path, text=text, curated=curated))[0]
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"cells": "A9:A12", "reason": "list_number"}, "cells: the map excludes no A9:A12 as list_number"),
        ({"cells": "A9:A13", "reason": "leftover"}, "cells: the map excludes no A9:A13 as leftover"),
        ({"cells": "C9", "reason": "not_shown"}, "reason: the file shows '100' in C9"),
        ({"cells": "Z1:Z9", "reason": "leftover"}, "cells: there is nothing in Z1:Z9"),
        ({"cells": "nowhere", "reason": "leftover"}, "cells: 'nowhere' names no cells"),
    ],
)
def test_an_exclusion_is_that_of_the_map_or_of_what_is_not_shown(
    cells: dict[str, str], message: str, tmp_path: Path
) -> None:
    right = tiny_table.curated(tiny_table.book(), tiny_table.drawn(tmp_path))
    other = CuratedRow(right.exclusions[0].line, {"sheet": "Bang", "note": "", **cells})
    found = outcome(tmp_path, curated=replace(right, exclusions=(other, *right.exclusions[1:])))
    assert any(one.startswith(f"{EXCLUSIONS}:2: {message}") for one in said(found)), said(found)


def test_every_sheet_is_used_left_or_a_copy(tmp_path: Path) -> None:
    sheet = tiny_table.sheet("Thêm", [["x", 1]])
    assert "the map says nothing of sheet 'Thêm'" in said(outcome(tmp_path, tiny_table.book(more={"Thêm": sheet})))[0]
    missing = said(outcome(tmp_path, text=MAP + rule("left", note="gone", sheet="Sheet9")))
    assert missing == [f"{TABLES}:0: sheet: the file has no sheet 'Sheet9'; name one that it has"]


def test_a_copy_holds_the_same_numbers_in_the_same_places(tmp_path: Path) -> None:
    text = MAP + rule("copy", value="Bang", sheet="Bản sao")
    same = tiny_table.sheet("Bản sao", tiny_table.GRID)
    assert said(outcome(tmp_path, tiny_table.book(more={"Bản sao": same}), text)) == []
    other = tiny_table.sheet("Bản sao", tiny_table.changed(("C9", 101)))
    found = said(outcome(tmp_path, tiny_table.book(more={"Bản sao": other}), text))
    assert "sheet 'Bản sao' differs from 'Bang' in C9" in found[0]


def test_a_label_that_names_another_area_must_be_settled(tmp_path: Path) -> None:
    book = tiny_table.book(tiny_table.changed(("B9", "HÀ TÂY"), ("B13", "HÀ GIANG")))
    found = said(outcome(tmp_path, book))
    assert "area_id: the map says VN63_02 of Bang!B9, the machine reads VN64_28 in 'HÀ TÂY'" in found[0]
    settled = MAP + rule("settle", "B9", "area_id=VN64_28|VN63_02", "Misprinted.")
    settled += rule("settle", "B13", "area_id=VN63_02|VN64_28", "Misprinted.")
    assert said(outcome(tmp_path, book, settled)) == []
    assert len(outcome(tmp_path, book, settled).settled) == 2


def test_a_settlement_holds_for_its_two_values_alone(tmp_path: Path) -> None:
    book = tiny_table.book(tiny_table.changed(("G5", "BỔ SUNG CÂN ĐỐI")))
    right = rule("settle", "G:G", "indicator_id=balancing_transfers|targeted_transfers", "Printed twice.")
    assert said(outcome(tmp_path, book, MAP + right)) == []
    for value in ("indicator_id=balancing_transfers|", "indicator_id=|targeted_transfers"):
        found = said(outcome(tmp_path, book, MAP + rule("settle", "G:G", value, "Printed twice.")))
        assert "the map says targeted_transfers of Bang!G5, the machine reads balancing_transfers" in "".join(found)
        assert f"nothing is left to settle by '{value}'" in "".join(found)
    assert "nothing is left to settle" in said(outcome(tmp_path, text=MAP + right))[0]


@pytest.mark.parametrize(
    ("cell", "text", "message"),
    [
        ("A2", "QUYẾT TOÁN THU, CHI NĂM 2007", "scenario: the map says target of Bang!C5, the machine reads actual"),
        ("A2", "DỰ TOÁN THU, CHI NĂM 2008", "period: the map says 2007 of Bang!C5, the machine reads 2008"),
        ("F3", "Đơn vị: tỷ đồng", "unit_id: the map says million_vnd of Bang!C5, the machine reads billion_vnd"),
        ("C4", "BỔ SUNG CÂN ĐỐI", "indicator_id: the map says state_budget_revenue of Bang!C5, the machine reads bal"),
        ("C4", "TỔNG THU NSNN TRÊN ĐỊA BÀN (SƠ BỘ)", "obs_status: the map says A of Bang!C5, the machine reads P"),
    ],
)
def test_title_unit_and_heads_must_say_what_the_map_says(cell: str, text: str, message: str, tmp_path: Path) -> None:
    found = said(outcome(tmp_path, tiny_table.book(tiny_table.changed((cell, text)))))
    assert any(message in one for one in found), found


def test_the_day_of_the_decision_is_that_of_map_and_document(tmp_path: Path) -> None:
    other = said(outcome(tmp_path, published_on=date(2006, 11, 25)))
    assert "the decision is of 2006-11-24, the document of 2006-11-25" in other[0]
    drawn = said(outcome(tmp_path, text=MAP.replace("A3,2006-11-24", "A3,2006-11-23")))
    assert "the map says 2006-11-23, the line names 2006-11-24" in drawn[0]
    unnamed = tiny_table.book(tiny_table.changed(("A3", "(Kèm theo Quyết định số    ngày    )")))
    assert "the line names no day" in said(outcome(tmp_path, unnamed))[0]


def test_a_region_stands_above_its_own_provinces(tmp_path: Path) -> None:
    text = MAP.replace("REGION_DELTA VN64_01 VN64_28", "REGION_DELTA VN64_01 VN63_06").replace(
        "REGION_MOUNTAINS VN63_02 VN63_06", "REGION_MOUNTAINS VN63_02 VN64_28"
    )
    found = "".join(said(outcome(tmp_path, text=text)))
    assert "REGION_DELTA stands above VN63_06 that it does not hold, and not above VN64_28 that it does" in found


def test_a_note_below_the_table_must_have_been_read(tmp_path: Path) -> None:
    book = tiny_table.book([*tiny_table.GRID, ["(2) chưa gồm dầu thô"]])
    assert (
        "nobody has said what follows from the note '(2) chưa gồm dầu thô' in A16" in said(outcome(tmp_path, book))[0]
    )


def test_a_sum_that_misses_is_told_unless_the_map_accounts_for_it(tmp_path: Path) -> None:
    book = tiny_table.book(tiny_table.changed(("C8", 320)))
    drawn = tiny_table.drawn(tmp_path)
    curated = tiny_table.curated(book, drawn)
    found = said(outcome(tmp_path, book, curated=curated))
    line = next(row.line for row in curated.observations if row["cell"] == "C8")
    assert f"{OBSERVATIONS}:{line}: value_low: Bang!C8 prints 320, its 2 rows make 300" in "".join(found)
    needless = said(outcome(tmp_path, text=MAP + rule("explain", "C8", "rows=20", "A reserve.")))
    assert needless == [f"{TABLES}:21: value: the sums differ by nothing here; drop the rule"]


def test_a_doubt_is_accounted_for_and_still_a_doubt(tmp_path: Path) -> None:
    book = tiny_table.book(tiny_table.changed(("C8", 320), ("C7", 1020)))
    text = MAP + rule("doubt", "C8", "rows=20", "One of the two is wrong.")
    curated = tiny_table.curated(book, tiny_table.drawn(tmp_path, text))
    found = outcome(tmp_path, book, text, curated)
    assert said(found) == []
    assert [(one.place, one.verdict) for one in found.sums if one.verdict == "fail"] == [((8, 3), "fail")]


def test_without_the_file_rows_are_held_against_map_figure_and_sums(tmp_path: Path) -> None:
    drawn, known = tiny_table.drawn(tmp_path), tiny_table.registry()
    right = tiny_table.curated(tiny_table.book(), drawn)
    found = compare_alone(right, drawn, known)
    assert (said(found), found.verified, len(found.sums)) == ([], (), 18)
    line = next(row.line for row in right.observations if row["cell"] == "E9")
    forged = edited(tmp_path, line, figure="53", value_low="53", value_high="53")
    problems = said(compare_alone(forged, drawn, known))
    assert [one.split(": ")[2].split(",")[0] for one in problems] == ["Bang!E8 prints 60", "Bang!E9 prints 53"]
    assert (
        "area_id: the row says VN, the map VN63_02"
        in said(compare_alone(edited(tmp_path, line, area_id="VN"), drawn, known))[0]
    )


# --- slips and forgeries


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    """The tiny table of 2007, and one of 2008 of the same form."""
    drawn = tiny_table.drawn(tmp_path)
    book = tiny_table.book()
    first = Case(tiny_table.document(), book, drawn, tiny_table.curated(book, drawn), tiny_table.knowledge())
    later_book = tiny_table.book(
        tiny_table.changed(("A2", "DỰ TOÁN NĂM 2008"), ("A3", "(ngày 1/12/2007)"), ("C9", 110), ("C10", 190))
    )
    text = MAP.replace(",2007,", ",2008,").replace("2006-11-24", "2007-12-01")
    later = tiny_table.drawn(tmp_path, text)
    document = replace(tiny_table.document(), published_on=date(2007, 12, 1))
    second = Case(document, later_book, later, tiny_table.curated(later_book, later), tiny_table.knowledge())
    return [first, second]


def test_the_tables_to_be_corrupted_are_right(cases: list[Case]) -> None:
    for one in cases:
        assert compare(one.curated, one.document, one.book, one.drawn, one.knowledge).problems == ()


def test_every_kind_of_slip_is_planted_refused_and_pointed_at(cases: list[Case]) -> None:
    kinds = [kind for kind in table_corruptions.KINDS if kind not in ROOMLESS]
    counted: Counter[str] = Counter()
    for corruption in table_corruptions.plant(cases, 6 * len(kinds), kinds=kinds):
        refusals = corruption.refusals()
        assert refusals, f"{corruption.kind}: {corruption.what}"
        assert corruption.is_pointed_at(refusals), (corruption.kind, corruption.what, refusals)
        counted[corruption.kind] += 1
    assert counted == dict.fromkeys(kinds, 6)


def test_equal_seeds_plant_equal_corruptions(cases: list[Case]) -> None:
    kinds = [kind for kind in table_corruptions.KINDS if kind not in ROOMLESS]
    twice = [[one.what for one in table_corruptions.plant(cases, len(kinds), kinds=kinds)] for _ in range(2)]
    assert twice[0] == twice[1]
    assert twice[0] != [one.what for one in table_corruptions.plant(cases, len(kinds), seed=1, kinds=kinds)]
