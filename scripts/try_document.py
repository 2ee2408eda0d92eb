"""Add two made-up documents, a text and a table (tests/trial), to a copy of the checkout, and run its tests there.

`python scripts/try_document.py [tests …]`: no test may fail because a document was added. What is generated from the
data (docs, tests/expected) is written anew first, as a curator does. Documents are copied from CHITIEU_DOCUMENTS.
"""

import csv
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from chitieu.project import ROOT, Project

TRIAL = ROOT / "tests" / "trial"
REGISTERED = (
    ("bac-lieu-2024-01-10", "trial_bac_lieu.txt", "Bạc Liêu", "VN63_95", "2024-01-10"),
    ("trial-population-2020", "tables/trial_population_2020.csv", "General Statistics Office", "VN", "2021-06-30"),
)
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "warehouse", "target", "__pycache__", ".*_cache", "*.egg-info")
TESTS = (
    *("expected", "readers", "queries", "warehouse", "contract", "reference", "quality", "files", "readme", "docs"),
    *("statuses", "units", "notebooks", "corruptions", "inputs", "documents", "data_tests", "catalogue", "real_build"),
)
"""The tests that read what there is of documents; the others make their own."""


def add_to(root: Path, documents: Path) -> None:
    """Put the trial's documents into a folder of documents, and their seeds and registration into a checkout."""
    shutil.copytree(TRIAL / "documents", documents, dirs_exist_ok=True)
    shutil.copytree(TRIAL / "seeds", root / "seeds", dirs_exist_ok=True)
    with (root / "seeds" / "reference" / "documents.csv").open("a", encoding="utf-8", newline="") as registry:
        writer = csv.writer(registry, lineterminator="\n")
        for document_id, file_name, issuer, area_id, day in REGISTERED:
            digest = hashlib.sha256((documents / file_name).read_bytes()).hexdigest()
            row = document_id, file_name, digest, "A trial", issuer, area_id, day, "day", "printed", "", "vi"
            writer.writerow(row)


def main() -> int:
    """The status of pytest in the copy."""
    here = Project.from_environment()
    with tempfile.TemporaryDirectory(prefix="chitieu-trial-") as folder:
        root, documents = Path(folder) / "checkout", Path(folder) / "documents"
        shutil.copytree(ROOT, root, ignore=NOT_COPIED)
        if here.documents.is_dir():
            shutil.copytree(here.documents, documents)
        add_to(root, documents)
        environment = os.environ | {"PYTHONPATH": str(root / "scripts"), "CHITIEU_DOCUMENTS": str(documents)}
        environment.pop("CHITIEU_WAREHOUSE", None)
        tests = sys.argv[1:] or [f"tests/python/test_{name}.py" for name in TESTS]
        for command in (
            ["-m", "chitieu.cli", "build"],
            ["scripts/write_expected.py"],
            ["scripts/build_docs.py"],
            ["-m", "pytest", "-q", "--tb=short", *tests],
        ):
            status = subprocess.run([sys.executable, *command], cwd=root, env=environment, check=False).returncode
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
