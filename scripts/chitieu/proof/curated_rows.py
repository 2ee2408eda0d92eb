"""The curated rows of one document with the lines where a person finds them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chitieu.project import Project


@dataclass(frozen=True)
class CuratedRow:
    """A row of a seed file: its cells by column and the physical line on which it ends."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def start(self) -> int:
        return int(self.cells["char_start"])

    @property
    def end(self) -> int:
        return int(self.cells["char_end"])

    @property
    def component(self) -> int:
        return int(self.cells.get("component", "1"))


@dataclass(frozen=True)
class CuratedDocument:
    """What people have said of one document, and the files (relative to the checkout) in which they said it."""

    document_id: str
    observations: tuple[CuratedRow, ...]
    exclusions: tuple[CuratedRow, ...]
    settlements: tuple[CuratedRow, ...]

    @property
    def observations_file(self) -> str:
        return f"seeds/observations/{self.document_id}.csv"

    @property
    def exclusions_file(self) -> str:
        return f"seeds/exclusions/{self.document_id}.csv"

    @property
    def settlements_file(self) -> str:
        return f"seeds/settlements/{self.document_id}.csv"

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The distinct spans of figures and exclusions, in order."""
        return sorted({(row.start, row.end) for row in (*self.observations, *self.exclusions)})


def load(project: Project, document_id: str) -> CuratedDocument:
    """The rows of a document; a missing file has none. The files are taken to have passed the input gate."""
    name = f"{document_id}.csv"
    return CuratedDocument(
        document_id,
        tuple(rows_of(project.observations / name)),
        tuple(rows_of(project.exclusions / name)),
        tuple(rows_of(project.settlements / name)),
    )


def rows_of(path: Path) -> Iterator[CuratedRow]:
    """The rows of a CSV file with a header; none if there is no such file."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        for cells in reader:
            yield CuratedRow(reader.line_num, cells)
