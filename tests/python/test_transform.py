"""What a person sees of a dbt test that fails: its sentence, the first rows it found, and where it stands."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from chitieu import transform
from chitieu.errors import GateFailed
from chitieu.project import ROOT, Project


@pytest.fixture
def copied(project: Project, tmp_path: Path) -> Project:
    """A copy of what dbt reads, to be spoilt."""
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(ROOT / "tests", tmp_path / "tests", ignore=lambda *_: ["python", "passages"])
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / file, tmp_path / file)
    return replace(project, root=tmp_path, warehouse=tmp_path / "warehouse")


def test_a_finding_that_nobody_reviewed_stops_the_build_and_is_shown(copied: Project, tmp_path: Path) -> None:
    reviews = copied.reference / "check_reviews.csv"
    kept = [
        line for line in reviews.read_text(encoding="utf-8").splitlines() if not line.startswith("plausible_range:")
    ]
    reviews.write_text("\n".join(kept) + "\n", encoding="utf-8")
    evidence = tmp_path / "evidence.csv"
    evidence.write_text("document_id,char_start,char_end,component,verification,decimals,passage\n", encoding="utf-8")
    result = transform.run(copied, tmp_path / "work" / "chitieu.duckdb", evidence)
    assert result.failed == 1
    with pytest.raises(GateFailed) as failure:
        result.gate.require()
    sentence, row = failure.value.rows
    assert sentence.startswith("every_failing_check_was_reviewed (tests/every_failing_check_was_reviewed.sql)")
    assert "check_id=plausible_range:hung-yen-2024-01:12313:1" in row
    assert "published=74.19" in row
