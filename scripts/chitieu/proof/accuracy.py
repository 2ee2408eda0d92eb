"""How often the reader is right, field by field, and how often where it calls itself sure.

Measured on passages (see chitieu.proof.measure). A file of figures may say more than the context: `indicator_id`, the
composed id, or, where the catalogue lacks what the figure is of, no id and its name in `missing_concept`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chitieu.catalogue.ids import NotComposed
from chitieu.proof.curated_rows import CuratedRow
from chitieu.proof.measure import VALUE, Passage, at
from chitieu.proof.second_reading import MachineRow, Reading, read_document, same_cell
from chitieu.seeds.registry import Registry

CONTEXT = ("value", "period", "scenario", "area")
INDICATOR = ("concept", "measure", "breakdown")
FIELDS = (*CONTEXT, "context", *INDICATOR, "indicator", "row")
"""What is judged; `context` is all of CONTEXT, `indicator` all of INDICATOR, `row` both together."""


@dataclass(frozen=True)
class Judged:
    """One figure that a person reads. `right` holds the fields that can be judged; `machine` is None for a figure that
    the machine did not find, which is wrong in all of them."""

    passage_id: str
    row: CuratedRow
    machine: MachineRow | None
    right: dict[str, bool]

    @property
    def is_sure(self) -> bool:
        return self.machine is not None and self.machine.is_sure

    @property
    def lacks_concept(self) -> bool:
        return bool(self.row.cells.get("missing_concept"))


@dataclass(frozen=True)
class Account:
    """The figures of some passages, judged; `surplus` counts figures that only the machine reads, `kept_out` those that
    the machine took for no figure."""

    judged: tuple[Judged, ...]
    surplus: int
    kept_out: int

    def share(self, field: str, only_sure: bool = False) -> tuple[int, int]:
        """How many figures are right in a field, and of how many that is known."""
        known = [one.right[field] for one in self.judged if field in one.right and (one.is_sure or not only_sure)]
        return sum(known), len(known)


def account(passages: Iterable[Passage], registry: Registry) -> Account:
    """Read passages by machine and judge every figure."""
    judged: list[Judged] = []
    surplus = kept_out = 0
    for passage in passages:
        reading = read_document(passage.text, passage.document, registry)
        for row in passage.figures:
            machine = at(reading, row)
            judged.append(Judged(passage.passage_id, row, machine, judge(row, machine, registry)))
            kept_out += machine is None and _is_kept_out(reading, row)
        surplus += sum(not _is_annotated(one, passage.figures) for one in reading.rows)
    return Account(tuple(judged), surplus, kept_out)


def judge(row: CuratedRow, machine: MachineRow | None, registry: Registry) -> dict[str, bool]:
    """Which fields of a figure the machine reads as the person does."""
    right = {"value": False, "period": False, "scenario": False, "area": False}
    known = row.cells.get("indicator_id", "")
    is_judged = bool(known or row.cells.get("missing_concept"))
    indicator = registry.indicators.get(known)
    if machine is not None:
        cells = machine.cells(indicator or registry.indicators.get(machine.context.indicator.value or ""), registry)
        wrong = [name for name in VALUE if row[name] and not same_cell(name, row[name], cells[name])]
        wrong += [name for name in ("value_low", "value_high") if not row[name] and cells[name]]
        right = {
            "value": not wrong,
            "period": row["period"] == cells["period"],
            "scenario": row["scenario"] == cells["scenario"],
            "area": row["area_id"] == cells["area_id"],
        }
    right["context"] = all(right.values())
    if is_judged:
        read = (machine.context.indicator.value or "") if machine else ""
        right |= _parts_right(known, read, registry) | {"indicator": bool(known) and known == read}
        right["row"] = right["context"] and right["indicator"]
    return right


def _parts_right(known: str, read: str, registry: Registry) -> dict[str, bool]:
    if not known or not read:
        return dict.fromkeys(INDICATOR, False)
    try:
        expected, found = (registry.indicators.grammar.parse(one) for one in (known, read))
    except NotComposed:
        return dict.fromkeys(INDICATOR, known == read)
    return {
        "concept": expected.concept_id == found.concept_id,
        "measure": expected.measure == found.measure,
        "breakdown": expected.breakdown_ids == found.breakdown_ids,
    }


def _is_kept_out(reading: Reading, row: CuratedRow) -> bool:
    return any(one.start < row.end and row.start < one.end for one in reading.exclusions)


def _is_annotated(machine: MachineRow, rows: Sequence[CuratedRow]) -> bool:
    return any(row.start < machine.figure.end and machine.figure.start < row.end for row in rows)


def table(counted: Account) -> list[tuple[str, str, str, str]]:
    """Rows of (field, right, of those sure right, figures judged), then what was lost and what is surplus."""
    rows = []
    for field in FIELDS:
        (right, known), (sure_right, sure) = counted.share(field), counted.share(field, only_sure=True)
        rows.append((field, _percent(right, known), _percent(sure_right, sure), str(known)))
    figures = len(counted.judged)
    sure = sum(one.is_sure for one in counted.judged)
    found = sum(one.machine is not None for one in counted.judged)
    lacking = sum(one.lacks_concept for one in counted.judged)
    rows.append(("called sure", _percent(sure, figures), "", str(figures)))
    rows.append(("lost", _percent(figures - found, figures), "", str(figures - found)))
    rows.append(("lost as an exclusion", _percent(counted.kept_out, figures), "", str(counted.kept_out)))
    rows.append(("read, but no figure", _percent(counted.surplus, figures), "", str(counted.surplus)))
    rows.append(("needs a concept that is not there", _percent(lacking, figures), "", str(lacking)))
    return rows


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
