"""What a build says must never decide what it does: a reader that goes away, or a full disk, ends no build."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny
from chitieu.release.releases import Warehouse

# The command with cheap steps; what it prints goes where the test wants it.
COMMAND = """
import sys, tiny
from chitieu import build, cli
build.real_steps = tiny.steps
cli.app(sys.argv[1:])
"""


def run_into(stdout: int, root: Path, log_format: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHITIEU_ROOT": str(root), "PYTHONPATH": str(Path(tiny.__file__).parent)}
    for name in ("CHITIEU_DOCUMENTS", "CHITIEU_WAREHOUSE"):
        environment.pop(name, None)
    command = [sys.executable, "-c", COMMAND, "build", "--log-format", log_format]
    return subprocess.run(command, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_log_into_a_pipe_that_closed_does_not_end_the_build(tmp_path: Path, log_format: str) -> None:
    project = tiny.make(tmp_path / "project")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        outcome = run_into(writer, project.root, log_format)
    finally:
        os.close(writer)
    assert outcome.returncode == 0, outcome.stderr
    assert Warehouse(project.warehouse).current() is not None
    assert outcome.stderr.splitlines() == ["chitieu: nobody hears what the build says (Broken pipe); it goes on"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_log_on_a_full_disk_does_not_end_the_build(tmp_path: Path, log_format: str) -> None:
    project = tiny.make(tmp_path / "project")
    with Path("/dev/full").open("w") as full:
        outcome = run_into(full.fileno(), project.root, log_format)
    assert outcome.returncode == 0, outcome.stderr
    assert "No space left on device" in outcome.stderr


def test_a_log_that_is_read_to_its_end_tells_all(tmp_path: Path) -> None:
    project = tiny.make(tmp_path / "project")
    log = tmp_path / "log"
    with log.open("w") as stream:
        assert run_into(stream.fileno(), project.root, "json").stderr == ""
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["event"] == "published"
