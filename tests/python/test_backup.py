"""A backup taken while builds run, and what is restored from it: the folder of the releases is all that it takes."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from chitieu.project import Project
from chitieu.release.disk import remove_tree
from chitieu.release.releases import Warehouse
from typer.testing import Result

TINY = Path(tiny.__file__)
COPIES = 2


def copied(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What `cp -a` makes of it, as the page on operation has it."""
    return subprocess.run(["cp", "-a", source, target], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("keep", ["20", "2"], ids=["nothing removed meanwhile", "old releases removed meanwhile"])
def test_the_releases_copied_while_builds_run_are_whole_and_can_be_restored(
    run: Callable[..., Result], tiny_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    statuses: list[int] = []
    is_over = threading.Event()

    def build_on() -> None:
        while not is_over.is_set():
            tiny.edit(tiny_project, len(statuses) + 2)
            command = [sys.executable, TINY, tiny_project.root, "--keep", keep]
            statuses.append(subprocess.run(command, capture_output=True, check=False).returncode)

    assert run("build", "--keep", keep).exit_code == 0
    builder = threading.Thread(target=build_on)
    builder.start()
    backups = [tmp_path / f"backup{number}" for number in range(COPIES)]
    for backup in backups:
        begun = len(statuses)
        done = copied(tiny_project.releases, backup)
        assert done.returncode == 0 or keep == "2", done.stderr
        while len(statuses) == begun and builder.is_alive():
            is_over.wait(0.05)
    is_over.set()
    builder.join()
    assert len(statuses) >= COPIES
    assert set(statuses) == {0}

    for backup in backups:
        restored = tmp_path / f"restored from {backup.name}"
        restored.mkdir()
        assert copied(backup, restored / "releases").returncode == 0
        monkeypatch.setenv("CHITIEU_WAREHOUSE", str(restored))
        checked = {
            one["release_id"]: one["faults"] for one in json.loads(run("check", "--deep", "--json").stdout)["releases"]
        }
        whole = [release_id for release_id, faults in checked.items() if not faults]
        assert whole
        assert len(whole) == len(checked) or keep == "2"
        assert run("status").exit_code == 1, "a copy of the releases has no current one yet"
        assert run("rollback", whole[0]).exit_code == 0
        assert run("status").exit_code == 0
        assert (
            run("sql", "select count(*) as rows from panel", "--format", "csv").stdout == f"rows\n{tiny.OBSERVATIONS}\n"
        )
    # The last is of the newest edition or the one before: one build, and it is where it was.
    assert run("build").exit_code == 0
    assert run("build", "--if-changed").exit_code == 3
    assert run("check", "current", "--deep").exit_code == 0


def test_a_restored_warehouse_whose_link_was_copied_as_a_folder_heals(
    run: Callable[..., Result], tiny_project: Project, tmp_path: Path
) -> None:
    assert run("build").exit_code == 0
    backup = tmp_path / "backup"
    subprocess.run(["cp", "-rL", tiny_project.warehouse, backup], check=True)
    remove_tree(tiny_project.warehouse)
    subprocess.run(["cp", "-r", backup, tiny_project.warehouse], check=True)
    assert not tiny_project.current.is_symlink()
    assert run("status").exit_code == 1
    assert run("build", "--if-changed").exit_code == 0
    assert tiny_project.current.is_symlink()
    assert Warehouse(tiny_project.warehouse).current().faults(are_hashed=True) == []
