"""Where things are: the one place that knows the folders of a checkout and of its warehouse."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from chitieu.errors import WrongFolder

ROOT = Path(__file__).resolve().parents[2]


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

        A variable that is empty says nothing. Raises WrongFolder if the checkout is not there.
        """
        named = {name: os.environ.get(f"CHITIEU_{name}") for name in ("ROOT", "DOCUMENTS", "WAREHOUSE")}
        root = (root or Path(named["ROOT"] or ROOT)).resolve()
        if not root.is_dir():
            raise WrongFolder(f"{root}: there is no such folder; let CHITIEU_ROOT name a checkout of Chitieu")
        return cls(
            root=root,
            documents=(root / (named["DOCUMENTS"] or "documents")).resolve(),
            warehouse=(root / (named["WAREHOUSE"] or "warehouse")).resolve(),
            are_documents_named=bool(named["DOCUMENTS"]),
        )

    def moved(self, documents: Path | None = None, warehouse: Path | None = None) -> "Project":
        """This project with the folders that a command line names, relative to where one stands."""
        moved = self
        if documents is not None:
            moved = replace(moved, documents=documents.resolve(), are_documents_named=True)
        return moved if warehouse is None else replace(moved, warehouse=warehouse.resolve())

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
    def releases(self) -> Path:
        return self.warehouse / "releases"

    @property
    def current(self) -> Path:
        """The link to the release that readers open; resolve it before opening the database."""
        return self.warehouse / "current"
