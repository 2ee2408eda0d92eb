"""Whether the registries of the catalogue agree with themselves: what no single row can be blamed for alone.

That cells are filled in, are codes of their lists and name rows that exist is checked before (chitieu.seeds.inputs).
Each fault names the table, the row and the column where a person mends it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.catalogue.ids import JOINT, NotComposed
from chitieu.catalogue.records import ADDITIVE_KINDS, LEVEL, OVERRIDABLE, VARIANT, Limits, Term
from chitieu.catalogue.words import spelling

KINDS = frozenset({"stock", "flow", "rate", "index", "count"})


@dataclass(frozen=True)
class Unit:
    """What a check needs to know of a unit."""

    dimension: str
    standard_unit_id: str


@dataclass(frozen=True)
class Fault:
    """One disagreement: the registry, its row (1 is the first below the header) and the column, and what to do."""

    table: str
    row: int
    column: str
    message: str
    remedy: str


def faults(
    catalogue: Catalogue,
    units: Mapping[str, Unit],
    identities: Sequence[Mapping[str, str]] = (),
    used: Iterable[str] = (),
) -> list[Fault]:
    """Every fault of the registries.

    `identities` are the rows of identities.csv, `used` the indicators that documents name.
    """
    found = [
        *_ids(catalogue),
        *_units(catalogue, units),
        *_concepts(catalogue),
        *_breakdowns(catalogue),
        *_measures(catalogue),
        *_partitions(catalogue),
        *_terms(catalogue),
    ]
    # What is composed of broken parts would be blamed for them.
    return found or [*_overrides(catalogue, units), *_identities(catalogue, identities), *_names(catalogue, used)]


# --- the parts


def _ids(catalogue: Catalogue) -> Iterator[Fault]:
    """No id may look like a composition, or it could not be read back."""
    suffixes = [one.suffix for one in catalogue.rows.measures if one.suffix]
    registries = (
        ("concepts", "concept_id", [one.concept_id for one in catalogue.rows.concepts]),
        ("breakdowns", "breakdown_id", [one.breakdown_id for one in catalogue.rows.breakdowns]),
    )
    nested = [(one, other) for one in suffixes for other in suffixes if one != other and one.endswith(other)]
    for table, column, ids in registries:
        known = set(ids)
        for row, one in enumerate(ids, start=1):
            suffix = next((suffix for suffix in suffixes if one.endswith(suffix)), None)
            if suffix:
                said = f"{one} ends in {suffix}, as a measure does, so that it could not be read back"
                yield Fault(table, row, column, said, "name the quantity itself, or put other words last")
            for longer, shorter in nested:
                stem = one.removesuffix(longer.removesuffix(shorter))
                if stem != one and stem in known:
                    said = f"{one} with {shorter} would read as {stem} with {longer}"
                    yield Fault(table, row, column, said, "put other words last")
            if JOINT in one or one.startswith("_") or one.endswith("_") or one != one.lower():
                said = f"{one} is not one word in small letters with single _ inside"
                yield Fault(table, row, column, said, f"write it like state_budget_revenue: {JOINT} joins breakdowns")


def _units(catalogue: Catalogue, units: Mapping[str, Unit]) -> Iterator[Fault]:
    for row, concept in enumerate(catalogue.rows.concepts, start=1):
        yield from _unit_pair("concepts", row, concept.standard_unit_id, concept.display_unit_id, units)
        yield from _limit_order("concepts", row, concept.limits)
    for row, measure in enumerate(catalogue.rows.measures, start=1):
        if measure.unit_id and measure.unit_id not in units:
            yield Fault("measures", row, "unit_id", f"{measure.unit_id} is no unit", "write one of units.csv")
        yield from _limit_order("measures", row, measure.limits)
    for row, one in enumerate(catalogue.rows.breakdown_units, start=1):
        for column, unit_id in (("concept_unit_id", one.concept_unit_id), ("unit_id", one.unit_id)):
            if unit_id not in units:
                yield Fault("breakdown_units", row, column, f"{unit_id} is no unit", "write one of units.csv")
        before, after = units.get(one.concept_unit_id), units.get(one.unit_id)
        if before and after and before.standard_unit_id == one.concept_unit_id and after.dimension == before.dimension:
            said = f"{one.unit_id} is of the dimension of {one.concept_unit_id}"
            yield Fault("breakdown_units", row, "unit_id", said, "write the unit that it becomes, or remove the row")


def _unit_pair(table: str, row: int, standard: str, display: str, units: Mapping[str, Unit]) -> Iterator[Fault]:
    for column, unit_id in (("standard_unit_id", standard), ("display_unit_id", display)):
        if unit_id not in units:
            yield Fault(table, row, column, f"{unit_id} is no unit", "write one of units.csv, or add it there")
    if standard in units and units[standard].standard_unit_id != standard:
        remedy = f"write {units[standard].standard_unit_id}"
        yield Fault(table, row, "standard_unit_id", f"{standard} is not the standard unit of its dimension", remedy)
    if standard in units and display in units and units[standard].dimension != units[display].dimension:
        said = f"{display} measures {units[display].dimension}, {standard} {units[standard].dimension}"
        yield Fault(table, row, "display_unit_id", said, "write a unit of the standard unit's dimension")


def _limit_order(table: str, row: int, limits: Limits) -> Iterator[Fault]:
    """Possible encloses plausible, and both are in order."""
    pairs = (
        ("maximum", limits.minimum, limits.maximum, "minimum"),
        ("plausible_high", limits.plausible_low, limits.plausible_high, "plausible_low"),
        ("plausible_low", limits.minimum, limits.plausible_low, "minimum"),
        ("maximum", limits.plausible_high, limits.maximum, "plausible_high"),
    )
    for column, low, high, below in pairs:
        is_strict = column in ("maximum", "plausible_high") and below in ("minimum", "plausible_low")
        if low is not None and high is not None and (high <= low if is_strict else high < low):
            yield Fault(table, row, column, f"{column} {high} is below {below} {low}", "exchange them, or mend one")


def _concepts(catalogue: Catalogue) -> Iterator[Fault]:
    rows = catalogue.rows.concepts
    wholes = {one.concept_id: one.whole_concept_id for one in rows}
    for row, concept in enumerate(rows, start=1):
        if concept.whole_concept_id is None:
            continue
        circle = _circle(concept.concept_id, wholes)
        if circle:
            said = f"{' is a part of '.join(circle)}"
            yield Fault("concepts", row, "whole_concept_id", said, "break the circle")
            continue
        whole = catalogue.concepts[concept.whole_concept_id]
        if concept.kind not in ADDITIVE_KINDS or whole.kind not in ADDITIVE_KINDS:
            said = f"{concept.concept_id} ({concept.kind}) is no part of {whole.concept_id} ({whole.kind})"
            yield Fault("concepts", row, "whole_concept_id", said, "leave it empty: only amounts and counts add up")
        elif whole.standard_unit_id != concept.standard_unit_id:
            said = (
                f"{whole.concept_id} is in {whole.standard_unit_id}, {concept.concept_id} in {concept.standard_unit_id}"
            )
            yield Fault("concepts", row, "whole_concept_id", said, "name a whole of the same unit")
    for column in ("name_vi", "name_en"):
        for row, earlier in _repeated([getattr(one, column).lower() for one in rows]):
            said = f"{rows[row - 1].concept_id} has the name of {rows[earlier - 1].concept_id}"
            yield Fault("concepts", row, column, said, "say what tells them apart, or keep one of the two")


def _breakdowns(catalogue: Catalogue) -> Iterator[Fault]:
    parents = {one.breakdown_id: one.parent_breakdown_id for one in catalogue.rows.breakdowns}
    for row, breakdown in enumerate(catalogue.rows.breakdowns, start=1):
        circle = _circle(breakdown.breakdown_id, parents)
        if circle:
            said = f"{' is below '.join(circle)}"
            yield Fault("breakdowns", row, "parent_breakdown_id", said, "break the circle")
        parent = catalogue.breakdowns.get(breakdown.parent_breakdown_id or "")
        if parent and parent.breakdown_dimension != breakdown.breakdown_dimension:
            said = f"{parent.breakdown_id} is of dimension {parent.breakdown_dimension}"
            yield Fault("breakdowns", row, "parent_breakdown_id", said, "name a parent of the same dimension")
    for row, dimension in enumerate(catalogue.rows.dimensions, start=1):
        for column in ("pattern_vi", "pattern_en"):
            if _placeholders(getattr(dimension, column)) != ["part", "whole"]:
                said = f"'{getattr(dimension, column)}' does not hold {{whole}} and {{part}} once each"
                yield Fault("breakdown_dimensions", row, column, said, "write it like '{whole} of {part}'")
        if dimension.default_concept_id and dimension.default_concept_id not in catalogue.concepts:
            said = f"{dimension.default_concept_id} is no concept"
            yield Fault("breakdown_dimensions", row, "default_concept_id", said, "write one of concepts.csv")


def _measures(catalogue: Catalogue) -> Iterator[Fault]:
    rows = catalogue.rows.measures
    for row, earlier in _repeated([one.suffix for one in rows]):
        said = f"{rows[row - 1].measure} has the suffix of {rows[earlier - 1].measure}"
        yield Fault("measures", row, "suffix", said, "give each measure one of its own")
    for row, measure in enumerate(rows, start=1):
        if (measure.measure == LEVEL) != (not measure.suffix) or not measure.suffix.startswith(
            "_" if measure.suffix else ""
        ):
            said = f"the suffix of {measure.measure} is '{measure.suffix}'"
            yield Fault("measures", row, "suffix", said, "begin it with _; only the level has none")
        unknown = sorted(measure.kinds - KINDS)
        if unknown or not measure.kinds:
            said = f"{' and '.join(unknown) or 'nothing'} is no kind of concept"
            yield Fault("measures", row, "kinds", said, f"write {'|'.join(sorted(KINDS))} or some of them")
        for column, expected in (("name_vi", ["indicator"]), ("name_en", ["indicator"])):
            if _placeholders(getattr(measure, column)) != expected:
                said = f"'{getattr(measure, column)}' does not hold {{indicator}} once"
                yield Fault("measures", row, column, said, "write it like 'Growth of {indicator}'")
        for column in ("part_name_vi", "part_name_en"):
            template = getattr(measure, column)
            if template and _placeholders(template) != ["part", "whole"]:
                said = f"'{template}' does not hold {{part}} and {{whole}} once each"
                yield Fault("measures", row, column, said, "write it like 'Share of {part} in {whole}'")


def _partitions(catalogue: Catalogue) -> Iterator[Fault]:
    members: dict[str, list[int]] = defaultdict(list)
    rows = catalogue.rows.partitions
    for row, part in enumerate(rows, start=1):
        members[part.partition_id].append(row)
        if not part.part_concept_id and not part.part_breakdown_id:
            said = "the row names no part"
            yield Fault("partitions", row, "part_breakdown_id", said, "name a breakdown, or a part_concept_id")
        concept = catalogue.concepts.get(part.part_concept_id or "")
        if concept and concept.whole_concept_id != part.whole_concept_id:
            said = f"{concept.concept_id} is no part of {part.whole_concept_id or 'every concept'}"
            yield Fault("partitions", row, "part_concept_id", said, "name it as whole_concept_id in concepts.csv")
        breakdown = catalogue.breakdowns.get(part.part_breakdown_id or "")
        if breakdown and catalogue.dimensions[breakdown.breakdown_dimension].role == VARIANT:
            said = f"{breakdown.breakdown_id} is no part but a variant"
            yield Fault("partitions", row, "part_breakdown_id", said, "remove the row")
        for kind, whole, one in (
            ("breakdown", part.whole_breakdown_id, part.part_breakdown_id),
            ("concept", part.whole_concept_id, part.part_concept_id),
        ):
            if one and one == whole:
                said = f"{one} is a part of itself"
                yield Fault("partitions", row, f"part_{kind}_id", said, "name the whole that the parts make up")
    for partition_id, numbers in members.items():
        parts = [rows[row - 1] for row in numbers]
        if len(parts) < 2:
            said = f"{partition_id} has one part"
            yield Fault("partitions", numbers[0], "partition_id", said, "name all the parts there are")
        if len({(one.whole_concept_id, one.whole_breakdown_id) for one in parts}) > 1:
            said = f"the parts of {partition_id} are of different wholes"
            yield Fault("partitions", numbers[-1], "whole_concept_id", said, "write the same whole in all its rows")
        dimensions = Counter(
            catalogue.breakdowns[one.part_breakdown_id].breakdown_dimension for one in parts if one.part_breakdown_id
        )
        # One part of another dimension is a remainder: product taxes, beside the sectors of ownership.
        mixed = sorted(dimension for dimension, count in dimensions.items() if count > 1)
        if len(mixed) > 1:
            said = f"{partition_id} mixes the dimensions {' and '.join(mixed)}"
            yield Fault("partitions", numbers[-1], "part_breakdown_id", said, "make a partition of each")


def _terms(catalogue: Catalogue) -> Iterator[Fault]:
    """No two concepts, and no two breakdowns, under one term that nothing tells apart."""
    for table, column, terms in (
        ("concept_terms", "concept_id", catalogue.rows.concept_terms),
        ("breakdown_terms", "breakdown_id", catalogue.rows.breakdown_terms),
    ):
        holders: dict[str, list[tuple[int, Term]]] = defaultdict(list)
        for row, term in enumerate(terms, start=1):
            key = spelling(term.term)
            if not key:
                yield Fault(table, row, "term", f"'{term.term}' holds no word", "write the words that are printed")
                continue
            for earlier, other in holders[key]:
                if set(term.requires) == set(other.requires) and not _told_apart(catalogue, term, other):
                    said = f"'{term.term}' names {term.owner_id}, and {other.owner_id} in row {earlier}"
                    remedy = f"keep it for one {column}, or tell them apart by requires"
                    if term.owner_id == other.owner_id:
                        said = f"'{term.term}' is '{other.term}' of row {earlier} again"
                        remedy = "keep one of the two: the reader knows both spellings"
                    yield Fault(table, row, "term", said, remedy)
            holders[key].append((row, term))


def _told_apart(catalogue: Catalogue, one: Term, other: Term) -> bool:
    """Whether what two terms name cannot be meant of one area."""
    areas = [
        catalogue.concepts[term.owner_id].area_type for term in (one, other) if term.owner_id in catalogue.concepts
    ]
    return len(areas) == 2 and None not in areas and areas[0] != areas[1]


# --- what is composed


def _overrides(catalogue: Catalogue, units: Mapping[str, Unit]) -> Iterator[Fault]:
    for row, override in enumerate(catalogue.rows.overrides, start=1):
        indicator = _read(catalogue, override.indicator_id)
        if isinstance(indicator, NotComposed):
            said = f"{override.indicator_id} {indicator.reason}"
            yield Fault("indicators", row, "indicator_id", said, indicator.remedy)
            continue
        if not override.cells:
            said = f"nothing of {override.indicator_id} is overruled"
            yield Fault("indicators", row, "indicator_id", said, f"fill in {', '.join(OVERRIDABLE)}, or remove the row")
        yield from _unit_pair("indicators", row, indicator.standard_unit_id, indicator.display_unit_id, units)
        limits = Limits(indicator.minimum, indicator.maximum, indicator.plausible_low, indicator.plausible_high)
        yield from _limit_order("indicators", row, limits)


def _identities(catalogue: Catalogue, identities: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    for row, identity in enumerate(identities, start=1):
        for column in ("indicator_id", "weighted_by_indicator_id", "relative_to_indicator_id"):
            indicator = _read(catalogue, identity[column]) if identity[column] else None
            if isinstance(indicator, NotComposed):
                yield Fault("identities", row, column, f"{identity[column]} {indicator.reason}", indicator.remedy)


def _names(catalogue: Catalogue, used: Iterable[str]) -> Iterator[Fault]:
    """Two indicators that documents name are not called the same."""
    composed = [one for one in map(catalogue.get, sorted({*used, *catalogue.concepts})) if one]
    place = {one.concept_id: row for row, one in enumerate(catalogue.rows.concepts, start=1)}
    for column in ("name_vi", "name_en"):
        for row, earlier in _repeated([getattr(one, column).lower() for one in composed]):
            one, other = composed[row - 1], composed[earlier - 1]
            said = f"{one.indicator_id} and {other.indicator_id} are both called '{getattr(one, column)}'"
            remedy = "rename a part, or overrule one of the names in indicators.csv"
            yield Fault("concepts", place[one.concept_id], column, said, remedy)


def _read(catalogue: Catalogue, indicator_id: str) -> Indicator | NotComposed:
    try:
        return catalogue.read(indicator_id)
    except NotComposed as refused:
        return refused


# --- helpers


def _circle(start: str, above: Mapping[str, str | None]) -> list[str]:
    """The way from an id back to itself, empty if there is none."""
    way, at = [start], above.get(start)
    while at is not None and at not in way:
        way.append(at)
        at = above.get(at)
    return [*way, at] if at == start else []


def _repeated(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The rows whose key an earlier row has, with that row."""
    first: dict[str, int] = {}
    for row, key in enumerate(keys, start=1):
        if key in first:
            yield row, first[key]
        else:
            first[key] = row


def _placeholders(template: str) -> list[str]:
    """The names in a template, sorted; a template that cannot be read has none."""
    try:
        return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)
    except ValueError:
        return []
