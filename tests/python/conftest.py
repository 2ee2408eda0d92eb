"""What several tests need: a candidate as dbt leaves it, and a release as readers get it, each made once a session."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from chitieu import transform
from chitieu.project import Project
from dbt_run import EVIDENCE_HEADER


@pytest.fixture(scope="session")
def project() -> Project:
    """This checkout, with the documents that CHITIEU_DOCUMENTS names (by default documents/)."""
    return Project.from_environment()


@pytest.fixture(scope="session")
def built(project: Project, tmp_path_factory: pytest.TempPathFactory) -> transform.TransformResult:
    """The result of dbt on the real seeds without documents; its candidate is fixture `candidate`."""
    folder = tmp_path_factory.mktemp("candidate")
    evidence = folder / "evidence.csv"
    evidence.write_text(EVIDENCE_HEADER, encoding="utf-8")
    return transform.run(project, folder / "chitieu.duckdb", evidence)


@pytest.fixture(scope="session")
def candidate(built: transform.TransformResult) -> Path:
    """The file that dbt built, schema main; staging, intermediate and reference are in the workings beside it."""
    built.gate.require()
    return built.manifest.parent.parent / "chitieu.duckdb"


@pytest.fixture(scope="session")
def release(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release, published by the command as a user runs it."""
    there = replace(project, warehouse=tmp_path_factory.mktemp("published") / "warehouse")
    command = [sys.executable, "-m", "chitieu.cli", "build", "--warehouse", str(there.warehouse)]
    environment = {**os.environ, "CHITIEU_DOCUMENTS": str(project.documents)}
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return there.current.resolve()


@pytest.fixture
def warehouse(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, opened as a reader opens it."""
    with duckdb.connect(str(release / "chitieu.duckdb"), read_only=True) as connection:
        yield connection
