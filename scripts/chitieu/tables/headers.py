"""The second reading of the columns: what their heads and the title say, by the terms of the catalogue alone.

The head of a column is what stands in its own cells; above it are the heads of groups, merged or left to run over the
empty cells beside them. The nearest one that names a concept decides; what divides it (women, capital projects) is
named by the column itself or by a group. The title names what no head does.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chitieu.reading.characters.folding import compose, fold
from chitieu.reading.figures import Figure, read_numerals
from chitieu.reading.tokens.lexicon import Lexicon
from chitieu.reading.tokens.phrases import Match, Phrases, Words
from chitieu.seeds.registry import Registry
from chitieu.tables.addresses import Range
from chitieu.tables.cells import Sheet, one_line
from chitieu.tables.maps import TableMap

CONCEPT = "concept"
BREAKDOWN = "breakdown"
SHARE = "share"
"""The dimension of per cent."""

_YEAR_NAMED = re.compile(r"\bnăm ((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:(?:sơ bộ|ước|năm) )?((?:19|20)\d\d)(?: ?\(\*+\))?", re.IGNORECASE)
_PLAN = ("dự toán", "kế hoạch", "chỉ tiêu kế hoạch")
_STATUSES = (("sơ bộ", "P"), ("ước", "E"))
_UNIT_AHEAD = re.compile(r".*?đơn vị(?: tính)?\s*:?", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """Words of a concept or breakdown; one of `requires` must stand in the head too, none of `excludes` may."""

    kind: str
    id: str
    term: str
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def fits(self, folded: str) -> bool:
        """Whether the folded text of a head allows the term."""
        needed = not self.requires or any(fold(one) in folded for one in self.requires)
        return needed and not any(fold(one) in folded for one in self.excludes)


@dataclass(frozen=True)
class Heads:
    """The terms of the catalogue, and how the parts of an indicator make its id."""

    concepts: Phrases[Term]
    breakdowns: Phrases[Term]
    units: Lexicon
    compose_id: Callable[[str, Iterable[str]], str]

    @classmethod
    def of(cls, terms: Iterable[Term], units: Lexicon) -> "Heads":
        listed = list(terms)
        return cls(
            Phrases((one.term, one) for one in listed if one.kind == CONCEPT),
            Phrases((one.term, one) for one in listed if one.kind == BREAKDOWN),
            units,
            composed,
        )


def read_terms(reference: Path) -> list[Term]:
    """The terms of concepts and breakdowns in seeds/reference; OSError if a file is missing."""
    found = []
    for kind, name in ((CONCEPT, "concept_terms.csv"), (BREAKDOWN, "breakdown_terms.csv")):
        with (reference / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                alternatives = (_alternatives(row["requires"]), _alternatives(row["excludes"]))
                found.append(Term(kind, row[f"{kind}_id"], row["term"], *alternatives))
    return found


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split("|") if one.strip())


def composed(concept_id: str, breakdown_ids: Iterable[str]) -> str:
    """The id of the level of a concept, broken down.

    >>> composed("average_population", ["urban", "female"])
    'average_population__female__urban'
    """
    return "__".join((concept_id, *sorted(set(breakdown_ids))))


@dataclass(frozen=True)
class Head:
    """The texts over a column: its own from the top, those of its groups (the nearest first), and the title."""

    own_texts: tuple[str, ...]
    groups: tuple[str, ...]
    title: str

    @property
    def own(self) -> str:
        return one_line(" ".join(self.own_texts))

    @property
    def whole(self) -> str:
        """All that is said over the column, for words that need others beside them."""
        return " ".join((self.own, *self.groups, self.title))


@dataclass(frozen=True)
class ColumnReading:
    """What the head of a column says; empty where it says nothing."""

    indicator_id: str
    scenario: str
    period: str
    unit_id: str
    obs_status: str


def head_of(sheet: Sheet, rows: Iterable[int], column: int, title: str) -> Head:
    """The texts over a column in the rows of the heads."""
    listed = sorted(rows)
    own = {row: text for row in listed if (text := sheet.text(row, column))}
    groups = [_group(sheet, row, column) for row in listed if row < min(own, default=listed[-1] + 1)]
    return Head(tuple(own.values()), tuple(text for text in reversed(groups) if text), title)


def _group(sheet: Sheet, row: int, column: int) -> str:
    """The head to the left that reaches over an empty cell: merged over it, or running on where nothing else stands."""
    for left in range(column - 1, 0, -1):
        text = sheet.text(row, left)
        if text:
            span = sheet.span(row, left)
            # A head that is merged down its own column alone is not meant for its neighbours.
            is_narrow = span.last_row > span.first_row and span.last_column == left
            return "" if is_narrow else text
    return ""


def read_column(head: Head, heads: Heads, table_unit: str, registry: Registry) -> ColumnReading:
    """What a column holds by its head; `table_unit` is the unit printed for the whole table, or empty."""
    concept = _concept(head, heads, table_unit, registry)
    divided = [one for text in (head.own, *head.groups) for one in _divided(text, head, heads)]
    # What the catalogue does not divide so is a word of the sentence: "từ NSTW" is no level of administration.
    breakdowns = [one for one in divided if _divides(concept, one, heads, registry)]
    indicator_id = heads.compose_id(concept, breakdowns) if concept else ""
    said = head.whole.lower()
    status = next(
        (code for word, code in _STATUSES if re.search(rf"\b{word}\b", f"{head.own} {head.groups}".lower())), "A"
    )
    return ColumnReading(
        indicator_id,
        "target" if any(word in said for word in _PLAN) else "actual",
        _year(head),
        _unit(head, heads, table_unit, indicator_id, registry),
        status,
    )


def _divides(concept_id: str, breakdown_id: str, heads: Heads, registry: Registry) -> bool:
    """Whether the catalogue knows the concept divided so."""
    indicator = registry.indicators.get(heads.compose_id(concept_id, [breakdown_id]))
    return indicator is not None and registry.indicators.fits(
        concept_id, registry.indicators.breakdowns[breakdown_id].breakdown_dimension
    )


def _concept(head: Head, heads: Heads, table_unit: str, registry: Registry) -> str:
    """The first concept of the nearest text; one that the table's unit cannot measure is a word of the sentence."""
    for text in (head.own, *head.groups, head.title):
        for match in _matches(heads.concepts, text, head):
            indicator = registry.indicators.get(match.payload.id)
            dimension = registry.dimension(indicator.standard_unit_id) if indicator else None
            # A rate stands in any table; hectares of new forest stand in none of money.
            if not table_unit or dimension in (SHARE, registry.dimension(table_unit)):
                return match.payload.id
    return ""


def _matches(phrases: Phrases[Term], text: str, head: Head) -> list[Match[Term]]:
    """The terms of a text from left to right that the whole head allows; of those that overlap the longest."""
    whole = fold(compose(head.whole)[0])
    fitting = [match for match in phrases.find(Words(fold(compose(text)[0]))) if match.payload.fits(whole)]
    kept: list[Match[Term]] = []
    for match in sorted(fitting, key=lambda one: (one.start, -one.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _divided(text: str, head: Head, heads: Heads) -> list[str]:
    """The breakdowns that a text names; words that name its concept do not also divide it."""
    concepts = [(match.start, match.end) for match in _matches(heads.concepts, text, head)]
    return [
        match.payload.id
        for match in _matches(heads.breakdowns, text, head)
        if not any(start <= match.start and match.end <= end for start, end in concepts)
    ]


def _year(head: Head) -> str:
    for text in (*head.own_texts, *head.groups):
        found = _YEAR_ALONE.fullmatch(text) or _YEAR_NAMED.search(text)
        if found:
            return found[1]
    found = _YEAR_NAMED.search(head.title)
    return found[1] if found else ""


def _unit(head: Head, heads: Heads, table_unit: str, indicator_id: str, registry: Registry) -> str:
    for text in re.findall(r"\(([^()]*)\)", head.own):
        unit = unit_named(text, heads.units)
        if unit:
            return unit
    indicator = registry.indicators.get(indicator_id)
    if indicator is None or not table_unit:
        return table_unit
    # Where the table is in millions of dong, a rate in it is not.
    fits = registry.dimension(table_unit) == registry.dimension(indicator.standard_unit_id)
    return table_unit if fits else indicator.display_unit_id


def unit_named(text: str, units: Lexicon) -> str:
    """The unit that a head or a line above the table names, read by the number grammar; empty if it names none."""
    bare = _UNIT_AHEAD.sub("", one_line(text)).strip(" .:").lstrip("0123456789").split(" - ")[0]
    read = read_numerals(f"1 {bare.lower()}", units) if bare else []
    return next((one.unit for one in read if isinstance(one, Figure) and one.unit), "") or ""


def title_of(sheet_of: Callable[[str], Sheet], drawn: TableMap) -> str:
    """The title of a table, its lines joined."""
    return " ".join(_texts(sheet_of, drawn, "title"))


def table_unit(sheet_of: Callable[[str], Sheet], drawn: TableMap, units: Lexicon) -> str:
    """The unit printed for the whole table, or empty."""
    return next((unit for text in _texts(sheet_of, drawn, "unit") if (unit := unit_named(text, units))), "")


def decision_day(text: str) -> date | None:
    """The day of the decision that a line names.

    >>> decision_day("(Kèm theo Quyết định số 1/QĐ-BTC ngày 15 tháng 12 năm 2016 của Bộ trưởng)")
    datetime.date(2016, 12, 15)
    """
    found = _DAY.search(one_line(text))
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def _texts(sheet_of: Callable[[str], Sheet], drawn: TableMap, rule: str) -> Iterator[str]:
    for one in drawn.of(rule):
        yield from (cell.shown for cell in sheet_of(one.sheet).within(one.ranges))


def header_rows(ranges: Iterable[Range]) -> list[int]:
    """The rows of some ranges, each once, in order."""
    return sorted({row for one in ranges for row in one.rows})
