"""A table of two regions and four provinces, made up, with its map, its registry and the words of its heads."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.records import Concept, Limits, Measure, Rows
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.table_agreement import Knowledge
from chitieu.reading.tokens.lexicon import load_lexicon
from chitieu.seeds.registry import Area, Code, Document, Registry, Unit
from chitieu.tables import maps
from chitieu.tables.addresses import WORKBOOK, Range
from chitieu.tables.cells import Book, Cell, Sheet
from chitieu.tables.headers import BREAKDOWN, CONCEPT, Heads, Term
from chitieu.tables.labels import Names
from chitieu.tables.number_format import shown
from chitieu.tables.proposal import propose

DOCUMENT = "mof-budget-plan-2007"
GROUPED = "#,##0"
HIDING_ZERO = '#,##0;[Red]-#,##0;""'

# What a sheet stores: texts, numbers, and numbers with a format of their own.
GRID: list[list[object]] = [
    ["BỘ TÀI CHÍNH"],
    ["DỰ TOÁN THU, CHI CỦA CÁC TỈNH NĂM 2007"],
    ["(Kèm theo Quyết định số 12/QĐ-BTC ngày 24/11/2006)", None, None, None, None, "Đơn vị: Triệu đồng."],
    ["STT", "TỈNH", "TỔNG THU NSNN TRÊN ĐỊA BÀN", "TỶ LỆ (%) PHÂN CHIA NGUỒN THU", "BỔ SUNG TỪ NSTW CHO NSĐP"],
    [None, None, None, None, "TỔNG SỐ", "BỔ SUNG CÂN ĐỐI", "BỔ SUNG CÓ MỤC TIÊU"],
    ["A", "B", 1, 2, "3=4+5", 4, 5],
    [None, "TỔNG SỐ", 1000, None, 70, 40, 30],
    ["I", "MIỀN NÚI PHÍA BẮC", 300, None, 60, 40, 20],
    [1, "HÀ GIANG", 100.4, 100, 35, 25, 10],
    [2, " BẮC CẠN", 199.6, 100, 25, 15, 10],
    ["II", "ĐB SÔNG HỒNG", 650, None, 10, None, 10],
    [3, "HÀ NỘI", 400, 31, 4, (0, HIDING_ZERO), 4],
    [4, "HÀ TÂY", 250, 100, 6, None, 6],
    [],
    ["Ghi chú: (1) tổng số thu gồm 50 triệu đồng chưa phân bổ."],
]
MERGED = (Range(4, 4, 5, 7),)

MAP = """\
rule,sheet,cells,value,scenario,period,unit_id,plan_giver,obs_status,note
left,Sheet2,,,,,,,,an empty sheet
title,Bang,A2,,,,,,,
decision,Bang,A3,2006-11-24,,,,,,
unit,Bang,F3,,,,,,,
headers,Bang,4:5,,,,,,,
labels,Bang,B:B,,,,,,,
area,Bang,7,VN,,,,,,
area,Bang,8:10,REGION_MOUNTAINS VN63_02 VN63_06,,,,,,
area,Bang,11:13,REGION_DELTA VN64_01 VN64_28,,,,,,
column,Bang,C:C,state_budget_revenue,target,2007,million_vnd,central,,
column,Bang,D:D,shared_revenue_retention_rate,target,2007,percent,central,,
column,Bang,E:E,transfers_from_central_budget,target,2007,million_vnd,central,,
column,Bang,F:F,balancing_transfers,target,2007,million_vnd,central,,
column,Bang,G:G,targeted_transfers,target,2007,million_vnd,central,,
sum,Bang,E:E,F:F G:G,,,,,,
explain,Bang,C7,rows=50,,,,,,"Footnote (1): 50 million dong given to no province."
footnote,Bang,A15,,,,,,,(1): the total holds 50 million dong given to no province.
exclude,Bang,A9:A13,list_number,,,,,,
exclude,Bang,C6:G6,list_number,,,,,,numbers of the columns
"""
TERMS = (
    Term(CONCEPT, "state_budget_revenue", "thu NSNN trên địa bàn"),
    Term(CONCEPT, "shared_revenue_retention_rate", "tỷ lệ (%) phân chia nguồn thu"),
    Term(CONCEPT, "shared_revenue_retention_rate", "tỷ lệ phân chia nguồn thu"),
    Term(CONCEPT, "transfers_from_central_budget", "bổ sung từ NSTW"),
    Term(CONCEPT, "balancing_transfers", "bổ sung cân đối"),
    Term(CONCEPT, "targeted_transfers", "bổ sung có mục tiêu"),
    Term(CONCEPT, "average_population", "dân số trung bình"),
    Term(CONCEPT, "budget_posts", "biên chế", requires=("ngân sách",), excludes=("hợp đồng",)),
    Term(BREAKDOWN, "female", "nữ"),
    Term(BREAKDOWN, "urban", "thành thị"),
)
MEMBERS = {
    "REGION_MOUNTAINS": frozenset(["VN63_02", "VN63_06"]),
    "REGION_DELTA": frozenset(["VN64_01", "VN64_28", "VN63_01"]),
}


def book(
    grid: list[list[object]] = GRID, merged: tuple[Range, ...] = MERGED, more: dict[str, Sheet] | None = None
) -> Book:
    """The grid as a workbook of two sheets, the second of which is empty."""
    sheets = {"Bang": sheet("Bang", grid, merged), "Sheet2": Sheet("Sheet2", {}), **(more or {})}
    return Book(WORKBOOK, tuple(sheets), sheets.__getitem__)


def sheet(name: str, grid: list[list[object]], merged: tuple[Range, ...] = ()) -> Sheet:
    """The cells of a grid; a number is shown grouped, unless a pair gives its own format."""
    cells = {}
    for row, line in enumerate(grid, start=1):
        for column, value in enumerate(line, start=1):
            if value is None:
                continue
            number, number_format = value if isinstance(value, tuple) else (value, GROUPED)
            stored = number if isinstance(number, str) else Decimal(str(number))
            text = stored if isinstance(stored, str) else shown(stored, number_format)
            cells[row, column] = Cell(row, column, stored, text)
    return Sheet(name, cells, merged)


def changed(*cells: tuple[str, object]) -> list[list[object]]:
    """The grid with other values in some cells, named as in the sheet (`C9`)."""
    grid = [list(line) for line in GRID]
    for name, value in cells:
        row, column = int(name[1:]) - 1, ord(name[0]) - ord("A")
        grid[row] += [None] * (column + 1 - len(grid[row]))
        grid[row][column] = value
    return grid


def area(area_id: str, name: str, kind: str, first: str | None, last: str | None) -> Area:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    return Area(area_id, name, name, kind, None, None, *days, None)


def concept(concept_id: str, kind: str, unit: str, display: str, aggregation: str = "sum") -> Concept:
    words = (
        concept_id,
        concept_id,
        "A thing.",
        "",
        "budget",
        None,
        kind,
        unit,
        display,
        None,
        None,
        "none",
        aggregation,
    )
    return Concept(concept_id, *words, Limits(), None, None)


def catalogue() -> Catalogue:
    """The concepts of the table, with nothing to break them down."""
    money = [one.id for one in TERMS if one.kind == CONCEPT and one.id != "average_population"]
    concepts = [
        concept(one, "flow", "vnd", "billion_vnd")
        for one in dict.fromkeys(money)
        if one != "shared_revenue_retention_rate"
    ]
    concepts.append(concept("shared_revenue_retention_rate", "rate", "percent", "percent", "none"))
    kinds = frozenset({"stock", "flow", "rate", "index", "count"})
    level = Measure(
        "level",
        "",
        None,
        "{indicator}",
        "{indicator}",
        None,
        None,
        "",
        "",
        None,
        "own",
        "own",
        "own",
        Limits(),
        kinds,
        (),
    )
    return Catalogue(Rows(tuple(concepts), (), (), (), (), (level,), (), (), (), ()))


def registry() -> Registry:
    """Two divisions of which the later one has joined Hà Tây to Hà Nội, and the indicators of the table."""
    areas = (
        area("VN", "Việt Nam", "nation", None, None),
        area("VN63_02", "Hà Giang", "province", "1997-01-01", "2025-06-30"),
        area("VN63_06", "Bắc Kạn", "province", "1997-01-01", "2025-06-30"),
        area("VN64_01", "Hà Nội", "province", "1997-01-01", "2008-07-31"),
        area("VN64_28", "Hà Tây", "province", "1997-01-01", "2008-07-31"),
        area("VN63_01", "Hà Nội", "province", "2008-08-01", "2025-06-30"),
        area("REGION_MOUNTAINS", "Trung du và miền núi phía Bắc", "region", "2007-01-01", None),
        area("REGION_DELTA", "Đồng bằng sông Hồng", "region", "2007-01-01", None),
    )
    units = (
        Unit("vnd", "đồng", "dong", "money_vnd", "vnd", Decimal(1), None, None),
        Unit("million_vnd", "triệu đồng", "million dong", "money_vnd", "vnd", Decimal(10**6), None, None),
        Unit("billion_vnd", "tỷ đồng", "billion dong", "money_vnd", "vnd", Decimal(10**9), None, None),
        Unit("percent", "%", "per cent", "share", "percent", Decimal(1), None, None),
    )
    codes = {
        "scenario": ("actual", "target"),
        "obs_status": ("A", "B", "P"),
        "plan_giver": ("central",),
        "exclusion_reason": ("list_number", "leftover", "not_shown"),
    }
    return Registry(
        areas={one.area_id: one for one in areas},
        indicators=catalogue(),
        units={one.unit_id: one for one in units},
        codes={name: {one: Code(name, one, one, one, one) for one in members} for name, members in codes.items()},
        documents={},
    )


def knowledge() -> Knowledge:
    known = registry()
    return Knowledge(known, Names.of(known, MEMBERS), Heads.of(TERMS, load_lexicon()))


def document() -> Document:
    return Document(DOCUMENT, "VN", date(2006, 11, 24), file_name="bang.xls")


def drawn(folder: Path, text: str = MAP) -> maps.TableMap:
    """The map as read from a file in `folder`; it must have no problem."""
    found, problems = load(folder, text)
    assert found is not None
    assert problems == []
    return found


def load(folder: Path, text: str) -> tuple[maps.TableMap | None, list[str]]:
    path = folder / f"{DOCUMENT}.csv"
    path.write_text(text, encoding="utf-8")
    found, problems = maps.load(path, f"seeds/tables/{DOCUMENT}.csv", "bang.xls", registry())
    return found, [str(problem) for problem in problems]


def curated(from_book: Book, by: maps.TableMap) -> CuratedDocument:
    """The rows that a table and its map give, as if they had been read from the seeds."""
    proposal = propose(from_book, by)
    assert proposal.unanswered == ()
    return CuratedDocument(DOCUMENT, rows(proposal.observations), rows(proposal.exclusions), ())


def rows(cells: tuple[dict[str, str], ...]) -> tuple[CuratedRow, ...]:
    return tuple(CuratedRow(line, one) for line, one in enumerate(cells, start=2))


def rule(name: str, cells: str = "", value: str = "", note: str = "", sheet: str = "Bang", **others: str) -> str:
    """One more line of a map."""
    out = io.StringIO()
    row = {"rule": name, "sheet": sheet, "cells": cells, "value": value, "note": note, **others}
    csv.DictWriter(out, maps.HEADER, lineterminator="\n").writerow(row)
    return out.getvalue()
