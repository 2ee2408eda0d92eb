"""The map of a table, as a person draws it in seeds/tables/<document_id>.csv: one rule a row.

| rule | cells | value | what it says |
| --- | --- | --- | --- |
| left | | | the sheet is not used; `note` says why |
| copy | | the sheet copied | the sheet holds the same numbers in the same places |
| title | the title | | year and kind of the table are read here |
| decision | where it is named | the day | the decision with which the table was published |
| unit | where it is printed | | the unit of all columns that name none of their own |
| headers | rows | | the heads of the columns |
| labels | a column | | the names of the rows |
| area | rows | area ids, in the order of the rows | which rows are which areas; a region, then its provinces |
| column | a column | indicator_id | what a column holds, with scenario, period, unit, plan giver, status |
| figure | cells | indicator_id, or empty | where single cells differ from their column: only what is filled in |
| exclude | cells | reason | numbers that are no figures |
| footnote | cells | | a note of the table; `note` says what follows from it |
| sum | a column | columns, "-J" for one to take away | the column is the sum of others |
| explain | a cell | rows=123 or columns=-123 | by how much a total exceeds its parts; `note` says why it may |
| doubt | a cell | the same | the same, unexplained: one of the figures is wrong; `note` says which may be |
| settle | ranges | field=what the machine reads|what the map says | `note` says why the map is right |
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from chitieu.errors import Problem
from chitieu.seeds.csv_files import file_problems, quoted
from chitieu.seeds.registry import Registry
from chitieu.tables.addresses import CSV, WORKBOOK, Range, ranges_of

HEADER = (
    "rule",
    "sheet",
    "cells",
    "value",
    "scenario",
    "period",
    "unit_id",
    "plan_giver",
    "obs_status",
    "note",
)
MEANING = HEADER[4:9]
"""What a column says of its figures, beside the indicator."""

# rule: the cells it must have ("" none, else what kind), whether a value, whether a note
_RULES = {
    "left": ("", False, True),
    "copy": ("", True, False),
    "title": ("cells", False, False),
    "decision": ("cells", True, False),
    "unit": ("cells", False, False),
    "headers": ("rows", False, False),
    "labels": ("column", False, False),
    "area": ("rows", True, False),
    "column": ("column", True, False),
    "figure": ("cells", False, True),
    "exclude": ("ranges", True, False),
    "footnote": ("cells", False, True),
    "sum": ("column", True, False),
    "explain": ("cells", True, True),
    "doubt": ("cells", True, True),
    "settle": ("ranges", True, True),
}
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")
SETTLED = ("area_id", "indicator_id", "scenario", "period", "unit_id", "obs_status", "published_on")
EXPLAINED = ("rows", "columns")


@dataclass(frozen=True)
class Rule:
    """One row of a map, with its line in the file and its cells as ranges."""

    line: int
    rule: str
    sheet: str
    ranges: tuple[Range, ...]
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __contains__(self, place: tuple[int, int]) -> bool:
        return any(place in one for one in self.ranges)

    @property
    def value(self) -> str:
        return self.cells["value"]

    @property
    def note(self) -> str:
        return self.cells["note"]

    @property
    def parts(self) -> tuple[str, str]:
        """A value of the form field=text, in two."""
        name, _, text = self.value.partition("=")
        return name, text


@dataclass(frozen=True)
class TableMap:
    """The rules of one table. `style` tells how its cells are cited."""

    document_id: str
    style: str
    rules: tuple[Rule, ...]
    areas: dict[tuple[str, int], tuple[str, Rule]] = field(default_factory=dict)
    """The area of each row with figures, by (sheet, row), with the rule that says so."""
    columns: dict[tuple[str, int], Rule] = field(default_factory=dict)
    """What each column of figures holds, by (sheet, column)."""

    @property
    def file(self) -> str:
        return f"seeds/tables/{self.document_id}.csv"

    def of(self, *rules: str, sheet: str | None = None) -> Iterator[Rule]:
        """The rules of some kinds, of one sheet or of all."""
        return (one for one in self.rules if one.rule in rules and (sheet is None or one.sheet == sheet))

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The sheets with figures, in the order of the map."""
        return tuple(dict.fromkeys(sheet for sheet, _ in self.areas))

    def meaning(self, sheet: str, place: tuple[int, int]) -> dict[str, str] | None:
        """What the map says of a cell: area_id, indicator_id, scenario …; None if it is in no row or column of them."""
        area, column = self.areas.get((sheet, place[0])), self.columns.get((sheet, place[1]))
        if area is None or column is None:
            return None
        said = {"area_id": area[0], "indicator_id": column.value, "note": column.note}
        said |= {name: column[name] for name in MEANING}
        for one in self.of("figure", sheet=sheet):
            if place in one:
                said |= {name: one[name] for name in (*MEANING, "note") if one[name]}
                said["indicator_id"] = one.value or said["indicator_id"]
        said["obs_status"] = said["obs_status"] or "A"
        return said

    def settlement(self, sheet: str, place: tuple[int, int], name: str, machine: str, person: str) -> Rule | None:
        """The rule that settles a difference in a field at a cell: it holds for these two values alone."""
        wanted = name, f"{machine}|{person}"
        return next((one for one in self.of("settle", sheet=sheet) if place in one and one.parts == wanted), None)


def style_of(file_name: str) -> str:
    """How the cells of a file are cited."""
    return CSV if file_name.lower().endswith(".csv") else WORKBOOK


def load(path: Path, shown: str, file_name: str, registry: Registry) -> tuple[TableMap | None, list[Problem]]:
    """The map in a file and all that is wrong with it; no map if a rule cannot be understood at all.

    `shown` is the file's name in messages, `file_name` that of the table's own file.
    """
    if not path.is_file():
        return None, [Problem(shown, 0, "", "the table has no map", "draw one: see CONTRIBUTING.md")]
    problems = file_problems(path, shown, HEADER)
    if problems:
        return None, problems
    style = style_of(file_name)
    rules, problems = _rules(path, shown, style)
    if problems:
        return None, problems
    drawn = TableMap(path.stem, style, tuple(rules))
    problems = [Problem(shown, *one) for one in (*_fill_areas(drawn, registry), *_fill_columns(drawn))]
    return drawn, sorted([*problems, *faults(drawn, registry, shown)], key=lambda one: one.line)


def faults(drawn: TableMap, registry: Registry, shown: str) -> list[Problem]:
    """What is wrong with what the rules of a map say, each for itself."""
    return [Problem(shown, *one) for one in (*_wrong_values(drawn, registry), *_lacking(drawn))]


def _rules(path: Path, shown: str, style: str) -> tuple[list[Rule], list[Problem]]:
    """The rows as rules, and those that name no known rule, lack a cell or have one too many."""
    rules, problems = [], []

    def wrong(column: str, said: str, remedy: str) -> None:
        problems.append(Problem(shown, lines.line_num, column, said, remedy))

    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        for cells in lines:
            name = cells["rule"]
            if name not in _RULES:
                wrong("rule", f"{quoted(name)} is no rule of a map", f"write one of {', '.join(_RULES)}")
                continue
            kind, has_value, has_note = _RULES[name]
            try:
                ranges = ranges_of(cells["cells"], style)
            except ValueError as error:
                wrong("cells", str(error), "write C14, C14:F20, 14:20 or C:F; of a CSV file R14C3, R14:R20 or C3")
                continue
            if bool(ranges) != bool(kind) or not _fits(ranges, kind):
                wrong("cells", f"{quoted(cells['cells'])} are not the cells of {name}", f"write {kind or 'nothing'}")
            if has_value and not cells["value"]:
                wrong("value", f"{name} needs a value", "fill it in")
            if has_note and not cells["note"]:
                wrong("note", f"{name} needs a note", "say why, or what follows")
            rules.append(Rule(lines.line_num, name, cells["sheet"], ranges, cells))
    return rules, problems


def _fits(ranges: Sequence[Range], kind: str) -> bool:
    if kind == "rows":
        return all(one.first_column == 1 and one.last_column > 1_000 for one in ranges)
    if kind == "column":
        return len(ranges) == 1 and ranges[0].last_row > 1_000_000 and ranges[0].first_column == ranges[0].last_column
    return kind != "cells" or all(one.last_row <= 1_000_000 for one in ranges)


_Said = tuple[int, str, str, str]
"""Line, column, what is wrong, what to do."""


def _fill_areas(drawn: TableMap, registry: Registry) -> Iterator[_Said]:
    for rule in drawn.of("area"):
        rows = [row for one in rule.ranges for row in one.rows]
        ids = rule.value.split()
        if len(rows) != len(ids):
            yield rule.line, "value", f"{len(ids)} areas stand against {len(rows)} rows", "name one area for each row"
            continue
        for row, area_id in zip(rows, ids, strict=True):
            if area_id not in registry.areas:
                yield rule.line, "value", f"{quoted(area_id)} is no area", "add it to seeds/reference/areas.csv"
            if (rule.sheet, row) in drawn.areas:
                yield rule.line, "cells", f"row {row} has an area already", "give each row one area"
            drawn.areas[rule.sheet, row] = area_id, rule


def _fill_columns(drawn: TableMap) -> Iterator[_Said]:
    for rule in drawn.of("column"):
        key = rule.sheet, rule.ranges[0].first_column
        if key in drawn.columns:
            yield rule.line, "cells", "the column has a meaning already", "give each column one"
        drawn.columns[key] = rule


def _wrong_values(drawn: TableMap, registry: Registry) -> Iterator[_Said]:
    for rule in drawn.of("column", "figure"):
        if rule.value and rule.value not in registry.indicators:
            yield (
                rule.line,
                "value",
                f"{quoted(rule.value)} is no indicator",
                "write one that `chitieu indicators` finds",
            )
        for name, codelist in (("scenario", "scenario"), ("obs_status", "obs_status"), ("plan_giver", "plan_giver")):
            if rule[name] and rule[name] not in registry.codes.get(codelist, {}):
                known = ", ".join(registry.codes.get(codelist, {}))
                yield rule.line, name, f"{quoted(rule[name])} is not in the code list {codelist}", f"write {known}"
        if rule["unit_id"] and rule["unit_id"] not in registry.units:
            yield (
                rule.line,
                "unit_id",
                f"{quoted(rule['unit_id'])} is no unit",
                "write one of seeds/reference/units.csv",
            )
        if rule["obs_status"] == "B" and not rule.note:
            yield rule.line, "note", "a break (status B) needs a note", "say what the figures count more or less"
    for rule in drawn.of("column"):
        for name in ("scenario", "period", "unit_id"):
            if not rule[name]:
                yield rule.line, name, "a column needs it", "fill it in"
        if rule["plan_giver"] and rule["scenario"] == "actual":
            yield rule.line, "plan_giver", "a result has no plan giver", "empty it, or write scenario target"
        indicator = registry.indicators.get(rule.value)
        if indicator and registry.dimension(rule["unit_id"]) != registry.dimension(indicator.standard_unit_id):
            said = f"{rule['unit_id']} does not measure {rule.value}"
            yield rule.line, "unit_id", said, "choose a unit of the indicator's dimension"
    for rule in drawn.of("exclude"):
        if rule.value not in registry.codes.get("exclusion_reason", {}):
            yield rule.line, "value", f"{quoted(rule.value)} is no reason of exclusion", "add it to codes.csv"
    for rule in drawn.of("settle"):
        if rule.parts[0] not in SETTLED or rule.parts[1].count("|") != 1:
            remedy = f"write one of {', '.join(SETTLED)}, then =, what the machine reads, | and what the map says"
            yield rule.line, "value", f"{quoted(rule.value)} settles nothing", remedy
    for rule in drawn.of("explain", "doubt"):
        name, amount = rule.parts
        if name not in EXPLAINED or not _AMOUNT.fullmatch(amount):
            yield rule.line, "value", f"{quoted(rule.value)} explains nothing", "write rows= or columns= and the amount"


def _lacking(drawn: TableMap) -> Iterator[_Said]:
    if not drawn.areas or not drawn.columns:
        yield 0, "", "the map has no row of areas or no column of figures", "add rules area and column"
    for sheet in drawn.sheets:
        for rule in ("headers", "labels"):
            if not any(drawn.of(rule, sheet=sheet)):
                yield 0, "rule", f"sheet {quoted(sheet)} has no rule {rule}", "say where they stand"


def columns_of(text: str, style: str) -> Iterable[tuple[int, int]]:
    """The (sign, column) pairs of the value of a rule sum; ValueError if one is no column."""
    for one in text.split():
        found = ranges_of(one.lstrip("-"), style)
        if not _fits(found, "column"):
            raise ValueError(f"{one!r} is no column")
        yield (-1 if one.startswith("-") else 1), found[0].first_column
