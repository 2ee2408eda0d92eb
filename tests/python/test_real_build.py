"""The real build, once more at another path and without any network: what it gives must be the same, byte for byte."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from chitieu.project import Project
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse
from conftest import named_documents

PARTS = ("seeds", "models", "macros", "tests", "dbt_project.yml", "profiles.yml")

# Where no namespace may be made, Python itself refuses every socket: nothing of the build's own code gets out, though
# this does not see what a library might do in C. No extension of DuckDB that could is installed or loaded.
WITHOUT_SOCKETS = """
import runpy, sys

def refuse(event, _):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise PermissionError(event)

sys.addaudithook(refuse)
sys.argv = ["chitieu", *sys.argv[1:]]
runpy.run_module("chitieu.cli", run_name="__main__")
"""


def without_network() -> list[str]:
    """The beginning of a command that runs `chitieu` where there is no network: a namespace of its own if possible."""
    namespace = ["unshare", "--map-root-user", "--net"]
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0
    ):
        return [*namespace, sys.executable, "-m", "chitieu.cli"]
    return [sys.executable, "-c", WITHOUT_SOCKETS]


@pytest.fixture(scope="module")
def elsewhere(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the checkout at another path."""
    root = tmp_path_factory.mktemp("another place") / "copy"
    root.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (project.root / part).is_dir() else shutil.copyfile
        copy(project.root / part, root / part)
    return replace(project, root=root, warehouse=root / "warehouse")


@pytest.fixture(scope="module")
def second(elsewhere: Project) -> Release:
    environment = {
        **os.environ,
        **named_documents(elsewhere),
        "CHITIEU_ROOT": str(elsewhere.root),
        "CHITIEU_WAREHOUSE": str(elsewhere.warehouse),
    }
    command = [*without_network(), "build"]
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return Warehouse(elsewhere.warehouse).current()


def hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every Parquet and CSV file of a release."""
    paths = [path for kind in ("parquet", "csv") for path in (folder / kind).iterdir()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_build_without_network_at_another_path_gives_the_same_bytes_and_hash(release: Path, second: Release) -> None:
    first = Release(release.name, release)
    assert len(hashes(second.folder)) >= 22
    assert hashes(first.folder) == hashes(second.folder)
    assert first.manifest["content_hash"] == second.manifest["content_hash"]
    assert first.manifest["inputs"] == second.manifest["inputs"]


def test_a_release_names_no_path_of_the_machine_that_built_it(elsewhere: Project, second: Release) -> None:
    here = str(elsewhere.root).encode()
    files = [path for path in second.folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if here in path.read_bytes()] == []


def test_every_file_of_a_release_is_listed_in_its_manifest(second: Release) -> None:
    found = {path.relative_to(second.folder).as_posix() for path in second.folder.rglob("*") if path.is_file()}
    assert found - {"manifest.json"} == set(second.manifest["files"])
    assert {"chitieu.duckdb", "quality.html", "changes.md", "expectations.json"} <= found
    assert second.faults(are_hashed=True) == []
