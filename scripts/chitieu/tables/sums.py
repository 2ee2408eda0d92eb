"""The arithmetic of a table: provinces make up their region, regions the country, parts the whole.

Only figures of one column, or of one row, of one table are added, as they are shown. Each is rounded by at most half a
unit of its last digit, so a sum of n of them may differ from the printed total by (n + 1) halves and no more. Where it
differs by more, the map must say by how much and why: a footnote tells what the total holds besides (explain), or one
of the figures is wrong (doubt).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chitieu.seeds.registry import Registry
from chitieu.tables.maps import Rule, TableMap, columns_of

ROWS = "rows"
COLUMNS = "columns"

Values = Mapping[tuple[str, int, int], Decimal]
"""The figures of a table by sheet, row and column."""


@dataclass(frozen=True)
class Sum:
    """A printed total against its parts. `explanation` is the rule of the map that accounts for the difference."""

    kind: str
    sheet: str
    place: tuple[int, int]
    printed: Decimal
    added: Decimal
    tolerance: Decimal
    parts: tuple[tuple[int, int], ...]
    explanation: Rule | None = None

    @property
    def difference(self) -> Decimal:
        return self.printed - self.added

    @property
    def verdict(self) -> str:
        """pass, explained or fail."""
        if abs(self.difference) <= self.tolerance:
            return "pass"
        return "explained" if self.is_accounted_for and self.explanation.rule == "explain" else "fail"

    @property
    def is_accounted_for(self) -> bool:
        """Whether the total is the sum, or the map says exactly by how much it is not."""
        said = Decimal(self.explanation.parts[1]) if self.explanation else Decimal(0)
        return min(abs(self.difference), abs(self.difference - said)) <= self.tolerance


def sums_of(values: Values, drawn: TableMap, registry: Registry) -> list[Sum]:
    """Every sum that the table allows: those of its rows, then those of its columns."""
    return [*_sums_of_rows(values, drawn, registry), *_sums_of_columns(values, drawn)]


def _explanation(drawn: TableMap, kind: str, sheet: str, place: tuple[int, int]) -> Rule | None:
    rules = drawn.of("explain", "doubt", sheet=sheet)
    return next((one for one in rules if place in one and one.parts[0] == kind), None)


def _sum(
    values: Values,
    drawn: TableMap,
    kind: str,
    sheet: str,
    place: tuple[int, int],
    parts: Sequence[tuple[int, int, int]],
) -> Iterator[Sum]:
    """The sum of (sign, row, column) parts; those not printed count as nought. None if the total is not printed."""
    printed = values.get((sheet, *place))
    signed = [(sign, row, column) for sign, row, column in parts if (sheet, row, column) in values]
    if printed is None or not signed:
        return
    added = sum((sign * values[sheet, row, column] for sign, row, column in signed), Decimal(0))
    last_digit = min(
        printed.as_tuple().exponent, *(values[sheet, row, column].as_tuple().exponent for _, row, column in signed)
    )
    tolerance = Decimal(len(signed) + 1) / 2 * Decimal(1).scaleb(min(last_digit, 0))
    places = tuple((row, column) for _, row, column in signed)
    yield Sum(kind, sheet, place, printed, added, tolerance, places, _explanation(drawn, kind, sheet, place))


def _sums_of_rows(values: Values, drawn: TableMap, registry: Registry) -> Iterator[Sum]:
    for (sheet, column), rule in drawn.columns.items():
        indicator = registry.indicators[rule.value]
        if indicator.aggregation != "sum":
            continue
        for total, parts in row_tree(drawn, sheet, registry):
            yield from _sum(values, drawn, ROWS, sheet, (total, column), [(1, row, column) for row in parts])


def row_tree(drawn: TableMap, sheet: str, registry: Registry) -> Iterator[tuple[int, list[int]]]:
    """Each row that is a total, with the rows that make it up: of a region its provinces, of the nation the regions.

    In a table without regions the provinces make up the nation.
    """
    kinds = {
        row: registry.areas[area_id].area_type
        for (name, row), (area_id, _) in sorted(drawn.areas.items(), key=lambda item: item[0][1])
        if name == sheet
    }
    rows = list(kinds)
    regions = [row for row in rows if kinds[row] == "region"]
    for row in rows:
        if kinds[row] == "nation":
            yield row, regions or [one for one in rows if kinds[one] == "province"]
        elif kinds[row] == "region":
            following = next((one for one in rows if one > row and kinds[one] != "province"), rows[-1] + 1)
            yield row, [one for one in rows if row < one < following]


def _sums_of_columns(values: Values, drawn: TableMap) -> Iterator[Sum]:
    for rule in drawn.of("sum"):
        whole = rule.ranges[0].first_column
        parts = list(columns_of(rule.value, drawn.style))
        for row, others in _rows_of_one_area(drawn, rule.sheet):
            places = [(sign, _row_with(values, rule.sheet, others, column), column) for sign, column in parts]
            yield from _sum(values, drawn, COLUMNS, rule.sheet, (row, whole), places)


def _rows_of_one_area(drawn: TableMap, sheet: str) -> Iterator[tuple[int, list[int]]]:
    """Each row with all rows of its area: a total may stand on two lines, one of them for a column alone."""
    rows: dict[str, list[int]] = {}
    for (name, row), (area_id, _) in drawn.areas.items():
        if name == sheet:
            rows.setdefault(area_id, []).append(row)
    for same in rows.values():
        for row in same:
            yield row, same


def _row_with(values: Values, sheet: str, rows: Sequence[int], column: int) -> int:
    return next((row for row in rows if (sheet, row, column) in values), rows[0])
