"""Addresses of cells and ranges, in the two ways that documents are cited: `C14` of a workbook, `R14C3` of a CSV file.

A range is written as `C14`, `C14:F20`, `14:20` (whole rows) or `C:F` (whole columns); of a CSV file as `R14C3`,
`R14C3:R20C6`, `R14:R20` and `C3:C6`. Several stand side by side, parted by spaces.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORKBOOK = "workbook"
CSV = "csv"

_LETTERED = re.compile(r"([A-Z]{1,3})?([1-9][0-9]{0,6})?")
_NUMBERED = re.compile(r"(?:R([1-9][0-9]{0,6}))?(?:C([1-9][0-9]{0,4}))?")
LAST = 10_000_000
"""No sheet has so many rows or columns: the open end of a whole row or column."""


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, both ends included, counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    @property
    def rows(self) -> range:
        return range(self.first_row, self.last_row + 1)

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)


def column_name(column: int) -> str:
    """The letters of a column of a workbook.

    >>> column_name(3), column_name(28)
    ('C', 'AB')
    """
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(place: tuple[int, int], style: str) -> str:
    """A cell (row, column) as it is cited.

    >>> address((14, 3), WORKBOOK), address((14, 3), CSV)
    ('C14', 'R14C3')
    """
    row, column = place
    return f"{column_name(column)}{row}" if style == WORKBOOK else f"R{row}C{column}"


def place_of(text: str, style: str) -> tuple[int, int] | None:
    """The (row, column) of one cell, or None if the text names no single cell."""
    row, column = _corner(text, style)
    return (row, column) if row and column else None


def ranges_of(text: str, style: str) -> tuple[Range, ...]:
    """The ranges of a list; ValueError names the one that is none."""
    return tuple(_range(one, style) for one in text.split())


def _range(text: str, style: str) -> Range:
    first, is_pair, last = text.partition(":")
    low, high = _corner(first, style), _corner(last if is_pair else first, style)
    if low == (0, 0) or (low[0] == 0) != (high[0] == 0) or (low[1] == 0) != (high[1] == 0):
        raise ValueError(f"{text!r} names no cells")
    found = Range(low[0] or 1, high[0] or LAST, low[1] or 1, high[1] or LAST)
    if found.first_row > found.last_row or found.first_column > found.last_column:
        raise ValueError(f"{text!r} ends before it begins")
    return found


def _corner(text: str, style: str) -> tuple[int, int]:
    """(row, column), 0 for what is not named; (0, 0) for what is no address."""
    if style == WORKBOOK:
        found = _LETTERED.fullmatch(text)
        return (int(found[2] or 0), _column_number(found[1] or "")) if found else (0, 0)
    found = _NUMBERED.fullmatch(text)
    return (int(found[1] or 0), int(found[2] or 0)) if found else (0, 0)


def listed(places: Iterable[tuple[int, int]], style: str) -> str:
    """Cells as a short list of ranges down the columns, in the order of the columns.

    >>> listed([(2, 1), (3, 1), (7, 1), (2, 2)], WORKBOOK)
    'A2:A3 A7 B2'
    """
    return " ".join(_runs(sorted(places, key=lambda place: (place[1], place[0])), style))


def _runs(places: list[tuple[int, int]], style: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(places) + 1):
        if at < len(places) and places[at] == (places[at - 1][0] + 1, places[at - 1][1]):
            continue
        first, last = address(places[start], style), address(places[at - 1], style)
        yield first if first == last else f"{first}:{last}"
        start = at
