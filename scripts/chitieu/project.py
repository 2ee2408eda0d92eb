"""Where things are: the one place that knows the folders of a checkout and of its warehouse."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """A checkout with its seeds, the documents beside it and the warehouse it publishes to."""

    root: Path
    documents: Path
    warehouse: Path

    @classmethod
    def from_environment(cls, root: Path | None = None) -> "Project":
        """This checkout as a project; CHITIEU_ROOT, CHITIEU_DOCUMENTS and CHITIEU_WAREHOUSE move its folders."""
        root = (root or Path(os.environ.get("CHITIEU_ROOT", ROOT))).resolve()
        return cls(
            root=root,
            documents=(root / os.environ.get("CHITIEU_DOCUMENTS", "documents")).resolve(),
            warehouse=(root / os.environ.get("CHITIEU_WAREHOUSE", "warehouse")).resolve(),
        )

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
