"""Where the person's reading of a document and the machine's agree, differ, or were settled.

Pure: rows and readings in, problems out. A difference is settled by a row of seeds/settlements that names the field and
both values; it holds for exactly those two, so that a later slip in the row, or a better rule of the reader, ends it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from chitieu.errors import Problem
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.second_reading import FIELDS, MachineRow, Reading, plain, same_cell
from chitieu.reading.figures import Figure, NotAFigure, read_numerals
from chitieu.reading.indicators.units import unit_meant
from chitieu.reading.tokens.lexicon import Lexicon
from chitieu.seeds.csv_files import quoted
from chitieu.seeds.registry import Registry

NUMERAL = re.compile(r"\d[\d.,/]*\d|\d")
"""What counts as a numeral of a document; each must lie in exactly one span."""

Key = tuple[int, int, str]
"""(char_start, component, field) of a settlement."""


@dataclass(frozen=True)
class Agreement:
    """The outcome for one document: `checked` comparisons, what differs, what was settled, which rows were re-read."""

    document_id: str
    checked: int
    problems: tuple[Problem, ...]
    settled: tuple[Key, ...]
    verified: tuple[CuratedRow, ...]


def compare(curated: CuratedDocument, reading: Reading, registry: Registry) -> Agreement:
    """Compare every row of a document with the machine's reading of its text.

    Raises ValueError or KeyError on rows that the input gate would have refused.
    """
    judge = _Judge(curated, reading, registry)
    judge.run()
    return Agreement(
        curated.document_id,
        judge.checked,
        tuple(sorted(judge.problems, key=lambda one: (one.file, one.line))),
        tuple(judge.used),
        tuple(judge.verified),
    )


def compare_figures_alone(curated: CuratedDocument, registry: Registry, lexicon: Lexicon | None = None) -> Agreement:
    """What can be told without the document: the number and the unit that the copied figure itself prints.

    Signs and comparators are said by words outside the figure and are not judged; settled rows are left alone.
    """
    settled = {(row.start, row.component) for row in curated.settlements}
    problems, checked = [], 0
    for row in curated.observations:
        if (row.start, row.component) in settled:
            continue
        faults = faults_alone(read_numerals(row["figure"], lexicon), row.cells, (row["indicator_id"],), registry)
        if faults is None:
            continue
        checked += 1
        problems += [
            Problem(curated.observations_file, row.line, column, said, "mend one of the two") for column, said in faults
        ]
    return Agreement(curated.document_id, checked, tuple(problems), (), ())


def faults_alone(
    read: Iterable[Figure | NotAFigure], cells: dict[str, str], indicator_ids: Iterable[str], registry: Registry
) -> list[tuple[str, str]] | None:
    """The columns that a copied figure contradicts, and how, for each indicator; None if it tells nothing.

    `cells` are figure, component, unit_id, value_low and value_high of a row, `read` what the machine reads in the
    figure alone.
    """
    figure = next((one for one in read if _is_component(one, int(cells["component"]))), None)
    # "2/3" by itself is a pair; only the words around it make it a fraction.
    if figure is None or cells["unit_id"] == "fraction":
        return None
    faults = []
    printed = {plain(abs(value)) for value in (figure.low, figure.high) if value is not None}
    curated_values = {cells[column].lstrip("-") for column in ("value_low", "value_high")} - {""}
    if not all(any(same_cell("value_low", one, two) for two in curated_values) for one in printed):
        said = f"the row says {' to '.join(sorted(curated_values))}, its figure {quoted(cells['figure'])}"
        faults.append(("value_low", said))
    for indicator_id in indicator_ids if figure.unit is not None else ():
        unit = unit_meant(figure.unit, registry.indicators[indicator_id], registry)
        if unit != cells["unit_id"]:
            said = f"the row says {cells['unit_id']}, its figure {quoted(cells['figure'])} is in {unit or figure.unit}"
            faults.append(("unit_id", said))
    return faults


def _is_component(one: object, component: int) -> bool:
    return isinstance(one, Figure) and one.component == component


@dataclass
class _Judge:
    """One pass over one document."""

    curated: CuratedDocument
    reading: Reading
    registry: Registry
    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    used: dict[Key, CuratedRow] = field(default_factory=dict)
    verified: list[CuratedRow] = field(default_factory=list)

    def run(self) -> None:
        self.settlements = {(row.start, row.component, row["field"]): row for row in reversed(self.curated.settlements)}
        self.machine = {row.key: row for row in self.reading.rows}
        self.excluded = {(one.start, one.end): one for one in self.reading.exclusions}
        self.answered: set[tuple[int, int, int]] = set()
        rows = {(row.start, row.end, row.component) for row in self.curated.observations}
        for row in self.curated.observations:
            self._observation(row, rows)
        for row in self.curated.exclusions:
            self._exclusion(row)
        self._unanswered()
        self._numerals()
        self._settlements()

    # --- rows that people wrote

    def _observation(self, row: CuratedRow, curated_keys: set[tuple[int, int, int]]) -> None:
        before = len(self.problems)
        file = self.curated.observations_file
        if not self._text(row, file):
            return
        machine = self.machine.get((row.start, row.end, row.component)) or self._near(row, curated_keys)
        if machine is None:
            cells = dict.fromkeys(FIELDS, "")
            self._field(row, "figure", "", row["figure"], "")
        else:
            self.answered.add(machine.key)
            cells = machine.cells(self.registry.indicators[row["indicator_id"]], self.registry)
            self._field(row, "char_start", str(machine.figure.start), row["char_start"], "")
            self._field(row, "char_end", str(machine.figure.end), row["char_end"], "")
        for column in FIELDS:
            self._field(row, column, cells[column], row[column], self._doubt(machine, column))
        if len(self.problems) == before:
            self.verified.append(row)

    def _near(self, row: CuratedRow, curated_keys: set[tuple[int, int, int]]) -> MachineRow | None:
        """The machine's figure that overlaps the row's span and belongs to no row exactly."""
        for key, machine in self.machine.items():
            if key[0] < row.end and row.start < key[1] and key[2] == row.component and key not in curated_keys:
                return machine
        return None

    def _exclusion(self, row: CuratedRow) -> None:
        file = self.curated.exclusions_file
        if not self._text(row, file):
            return
        exact = self.excluded.get((row.start, row.end))
        if exact is not None:
            self.answered.add((row.start, row.end, 0))
            self._field(row, "reason", exact.reason, row["reason"], f" ({exact.rule})", file)
            return
        overlapping = [one for one in self.reading.exclusions if one.start < row.end and row.start < one.end]
        for one in overlapping[:1]:
            self.answered.add((one.start, one.end, 0))
            self._field(row, "char_start", str(one.start), row["char_start"], "", file)
            self._field(row, "char_end", str(one.end), row["char_end"], "", file)
            self._field(row, "reason", one.reason, row["reason"], f" ({one.rule})", file)
        if not overlapping:
            figures = [key for key in self.machine if key[0] < row.end and row.start < key[1]]
            self.answered.update(figures)
            doubt = f": it reads {quoted(self.machine[figures[0]].figure.text)} as a figure" if figures else ""
            self._field(row, "reason", "", row["reason"], doubt, file)

    def _text(self, row: CuratedRow, file: str) -> bool:
        self.checked += 1
        text = self.reading.text[row.start : row.end]
        if text == row["figure"]:
            return True
        message = (
            f"the document prints {quoted(text)} from {row.start} to {row.end}, the row says {quoted(row['figure'])}"
        )
        self.problems.append(Problem(file, row.line, "figure", message, "mend the span or the figure"))
        self.answered.update(key for key in self.machine if key[0] < row.end and row.start < key[1])
        return False

    def _field(
        self, row: CuratedRow, column: str, machine: str, person: str, doubt: str, file: str | None = None
    ) -> None:
        """Compare one cell; a difference must be settled."""
        self.checked += 1
        if same_cell(column, machine, person):
            return
        key = (row.start, row.component, column)
        settlement = self.settlements.get(key)
        if settlement is not None:
            self.used[key] = settlement
            if _holds(settlement, column, machine, person):
                return
        read = f"the machine reads {machine}" if machine else "the machine reads none"
        says = f"the row says {person}" if person else "the row says nothing"
        values = f"field {column}, machine_value {machine or 'empty'}, person_value {person or 'empty'}"
        self.problems.append(
            Problem(
                file or self.curated.observations_file,
                row.line,
                column,
                f"{says} of {quoted(row['figure'])}, {read}{doubt}",
                f"mend the row, or settle it in {self.curated.settlements_file}:"
                f" char_start {row.start}, component {row.component}, {values} and a reason",
            )
        )

    def _doubt(self, machine: MachineRow | None, column: str) -> str:
        """The rule behind the machine's reading and the readings it could not choose between."""
        if machine is None:
            return ""
        named = {
            "area_id": machine.context.area,
            "period": machine.context.period,
            "scenario": machine.context.scenario,
            "compared_with": machine.context.compared_with,
            "indicator_id": machine.context.indicator,
        }
        decision = named.get(column)
        if decision is None:
            others = "; ".join(one.reason for one in machine.figure.alternatives)
            return f" ({machine.figure.rule}{'; or ' + others if others else ''})"
        ties = f": {' or '.join(decision.ties)}" if decision.ties else ""
        return f" ({decision.rule}{ties})"

    # --- what nobody wrote

    def _unanswered(self) -> None:
        """Figures and other numerals that the machine reads and no row holds."""
        written = {(row.start, row.end): row for row in reversed(self.curated.observations)}
        spans = self.curated.spans
        for key, machine in self.machine.items():
            self.checked += 1
            if key in self.answered:
                continue
            row = written.get(key[:2])
            if row is not None:
                self._other_component(row, machine)
            elif not _overlaps(spans, key[0], key[1]):
                self._lacks(key[0], f"the machine reads the figure {quoted(machine.figure.text)} at {key[0]}")
        for span, numeral in self.excluded.items():
            self.checked += 1
            if (*span, 0) not in self.answered and not _overlaps(spans, *span):
                self._lacks(span[0], f"the machine excludes {quoted(numeral.text)} at {span[0]} as {numeral.reason}")

    def _other_component(self, row: CuratedRow, machine: MachineRow) -> None:
        component = machine.figure.component
        key = (row.start, component, "component")
        self.used.update({key: self.settlements[key]} if key in self.settlements else {})
        if key in self.used and _holds(self.used[key], "component", str(component), ""):
            return
        message = f"the machine reads component {component} of {quoted(machine.figure.text)}, and no row holds it"
        remedy = f"add the row of component {component}"
        self.problems.append(Problem(self.curated.observations_file, row.line, "component", message, remedy))

    def _lacks(self, start: int, message: str) -> None:
        remedy = f"add the row here, or an exclusion in {self.curated.exclusions_file}"
        line = self._line_before(self.curated.observations, start)
        self.problems.append(
            Problem(self.curated.observations_file, line, "char_start", f"{message}, and no row holds it", remedy)
        )

    @staticmethod
    def _line_before(rows: Iterable[CuratedRow], start: int) -> int:
        """The line after which a row at `start` belongs."""
        return max((row.line for row in rows if row.start <= start), default=1)

    def _numerals(self) -> None:
        """Every numeral lies in exactly one distinct span."""
        spans = self.curated.spans
        for numeral in NUMERAL.finditer(self.reading.text):
            self.checked += 1
            holding = list(_overlapping(spans, *numeral.span()))
            if len(holding) == 1 and holding[0][0] <= numeral.start() and numeral.end() <= holding[0][1]:
                continue
            place = f"the numeral {quoted(numeral.group())} at {numeral.start()}"
            if not holding:
                if not self._is_read(numeral.start()):
                    self._lacks(numeral.start(), f"{place} is in the document")
                continue
            message = f"{place} lies in {len(holding)} spans" if len(holding) > 1 else f"{place} is cut by a span"
            line = self._line_before(self.curated.observations, numeral.start())
            self.problems.append(
                Problem(self.curated.observations_file, line, "char_start", message, "give it to one span, whole")
            )

    def _is_read(self, position: int) -> bool:
        """Whether the machine reads something there, so that its lack is told already."""
        return any(start <= position < end for start, end, _ in self.machine) or any(
            start <= position < end for start, end in self.excluded
        )

    def _settlements(self) -> None:
        for key, row in self.settlements.items():
            if key not in self.used:
                message = f"no difference of {key[2]} is left at {key[0]}, component {key[1]}"
                self._of_settlement(row, message, "remove the row: a settlement must not outlive its difference")
        for row in self.curated.settlements:
            self.checked += 1
            if self.settlements[(row.start, row.component, row["field"])] is not row:
                self._of_settlement(row, "the same difference is settled twice", "keep one of the two rows")

    def _of_settlement(self, row: CuratedRow, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.curated.settlements_file, row.line, "field", message, remedy))


def _holds(settlement: CuratedRow, column: str, machine: str, person: str) -> bool:
    return same_cell(column, settlement["machine_value"], machine) and same_cell(
        column, settlement["person_value"], person
    )


def _overlapping(spans: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans (in order, not overlapping by the input gate) that share a character with [start, end)."""
    at = max(0, bisect_right(spans, (start, 0)) - 1)
    while at < len(spans) and spans[at][0] < end:
        if spans[at][1] > start:
            yield spans[at]
        at += 1


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return next(_overlapping(spans, start, end), None) is not None
