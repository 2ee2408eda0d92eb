"""The rows that a table and its map give: an observation for each figure, and the cells that are no figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chitieu.tables.addresses import address, listed
from chitieu.tables.cells import MISSING, Book, Cell, Sheet, one_line
from chitieu.tables.maps import TableMap

OBSERVATION = (
    "sheet",
    "cell",
    "figure",
    "component",
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
    "note",
)
EXCLUSION = ("sheet", "cells", "reason", "note")
NOT_SHOWN = "not_shown"
"""The reason of a number that the sheet stores and does not show, such as a zero under a format that hides it."""

Cells = dict[str, str]


@dataclass(frozen=True)
class Proposal:
    """Rows in the columns of the seeds, and the cells for which the map has no answer, each with what is wrong."""

    observations: tuple[Cells, ...]
    exclusions: tuple[Cells, ...]
    unanswered: tuple[tuple[str, Cell, str], ...]


def propose(book: Book, drawn: TableMap) -> Proposal:
    """Read every sheet that the map uses. KeyError names a sheet that the file does not have."""
    observations: list[Cells] = []
    exclusions: list[Cells] = []
    unanswered: list[tuple[str, Cell, str]] = []
    for name in drawn.sheets:
        sheet = book.sheet(name)
        hidden: list[tuple[int, int]] = []
        for cell, excluded in _numbers_and_texts(sheet, drawn):
            if excluded:
                continue
            said = drawn.meaning(name, (cell.row, cell.column))
            if isinstance(cell.stored, Decimal) and not cell.shown:
                hidden.append((cell.row, cell.column))
            elif said is None:
                unanswered.append((name, cell, "the number stands in no row and column of figures"))
            elif cell.number is None:
                said_of_it = "there is no figure" if one_line(cell.shown) == MISSING else "it is no number"
                unanswered.append((name, cell, f"{said_of_it} where a figure belongs"))
            else:
                observations.append(_observation(name, cell, cell.number, said))
        exclusions += _exclusions(drawn, name, hidden)
    return Proposal(tuple(observations), tuple(exclusions), tuple(unanswered))


def _numbers_and_texts(sheet: Sheet, drawn: TableMap) -> Iterator[tuple[Cell, bool]]:
    """Every number of a sheet and every text in a row and column of figures, with whether the map excludes it."""
    rules = tuple(drawn.of("exclude", sheet=sheet.name))
    for place, cell in sorted(sheet.cells.items()):
        if cell.is_numeric or drawn.meaning(sheet.name, place) is not None:
            yield cell, any(place in rule for rule in rules)


def printed(cell: Cell) -> str:
    """The figure as the cell prints it, without the mark of a footnote before it."""
    return one_line(cell.shown).split(" ")[-1]


def plain(value: Decimal) -> str:
    """A number in digits, without an exponent and without zeros at the end of its decimals.

    >>> plain(Decimal("283.0")), plain(Decimal("1E+3"))
    ('283', '1000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _observation(sheet: str, cell: Cell, number: Decimal, said: dict[str, str]) -> Cells:
    value = plain(number)
    return {
        "sheet": sheet,
        "cell": cell.address,
        "figure": printed(cell),
        "component": "1",
        "area_id": said["area_id"],
        "period": said["period"],
        "indicator_id": said["indicator_id"],
        "scenario": said["scenario"],
        "comparator": "eq",
        "is_approximate": "false",
        "value_low": value,
        "value_high": value,
        "unit_id": said["unit_id"],
        "compared_with": "",
        "plan_giver": said["plan_giver"],
        "obs_status": said["obs_status"],
        "note": said["note"],
    }


def _exclusions(drawn: TableMap, sheet: str, hidden: list[tuple[int, int]]) -> Iterator[Cells]:
    for rule in drawn.of("exclude", sheet=sheet):
        yield {"sheet": sheet, "cells": rule["cells"], "reason": rule.value, "note": rule.note}
    if hidden:
        note = "stored as zero, or as less than a half, and not shown"
        yield {"sheet": sheet, "cells": listed(hidden, drawn.style), "reason": NOT_SHOWN, "note": note}


def place_name(sheet: str, place: tuple[int, int], style: str) -> str:
    """A cell as messages and readers cite it: `M09!C14`, `R14C3`.

    >>> place_name("M09", (14, 3), "workbook")
    'M09!C14'
    """
    return cell_name(sheet, address(place, style))


def cell_name(sheet: str, cell: str) -> str:
    """A cell by its sheet, which a CSV file has not, and its address; ids and locators hold it so."""
    return f"{sheet}!{cell}" if sheet else cell
