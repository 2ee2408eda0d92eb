"""The machine's own reading of a document: every figure with its context, every other numeral with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from chitieu.catalogue.compose import Indicator
from chitieu.reading.context import Context, read_context, unit_meant
from chitieu.reading.expressions import plans, statuses
from chitieu.reading.figures import Figure, NotAFigure, read_numerals
from chitieu.reading.outline.paragraphs import Span
from chitieu.reading.questions import likelihood
from chitieu.reading.tokens.lexicon import Lexicon
from chitieu.seeds.registry import Document, Registry

GIVERS = {"plan_central": "central", "plan_prime_minister": "prime_minister", "plan_council": "council"}
"""The giver that a code of compared_with names, as a code of plan_giver."""

FIELDS = (
    "area_id",
    "period",
    "indicator_id",
    "scenario",
    "comparator",
    "is_approximate",
    "value_low",
    "value_high",
    "unit_id",
    "compared_with",
    "plan_giver",
    "obs_status",
)
"""The columns of an observation that the machine reads; the others are its place, its text and the person's note."""


@dataclass(frozen=True)
class MachineRow:
    """One figure, or one component of a pair, with what the text around it says."""

    figure: Figure
    context: Context
    plan_giver: str | None = None
    status: str = "A"
    """The code of obs_status: what the text says of the figure, or of the level that a growth or attainment is of."""

    @property
    def key(self) -> tuple[int, int, int]:
        return self.figure.start, self.figure.end, self.figure.component

    @cached_property
    def signs(self) -> dict[str, list[str]]:
        """What tells how likely each field is right (see chitieu.reading.questions.likelihood)."""
        figure, context = self.figure, self.context
        span = Span(figure.start, figure.end)
        period = context.period.value or ""
        kind = f"kind_{context.kind}"
        placed = {
            "period": context.period,
            "scenario": context.scenario,
            "area": context.area,
            "indicator": context.indicator,
        }
        found = {name: likelihood.signs_of_place(one, span, context.clause) for name, one in placed.items()}
        grain = f"grain_{likelihood.grain(period)}"
        found["period"] += [kind, grain, f"{grain}_{context.period.rule}", f"after_{context.scenario.value}"]
        is_far = context.period.rule in likelihood.FROM_AFAR or likelihood.FAR in context.period.signs
        found["period"] += [likelihood.FAR] if is_far else []
        found["scenario"] += [f"is_{context.scenario.value}", grain, f"period_{context.period.rule}"]
        found["area"] += [kind, *context.area.signs]
        found["indicator"] += [kind, *context.indicator.signs, f"{kind}_{context.indicator.rule}"]
        found["value"] = [
            f"figure_{figure.kind}",
            kind,
            f"is_{figure.comparator}",
            *(["several"] if figure.alternatives else []),
            *(["bare"] if figure.unit is None else []),
        ]
        return found

    @cached_property
    def field_probabilities(self) -> dict[str, float]:
        """How likely each field is right."""
        return {name: likelihood.probability(name, signs) for name, signs in self.signs.items()}

    @property
    def probability(self) -> float:
        """How likely the whole row is right, every field of it; 0 without an indicator."""
        return likelihood.row_probability(self.signs) if self.context.indicator.value else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether a person need not look at the row."""
        return self.probability >= likelihood.sure_level() and not likelihood.is_never_sure(self.signs)

    @property
    def decimals(self) -> int:
        """Digits after the decimal sign; of a true fraction none are printed."""
        return 0 if self.figure.unit == "fraction" else self.figure.decimals

    def cells(self, indicator: Indicator | None, registry: Registry) -> dict[str, str]:
        """The row as a seed would print it, every column of FIELDS.

        The unit depends on what is measured ("51 triệu đồng" of an income is per person), so the indicator is given:
        the person's when their row is judged, the machine's own when a row is proposed.
        """
        figure, context = self.figure, self.context
        unit = unit_meant(figure.unit, indicator, registry) or figure.unit
        return {
            "area_id": context.area.value or "",
            "period": context.period.value or "",
            "indicator_id": context.indicator.value or "",
            "scenario": context.scenario.value or "",
            "comparator": figure.comparator,
            "is_approximate": "true" if figure.is_approximate else "false",
            "value_low": plain(figure.low),
            "value_high": plain(figure.high),
            "unit_id": unit or "",
            "compared_with": context.compared_with.value or "",
            "plan_giver": self.plan_giver or "",
            "obs_status": self.status,
        }


@dataclass(frozen=True)
class Reading:
    """All that the machine reads in one text, in the text's order."""

    text: str
    rows: tuple[MachineRow, ...]
    exclusions: tuple[NotAFigure, ...]


def read_document(text: str, document: Document, registry: Registry, lexicon: Lexicon | None = None) -> Reading:
    """Read a text by machine; `lexicon` None takes the unit terms of this checkout. Never raises on any text."""
    found = read_numerals(text, lexicon)
    figures = [one for one in found if isinstance(one, Figure)]
    contexts = read_context(text, figures, document, registry)
    rows = [
        MachineRow(figure, context, _plan_giver(text, figure, context), _status(text, figure, context))
        for figure, context in zip(figures, contexts, strict=True)
    ]
    exclusions = tuple(one for one in found if isinstance(one, NotAFigure))
    return Reading(text, tuple(_as_firm_as_their_levels(rows, registry)), exclusions)


def _plan_giver(text: str, figure: Figure, context: Context) -> str | None:
    """Whose plan a figure is, or is held against; None for what is no plan and where nobody is named."""
    compared_with = context.compared_with.value or ""
    if compared_with.startswith("plan"):
        return GIVERS.get(compared_with) or plans.giver_after(text, figure.end)
    if context.scenario.value in ("target", "stretch"):
        return plans.giver_before(text, figure.start, context.clause.start)
    return None


def _status(text: str, figure: Figure, context: Context) -> str:
    return statuses.status(text, figure.start, context.clause.start, figure.is_estimate)


def _as_firm_as_their_levels(rows: Sequence[MachineRow], registry: Registry) -> list[MachineRow]:
    """The rows, each no firmer than the level in the same text that it follows from."""

    def subject(row: MachineRow, indicator_id: str | None) -> tuple[str | None, ...]:
        return row.context.area.value, row.context.period.value, indicator_id

    loose = {subject(row, row.context.indicator.value): row.status for row in rows if row.status != "A"}
    if not loose:
        return list(rows)
    marked = []
    for row in rows:
        indicator = registry.indicators.get(row.context.indicator.value or "")
        base = indicator.base_indicator_id if indicator and row.context.scenario.value == "actual" else None
        of_level = loose.get(subject(row, base), "A") if base else "A"
        marked.append(replace(row, status=statuses.least_firm(row.status, of_level)))
    return marked


def plain(number: Decimal | None) -> str:
    """A number as the seeds write it: digits, a point before the decimals, no exponent and no needless zeros."""
    if number is None:
        return ""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def same_cell(column: str, one: str, other: str) -> bool:
    """Whether two cells say the same: numbers by their value ("8.50" is "8.5"), anything else by its letters."""
    if one == other or not column.startswith("value_") or not one or not other:
        return one == other
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def differing(machine: Mapping[str, str], person: Mapping[str, str]) -> list[str]:
    """The columns of FIELDS in which two readings of a row differ."""
    return [column for column in FIELDS if not same_cell(column, machine[column], person[column])]
