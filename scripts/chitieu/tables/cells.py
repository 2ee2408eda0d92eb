"""A table as cells: what is stored, what is shown, where, and what spans what. Made by `workbooks.open_table`."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from chitieu.reading.numbers.printed_numbers import readings
from chitieu.tables.addresses import CSV, WORKBOOK, Range, address

MISSING = ".."
"""How a statistics office prints that there is no figure."""

_BLANK = re.compile(r"[\s\u00a0\u200b]+")
# "(1)    419.278.223": the mark of a footnote before a number that stands as text
_MARKED_NUMBER = re.compile(r"(?:\(\d\) )?(-?)([\d.,]+)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. `stored` is a number or a text; `shown` is empty for a number that is not shown."""

    row: int
    column: int
    stored: Decimal | str
    shown: str
    style: str = WORKBOOK
    is_hidden: bool = False

    @property
    def address(self) -> str:
        return address((self.row, self.column), self.style)

    @property
    def is_numeric(self) -> bool:
        """Whether the cell holds a number, shown or not, or a text that is one."""
        return isinstance(self.stored, Decimal) or self.number is not None

    @property
    def number(self) -> Decimal | None:
        """The number that the cell shows, rounded as it is shown; None if it shows none."""
        if self.style == CSV:
            return self.stored if isinstance(self.stored, Decimal) else None
        return number_shown(self.shown)


@lru_cache(maxsize=1 << 16)
def number_shown(text: str) -> Decimal | None:
    """The number in a cell of a workbook: a footnote's mark before it is passed over, a dash is nought.

    >>> number_shown("(1) 419.278.223"), number_shown("(5)"), number_shown("-")
    (Decimal('419278223'), None, Decimal('0'))
    """
    plain = one_line(text)
    if plain in ("-", "–"):
        return Decimal(0)
    found = _MARKED_NUMBER.fullmatch(plain)
    meant = readings(found[2]) if found else ()
    return (-meant[0].value if found[1] else meant[0].value) if found and meant else None


def one_line(text: str) -> str:
    """A text with single blanks and no line breaks.

    >>> one_line(" Đông Bắc\\n North East ")
    'Đông Bắc North East'
    """
    return _BLANK.sub(" ", text).strip()


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet, by (row, column); `encoding` tells how its text was stored."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[Range, ...] = ()
    encoding: str = "unicode"

    def text(self, row: int, column: int) -> str:
        """What a cell shows, on one line; empty for an empty cell, and for one covered by another."""
        cell = self.cells.get((row, column))
        return one_line(cell.shown) if cell else ""

    def span(self, row: int, column: int) -> Range:
        """The merged range that begins at a cell, or the cell alone."""
        return self._spans.get((row, column), Range(row, row, column, column))

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Range]:
        return {(one.first_row, one.first_column): one for one in self.merged}

    def numeric(self) -> Iterator[Cell]:
        """Every cell with a number, in the order of rows and columns."""
        return (cell for place, cell in sorted(self.cells.items()) if cell.is_numeric)

    def within(self, ranges: Iterable[Range]) -> Iterator[Cell]:
        """The cells of some ranges, each once, in order."""
        wanted = tuple(ranges)
        return (cell for place, cell in sorted(self.cells.items()) if any(place in one for one in wanted))

    @cached_property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)


@dataclass
class Book:
    """A file of sheets, each read when it is asked for. A CSV file has one sheet without a name."""

    style: str
    sheet_names: tuple[str, ...]
    read: Callable[[str], Sheet]
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name; KeyError if there is none."""
        if name not in self.sheet_names:
            raise KeyError(name)
        if name not in self._sheets:
            self._sheets[name] = self.read(name)
        return self._sheets[name]
