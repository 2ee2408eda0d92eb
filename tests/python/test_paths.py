"""Folders of any name: what DuckDB, dbt and SQL take for something else is spelled for them, or refused by name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import tiny
import tiny_command
from chitieu import transform
from chitieu.errors import WrongFolder
from chitieu.project import ROOT, UNREADABLE, Project
from chitieu.workbench import literal
from dbt_run import run_models

ODD = "kho $số '1' \"x\" {a}] %s;"
"""A name that can be told to all of them."""


def run(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHITIEU_ROOT": str(root), **variables}
    command = [sys.executable, str(Path(tiny_command.__file__)), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_folder_with_signs_of_sql_in_its_name_works(tmp_path: Path) -> None:
    project = tiny.make(tmp_path / ODD)
    documents = {"CHITIEU_DOCUMENTS": f"{ODD}*?[#\\"}
    (project.root / documents["CHITIEU_DOCUMENTS"]).mkdir()
    for edition in (2, 3):
        tiny.edit(project, edition)
        built = run(project.root, "build", CHITIEU_WAREHOUSE=f"{ODD}/warehouse", **documents)
        assert built.returncode == 0, built.stderr
    for arguments in (
        ["status"],
        ["check", "--deep"],
        ["diff", "previous", "current"],
        ["sql", "select count(*) from fct_observation", "--format", "csv"],
        ["rollback"],
    ):
        result = run(project.root, *arguments, CHITIEU_WAREHOUSE=f"{ODD}/warehouse", **documents)
        assert result.returncode == 0, result.stderr
        assert result.stderr == ""


@pytest.mark.parametrize("sign", UNREADABLE)
def test_a_folder_whose_name_cannot_be_told_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    folder = tmp_path / f"a{sign}b"
    folder.mkdir()
    said = f"a{sign}b: the path holds {sign}, which"
    with pytest.raises(WrongFolder) as refused:
        Project.from_environment(folder)
    assert said in str(refused.value)
    monkeypatch.setenv("CHITIEU_WAREHOUSE", str(folder))
    with pytest.raises(WrongFolder):
        Project.from_environment(tmp_path)
    monkeypatch.delenv("CHITIEU_WAREHOUSE")
    project = Project.from_environment(tmp_path)
    with pytest.raises(WrongFolder):
        project.moved(warehouse=folder)
    assert project.moved(documents=folder).documents == folder


def test_dbt_reads_seeds_and_sources_in_such_a_folder(tmp_path: Path) -> None:
    seeds = tmp_path / ODD / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    read = [
        "units",
        "stg_units",
        "stg_observations",
        "stg_exclusions",
        "stg_corrections",
        "stg_evidence",
        "stg_indicators",
    ]
    candidate = run_models(seeds, tmp_path / ODD / "candidate" / "chitieu.duckdb", only=read)
    with duckdb.connect(str(candidate), read_only=True) as connection:
        connection.execute(f"attach {literal(str(transform.workings_of(candidate)))} as workings (read_only)")
        counted = (
            "select (select count(*) from workings.reference.units), count(*) from workings.staging.stg_observations"
        )
        units, observations = connection.execute(counted).fetchone()
    assert units > 100
    assert observations > 1000
