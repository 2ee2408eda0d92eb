"""A release cannot be written: its modes, who may remove it all the same, and what a lock on its database holds up."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import tiny
from chitieu import build
from chitieu.errors import Busy, WrongFolder
from chitieu.project import Project
from chitieu.release.disk import holder_of, remove_tree
from chitieu.release.releases import Warehouse
from chitieu.report import JsonReporter
from typer.testing import Result

TINY = Path(tiny.__file__)
NOBODY = 65534
HOLD = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    connection.execute("select 1")
    print("held", flush=True)
    sys.stdin.readline()
"""
WRITE = """
import sys, duckdb
try:
    duckdb.connect(sys.argv[1])
except duckdb.IOException as problem:
    print(problem)
"""


def published(project: Project, edition: int = 1) -> Path:
    tiny.edit(project, edition)
    return build.build(project, tiny.steps(), build.Options(), JsonReporter(sys.stderr)).folder


def as_nobody(*command: str | Path) -> list[str | Path]:
    """The command run by a user to whom modes apply, as they do not to root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]


@pytest.fixture
def of_nobody() -> Iterator[Project]:
    """A tiny project of a user to whom modes apply, where he can reach it: folders of pytest are closed to others."""
    ran = subprocess.run(as_nobody(sys.executable, "-c", "import duckdb"), capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        pytest.skip(f"another user cannot run this Python here: {ran.stderr[-200:]}")
    folder = Path(tempfile.mkdtemp(prefix="chitieu-"))
    project = tiny.make(folder / "project")
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
    yield project
    remove_tree(folder)


def build_as_nobody(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = as_nobody(sys.executable, TINY, project.root, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [folder, *folder.rglob("*")]}


@contextmanager
def held(database: Path) -> Iterator[subprocess.Popen[str]]:
    """The database opened to write by another process, as by an editor that somebody forgot."""
    database.parent.chmod(0o755)
    database.chmod(0o644)
    command = [sys.executable, "-c", HOLD, database]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.communicate("\n")


def test_a_release_is_published_read_only(tiny_project: Project) -> None:
    assert modes(published(tiny_project)) == {(True, 0o555), (False, 0o444)}


def test_its_owner_cannot_open_the_database_to_write_and_reads_it_as_before(of_nobody: Project) -> None:
    assert build_as_nobody(of_nobody).returncode == 0
    database = of_nobody.current.resolve() / "chitieu.duckdb"
    refused = subprocess.run(
        as_nobody(sys.executable, "-c", WRITE, database), capture_output=True, text=True, check=True
    )
    assert "Permission denied" in refused.stdout
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("select count(*) from panel").fetchone() == (tiny.OBSERVATIONS,)


def test_retention_and_sweep_remove_what_may_not_be_written(of_nobody: Project) -> None:
    for edition in (1, 2, 3):
        tiny.edit(of_nobody, edition)
        assert build_as_nobody(of_nobody, "--keep", "1").returncode == 0
        assert len(Warehouse(of_nobody.warehouse).releases()) == 1
    tiny.edit(of_nobody, 4)
    assert build_as_nobody(of_nobody, "--die-at", "before-switch").returncode == -9
    assert len(Warehouse(of_nobody.warehouse).releases()) == 2
    tiny.edit(of_nobody, 5)
    assert build_as_nobody(of_nobody, "--die-at", "after-protect_below").returncode == -9
    assert (of_nobody.warehouse / ".work" / "build" / "release").is_dir()
    swept = build_as_nobody(of_nobody, "--keep", "5")
    assert swept.returncode == 0
    assert len(Warehouse(of_nobody.warehouse).releases()) == 2
    assert json.loads(swept.stdout.splitlines()[0])["event"] == "swept"
    assert list((of_nobody.warehouse / ".work").iterdir()) == []


def test_a_build_needs_no_lock_on_the_database_of_the_release_before(tiny_project: Project) -> None:
    with held(published(tiny_project) / "chitieu.duckdb"):
        folder = published(tiny_project, 2)
        note = (folder / "changes.md").read_text(encoding="utf-8")
        assert f"`fct_observation`: {tiny.OBSERVATIONS} changed" in note


def test_who_holds_a_database_is_said(run: Callable[..., Result], tiny_project: Project) -> None:
    with held(published(tiny_project) / "chitieu.duckdb") as process:
        refused = run("sql", "from panel")
        assert refused.exit_code == 1
        assert f"PID {process.pid}" in refused.stderr
        checked = run("check", "--deep")
        assert checked.exit_code == 1
        assert f"PID {process.pid}" in checked.stderr


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who holds a lock")
def test_who_holds_the_lock_is_said(tiny_project: Project) -> None:
    command = [sys.executable, TINY, tiny_project.root, "--hold", "30"]
    building = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    while '"second reading"' not in building.stdout.readline():
        pass
    with pytest.raises(Busy, match=rf"holds the lock, process {building.pid} \(.*tiny\.py"):
        published(tiny_project)
    building.kill()
    building.communicate()
    assert holder_of(tiny_project.warehouse / ".lock") == ""


def unreachable(*_: object) -> None:
    raise AssertionError("a later step ran")


def test_releases_on_another_file_system_are_refused_before_the_work(tiny_project: Project, tmp_path: Path) -> None:
    releases = tiny_project.releases
    releases.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", releases]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        releases.rmdir()
        releases.symlink_to(another_file_system(tmp_path))
    try:
        with pytest.raises(WrongFolder, match="on another file system"):
            build.build(tiny_project, tiny.steps(check_inputs=unreachable), build.Options(), JsonReporter(sys.stderr))
        assert list((tiny_project.warehouse / ".work").iterdir()) == list(releases.iterdir()) == []
    finally:
        if releases.is_mount():
            subprocess.run(["umount", releases], check=True)


def another_file_system(here: Path) -> Path:
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == here.stat().st_dev:
        pytest.skip("there is no second file system to try")
    return shared


def test_the_command_calls_releases_on_another_file_system_wrong_usage(
    run: Callable[..., Result], tiny_project: Project, tmp_path: Path
) -> None:
    tiny_project.releases.parent.mkdir()
    tiny_project.releases.symlink_to(another_file_system(tmp_path))
    refused = run("build")
    assert refused.exit_code == 2
    assert "put the whole warehouse there" in refused.stderr
    tiny_project.releases.unlink()
    tiny_project.releases.write_text("", encoding="utf-8")
    assert run("build").exit_code == 2
