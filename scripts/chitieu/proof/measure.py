"""How well the reader reads text that it was not made for: passages annotated by hand, and the scores against them.

A folder of passages holds `passages.csv` (passage_id, half, area_id, published_on) and for each passage the text
`<passage_id>.txt` and its figures `<passage_id>.csv`. An empty unit_id is one that no registry holds: it is not judged.
"""

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from chitieu.proof.curated_rows import CuratedRow, rows_of
from chitieu.proof.second_reading import MachineRow, Reading, read_document, same_cell
from chitieu.seeds.registry import Document, Registry

VALUE = ("comparator", "value_low", "value_high", "unit_id")


@dataclass(frozen=True)
class Passage:
    """A text with the figures that a person reads in it; `half` tells whether rules were mended with it in sight."""

    passage_id: str
    half: str
    document: Document
    text: str
    figures: tuple[CuratedRow, ...]


@dataclass(frozen=True)
class Score:
    """Counts, so that scores add up. A figure that was not found counts as wrong in every field."""

    figures: int = 0
    """Figures that the person reads, each component of a pair for itself."""
    spans: int = 0
    """Of these, found with exactly the same span."""
    extra: int = 0
    """Figures that the machine reads and the person does not."""
    value: int = 0
    """Found with the right value, unit and comparator."""
    scenario: int = 0
    period: int = 0
    area: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def precision(self) -> float:
        """The share of the machine's figures whose span is the person's."""
        return self.spans / (self.spans + self.wrong_spans) if self.spans + self.wrong_spans else 0.0

    @property
    def wrong_spans(self) -> int:
        return self.extra

    def share(self, count: str) -> float:
        """A count as a share of the figures that the person reads."""
        return getattr(self, count) / self.figures if self.figures else 0.0


@dataclass(frozen=True)
class Slip:
    """One thing that the machine reads otherwise than the person."""

    passage_id: str
    figure: str
    field: str
    expected: str
    read: str
    rule: str


def load(folder: Path) -> list[Passage]:
    """The passages of a folder, in the order of passages.csv. Raises OSError when a file is missing."""
    passages = []
    for row in rows_of(folder / "passages.csv"):
        name = row["passage_id"]
        document = Document(name, row["area_id"], date.fromisoformat(row["published_on"]))
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
        passages.append(Passage(name, row["half"], document, text, tuple(rows_of(folder / f"{name}.csv"))))
    return passages


def measure(passage: Passage, registry: Registry) -> tuple[Score, list[Slip]]:
    """Read a passage by machine and count what is as the person reads it."""
    reading = read_document(passage.text, passage.document, registry)
    right = dict.fromkeys(("spans", "value", "scenario", "period", "area"), 0)
    slips: list[Slip] = []
    exact: set[tuple[int, int, int]] = set()
    for row in passage.figures:
        machine = at(reading, row)
        if machine is None:
            slips.append(Slip(passage.passage_id, row["figure"], "figure", row["figure"], "", ""))
            continue
        is_exact = machine.key == (row.start, row.end, row.component)
        if is_exact:
            exact.add(machine.key)
        else:
            slips.append(Slip(passage.passage_id, row["figure"], "span", row["figure"], machine.figure.text, ""))
        right["spans"] += is_exact
        indicator = registry.indicators.get(machine.context.indicator.value or "")
        cells = machine.cells(indicator, registry)
        wrong = [name for name in VALUE if row[name] and not same_cell(name, row[name], cells[name])]
        wrong += [name for name in ("value_low", "value_high") if not row[name] and cells[name]]
        right["value"] += not wrong
        for name in wrong:
            slips.append(Slip(passage.passage_id, row["figure"], name, row[name], cells[name], machine.figure.rule))
        decisions = {
            "scenario": machine.context.scenario,
            "period": machine.context.period,
            "area_id": machine.context.area,
        }
        for name, decision in decisions.items():
            is_right = row[name] == (decision.value or "")
            right[name.removesuffix("_id")] += is_right
            if not is_right:
                slip = Slip(passage.passage_id, row["figure"], name, row[name], decision.value or "", decision.rule)
                slips.append(slip)
    surplus = [one for one in reading.rows if one.key not in exact]
    for one in surplus:
        if not any(row.start < one.figure.end and one.figure.start < row.end for row in passage.figures):
            slips.append(Slip(passage.passage_id, one.figure.text, "extra", "", one.figure.text, one.figure.rule))
    return Score(figures=len(passage.figures), extra=len(surplus), **right), slips


def at(reading: Reading, row: CuratedRow) -> MachineRow | None:
    """The machine's figure at a row: the same span if there is one, else one that overlaps it."""
    near = [
        one
        for one in reading.rows
        if one.figure.component == row.component and one.figure.start < row.end and row.start < one.figure.end
    ]
    return min(near, key=lambda one: abs(one.figure.start - row.start) + abs(one.figure.end - row.end), default=None)
