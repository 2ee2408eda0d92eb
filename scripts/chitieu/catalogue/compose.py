"""Indicators composed of concept, breakdowns and measure: ids, names, units, limits and what arithmetic ties them to.

This is the only place that composes. The reader asks for one indicator at a time, the build writes a table of those
that it needs (chitieu.catalogue.table), and SQL reads that table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path

from chitieu.catalogue import names
from chitieu.catalogue.ids import Grammar, NotComposed, Parts
from chitieu.catalogue.records import (
    ADDITIVE_KINDS,
    DOMAIN,
    GRADE,
    LEVEL,
    PART,
    VARIANT,
    Breakdown,
    Concept,
    Dimension,
    Limits,
    Measure,
    Override,
    Rows,
)

OWN = "own"
SHARE, GROWTH, GROWTH_RANK = "share", "growth", "growth_rank"
OF_A_WHOLE = frozenset({SHARE, "share_change", "contribution", "contribution_share"})
"""Measures that set a part beside its whole: there must be one."""
OF_GROWTH = frozenset({GROWTH, "average_growth", GROWTH_RANK, "growth_change"})
DIFFERENCES = frozenset({"change", "average_change", "plan_difference"})
"""Measures that subtract: of what is in per cent they are in percentage points."""
PERCENT, POINTS = "percent", "percentage_point"
PRICES = "price_basis"
"""The dimension of breakdowns that take a concept at other prices: constant_prices, current_prices."""
_BY_KIND = {"stock": LEVEL, "flow": LEVEL, "rate": "rate", "index": "index", "count": "count"}


@dataclass(frozen=True)
class Indicator:
    """What a figure measures. Bounds are in `standard_unit_id`; `breakdown_ids` are sorted and joined by commas.

    `base_indicator_id` is the level that a growth, attainment or rank is of, and of a share the part;
    `whole_indicator_id` the total that a level is a part of, and of a share the whole; `breakdown` says by what.
    """

    indicator_id: str
    name_vi: str
    name_en: str
    definition: str
    definition_vi: str
    theme: str
    concept_id: str
    breakdown_ids: str | None
    measure: str
    standard_unit_id: str
    display_unit_id: str
    price_basis: str | None
    better: str
    aggregation: str
    minimum: Decimal | None
    maximum: Decimal | None
    plausible_low: Decimal | None
    plausible_high: Decimal | None
    base_indicator_id: str | None
    whole_indicator_id: str | None
    breakdown: str | None


class Catalogue:
    """All indicators that can be composed, each composed when it is asked for."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.concepts = {one.concept_id: one for one in rows.concepts}
        self.dimensions = {one.breakdown_dimension: one for one in rows.dimensions}
        self.breakdowns = {one.breakdown_id: one for one in rows.breakdowns}
        self.measures = {one.measure: one for one in rows.measures}
        self.grammar = Grammar(self.concepts, self.breakdowns, {one.measure: one.suffix for one in rows.measures})
        self._overrides = {one.indicator_id: one for one in rows.overrides}
        self._units: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows.breakdown_units:
            self._units[row.breakdown_id][row.concept_unit_id] = row.unit_id
        self._fits: dict[str, set[str]] = defaultdict(set)
        for fit in rows.breakdown_fits:
            self._fits[fit.breakdown_dimension].add(fit.concept_id)
        # Concepts that divide their whole together are one breakdown of it; any other stands beside it alone.
        self._breakdown_of_concept = {
            row.part_concept_id: row.partition_id
            for row in rows.partitions
            if row.part_concept_id and not row.part_breakdown_id
        }
        self._composed: dict[str, Indicator] = {}
        self._refused: dict[str, NotComposed] = {}

    @classmethod
    def load(cls, reference_dir: Path) -> "Catalogue":
        """The catalogue of a folder of registries; see Rows.load for what it raises."""
        return cls(Rows.load(reference_dir))

    # --- asked for by id

    def __getitem__(self, indicator_id: str) -> Indicator:
        """The indicator of an id; raises KeyError for one that is not composed of what there is."""
        found = self.get(indicator_id)
        if found is None:
            raise KeyError(indicator_id)
        return found

    def __contains__(self, indicator_id: object) -> bool:
        return isinstance(indicator_id, str) and self.get(indicator_id) is not None

    def get(self, indicator_id: str) -> Indicator | None:
        """The indicator of an id, None for one that is not composed of what there is."""
        try:
            return self.read(indicator_id)
        except NotComposed:
            return None

    def read(self, indicator_id: str) -> Indicator:
        """The indicator of an id; raises NotComposed, which says why there is none."""
        if indicator_id in self._refused:
            raise self._refused[indicator_id]
        if indicator_id not in self._composed:
            try:
                self._composed[indicator_id] = self._compose(self.grammar.parse(indicator_id))
            except NotComposed as refused:
                self._refused[indicator_id] = refused
                raise
        return self._composed[indicator_id]

    def find(self, concept_id: str, breakdown_ids: Iterable[str] = (), measure: str = LEVEL) -> Indicator | None:
        """The indicator of these parts, None where they do not go together; prices that it has anyway are left out."""
        parts = Parts(concept_id, tuple(sorted(breakdown_ids)), measure)
        parts = self._without_own_prices(parts) or parts
        return self.get(self.grammar.compose(parts))

    def levels(self) -> Iterator[Indicator]:
        """The level of every concept."""
        return (self[concept_id] for concept_id in self.concepts)

    def fits(self, concept_id: str, dimension: str) -> bool:
        """Whether a concept is known to be broken down so. Whoever looks for an indicator goes by it; who names one may
        break down anything."""
        return dimension not in self._fits or concept_id in self._fits[dimension]

    def currencies(self, concept_id: str) -> tuple[str, ...]:
        """The breakdowns that take a concept in another unit than its own."""
        unit_id = self.concepts[concept_id].standard_unit_id
        return tuple(one for one, units in self._units.items() if unit_id in units)

    # --- what goes together

    def _misfit(self, parts: Parts) -> NotComposed | None:
        """Why parts make no indicator."""
        concept, measure = self.concepts[parts.concept_id], self.measures[parts.measure]
        dimensions = [self.breakdowns[one].breakdown_dimension for one in parts.breakdown_ids]
        if len(set(dimensions)) < len(dimensions):
            return NotComposed("has two breakdowns of one dimension", "keep the narrower one")
        if concept.kind not in measure.kinds:
            reason = f"has measure {measure.measure}, which does not fit a {concept.kind} such as {concept.concept_id}"
            return NotComposed(reason, f"use a measure of {' or '.join(self._measures_of(concept))}")
        if measure.measure in OF_GROWTH and concept.kind == "rate" and concept.standard_unit_id == PERCENT:
            reason = f"is of growth, which a rate in per cent such as {concept.concept_id} has not"
            return NotComposed(reason, "use the change in percentage points")
        for breakdown_id in parts.breakdown_ids:
            if breakdown_id in self._units and concept.standard_unit_id not in self._units[breakdown_id]:
                reason = f"is in {breakdown_id}, which says nothing of {concept.standard_unit_id}"
                return NotComposed(reason, "leave it out, or add the unit to breakdown_units.csv")
        plainer = self._without_own_prices(parts)
        if plainer is not None:
            return NotComposed("names the prices that it has anyway", f"write {self.grammar.compose(plainer)}")
        if measure.measure in OF_A_WHOLE and self._whole_of_share(parts) is None:
            reason = f"is a {measure.measure}, but {concept.concept_id} is a part of nothing"
            return NotComposed(reason, "name a breakdown, or the whole_concept_id of the concept")
        return None

    def _without_own_prices(self, parts: Parts) -> Parts | None:
        """The parts without a price basis that they have anyway, None where there is none such."""
        for breakdown_id in parts.breakdown_ids:
            if self.breakdowns[breakdown_id].breakdown_dimension == PRICES:
                plainer = replace(parts, breakdown_ids=tuple(one for one in parts.breakdown_ids if one != breakdown_id))
                own = self.get(self.grammar.compose(plainer))
                if own is not None and own.price_basis == _prices(breakdown_id):
                    return plainer
        return None

    def _measures_of(self, concept: Concept) -> list[str]:
        return [one.measure for one in self.rows.measures if concept.kind in one.kinds]

    def _divided(self, parts: Parts) -> list[tuple[Dimension, Breakdown]]:
        """The breakdowns with their dimensions, in the dimensions' order."""
        breakdowns = (self.breakdowns[one] for one in parts.breakdown_ids)
        pairs = ((self.dimensions[one.breakdown_dimension], one) for one in breakdowns)
        return sorted(pairs, key=lambda pair: pair[0].order)

    def _innermost(self, parts: Parts) -> Breakdown | None:
        """The breakdown that makes the parts of the whole: the last that is no variant."""
        dividing = [breakdown for dimension, breakdown in self._divided(parts) if dimension.role != VARIANT]
        return dividing[-1] if dividing else None

    def _role(self, breakdown_id: str) -> str:
        return self.dimensions[self.breakdowns[breakdown_id].breakdown_dimension].role

    def _whole_of_level(self, parts: Parts) -> Parts | None:
        """The total that a level is a part of: without its innermost breakdown, or with the parent of that one."""
        concept, innermost = self.concepts[parts.concept_id], self._innermost(parts)
        if concept.kind not in ADDITIVE_KINDS:
            return None
        if innermost is None:
            return Parts(concept.whole_concept_id, parts.breakdown_ids) if concept.whole_concept_id else None
        others = {one for one in parts.breakdown_ids if one != innermost.breakdown_id}
        parent = {innermost.parent_breakdown_id} if innermost.parent_breakdown_id else set()
        return Parts(parts.concept_id, tuple(sorted(others | parent)))

    def _whole_of_share(self, parts: Parts) -> Parts | None:
        """What a share is in per cent of: the concept without the part ("manufacturing in GRDP"); without a part the
        concept's own whole in the same domains; without one the concept in no domain."""
        concept = self.concepts[parts.concept_id]
        dividing = self._dividing_share(parts)
        if dividing is not None:
            return Parts(concept.concept_id, tuple(one for one in parts.breakdown_ids if one != dividing.breakdown_id))
        if concept.whole_concept_id is None:
            return None
        return Parts(concept.whole_concept_id, tuple(one for one in parts.breakdown_ids if self._role(one) != GRADE))

    def _dividing_share(self, parts: Parts) -> Breakdown | None:
        """The breakdown that a share is the share of, None where it is that of the concept in its own whole."""
        divided = self._divided(parts)
        parts_proper = [breakdown for dimension, breakdown in divided if dimension.role == PART]
        if parts_proper:
            return parts_proper[-1]
        if self.concepts[parts.concept_id].whole_concept_id:
            return None
        others = [breakdown for dimension, breakdown in divided if dimension.role in (DOMAIN, GRADE)]
        return others[-1] if others else None

    # --- what follows

    def _compose(self, parts: Parts) -> Indicator:
        misfit = self._misfit(parts)
        if misfit:
            raise misfit
        concept, measure = self.concepts[parts.concept_id], self.measures[parts.measure]
        level = Parts(parts.concept_id, parts.breakdown_ids)
        whole = self._whole_of_share(level) if measure.measure in OF_A_WHOLE else None
        if measure.measure == LEVEL:
            whole = self._whole_of_level(level)
        standard, display = self._unit(level, measure)
        limits = self._limits(level, measure, standard)
        composed = Indicator(
            indicator_id=self.grammar.compose(parts),
            name_vi=self._name(parts, whole, "vi"),
            name_en=self._name(parts, whole, "en"),
            definition=self._definition(parts, whole, "en"),
            definition_vi=self._definition(parts, whole, "vi"),
            theme=concept.theme,
            concept_id=concept.concept_id,
            breakdown_ids=",".join(sorted(parts.breakdown_ids)) or None,
            measure=measure.published_as or _BY_KIND[concept.kind],
            standard_unit_id=standard,
            display_unit_id=display,
            price_basis=self._prices(level, measure) if measure.price_basis == OWN else None,
            better=self._better(level, measure),
            aggregation=concept.aggregation if measure.aggregation == OWN else measure.aggregation,
            minimum=limits.minimum,
            maximum=limits.maximum,
            plausible_low=limits.plausible_low,
            plausible_high=limits.plausible_high,
            base_indicator_id=self._base(level, measure),
            whole_indicator_id=self.grammar.compose(whole) if whole else None,
            breakdown=self._breakdown(level, measure) if whole else None,
        )
        return overruled(composed, self._overrides.get(composed.indicator_id))

    def _prices(self, level: Parts, measure: Measure) -> str | None:
        said = [one for one in level.breakdown_ids if self.breakdowns[one].breakdown_dimension == PRICES]
        concept = self.concepts[level.concept_id]
        if said:
            return _prices(said[0])
        return (concept.growth_price_basis if measure.measure in OF_GROWTH else None) or concept.price_basis

    def _base(self, level: Parts, measure: Measure) -> str | None:
        if measure.measure == LEVEL:
            return None
        is_of_growth = measure.measure == GROWTH_RANK
        return self.grammar.compose(replace(level, measure=GROWTH) if is_of_growth else level)

    def _breakdown(self, level: Parts, measure: Measure) -> str:
        dividing = self._innermost(level) if measure.measure == LEVEL else self._dividing_share(level)
        if dividing is not None:
            return dividing.breakdown_dimension
        return self._breakdown_of_concept.get(level.concept_id, level.concept_id)

    def _unit(self, level: Parts, measure: Measure) -> tuple[str, str]:
        """Standard and display unit."""
        if measure.unit_id:
            return measure.unit_id, measure.unit_id
        concept = self.concepts[level.concept_id]
        standard, display = concept.standard_unit_id, concept.display_unit_id
        for breakdown_id in level.breakdown_ids:
            units = self._units.get(breakdown_id, {})
            # Where nobody said in what people quote it, the standard unit will do.
            standard, display = units.get(standard, standard), units.get(display, units.get(standard, display))
        if measure.measure in DIFFERENCES and standard == PERCENT:
            return POINTS, POINTS
        return standard, display

    def _limits(self, level: Parts, measure: Measure, unit_id: str) -> Limits:
        concept = self.concepts[level.concept_id]
        if measure.measure != LEVEL:
            # A change in the concept's own unit has no limits that could be told of every concept.
            return measure.limits if measure.unit_id or unit_id == POINTS else Limits()
        if any(self._role(one) == VARIANT for one in level.breakdown_ids):
            return Limits(minimum=concept.limits.minimum if concept.limits.minimum == 0 else None)
        low = concept.limits.plausible_low
        if level.breakdown_ids and concept.kind in ADDITIVE_KINDS and low is not None:
            return replace(concept.limits, plausible_low=min(low, Decimal(0)))  # A part may be nothing.
        return concept.limits

    def _better(self, level: Parts, measure: Measure) -> str:
        concept = self.concepts[level.concept_id]
        if measure.measure == SHARE and self._dividing_share(level) is not None:
            return "none"  # The shares of a whole cannot all rise.
        return concept.better if measure.better == OWN else measure.better

    def _name(self, parts: Parts, whole: Parts | None, language: str) -> str:
        concept, measure = self.concepts[parts.concept_id], self.measures[parts.measure]
        dividing = self._dividing_share(parts) if measure.part_name_en else None
        if whole and dividing:
            return names.of_part(measure, dividing, self._level_name(whole, language), language)
        return names.measured(measure, self._level_name(parts, language), concept.kind == "count", language)

    def _level_name(self, parts: Parts, language: str) -> str:
        return names.level(self.concepts[parts.concept_id], self._divided(parts), language)

    def _definition(self, parts: Parts, whole: Parts | None, language: str) -> str:
        """What is measured, of whom: one sentence for the measure, one for the concept, one for each breakdown."""
        concept, measure = self.concepts[parts.concept_id], self.measures[parts.measure]
        divided = [
            f"{names.of(dimension, language)}: {names.of(part, language)}." for dimension, part in self._divided(parts)
        ]
        defined = " ".join([names.defined(concept, language), *divided])
        if measure.measure == LEVEL:
            return defined
        whole_name = names.in_sentence(self._level_name(whole, language)) if whole else ""
        said = names.defined(measure, language).format(whole=whole_name)
        return f"{said} {names.of(concept, language)}: {names.in_sentence(defined)}"


def _prices(breakdown_id: str) -> str:
    return breakdown_id.removesuffix("_prices")


def overruled(indicator: Indicator, override: Override | None) -> Indicator:
    """An indicator with what a row of indicators.csv says otherwise."""
    if override is None:
        return indicator
    decimals = {one.name for one in fields(Limits)}
    cells = {name: Decimal(cell) if name in decimals else cell for name, cell in override.cells.items()}
    return replace(indicator, **cells)
