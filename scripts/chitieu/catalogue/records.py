"""The registries of the catalogue as records: concepts, breakdowns, measures and the words that documents use for them.

Every record is a row of a CSV file in seeds/reference, in the file's order. An empty cell is None where a column may
be empty.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")

LEVEL = "level"
PART, DOMAIN, GRADE, VARIANT = "part", "domain", "grade", "variant"
"""What a breakdown does, and so what a share is in per cent of.

A part divides the concept: exports of wood are a share of exports. A domain is a population of its own: the trained of
the countryside are a share of its workers. A grade is reached by some of the concept: communes of the advanced standard
are a share of all communes. A variant is the same quantity taken otherwise, as in another currency, and a part of
nothing.
"""

ADDITIVE_KINDS = frozenset({"stock", "flow", "count"})
"""Kinds of concept whose parts add up to the whole; a rate or an index of a part is no part of one."""


@dataclass(frozen=True)
class Limits:
    """What a value can be at all, and what it can be believed to be, in the standard unit; None is an open end."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    plausible_low: Decimal | None = None
    plausible_high: Decimal | None = None


@dataclass(frozen=True)
class Concept:
    """A quantity that statistics define.

    `growth_price_basis` is None where growth is at the prices of the level: GRDP is told at current prices and grows at
    constant ones. `whole_concept_id` names what it is a part of under a name of its own; `area_type` is nation or
    province for what exists only there.
    """

    concept_id: str
    name_vi: str
    name_en: str
    definition: str
    definition_vi: str
    theme: str
    official_code: str | None
    kind: str
    standard_unit_id: str
    display_unit_id: str
    price_basis: str | None
    growth_price_basis: str | None
    better: str
    aggregation: str
    limits: Limits
    whole_concept_id: str | None
    area_type: str | None


@dataclass(frozen=True)
class Dimension:
    """A way to break down. `order` is its place in the file: what comes later divides what comes before.

    The patterns hold {whole} and {part}. `default_concept_id` is what a breakdown is of where nothing is named.
    """

    breakdown_dimension: str
    name_vi: str
    name_en: str
    role: str
    pattern_vi: str
    pattern_en: str
    default_concept_id: str | None
    order: int


@dataclass(frozen=True)
class Breakdown:
    """One member of a dimension; its names are as they stand inside a sentence."""

    breakdown_id: str
    breakdown_dimension: str
    name_vi: str
    name_en: str
    parent_breakdown_id: str | None


@dataclass(frozen=True)
class BreakdownUnit:
    """The unit that a concept's unit becomes under a breakdown: dong become dollars."""

    breakdown_id: str
    concept_unit_id: str
    unit_id: str


@dataclass(frozen=True)
class BreakdownFit:
    """A concept that a dimension is known to break down; a dimension without such rows may break down any."""

    breakdown_dimension: str
    concept_id: str


@dataclass(frozen=True)
class Measure:
    """What is said of a quantity: its level, growth, share … `unit_id`, `better`, `aggregation` and `price_basis` say
    what becomes of the concept's own; `published_as` is None where that depends on the concept's kind; `terms` are the
    words by which people ask for it."""

    measure: str
    suffix: str
    published_as: str | None
    name_vi: str
    name_en: str
    part_name_vi: str | None
    part_name_en: str | None
    definition: str
    definition_vi: str
    unit_id: str | None
    price_basis: str | None
    better: str
    aggregation: str
    limits: Limits
    kinds: frozenset[str]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """Words by which documents name a concept or a breakdown (`owner_id`).

    `requires` and `excludes` are alternatives parted by "|" in the file: one of the first must, none of the second may,
    stand in the words that govern the figure.
    """

    owner_id: str
    term: str
    requires: tuple[str, ...]
    excludes: tuple[str, ...]


@dataclass(frozen=True)
class PartitionPart:
    """One of the parts that are all there are. `whole_concept_id` None: of any concept that is broken down so;
    `whole_breakdown_id`: they divide this breakdown, not the undivided concept."""

    partition_id: str
    whole_concept_id: str | None
    whole_breakdown_id: str | None
    part_concept_id: str | None
    part_breakdown_id: str | None
    is_optional: bool = False
    """Whether the part may be nothing where nobody prints it: crude oil is revenue of few provinces."""


@dataclass(frozen=True)
class Override:
    """What is said of one indicator otherwise than it is composed; `cells` are the columns that are filled in."""

    indicator_id: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """All registries of the catalogue."""

    concepts: tuple[Concept, ...]
    dimensions: tuple[Dimension, ...]
    breakdowns: tuple[Breakdown, ...]
    breakdown_units: tuple[BreakdownUnit, ...]
    breakdown_fits: tuple[BreakdownFit, ...]
    measures: tuple[Measure, ...]
    partitions: tuple[PartitionPart, ...]
    overrides: tuple[Override, ...]
    concept_terms: tuple[Term, ...]
    breakdown_terms: tuple[Term, ...]

    @classmethod
    def load(cls, reference_dir: Path) -> "Rows":
        """Read the files; a missing one is an OSError, an unreadable row a ValueError `file:line: …`."""

        def rows(name: str, build: Callable[[dict[str, str]], Row]) -> tuple[Row, ...]:
            return tuple(read_rows(reference_dir / f"{name}.csv", build))

        dimensions = rows("breakdown_dimensions", lambda row: row)
        return cls(
            concepts=rows("concepts", _concept),
            dimensions=tuple(_dimension(row, order) for order, row in enumerate(dimensions)),
            breakdowns=rows("breakdowns", lambda row: Breakdown(**_empty_to_none(row))),
            breakdown_units=rows("breakdown_units", lambda row: BreakdownUnit(**row)),
            breakdown_fits=rows("breakdown_fits", lambda row: BreakdownFit(**row)),
            measures=rows("measures", _measure),
            partitions=rows("partitions", _partition_part),
            overrides=rows("indicators", _override),
            concept_terms=rows("concept_terms", lambda row: _term(row, "concept_id")),
            breakdown_terms=rows("breakdown_terms", lambda row: _term(row, "breakdown_id")),
        )


def read_rows(path: Path, build: Callable[[dict[str, str]], Row]) -> Iterator[Row]:
    """The rows of a CSV file as records; raises ValueError `file:line: …` for one that cannot be one."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        for row in reader:
            try:
                yield build(row)
            except (TypeError, ValueError, ArithmeticError, KeyError) as error:
                raise ValueError(f"{path.name}:{reader.line_num}: {error!r}") from error


def alternatives(cell: str) -> tuple[str, ...]:
    """The members of a list written as "one|two"."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def limits_of(row: Mapping[str, str]) -> Limits:
    """The four limits of a row."""
    names = ("minimum", "maximum", "plausible_low", "plausible_high")
    return Limits(*(Decimal(row[name]) if row[name] else None for name in names))


def _empty_to_none(row: dict[str, str]) -> dict[str, str | None]:
    return {name: cell or None for name, cell in row.items()}


def _concept(row: dict[str, str]) -> Concept:
    return Concept(
        concept_id=row["concept_id"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        definition=row["definition"],
        definition_vi=row["definition_vi"],
        theme=row["theme"],
        official_code=row["official_code"] or None,
        kind=row["kind"],
        standard_unit_id=row["standard_unit_id"],
        display_unit_id=row["display_unit_id"],
        price_basis=row["price_basis"] or None,
        growth_price_basis=row["growth_price_basis"] or None,
        better=row["better"],
        aggregation=row["aggregation"],
        limits=limits_of(row),
        whole_concept_id=row["whole_concept_id"] or None,
        area_type=row["area_type"] or None,
    )


def _dimension(row: dict[str, str], order: int) -> Dimension:
    return Dimension(**(row | {"default_concept_id": row["default_concept_id"] or None}), order=order)


def _measure(row: dict[str, str]) -> Measure:
    return Measure(
        measure=row["measure"],
        suffix=row["suffix"],
        published_as=row["published_as"] or None,
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        part_name_vi=row["part_name_vi"] or None,
        part_name_en=row["part_name_en"] or None,
        definition=row["definition"],
        definition_vi=row["definition_vi"],
        unit_id=row["unit_id"] or None,
        price_basis=row["price_basis"] or None,
        better=row["better"],
        aggregation=row["aggregation"],
        limits=limits_of(row),
        kinds=frozenset(alternatives(row["kinds"])),
        terms=alternatives(row["terms"]),
    )


def _partition_part(row: dict[str, str]) -> PartitionPart:
    return PartitionPart(**(_empty_to_none(row) | {"is_optional": row["is_optional"] == "true"}))


def _override(row: dict[str, str]) -> Override:
    return Override(row["indicator_id"], {name: row[name] for name in OVERRIDABLE if row[name]})


def _term(row: dict[str, str], owner: str) -> Term:
    return Term(row[owner], row["term"], alternatives(row["requires"]), alternatives(row["excludes"]))


OVERRIDABLE = (
    "name_vi",
    "name_en",
    "definition",
    "definition_vi",
    "display_unit_id",
    "price_basis",
    "better",
    "aggregation",
    "minimum",
    "maximum",
    "plausible_low",
    "plausible_high",
)
"""What a row of indicators.csv may overrule: not the parts that the id is composed of, nor the arithmetic that follows
from them."""
