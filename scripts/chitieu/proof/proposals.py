"""The rows proposed for a new document, and how they join rows that a person has edited since the last proposal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.find import Finder
from chitieu.proof.second_reading import MachineRow, Reading
from chitieu.reading.figures import NotAFigure
from chitieu.seeds.registry import Registry
from chitieu.seeds.seed_tables import EXCLUSIONS, OBSERVATIONS

Cells = dict[str, str]
Key = tuple[str, str, str]
"""char_start, char_end and component; the component of an exclusion is empty."""

_LONGEST_PHRASE = 120
_BREAK = re.compile(r"[,;.:()]\s")
_WEAK = 0.6
"""Below this probability a decision is only a guess."""
FIELD_OF = {
    "area": "area_id",
    "period": "period",
    "scenario": "scenario",
    "indicator": "indicator_id",
    "value": "value_low",
}
"""The column that a field of the reader stands for."""


@dataclass(frozen=True)
class Proposal:
    """One row of a seed file with how sure the machine is (0 to 1) and what a person has to add or decide.

    `missing` names each cell left empty, with the reason; `doubts` are other readings and weak grounds; `why` says by
    which rule each field was decided.
    """

    kind: str
    """observation or exclusion."""
    cells: Cells
    confidence: float
    missing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    is_sure: bool = True
    """Whether a person need not look: never for less than the fitted level."""

    @property
    def key(self) -> Key:
        return key_of(self.cells)

    @property
    def span(self) -> tuple[int, int]:
        return int(self.cells["char_start"]), int(self.cells["char_end"])


def key_of(cells: Mapping[str, str]) -> Key:
    return cells["char_start"], cells["char_end"], cells.get("component", "")


def propose(reading: Reading, registry: Registry) -> list[Proposal]:
    """Every numeral of a text as the row of an observation or an exclusion, in the order of the text."""
    rows = [_observation(machine, registry, reading.text) for machine in reading.rows]
    rows += [_exclusion(numeral, registry) for numeral in reading.exclusions]
    return sorted(rows, key=lambda one: (*one.span, one.key[2]))


def _observation(machine: MachineRow, registry: Registry, text: str) -> Proposal:
    figure, context = machine.figure, machine.context
    indicator = registry.indicators.get(context.indicator.value or "")
    cells = machine.cells(indicator, registry)
    decisions = {
        "area_id": context.area,
        "period": context.period,
        "indicator_id": context.indicator,
        "scenario": context.scenario,
        "compared_with": context.compared_with,
    }
    missing = [f"{name}: {_why_none(name, one.ties)}" for name, one in decisions.items() if _is_needed(name, one.value)]
    if not context.indicator.value:
        missing += _drafts(text, figure.start, context.clause.start, registry)
    doubts = [f"the number could also be {_interval(one.low, one.high)}: {one.reason}" for one in figure.alternatives]
    if cells["unit_id"] not in registry.units:
        printed = f"{cells['unit_id']} is no unit of the registry" if cells["unit_id"] else "no unit is printed"
        missing.append(f"unit_id: {printed}")
        cells["unit_id"] = ""
    elif indicator and registry.dimension(cells["unit_id"]) != registry.dimension(indicator.standard_unit_id):
        doubts.append(f"{cells['unit_id']} does not measure {indicator.indicator_id}")
    likely = {FIELD_OF[name]: probability for name, probability in machine.field_probabilities.items()}
    doubts += [
        f"{name} is only guessed: {one.rule}"
        for name, one in decisions.items()
        if one.value and likely.get(name, 1.0) < _WEAK
    ]
    place = {
        "char_start": str(figure.start),
        "char_end": str(figure.end),
        "figure": figure.text,
        "component": str(figure.component),
    }
    why = (*((name, one.rule) for name, one in decisions.items()), ("value", f"{figure.kind}, {figure.rule}"))
    confidence = 0.0 if missing else machine.probability
    is_sure = machine.is_sure and not missing and not doubts
    row = {column: {**place, **cells, "note": ""}[column] for column in OBSERVATIONS.header}
    return Proposal("observation", row, confidence, tuple(missing), tuple(doubts), why, is_sure)


def _is_needed(column: str, value: str | None) -> bool:
    return not value and column != "compared_with"


def _why_none(column: str, ties: tuple[str, ...]) -> str:
    if ties:
        return f"the words fit {' and '.join(ties)} equally well"
    return "no term of the registry is in print" if column == "indicator_id" else "the text does not say"


def _drafts(text: str, start: int, clause_start: int, registry: Registry) -> list[str]:
    """What may help who has to name an indicator: the words before the figure, and the concepts nearest to them."""
    phrase = " ".join(text[max(clause_start, start - _LONGEST_PHRASE) : start].split())
    phrase = _BREAK.split(phrase)[-1].strip()
    nearest = _finder(registry.indicators).nearest(phrase)
    if not phrase:
        return []
    return [f"a draft: '{phrase}'", *(f"nearest: {one.concept_id}, {one.definition_vi}" for one in nearest)]


@lru_cache(maxsize=2)
def _finder(catalogue: Catalogue) -> Finder:
    return Finder(catalogue)


def _interval(low: object, high: object) -> str:
    ends = [str(one) for one in (low, high) if one is not None]
    return " to ".join(dict.fromkeys(ends)) or "open"


def _exclusion(numeral: NotAFigure, registry: Registry) -> Proposal:
    is_listed = numeral.reason in registry.codes["exclusion_reason"]
    cells = {
        "char_start": str(numeral.start),
        "char_end": str(numeral.end),
        "figure": numeral.text,
        "reason": numeral.reason if is_listed else "",
    }
    missing = () if is_listed else (f"reason: {numeral.reason} is not in the code list exclusion_reason",)
    row = {column: cells[column] for column in EXCLUSIONS.header}
    return Proposal("exclusion", row, 1.0 if is_listed else 0.0, missing, (), (("reason", numeral.rule),))


# --- joining


@dataclass(frozen=True)
class Joined:
    """The rows to be written, in the order of the text; `edited` are the keys of those that are a person's."""

    observations: tuple[Cells, ...]
    exclusions: tuple[Cells, ...]
    edited: frozenset[Key]


def join(
    proposals: Iterable[Proposal],
    before: Iterable[Cells] | None,
    observations: Iterable[Cells],
    exclusions: Iterable[Cells],
) -> Joined:
    """The proposals joined to the rows that are there.

    A row that is there is the machine's if the last proposal (`before`) held exactly its cells; then the new proposal
    takes its place. Any other is a person's and stays as it is, and nothing is proposed on its characters. A row of the
    last proposal that is gone was taken out by a person, and stays out. `before` None: every row is a person's.
    """
    observations, exclusions = list(observations), list(exclusions)
    proposed_before = None if before is None else {_frozen(cells) for cells in before}
    keys_before = set() if before is None else {key_of(dict(cells)) for cells in proposed_before or ()}
    keys_here = {key_of(cells) for cells in (*observations, *exclusions)}
    removed = keys_before - keys_here

    def is_edited(cells: Cells) -> bool:
        return proposed_before is None or _frozen(cells) not in proposed_before

    kept = [cells for cells in observations if is_edited(cells)]
    kept_out = [cells for cells in exclusions if is_edited(cells)]
    taken = _Taken([*kept, *kept_out])
    new = [one for one in proposals if one.key not in removed and not taken.holds(one)]
    return Joined(
        _in_order([*kept, *(one.cells for one in new if one.kind == "observation")]),
        _in_order([*kept_out, *(one.cells for one in new if one.kind == "exclusion")]),
        frozenset(key_of(cells) for cells in (*kept, *kept_out)),
    )


class _Taken:
    """The characters that a person's rows hold."""

    def __init__(self, rows: list[Cells]) -> None:
        self.keys = {key_of(cells) for cells in rows}
        self.spans = sorted({(int(key[0]), int(key[1])) for key in self.keys})
        self.excluded = {(int(key[0]), int(key[1])) for key in self.keys if not key[2]}

    def holds(self, proposal: Proposal) -> bool:
        """The row itself, or other characters of the same figure; the other number of a kept pair may still come."""
        if proposal.key in self.keys:
            return True
        start, end = proposal.span
        if proposal.span in self.spans:
            return proposal.kind == "exclusion" or proposal.span in self.excluded
        return any(first < end and start < last for first, last in self.spans)


def _in_order(rows: list[Cells]) -> tuple[Cells, ...]:
    return tuple(sorted(rows, key=lambda one: (int(one["char_start"]), int(one["char_end"]), one.get("component", ""))))


def _frozen(cells: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(cells.items())
