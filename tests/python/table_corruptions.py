"""Slips and forgeries planted in tables, seeded at random: in the rows, in the map, and in the file itself.

A slip in a row is set against map and file. A slip in the map, or another file under the old name, is set with the rows
that then follow from it: only the second reading and the sums can tell it.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.table_agreement import Knowledge, compare
from chitieu.seeds.registry import Document
from chitieu.tables.addresses import Range, address, place_of
from chitieu.tables.cells import Book, Cell, Sheet
from chitieu.tables.headers import header_rows
from chitieu.tables.maps import Rule, TableMap, faults
from chitieu.tables.number_format import shown
from chitieu.tables.proposal import plain, propose

SEED = 20061124


@dataclass(frozen=True)
class Case:
    """A table with its map and rows, all of them right."""

    document: Document
    book: Book
    drawn: TableMap
    curated: CuratedDocument
    knowledge: Knowledge


@dataclass(frozen=True)
class Corruption:
    """A case with one thing wrong, what was done, and the files and lines where a refusal may point."""

    kind: str
    case: Case
    what: str
    places: tuple[str, ...]

    def refusals(self) -> list[str]:
        one = self.case
        found = faults(one.drawn, one.knowledge.registry, one.drawn.file)
        found += compare(one.curated, one.document, one.book, one.drawn, one.knowledge).problems
        return [str(problem) for problem in found]

    def is_pointed_at(self, refusals: Iterable[str]) -> bool:
        """Whether a refusal names the place of the fault."""
        return any(refusal.startswith(place) for refusal in refusals for place in self.places)


Plant = Callable[[str, Case, list[Case], random.Random], Corruption | None]


def plant(cases: list[Case], count: int, seed: int = SEED, kinds: Iterable[str] = ()) -> Iterator[Corruption]:
    """`count` corruptions, the kinds by turns, each of a table drawn at random; equal seeds give equal corruptions."""
    chance = random.Random(seed)
    kinds = list(kinds or KINDS)
    planted, tried = 0, 0
    while planted < count:
        kind = kinds[planted % len(kinds)]
        corruption = KINDS[kind](kind, chance.choice(cases), cases, chance)
        tried += 1
        assert tried < 100 * count, f"there is no place for {kind}"
        if corruption is not None:
            planted += 1
            yield corruption


# --- rows


def _row(kind: str, case: Case, row: CuratedRow, cells: dict[str, str]) -> Corruption | None:
    """The case with some cells of a row changed; None if they were so before."""
    changed = {column: cell for column, cell in cells.items() if cell != row[column]}
    if not changed:
        return None
    what = ", ".join(f"{column} {row[column]} → {cell}" for column, cell in changed.items())
    return _rows(kind, case, {row.line: {**row.cells, **changed}}, f"{row['sheet']}!{row['cell']}: {what}")


def _rows(kind: str, case: Case, changed: dict[int, dict[str, str]], what: str) -> Corruption:
    rows = tuple(CuratedRow(one.line, changed.get(one.line, one.cells)) for one in case.curated.observations)
    file = case.curated.observations_file
    curated = replace(case.curated, observations=rows)
    places = tuple(f"{file}:{line}: " for line in changed)
    return Corruption(kind, replace(case, curated=curated), f"{case.document.document_id} {what}", places)


def _values_of(row: CuratedRow) -> dict[str, str]:
    return {column: row[column] for column in ("figure", "value_low", "value_high")}


def columns_swapped(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """Two columns of the rows exchanged, from top to bottom."""
    rows, style = case.curated.observations, case.drawn.style
    columns = sorted({place_of(row["cell"], style)[1] for row in rows})
    if len(columns) < 2:
        return None
    left, right = chance.sample(columns, 2)
    by_place = {(row["sheet"], *place_of(row["cell"], style)): row for row in rows}
    changed = {}
    for (sheet, line, column), row in by_place.items():
        other = by_place.get((sheet, line, {left: right, right: left}.get(column, 0)))
        if other is not None and _values_of(other) != _values_of(row):
            changed[row.line] = {**row.cells, **_values_of(other)}
    return _rows(kind, case, changed, f"columns {left} and {right} exchanged") if changed else None


def rows_shifted(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """The figures of a column moved up by one row, from some row on."""
    rows, style = case.curated.observations, case.drawn.style
    column = place_of(chance.choice(rows)["cell"], style)[1]
    listed = [row for row in rows if place_of(row["cell"], style)[1] == column]
    start = chance.randrange(max(1, len(listed) - 2))
    pairs = zip(listed[start:-1], listed[start + 1 :], strict=True)
    changed = {row.line: {**row.cells, **_values_of(below)} for row, below in pairs if row["figure"] != below["figure"]}
    return _rows(kind, case, changed, f"column {column} moved up from {listed[start]['cell']}") if changed else None


def decimal_moved(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    row = chance.choice(case.curated.observations)
    factor = chance.choice([Decimal(10), Decimal("0.1"), Decimal(1000), Decimal("0.001")])
    value = plain(Decimal(row["value_low"]) * factor)
    return _row(kind, case, row, {"value_low": value, "value_high": value})


def digit_forged(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A digit changed in figure and value alike, as a forger would."""
    row = chance.choice(case.curated.observations)
    at = chance.choice([at for at, character in enumerate(row["figure"]) if character.isdigit()])
    digit = str((int(row["figure"][at]) + chance.randint(1, 9)) % 10)
    figure = f"{row['figure'][:at]}{digit}{row['figure'][at + 1 :]}"
    if "0" == figure[0] != figure:
        return None
    value = plain(Decimal(figure if case.drawn.style == "csv" else figure.replace(".", "").replace(",", ".")))
    return _row(kind, case, row, {"figure": figure, "value_low": value, "value_high": value})


def _exchanged(column: str) -> Plant:
    """A plant that gives a row what another row of the table, or of any, has in a column."""

    def planted(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
        row = chance.choice(case.curated.observations)
        others = {one[column] for one in case.curated.observations} - {row[column]}
        others = others or {one[column] for other in cases for one in other.curated.observations} - {row[column]}
        return _row(kind, case, row, {column: chance.choice(sorted(others))}) if others else None

    return planted


def cell_moved(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    row, style = chance.choice(case.curated.observations), case.drawn.style
    line, column = place_of(row["cell"], style)
    return _row(kind, case, row, {"cell": address((line + chance.choice([-1, 1]), column), style)})


def row_dropped(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    row = chance.choice(case.curated.observations)
    rows = tuple(one for one in case.curated.observations if one is not row)
    curated = replace(case.curated, observations=rows)
    return Corruption(kind, replace(case, curated=curated), f"{row['cell']} dropped", (case.curated.observations_file,))


def row_doubled(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    row = chance.choice(case.curated.observations)
    last = case.curated.observations[-1].line + 1
    curated = replace(case.curated, observations=(*case.curated.observations, CuratedRow(last, row.cells)))
    file = case.curated.observations_file
    return Corruption(kind, replace(case, curated=curated), f"{row['cell']} doubled", (f"{file}:{last}: ",))


def row_excluded(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A figure moved to the exclusions, under a reason that exists."""
    row = chance.choice(case.curated.observations)
    line = max((one.line for one in case.curated.exclusions), default=1) + 1
    reason = chance.choice(["leftover", "not_shown"])
    cells = {"sheet": row["sheet"], "cells": row["cell"], "reason": reason, "note": ""}
    rows = tuple(one for one in case.curated.observations if one is not row)
    curated = replace(case.curated, observations=rows, exclusions=(*case.curated.exclusions, CuratedRow(line, cells)))
    places = (f"{case.curated.exclusions_file}:{line}: ",)
    return Corruption(kind, replace(case, curated=curated), f"{row['cell']} excluded as {reason}", places)


# --- maps, with the rows that follow from them


def _redrawn(kind: str, case: Case, rules: dict[int, Rule], what: str) -> Corruption:
    """The case with some rules changed and its rows made anew."""
    old = case.drawn
    drawn = TableMap(old.document_id, old.style, tuple(rules.get(one.line, one) for one in old.rules))
    for one in drawn.of("area"):
        for row, area_id in zip((row for each in one.ranges for row in each.rows), one.value.split(), strict=True):
            drawn.areas[one.sheet, row] = area_id, one
    for one in drawn.of("column"):
        drawn.columns[one.sheet, one.ranges[0].first_column] = one
    return _followed(kind, replace(case, drawn=drawn), what, tuple(f"{old.file}:{line}: " for line in rules))


def _followed(kind: str, case: Case, what: str, places: tuple[str, ...]) -> Corruption:
    proposal = propose(case.book, case.drawn)
    rows = tuple(CuratedRow(line, one) for line, one in enumerate(proposal.observations, start=2))
    excluded = tuple(CuratedRow(line, one) for line, one in enumerate(proposal.exclusions, start=2))
    curated = replace(case.curated, observations=rows, exclusions=excluded)
    document_id = case.document.document_id
    # What does not add up, or is no number, is told at the row or in the map.
    places = (*places, f"{curated.observations_file}:", f"{case.drawn.file}:")
    return Corruption(kind, replace(case, curated=curated), f"{document_id} {what}", places)


def _with(rule: Rule, **cells: str) -> Rule:
    return replace(rule, cells={**rule.cells, **cells})


def map_columns_swapped(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """Two columns drawn as each other."""
    columns = list(case.drawn.of("column"))
    if len(columns) < 2:
        return None
    left, right = chance.sample(columns, 2)
    said = ("value", "scenario", "period", "unit_id", "plan_giver", "obs_status", "note")
    if all(left[name] == right[name] for name in said[:6]):
        return None
    rules = {
        one.line: _with(one, **{name: other[name] for name in said}) for one, other in ((left, right), (right, left))
    }
    return _redrawn(kind, case, rules, f"columns of lines {left.line} and {right.line} drawn as each other")


def map_rows_shifted(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """The areas of a block drawn one row too low: the first gets the last one's place."""
    blocks = [one for one in case.drawn.of("area") if len(one.value.split()) > 2]
    if not blocks:
        return None
    block = chance.choice(blocks)
    first, *others = block.value.split()
    # The region keeps its row, its provinces move by one.
    shifted = [first, others[-1], *others[:-1]]
    return _redrawn(
        kind, case, {block.line: _with(block, value=" ".join(shifted))}, f"rows of line {block.line} shifted"
    )


def map_field_wrong(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A column with another year, scenario or unit than its heads and the title say."""
    rule = chance.choice(list(case.drawn.of("column")))
    name = chance.choice(["period", "scenario", "unit_id"])
    wrong = {
        "period": str(int(rule["period"]) + chance.choice([-1, 1])),
        "scenario": "target" if rule["scenario"] == "actual" else "actual",
        "unit_id": "billion_vnd" if rule["unit_id"] == "million_vnd" else "million_vnd",
    }
    return _redrawn(kind, case, {rule.line: _with(rule, **{name: wrong[name]})}, f"{name} of line {rule.line}")


# --- files, with the rows that follow from them


def _refiled(case: Case, sheet: Sheet) -> Book:
    others = {name: case.book.sheet(name) for name in case.book.sheet_names if name != sheet.name}
    sheets = {name: sheet if name == sheet.name else others[name] for name in case.book.sheet_names}
    return Book(case.book.style, case.book.sheet_names, sheets.__getitem__)


def _recelled(cell: Cell, stored: Decimal | str) -> Cell:
    text = stored if isinstance(stored, str) else shown(stored, "#,##0") if cell.style != "csv" else plain(stored)
    return replace(cell, stored=stored, shown=text)


def file_decimal_moved(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A number of the file ten or a thousand times too large, and the row with it: the sums must tell it."""
    added = {
        (one.sheet, *place)
        for one in compare(case.curated, case.document, case.book, case.drawn, case.knowledge).sums
        for place in one.parts
        if one.verdict == "pass"
    }
    places = [one for one in sorted(added) if case.book.sheet(one[0]).cells[one[1:]].number > 50]
    if not places:
        return None
    name, *place = chance.choice(places)
    sheet = case.book.sheet(name)
    cell = sheet.cells[tuple(place)]
    cells = {**sheet.cells, tuple(place): _recelled(cell, cell.number * chance.choice([10, 1000]))}
    book = _refiled(case, replace(sheet, cells=cells))
    return _followed(kind, replace(case, book=book), f"{cell.address} {cell.shown} made larger in the file", ())


def file_province_renamed(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """Two names of provinces exchanged in the file, as when a row was sorted without its figures."""
    name = chance.choice(case.drawn.sheets)
    sheet = case.book.sheet(name)
    column = next(one.first_column for rule in case.drawn.of("labels", sheet=name) for one in rule.ranges)
    rows = [row for where, row in case.drawn.areas if where == name and (row, column) in sheet.cells]
    first, second = chance.sample(rows, 2)
    texts = [sheet.cells[row, column] for row in (first, second)]
    if texts[0].shown.strip() == texts[1].shown.strip():
        return None
    cells = {
        **sheet.cells,
        (first, column): replace(texts[0], stored=texts[1].stored, shown=texts[1].shown),
        (second, column): replace(texts[1], stored=texts[0].stored, shown=texts[0].shown),
    }
    book = _refiled(case, replace(sheet, cells=cells))
    return _followed(kind, replace(case, book=book), f"rows {first} and {second} renamed in the file", ())


def file_column_moved(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """Two columns of the file exchanged, heads and all."""
    name = chance.choice(case.drawn.sheets)
    sheet = case.book.sheet(name)
    columns = [column for where, column in case.drawn.columns if where == name]
    if len(columns) < 2:
        return None
    left, right = chance.sample(columns, 2)
    said = [case.drawn.columns[name, column] for column in (left, right)]
    # Two columns that mean the same, but for a judgement that no head prints, may change places.
    if all(said[0][one] == said[1][one] for one in ("value", "scenario", "period", "unit_id")):
        return None
    # Under the same heads nothing but the file's hash tells one from the other.
    rows = header_rows(one for rule in case.drawn.of("headers", sheet=name) for one in rule.ranges)
    if [sheet.text(row, left) for row in rows] == [sheet.text(row, right) for row in rows]:
        return None
    turned = {left: right, right: left}
    merged = tuple(_turned(one, turned) for one in sheet.merged)
    if any(one is None for one in merged):
        return None
    cells = {}
    for (row, column), cell in sheet.cells.items():
        place = row, turned.get(column, column)
        cells[place] = replace(cell, column=place[1])
    book = _refiled(case, Sheet(name, cells, merged, sheet.encoding))
    return _followed(kind, replace(case, book=book), f"columns {left} and {right} exchanged in the file", ())


def _turned(span: Range, turned: dict[int, int]) -> Range | None:
    """A merged range with its column exchanged; None if it reaches over several, of which one is."""
    if span.first_column == span.last_column:
        column = turned.get(span.first_column, span.first_column)
        return Range(span.first_row, span.last_row, column, column)
    return None if any(column in turned for column in span.columns) else span


def another_years_file(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """The file of another year under this one's name, with all rows made from it by the old map."""
    named = set(case.book.sheet_names)
    others = [
        one
        for one in cases
        if one is not case and one.drawn.style == case.drawn.style and named <= set(one.book.sheet_names)
    ]
    if not others:
        return None
    other = chance.choice(others)
    return _followed(kind, replace(case, book=other.book), f"has the file of {other.document.document_id}", ())


def number_added(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A number in the file that nobody has looked at."""
    name = chance.choice(case.drawn.sheets)
    sheet = case.book.sheet(name)
    place = max(row for row, _ in sheet.cells) + 3, sheet.last_column + 2
    cell = Cell(*place, Decimal(7), "7", case.drawn.style)
    book = _refiled(case, replace(sheet, cells={**sheet.cells, place: cell}))
    places = (f"{case.curated.observations_file}:",)
    return Corruption(kind, replace(case, book=book), f"7 added in {cell.address}", places)


def note_added(kind: str, case: Case, cases: list[Case], chance: random.Random) -> Corruption | None:
    """A note below the table that nobody has read."""
    name = chance.choice(case.drawn.sheets)
    sheet = case.book.sheet(name)
    place = max(row for row, _ in sheet.cells) + 2, 1
    text = "Ghi chú: số liệu chưa gồm thu từ dầu thô"
    book = _refiled(case, replace(sheet, cells={**sheet.cells, place: Cell(*place, text, text, case.drawn.style)}))
    return Corruption(kind, replace(case, book=book), "a note added", (f"{case.drawn.file}:",))


KINDS: dict[str, Plant] = {
    "two columns of rows exchanged": columns_swapped,
    "a column of rows shifted": rows_shifted,
    "the decimal moved": decimal_moved,
    "a digit forged": digit_forged,
    "another area": _exchanged("area_id"),
    "another indicator": _exchanged("indicator_id"),
    "another year": _exchanged("period"),
    "another scenario": _exchanged("scenario"),
    "another unit": _exchanged("unit_id"),
    "another status": _exchanged("obs_status"),
    "another plan giver": _exchanged("plan_giver"),
    "the cell moved by one": cell_moved,
    "a row dropped": row_dropped,
    "a row doubled": row_doubled,
    "a row excluded": row_excluded,
    "two columns of the map exchanged": map_columns_swapped,
    "rows of the map shifted": map_rows_shifted,
    "year, scenario or unit wrong in the map": map_field_wrong,
    "the decimal moved in the file": file_decimal_moved,
    "a province renamed in the file": file_province_renamed,
    "two columns of the file exchanged": file_column_moved,
    "the file of another year": another_years_file,
    "a number added to the file": number_added,
    "a note added to the file": note_added,
}
