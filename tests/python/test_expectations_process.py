"""The consumer's gate runs in a process of its own: what it finds comes back whole, and it never outlives the build."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import tiny
from chitieu import build, transform
from chitieu.errors import GateFailed
from chitieu.project import Project
from chitieu.release import publish
from chitieu.release.expectations_process import Waiting
from chitieu.report import JsonReporter

BEGIN = """
import time
from chitieu.release.expectations_process import Waiting
waiting = Waiting()
print("begun", flush=True)
time.sleep(60)
"""


def test_a_failed_gate_comes_back_with_its_reason_and_rows(project: Project, tmp_path: Path) -> None:
    (tmp_path / "parquet").mkdir()
    checking = Waiting().checking(project, tmp_path / "parquet", None, False)
    with checking as answer, pytest.raises(GateFailed, match="1 of 1 could not be evaluated") as raised:
        answer()
    assert "FileNotFoundError" in raised.value.rows[0]


def test_it_ends_when_the_build_fails_before_it_asks(project: Project, tmp_path: Path) -> None:
    waiting = Waiting()
    with pytest.raises(OSError), waiting.checking(project, tmp_path / "parquet", None, False):
        raise OSError("the disk is full")
    assert waiting._process.returncode == -signal.SIGKILL


def test_a_process_that_was_killed_stops_the_release(project: Project, tmp_path: Path) -> None:
    waiting = Waiting()
    waiting.dismiss()
    checking = waiting.checking(project, tmp_path, None, False)
    with checking as answer, pytest.raises(GateFailed, match="ended with status -9"):
        answer()


def test_it_ends_when_the_build_is_killed() -> None:
    build = subprocess.Popen([sys.executable, "-c", BEGIN], stdout=subprocess.PIPE, text=True)
    assert build.stdout is not None
    build.stdout.readline()
    (process,) = psutil.Process(build.pid).children()
    build.kill()
    build.wait()
    deadline = time.monotonic() + 120
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_it_ends_when_the_build_is_killed_while_it_still_loads(tmp_path: Path) -> None:
    stub = "import time, pathlib\npathlib.Path(__file__).with_name('loading').touch()\ntime.sleep(600)\n"
    (tmp_path / "great_expectations.py").write_text(stub, encoding="utf-8")
    build = subprocess.Popen([sys.executable, "-c", BEGIN], env=os.environ | {"PYTHONPATH": str(tmp_path)})
    wait_until((tmp_path / "loading").exists)
    (process,) = psutil.Process(build.pid).children()
    build.kill()
    build.wait()
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("broken", ["write_release", "write_csv"])
def test_it_ends_when_publication_raises(
    real_steps: Callable[[], build.Steps], tiny_project: Project, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    before = psutil.Process().children()

    def full(*_: object) -> None:
        assert len(psutil.Process().children()) > len(before), "it waits"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transform, "run", tiny.transform)
    monkeypatch.setattr(publish, broken, full)
    cheap = tiny.steps()
    steps = replace(
        real_steps(),
        check_inputs=cheap.check_inputs,
        prove=cheap.prove,
        write_evidence=cheap.write_evidence,
        write_quality_page=cheap.write_quality_page,
        making_site=cheap.making_site,
    )
    with pytest.raises(OSError, match="No space left"):
        build.build(tiny_project, steps, build.Options(), JsonReporter(sys.stderr))
    assert psutil.Process().children() == before


@pytest.fixture
def real_steps() -> Callable[[], build.Steps]:
    """The real ones, asked for before a tiny project puts cheap ones in their place."""
    return build.real_steps
