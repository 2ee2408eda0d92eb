"""Slips and forgeries planted in copies of the seeds, seeded at random: every kind that a second reading should refuse.

Each corruption changes the rows of one document as a person could: what would not even load is left to the tests of the
input gate, except where the kind itself is such (ends exchanged, a row doubled).
"""

import csv
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from chitieu.errors import InputError
from chitieu.project import Project
from chitieu.proof import agreement, curated_rows
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.second_reading import Reading, plain, read_document
from chitieu.seeds import inputs
from chitieu.seeds.registry import Registry
from chitieu.seeds.seed_tables import EXCLUSIONS, OBSERVATIONS, Table

PLANTED = 320
SEED = 20240105

VALUES = ("value_low", "value_high")
TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
Cells = dict[str, str]


@dataclass(frozen=True)
class Corruption:
    """A document with one thing wrong: what was done, and the lines of the file where a refusal may point."""

    kind: str
    document: CuratedDocument
    what: str
    file: str
    lines: tuple[int, ...]
    start: int

    def points_at(self, problem: str) -> bool:
        """Whether a problem, as text, names file and line of the fault, or the settlement made needless."""
        if any(problem.startswith(f"{self.file}:{line}: ") for line in self.lines):
            return True
        return problem.startswith(f"{self.document.settlements_file}:") and f" at {self.start}, " in problem


def plant(
    documents: list[CuratedDocument], registry: Registry, count: int = PLANTED, seed: int = SEED
) -> Iterator[Corruption]:
    """`count` corruptions, the kinds by turns, each of a row drawn at random; equal seeds give equal corruptions."""
    chance = random.Random(seed)
    kinds = list(KINDS)
    planted = 0
    while planted < count:
        kind = kinds[planted % len(kinds)]
        document = chance.choice(documents)
        row = chance.choice(document.observations)
        corruption = KINDS[kind](kind, document, row, registry, chance)
        if corruption is not None:
            planted += 1
            yield corruption


def edit(kind: str, document: CuratedDocument, row: CuratedRow, cells: Cells) -> Corruption | None:
    """The document with some cells of a row changed; None if they were so before."""
    changed = {column: cell for column, cell in cells.items() if cell != row[column]}
    if not changed:
        return None
    other = replace(row, cells={**row.cells, **changed})
    rows = tuple(other if one is row else one for one in document.observations)
    what = ", ".join(f"{column} {row[column] or 'empty'} → {cell or 'empty'}" for column, cell in changed.items())
    place = f"{document.document_id}:{row.start}:{row.component} {row['figure']!r}: {what}"
    return Corruption(
        kind, replace(document, observations=rows), place, document.observations_file, (row.line,), row.start
    )


def _revalued(kind: str, document: CuratedDocument, row: CuratedRow, new: Callable[[str], str]) -> Corruption | None:
    """Both ends changed alike, as long as they stay in order."""
    cells = {column: new(row[column]) for column in VALUES if row[column]}
    if row["comparator"] == "range":
        cells.pop("value_low" if row["value_high"] != cells["value_high"] else "value_high")
        low, high = (Decimal({**row.cells, **cells}[column]) for column in VALUES)
        if low >= high:
            return None
    return edit(kind, document, row, cells)


def digit_changed(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    place, shift = chance.random(), chance.randint(1, 9)

    def changed(cell: str) -> str:
        digits = [at for at, character in enumerate(cell) if character.isdigit()]
        at = digits[int(place * len(digits))]
        return f"{cell[:at]}{(int(cell[at]) + shift) % 10}{cell[at + 1 :]}"

    return _revalued(kind, document, row, changed)


def digits_swapped(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    place = chance.random()

    def swapped(cell: str) -> str:
        pairs = [at for at in range(len(cell) - 1) if cell[at : at + 2].isdigit() and cell[at] != cell[at + 1]]
        if not pairs:
            return cell
        at = pairs[int(place * len(pairs))]
        return f"{cell[:at]}{cell[at + 1]}{cell[at]}{cell[at + 2 :]}"

    return _revalued(kind, document, row, swapped)


def decimal_moved(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    factor = chance.choice([Decimal(10), Decimal("0.1"), Decimal(1000), Decimal("0.001")])
    cells = {column: plain(Decimal(row[column]) * factor) for column in VALUES if row[column]}
    return edit(
        kind, document, row, {column: f"{Decimal(cell):.6f}".rstrip("0").rstrip(".") for column, cell in cells.items()}
    )


def unit_changed(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    unit = registry.units[row["unit_id"]]
    others = [one for one in registry.units.values() if one.dimension == unit.dimension and one is not unit]
    return edit(kind, document, row, {"unit_id": chance.choice(others).unit_id}) if others else None


def sign_turned(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    def turned(cell: str) -> str:
        return plain(-Decimal(cell)) if cell and Decimal(cell) else cell

    return edit(
        kind,
        document,
        row,
        {
            "value_low": turned(row["value_high"]),
            "value_high": turned(row["value_low"]),
            "comparator": TURNED.get(row["comparator"], row["comparator"]),
        },
    )


def comparator_changed(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    """Another comparator with the ends that the input gate wants to see beside it."""
    if row["comparator"] == "range":
        return None
    value = row["value_low"] or row["value_high"]
    comparator = chance.choice([one for one in ("eq", "approx", "ge", "gt", "le", "lt") if one != row["comparator"]])
    ends = {
        "value_low": "" if comparator in ("le", "lt") else value,
        "value_high": "" if comparator in ("ge", "gt") else value,
    }
    approximate = "true" if comparator == "approx" else "false"
    return edit(kind, document, row, {"comparator": comparator, "is_approximate": approximate, **ends})


def ends_exchanged(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    return edit(kind, document, row, {"value_low": row["value_high"], "value_high": row["value_low"]})


def scenario_exchanged(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    return edit(kind, document, row, {"scenario": "target" if row["scenario"] == "actual" else "actual"})


def year_moved(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    year = int(row["period"][:4]) + chance.choice([-1, 1])
    period = f"{year}{row['period'][4:]}"
    first, _, last = period.partition("/")
    return edit(kind, document, row, {"period": period}) if not last or first < last else None


def another_area(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    areas = sorted({one["area_id"] for one in document.observations} - {row["area_id"]})
    return edit(kind, document, row, {"area_id": chance.choice(areas)}) if areas else None


def another_indicator(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    """Another indicator of the document that the same unit measures."""
    others = {one["indicator_id"] for one in document.observations if one["unit_id"] == row["unit_id"]}
    others.discard(row["indicator_id"])
    return edit(kind, document, row, {"indicator_id": chance.choice(sorted(others))}) if others else None


def row_dropped(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    rows = tuple(one for one in document.observations if one is not row)
    what = f"{document.document_id}:{row.start}:{row.component} {row['figure']!r} dropped"
    # What is missing is told at the row after which it belongs, or at the one that now stands on its line.
    before = max((one.line for one in rows if one.start <= row.start), default=1)
    other = next((one.line for one in rows if one.start == row.start), before)
    lines = before, other, row.line
    return Corruption(kind, replace(document, observations=rows), what, document.observations_file, lines, row.start)


def row_doubled(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    line = max(one.line for one in document.observations) + 1
    rows = (*document.observations, replace(row, line=line))
    what = f"{document.document_id}:{row.start}:{row.component} {row['figure']!r} doubled"
    lines = row.line, line
    return Corruption(kind, replace(document, observations=rows), what, document.observations_file, lines, row.start)


def moved_to_exclusions(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    rows = tuple(one for one in document.observations if (one.start, one.end) != (row.start, row.end))
    line = max((one.line for one in document.exclusions), default=1) + 1
    cells = {
        "char_start": row["char_start"],
        "char_end": row["char_end"],
        "figure": row["figure"],
        "reason": chance.choice(sorted(registry.codes["exclusion_reason"])),
    }
    exclusions = (*document.exclusions, CuratedRow(line, cells))
    what = f"{document.document_id}:{row.start} {row['figure']!r} excluded as {cells['reason']}"
    changed = replace(document, observations=rows, exclusions=exclusions)
    return Corruption(kind, changed, what, document.exclusions_file, (line,), row.start)


def span_moved(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    step = chance.choice([-1, 1])
    return edit(kind, document, row, {"char_start": str(row.start + step), "char_end": str(row.end + step)})


def figure_edited(
    kind: str, document: CuratedDocument, row: CuratedRow, registry: Registry, chance: random.Random
) -> Corruption | None:
    """A digit of the copied figure changed, and by half the chances the value with it, as a forger would."""
    digits = [at for at, character in enumerate(row["figure"]) if character.isdigit()]
    if not digits:
        return None
    at = chance.choice(digits)
    digit = str((int(row["figure"][at]) + chance.randint(1, 9)) % 10)
    figure = f"{row['figure'][:at]}{digit}{row['figure'][at + 1 :]}"
    cells = {"figure": figure}
    if chance.random() < 0.5 and row["comparator"] == "eq" and figure.split(" ")[0].strip("%").isdigit():
        value = figure.split(" ")[0].strip("%")
        cells |= {"value_low": value, "value_high": value}
    return edit(kind, document, row, cells)


KINDS: dict[str, Callable[[str, CuratedDocument, CuratedRow, Registry, random.Random], Corruption | None]] = {
    "a digit changed": digit_changed,
    "two digits swapped": digits_swapped,
    "the decimal moved": decimal_moved,
    "scale or unit changed": unit_changed,
    "the sign turned": sign_turned,
    "the comparator changed": comparator_changed,
    "low and high exchanged": ends_exchanged,
    "target and actual exchanged": scenario_exchanged,
    "the year moved": year_moved,
    "another area of the document": another_area,
    "another indicator of the same unit": another_indicator,
    "a row dropped": row_dropped,
    "a row doubled": row_doubled,
    "a row moved to the exclusions": moved_to_exclusions,
    "the span moved by one": span_moved,
    "the figure edited": figure_edited,
}


@dataclass(frozen=True)
class Corpus:
    """A copy of the seeds to be corrupted, and the documents as the machine reads them once and for all."""

    project: Project
    registry: Registry
    documents: dict[str, CuratedDocument]
    readings: dict[str, Reading]

    def refusals(self, corruption: Corruption) -> list[str]:
        """What the proof, or else the input gate, says against a corruption."""
        document = corruption.document
        reading = self.readings.get(document.document_id)
        if reading is not None:
            outcome = agreement.compare(document, reading, self.registry)
        else:
            outcome = agreement.compare_figures_alone(document, self.registry)
        return [str(problem) for problem in outcome.problems] or self.input_problems(document)

    def input_problems(self, document: CuratedDocument) -> list[str]:
        try:
            write(self.project, document)
            inputs.check(self.project)
        except InputError as error:
            return [str(problem) for problem in error.problems]
        finally:
            write(self.project, self.documents[document.document_id])
        return []


def write(project: Project, document: CuratedDocument) -> None:
    """Write a document's observations and exclusions over those of the project."""
    write_rows(project.observations / f"{document.document_id}.csv", OBSERVATIONS, document.observations)
    write_rows(project.exclusions / f"{document.document_id}.csv", EXCLUSIONS, document.exclusions)


def write_rows(path: Path, table: Table, rows: tuple[CuratedRow, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row.cells for row in rows)


def open_corpus(root: Path, project: Project) -> Corpus:
    """A corpus in the empty folder `root`, of the seeds of `project` and those of its texts that are there."""
    shutil.copytree(project.root / "seeds", root / "seeds")
    copy = Project(root=root, documents=project.documents, warehouse=root / "warehouse")
    registry = Registry.load(copy.reference)
    documents, readings = {}, {}
    for name, document in registry.documents.items():
        if document.is_table:
            continue
        documents[name] = curated_rows.load(copy, name)
        path = copy.documents / document.file_name
        if path.is_file():
            readings[name] = read_document(path.read_bytes().decode("utf-8"), document, registry)
    return Corpus(copy, registry, documents, readings)
