"""A table read again without its map: names of rows and heads of columns, to be held against what the map says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from chitieu.seeds.registry import Registry
from chitieu.tables.cells import Book, Sheet
from chitieu.tables.headers import (
    ColumnReading,
    Head,
    Heads,
    decision_day,
    head_of,
    header_rows,
    read_column,
    table_unit,
    title_of,
)
from chitieu.tables.labels import Names, labels_of, members_on, read_labels
from chitieu.tables.maps import Rule, TableMap
from chitieu.tables.sums import row_tree

COMPARED = ("indicator_id", "scenario", "period", "unit_id", "obs_status")


@dataclass(frozen=True)
class Said:
    """One thing that both the map and the machine say of a row or column; `text` is what the machine read."""

    rule: Rule
    sheet: str
    place: tuple[int, int]
    field: str
    machine: str
    person: str
    text: str


@dataclass
class Reading:
    """All that the second reading found in a table."""

    said: list[Said] = field(default_factory=list)
    decisions: list[tuple[Rule, date | None]] = field(default_factory=list)
    blocks: list[tuple[Rule, str, list[str], list[str]]] = field(default_factory=list)
    """For each region: its rule, its id, the members that do not stand below it, and the rows that are none."""
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    heads: dict[tuple[str, int], Head] = field(default_factory=dict)

    def heading(self, sheet: str, place: tuple[int, int]) -> str:
        """The names of a cell's row and column, for a reader who asks where a figure comes from."""
        head = self.heads.get((sheet, place[1]), Head("", (), ""))
        column = ": ".join(text for text in (*reversed(head.groups), head.own) if text)
        return " | ".join(text for text in (self.labels.get((sheet, place[0]), ""), column or head.title) if text)


def read_again(book: Book, drawn: TableMap, names: Names, heads: Heads, registry: Registry) -> Reading:
    """Read labels, heads and the lines above a table, for every row and column that the map names."""
    found = Reading()
    title, unit = title_of(book.sheet, drawn), table_unit(book.sheet, drawn, heads.units)
    for name in drawn.sheets:
        sheet = book.sheet(name)
        found.said += _columns(sheet, drawn, title, unit, heads, registry, found)
        found.said += _rows(sheet, drawn, names, found)
        found.blocks += _blocks(name, drawn, names, registry)
    for rule in drawn.of("decision"):
        texts = [cell.shown for cell in book.sheet(rule.sheet).within(rule.ranges)]
        found.decisions.append((rule, next((day for text in texts if (day := decision_day(text))), None)))
    return found


def _columns(
    sheet: Sheet, drawn: TableMap, title: str, unit: str, heads: Heads, registry: Registry, found: Reading
) -> Iterator[Said]:
    rows = header_rows(one for rule in drawn.of("headers", sheet=sheet.name) for one in rule.ranges)
    for (name, column), rule in drawn.columns.items():
        if name != sheet.name:
            continue
        head = found.heads[name, column] = head_of(sheet, rows, column, title)
        reading = read_column(head, heads, unit, registry)
        for said in COMPARED:
            person = rule[said] if said != "indicator_id" else rule.value
            # That a series breaks is a judgement; no head says it.
            if said == "obs_status" and person in ("", "B"):
                person = "A"
            machine = _of(reading, said)
            yield Said(rule, name, (rows[-1], column), said, machine, person, head.own or head.title)


def _of(reading: ColumnReading, name: str) -> str:
    return getattr(reading, name)


def _rows(sheet: Sheet, drawn: TableMap, names: Names, found: Reading) -> Iterator[Said]:
    """The areas by their labels. The last day of the figures' year decides where a table is no whole division."""
    column = next(one.first_column for rule in drawn.of("labels", sheet=sheet.name) for one in rule.ranges)
    # The second line of a total repeats its area without its name.
    firsts: dict[str, int] = {}
    for (name, row), (area_id, _) in drawn.areas.items():
        if name == sheet.name:
            firsts.setdefault(area_id, row)
    labels = labels_of(sheet, column, firsts.values())
    found.labels |= {
        (sheet.name, row): labels[firsts[area_id]]
        for (name, row), (area_id, _) in drawn.areas.items()
        if name == sheet.name
    }
    years = [rule["period"][:4] for (name, _), rule in drawn.columns.items() if name == sheet.name]
    machine = read_labels(labels, names, date(int(max(years)), 12, 31))
    for area_id, row in firsts.items():
        rule = drawn.areas[sheet.name, row][1]
        yield Said(rule, sheet.name, (row, column), "area_id", machine[row], area_id, labels[row])


def _blocks(sheet: str, drawn: TableMap, names: Names, registry: Registry) -> Iterator[tuple]:
    """Each region against the registry: the provinces below it are its members on one day."""
    for row, below in row_tree(drawn, sheet, registry):
        area_id, rule = drawn.areas[sheet, row]
        if registry.areas[area_id].area_type != "region":
            continue
        listed = {drawn.areas[sheet, one][0] for one in below}
        days = [names.areas[one].valid_from or date.min for one in listed]
        members = members_on(names, area_id, max(days, default=date.min))
        yield rule, area_id, sorted(members - listed), sorted(listed - members)
