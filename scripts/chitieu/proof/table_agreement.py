"""Whether the rows curated of a table are what its file holds, what its map says and what a second reading finds.

Pure: a book, a map and rows in, problems out. Four things are held against each other: the cell (stored and shown), the
row, the person's map, and the machine's reading of labels and heads. Differences between map and machine are settled in
the map, for exactly what the machine reads; a settlement that is no longer needed is a problem too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from chitieu.errors import Problem
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.seeds.csv_files import quoted
from chitieu.seeds.registry import Document, Registry
from chitieu.tables.addresses import Range, listed, place_of, ranges_of
from chitieu.tables.cells import Book, Cell, Sheet, number_shown
from chitieu.tables.headers import Heads
from chitieu.tables.labels import Names
from chitieu.tables.maps import MEANING, Rule, TableMap
from chitieu.tables.proposal import NOT_SHOWN, place_name, plain, printed
from chitieu.tables.second_reading import Reading, read_again
from chitieu.tables.sums import Sum, sums_of

FIXED = {"component": "1", "comparator": "eq", "is_approximate": "false", "compared_with": ""}
"""What every figure of a table is: one number, printed as it is."""

Place = tuple[str, int, int]
"""Sheet, row, column."""


@dataclass(frozen=True)
class TableOutcome:
    """What was found: `verified` rows with their headings, the `settled` rules that were needed, every sum."""

    document_id: str
    checked: int
    problems: tuple[Problem, ...]
    verified: tuple[tuple[CuratedRow, str], ...] = ()
    settled: tuple[Rule, ...] = ()
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Knowledge:
    """What the second reading knows: the registry, the names of areas, the words of heads."""

    registry: Registry
    names: Names
    heads: Heads


def compare(
    curated: CuratedDocument, document: Document, book: Book, drawn: TableMap, knowledge: Knowledge
) -> TableOutcome:
    """Hold every row of a table against its file; the rows and the map have passed the input gate."""
    judge = _Judge(curated, drawn, knowledge.registry)
    missing = [name for name in _named(drawn) if name not in book.sheet_names]
    for name in missing:
        judge.say(drawn.file, 0, "sheet", f"the file has no sheet {quoted(name)}", "name one that it has")
    if missing:
        return judge.outcome()
    judge.cells(book)
    judge.sheets(book)
    reading = read_again(book, drawn, knowledge.names, knowledge.heads, knowledge.registry)
    judge.second_reading(reading, document.published_on)
    judge.notes(book)
    judge.sums()
    return judge.outcome(reading)


def compare_alone(curated: CuratedDocument, drawn: TableMap, registry: Registry) -> TableOutcome:
    """What can be told without the file: each row against the map and its own figure, and the sums."""
    judge = _Judge(curated, drawn, registry)
    for row in curated.observations:
        judge.row_alone(row)
    judge.sums()
    return judge.outcome()


def _named(drawn: TableMap) -> Iterator[str]:
    yield from dict.fromkeys(rule.sheet for rule in drawn.rules)


@dataclass
class _Judge:
    """One pass over one table."""

    curated: CuratedDocument
    drawn: TableMap
    registry: Registry
    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)
    values: dict[Place, Decimal] = field(default_factory=dict)
    needed: dict[int, Rule] = field(default_factory=dict)
    found_sums: list[Sum] = field(default_factory=list)

    def say(self, file: str, line: int, column: str, said: str, remedy: str) -> None:
        self.problems.append(Problem(file, line, column, said, remedy))

    def wrong(self, row: CuratedRow, column: str, said: str, remedy: str) -> None:
        self.faulty.add(row.line)
        self.say(self.curated.observations_file, row.line, column, said, remedy)

    def outcome(self, reading: Reading | None = None) -> TableOutcome:
        verified = tuple(
            (row, reading.heading(row["sheet"], place_of(row["cell"], self.drawn.style) or (0, 0)))
            for row in (self.curated.observations if reading else ())
            if row.line not in self.faulty
        )
        problems = tuple(sorted(self.problems, key=lambda one: (one.file, one.line)))
        settled = tuple(self.needed[line] for line in sorted(self.needed))
        return TableOutcome(self.curated.document_id, self.checked, problems, verified, settled, tuple(self.found_sums))

    # --- rows

    def row_alone(self, row: CuratedRow) -> Place | None:
        """The row against the map and against its own figure; its place, if it has one."""
        place = place_of(row["cell"], self.drawn.style)
        said = self.drawn.meaning(row["sheet"], place) if place else None
        self.checked += 1
        if place is None or said is None:
            where = f"{row['sheet']}!{row['cell']}" if row["sheet"] else row["cell"]
            self.wrong(
                row, "cell", f"{quoted(where)} is no cell of figures of the map", f"mend it, or {self.drawn.file}"
            )
            return None
        wanted = {"area_id": said["area_id"], "indicator_id": said["indicator_id"], "note": said["note"], **FIXED}
        wanted |= {name: said[name] for name in MEANING}
        for column, value in wanted.items():
            self.checked += 1
            if row[column] != value:
                says = f"the row says {row[column] or 'nothing'}, the map {value or 'nothing'}"
                self.wrong(row, column, says, f"mend the row, or {self.drawn.file}")
        self._value(row)
        key = (row["sheet"], *place)
        if key in self.values:
            self.wrong(row, "cell", f"the cell {place_name(*_split(key), self.drawn.style)} is here again", "keep one")
        elif (number := self._number(row)) is not None:
            self.values[key] = number
        return key

    def _number(self, row: CuratedRow) -> Decimal | None:
        """The value of a row with the decimals of its figure."""
        try:
            value, decimals = Decimal(row["value_low"]), decimals_of(row)
            return value.quantize(Decimal(1).scaleb(-decimals)) if decimals else value
        except InvalidOperation:
            return None

    def _value(self, row: CuratedRow) -> None:
        self.checked += 1
        figure = Decimal(row["figure"]) if _is_plain(row["figure"], self.drawn.style) else number_shown(row["figure"])
        for column in ("value_low", "value_high"):
            if figure is None or row[column] != plain(figure):
                said = f"the row says {row[column] or 'nothing'}, its figure is {quoted(row['figure'])}"
                self.wrong(row, column, said, "mend one of the two")

    # --- the file

    def cells(self, book: Book) -> None:
        """Every row against its cell, stored and shown, and every number of a used sheet against the rows."""
        excluded = {name: list(self._exclusions(book, name)) for name in self.drawn.sheets}
        rows: dict[Place, CuratedRow] = {}
        for row in self.curated.observations:
            key = self.row_alone(row)
            if key is None:
                continue
            rows.setdefault(key, row)
            self._cell(row, book.sheet(key[0]).cells.get(key[1:]) if key[0] in self.drawn.sheets else None)
        for row in self.curated.exclusions:
            if row["sheet"] not in self.drawn.sheets:
                self.say(self.curated.exclusions_file, row.line, "sheet", "the map uses no such sheet", "mend it")
        for name in self.drawn.sheets:
            for cell in book.sheet(name).numeric():
                self._covered(name, cell, rows, excluded[name])

    def _cell(self, row: CuratedRow, cell: Cell | None) -> None:
        self.checked += 2
        if cell is None or cell.number is None:
            self.wrong(row, "cell", f"the file shows no number in {row['cell']}", "mend the cell, or drop the row")
            return
        if row["figure"] != printed(cell):
            said = f"the file shows {quoted(printed(cell))} in {row['cell']}, the row says {quoted(row['figure'])}"
            self.wrong(row, "figure", said, "mend the row")
        # What is stored may be finer than what is shown, by half of the last digit.
        if isinstance(cell.stored, Decimal):
            half = Decimal(1).scaleb(min(0, cell.number.as_tuple().exponent)) / 2
            if abs(cell.stored - cell.number) > half or row["value_low"] != plain(cell.number):
                said = f"the file stores {plain(cell.stored)} in {row['cell']}, the row says {row['value_low']}"
                self.wrong(row, "value_low", said, "mend the row")

    def _exclusions(self, book: Book, name: str) -> Iterator[tuple[CuratedRow, tuple[Range, ...]]]:
        """The excluded ranges of a sheet, each as the map has it, or of cells that show nothing."""
        file, sheet = self.curated.exclusions_file, book.sheet(name)
        said = {(rule["cells"], rule.value, rule.note) for rule in self.drawn.of("exclude", sheet=name)}
        for row in (one for one in self.curated.exclusions if one["sheet"] == name):
            self.checked += 1
            try:
                ranges = ranges_of(row["cells"], self.drawn.style)
            except ValueError as error:
                self.say(file, row.line, "cells", str(error), "mend it")
                continue
            within = list(sheet.within(ranges))
            if not within:
                self.say(file, row.line, "cells", f"there is nothing in {row['cells']}", "mend the range")
            elif row["reason"] == NOT_SHOWN:
                shown = [cell for cell in within if cell.shown or not isinstance(cell.stored, Decimal)]
                for cell in shown[:1]:
                    self.say(
                        file, row.line, "reason", f"the file shows {quoted(cell.shown)} in {cell.address}", "mend it"
                    )
            elif (row["cells"], row["reason"], row["note"]) not in said:
                self.say(file, row.line, "cells", f"the map excludes no {row['cells']} as {row['reason']}", "mend one")
            yield row, ranges

    def _covered(
        self, name: str, cell: Cell, rows: dict[Place, CuratedRow], excluded: list[tuple[CuratedRow, tuple[Range, ...]]]
    ) -> None:
        self.checked += 1
        place = cell.row, cell.column
        row = rows.get((name, *place))
        held = [one for one, ranges in excluded if any(place in each for each in ranges)]
        number = f"the number {quoted(cell.shown or str(cell.stored))} in {place_name(name, place, self.drawn.style)}"
        if row is None and not held:
            line = max(
                (one.line for (sheet, *at), one in rows.items() if sheet == name and tuple(at) < place), default=1
            )
            remedy = f"add the row here, or an exclusion in {self.curated.exclusions_file}"
            self.say(self.curated.observations_file, line, "cell", f"{number} is no row and not excluded", remedy)
        elif row is not None and held:
            said = f"{number} is excluded as {held[0]['reason']} in {self.curated.exclusions_file}:{held[0].line}"
            self.wrong(row, "cell", said, "keep one of the two")

    def sheets(self, book: Book) -> None:
        """Every sheet is used, left or a copy; a copy holds the same numbers."""
        known = set(_named(self.drawn))
        for name in book.sheet_names:
            self.checked += 1
            if name not in known:
                remedy = "add a rule left with the reason, or draw what it holds"
                self.say(self.drawn.file, 0, "sheet", f"the map says nothing of sheet {quoted(name)}", remedy)
        for rule in self.drawn.of("copy"):
            ours, theirs = book.sheet(rule.value), book.sheet(rule.sheet)
            numbers = [{(cell.row, cell.column): cell.number for cell in sheet.numeric()} for sheet in (ours, theirs)]
            self.checked += len(numbers[0])
            different = sorted(
                place for place in numbers[0] | numbers[1] if numbers[0].get(place) != numbers[1].get(place)
            )
            if different:
                places = listed(different, self.drawn.style)
                said = f"sheet {quoted(rule.sheet)} differs from {quoted(rule.value)} in {places}"
                self.say(self.drawn.file, rule.line, "value", said, "draw the sheet, or say what is left of it")

    def second_reading(self, reading: Reading, published_on: date) -> None:
        """What labels, heads and lines above the table say, against the map."""
        for one in reading.said:
            self.checked += 1
            self._settle(one.rule, one.sheet, one.place, one.field, one.machine, one.person, one.text)
        for rule, day in reading.decisions:
            self.checked += 1
            named = day.isoformat() if day else ""
            if rule.value != named:
                said = f"the map says {rule.value}, the line names {named or 'no day'}"
                self.say(self.drawn.file, rule.line, "value", said, "mend the map")
            elif day != published_on:
                said = f"the decision is of {named}, the document of {published_on}"
                self.say(self.drawn.file, rule.line, "value", said, "mend seeds/reference/documents.csv")
        for rule, region, lacking, surplus in reading.blocks:
            self.checked += 1
            if lacking or surplus:
                said = (
                    f"{region} stands above {', '.join(surplus) or 'no other'} that it does not hold,"
                    f" and not above {', '.join(lacking) or 'none'} that it does"
                )
                self.say(
                    self.drawn.file, rule.line, "value", said, "mend the rows, or seeds/reference/region_members.csv"
                )
        for rule in self.drawn.of("settle"):
            if rule.line not in self.needed:
                said = f"nothing is left to settle by {quoted(rule.value)}"
                self.say(self.drawn.file, rule.line, "value", said, "drop the rule, or mend the map")

    def _settle(
        self, rule: Rule, sheet: str, place: tuple[int, int], name: str, machine: str, person: str, text: str
    ) -> None:
        if machine == person:
            return
        settlement = self.drawn.settlement(sheet, place, name, machine, person)
        if settlement is not None:
            self.needed[settlement.line] = settlement
            return
        where = place_name(sheet, place, self.drawn.style)
        said = (
            f"the map says {person or 'nothing'} of {where}, the machine reads {machine or 'nothing'} in {quoted(text)}"
        )
        self.say(
            self.drawn.file, rule.line, name, said, f"mend the map, or settle {name}={machine}|{person} with a note"
        )

    def notes(self, book: Book) -> None:
        """Every text below the figures has been read by someone."""
        for name in self.drawn.sheets:
            last = max(row for sheet, row in self.drawn.areas if sheet == name)
            rules = [*self.drawn.of("footnote", "exclude", sheet=name)]
            labels = {one.first_column for rule in self.drawn.of("labels", sheet=name) for one in rule.ranges}
            for cell in _texts_below(book.sheet(name), last, labels):
                self.checked += 1
                if not any((cell.row, cell.column) in rule for rule in rules):
                    said = f"nobody has said what follows from the note {quoted(cell.shown)} in {cell.address}"
                    self.say(self.drawn.file, 0, "cells", said, "add a rule footnote")

    def sums(self) -> None:
        """Every sum that the table allows; a difference must be said in the map, and what is said must be one."""
        self.found_sums = sums_of(self.values, self.drawn, self.registry)
        spoken: set[int] = set()
        for one in self.found_sums:
            self.checked += 1
            where = place_name(one.sheet, one.place, self.drawn.style)
            if one.explanation is not None and one.verdict != "pass":
                spoken.add(one.explanation.line)
            if not one.is_accounted_for:
                line = self._line(one.sheet, one.place)
                said = f"{where} prints {one.printed}, its {len(one.parts)} {one.kind} make {one.added}"
                remedy = f"mend the rows, or explain {one.kind}={one.difference} in {self.drawn.file}"
                self.say(self.curated.observations_file, line, "value_low", said, remedy)
        for rule in self.drawn.of("explain", "doubt"):
            if rule.line not in spoken:
                self.say(self.drawn.file, rule.line, "value", "the sums differ by nothing here", "drop the rule")

    def _line(self, sheet: str, place: tuple[int, int]) -> int:
        style = self.drawn.style
        rows = self.curated.observations
        return next((row.line for row in rows if row["sheet"] == sheet and place_of(row["cell"], style) == place), 0)


def decimals_of(row: CuratedRow) -> int:
    """The digits after the decimal sign of a row's figure: a comma in a workbook's print, a point in a CSV file."""
    figure = row["figure"]
    sign = "," if row["sheet"] or "," in figure else "."
    return len(figure.rpartition(sign)[2]) if sign in figure else 0


def _split(key: Place) -> tuple[str, tuple[int, int]]:
    return key[0], key[1:]


def _is_plain(figure: str, style: str) -> bool:
    """Whether a figure is a number with a decimal point, as CSV files have it."""
    return style == "csv" and figure.replace(".", "", 1).lstrip("-").isdigit()


def _texts_below(sheet: Sheet, last: int, labels: Iterable[int]) -> Iterator[Cell]:
    """The texts below the last row of figures; a label's second line is none."""
    for (row, column), cell in sorted(sheet.cells.items()):
        is_label = column in labels and row == last + 1
        if row > last and isinstance(cell.stored, str) and not is_label and cell.shown.strip(" \u00a0.\"'"):
            yield cell
