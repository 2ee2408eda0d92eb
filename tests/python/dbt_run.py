"""The models of this checkout on other seeds, without the data tests: for tests of what the models say."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from chitieu import transform
from chitieu.project import ROOT, Project
from chitieu.seeds.composed import write_indicators

EVIDENCE_HEADER = "document_id,place,component,verification,decimals,passage\n"


def run_models(seeds: Path, candidate: Path, project: Path = ROOT, only: Sequence[str] = ()) -> Path:
    """Build `candidate` from the folder `seeds` and return its path; fails with dbt's words if a model cannot be built.

    With `only`, just the models and seeds of these names.

    dbt reads the reference seeds below the project folder, so the project is copied beside the seeds by links.
    """
    room = candidate.parent / "project"
    room.mkdir(parents=True, exist_ok=True)
    for name in ("dbt_project.yml", "profiles.yml", "models", "macros", "tests"):
        if not (room / name).exists():
            (room / name).symlink_to(project / name)
    if not (room / "seeds").exists():
        (room / "seeds").symlink_to(seeds)
    evidence = candidate.parent / "evidence.csv"
    evidence.write_text(EVIDENCE_HEADER, encoding="utf-8")
    indicators = transform.indicators_of(candidate)
    write_indicators(Project(root=room, documents=room, warehouse=room), indicators)
    target = candidate.parent / "target"
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "build", "--full-refresh"]
    command += ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "test", "--project-dir", str(room)]
    command += ["--profiles-dir", str(room), "--target-path", str(target), "--log-path", str(target)]
    command += ["--select", *only] if only else []
    environment = {
        **os.environ,
        "CHITIEU_CANDIDATE": str(candidate),
        "CHITIEU_WORKINGS": str(transform.workings_of(candidate)),
        "CHITIEU_EVIDENCE": str(evidence),
        "CHITIEU_INDICATORS": str(indicators),
        "CHITIEU_SEEDS": str(seeds),
        "DO_NOT_TRACK": "1",
    }
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return candidate
