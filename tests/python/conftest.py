"""What several tests need: a candidate as dbt leaves it, and a release as readers get it, each made once a session."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
import tiny
from chitieu import build, cli, transform
from chitieu.project import Project
from dbt_run import EVIDENCE_HEADER
from typer.testing import CliRunner, Result


def named_documents(project: Project) -> dict[str, str]:
    """The variable that names the documents to a command, if they are there: a named folder must be."""
    return {"CHITIEU_DOCUMENTS": str(project.documents)} if project.documents.is_dir() else {}


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
    environment = os.environ | named_documents(project)
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return there.current.resolve()


@pytest.fixture
def warehouse(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, opened as a reader opens it."""
    with duckdb.connect(str(release / "chitieu.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture
def tiny_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A tiny project that the commands find, with cheap steps and the real publication."""
    made = tiny.make(tmp_path / "project")
    monkeypatch.setenv("CHITIEU_ROOT", str(made.root))
    monkeypatch.delenv("CHITIEU_DOCUMENTS", raising=False)
    monkeypatch.delenv("CHITIEU_WAREHOUSE", raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(build, "real_steps", tiny.steps)
    return made


@pytest.fixture
def run(tiny_project: Project) -> Callable[..., Result]:
    """A command of the tiny project, as typed; what it raised that is no exit status is raised again."""

    def ran(*arguments: str, **more: Any) -> Result:
        result = CliRunner().invoke(cli.app, list(arguments), **more)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ran
