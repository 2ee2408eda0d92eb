"""The unit tests of the models, which a build leaves out: rules of conversion, reconciliation, verdicts and checks."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from chitieu import transform
from chitieu.project import ROOT


def test_every_unit_test_of_the_models_passes(candidate: Path, tmp_path: Path) -> None:
    # A copy under the same name: dbt opens it for writing, and other tests have it open.
    copy = tmp_path / "chitieu.duckdb"
    shutil.copy(candidate, copy)
    shutil.copy(transform.workings_of(candidate), transform.workings_of(copy))
    command = [sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit", "--project-dir", str(ROOT)]
    command += ["--profiles-dir", str(ROOT), "--target-path", str(tmp_path), "--log-path", str(tmp_path)]
    environment = {
        **os.environ,
        "CHITIEU_CANDIDATE": str(copy),
        "CHITIEU_WORKINGS": str(transform.workings_of(copy)),
        "CHITIEU_EVIDENCE": str(candidate.parent / "evidence.csv"),
        "CHITIEU_INDICATORS": str(transform.indicators_of(candidate)),
        "CHITIEU_SEEDS": str(ROOT / "seeds"),
        "DO_NOT_TRACK": "1",
    }
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    results = [
        result
        for result in json.loads((tmp_path / "run_results.json").read_text(encoding="utf-8"))["results"]
        if result["unique_id"].startswith("unit_test.")
    ]
    assert len(results) >= 11
    assert [result["unique_id"] for result in results if result["status"] != "pass"] == [], outcome.stdout
