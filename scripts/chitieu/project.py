"""Where things are: the one place that knows the folders of a checkout and of its warehouse."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from chitieu.errors import WrongFolder

ROOT = Path(__file__).resolve().parents[2]
UNREADABLE = "*?[\\#"
"""What DuckDB takes in a path for a pattern or a folder, or dbt for the end of it."""


@dataclass(frozen=True)
class Project:
    """A checkout with its seeds, the documents beside it and the warehouse it publishes to.

    `are_documents_named`: somebody said where the documents are, so that their folder must be there.
    """

    root: Path
    documents: Path
    warehouse: Path
    are_documents_named: bool = False

    @classmethod
    def from_environment(cls, root: Path | None = None) -> "Project":
        """This checkout as a project; CHITIEU_ROOT, CHITIEU_DOCUMENTS and CHITIEU_WAREHOUSE move its folders.

        A variable that is empty says nothing. Raises WrongFolder if the checkout is not there, and when the path of
        checkout or warehouse cannot be told to DuckDB and dbt; that of the documents, which Python reads, may be any.
        """
        named = {name: os.environ.get(f"CHITIEU_{name}") for name in ("ROOT", "DOCUMENTS", "WAREHOUSE")}
        root = (root or Path(named["ROOT"] or ROOT)).resolve()
        if not root.is_dir():
            raise WrongFolder(f"{root}: there is no such folder; let CHITIEU_ROOT name a checkout of Chitieu")
        return cls(
            root=_readable(root),
            documents=(root / (named["DOCUMENTS"] or "documents")).resolve(),
            warehouse=_readable((root / (named["WAREHOUSE"] or "warehouse")).resolve()),
            are_documents_named=bool(named["DOCUMENTS"]),
        )

    def moved(self, documents: Path | None = None, warehouse: Path | None = None) -> "Project":
        """This project with the folders that a command line names, relative to where one stands.

        Raises WrongFolder as `from_environment` does.
        """
        moved = self
        if documents is not None:
            moved = replace(moved, documents=documents.resolve(), are_documents_named=True)
        return moved if warehouse is None else replace(moved, warehouse=_readable(warehouse.resolve()))

    @property
    def reference(self) -> Path:
        return self.root / "seeds" / "reference"

    @property
    def observations(self) -> Path:
        return self.root / "seeds" / "observations"

    @property
    def exclusions(self) -> Path:
        return self.root / "seeds" / "exclusions"

    @property
    def settlements(self) -> Path:
        return self.root / "seeds" / "settlements"

    @property
    def corrections(self) -> Path:
        return self.root / "seeds" / "corrections"

    @property
    def tables(self) -> Path:
        """The maps of official tables, drawn by people."""
        return self.root / "seeds" / "tables"

    def texts_and_tables(self, files: Iterable[Path]) -> tuple[list[Path], list[Path]]:
        """Seed files of documents, those of texts apart from those of tables, which are the ones with a map."""
        listed = list(files)
        drawn = {path.name for path in self.tables.glob("*.csv")}
        return [one for one in listed if one.name not in drawn], [one for one in listed if one.name in drawn]

    @property
    def releases(self) -> Path:
        return self.warehouse / "releases"

    @property
    def current(self) -> Path:
        """The link to the release that readers open; resolve it before opening the database."""
        return self.warehouse / "current"


def _readable(folder: Path) -> Path:
    wrong = sorted({sign for sign in str(folder) if sign in UNREADABLE})
    if wrong:
        signs = " ".join(wrong)
        raise WrongFolder(
            f"{folder}: the path holds {signs}, which DuckDB and dbt take for something else; rename that folder"
        )
    return folder
