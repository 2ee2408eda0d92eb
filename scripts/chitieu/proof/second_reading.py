"""The machine's own reading of a document: every figure with its context, every other numeral with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from chitieu.catalogue.compose import Indicator
from chitieu.reading.context import Context, read_context, unit_meant
from chitieu.reading.figures import Figure, NotAFigure, read_numerals
from chitieu.reading.tokens.lexicon import Lexicon
from chitieu.seeds.registry import Document, Registry

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
    "obs_status",
)
"""The columns of an observation that the machine reads; the others are its place, its text and the person's note."""


@dataclass(frozen=True)
class MachineRow:
    """One figure, or one component of a pair, with what the text around it says."""

    figure: Figure
    context: Context

    @property
    def key(self) -> tuple[int, int, int]:
        return self.figure.start, self.figure.end, self.figure.component

    @property
    def decimals(self) -> int:
        """Digits after the decimal comma; a true fraction is kept to six."""
        return 6 if self.figure.unit == "fraction" else self.figure.decimals

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
            "obs_status": "E" if figure.is_estimate else "A",
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
    rows = (MachineRow(figure, context) for figure, context in zip(figures, contexts, strict=True))
    return Reading(text, tuple(rows), tuple(one for one in found if isinstance(one, NotAFigure)))


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
