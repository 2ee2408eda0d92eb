import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import tiny
from chitieu import build
from chitieu.errors import GateFailed, InputError, Problem
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release.releases import Warehouse
from chitieu.report import JsonReporter

TINY = Path(tiny.__file__)
READER = Path(__file__).with_name("reader.py")
REBUILDS, READERS, KILLS = 5, 4, 12


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return tiny.make(tmp_path / "project")


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One build in a process of its own."""
    return subprocess.run([sys.executable, TINY, project.root, *arguments], capture_output=True, text=True, check=False)


def start(project: Project, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, TINY, project.root, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def wait_for(process: subprocess.Popen[bytes], step: str) -> None:
    """Read the JSON lines of a build up to the beginning of a step."""
    for line in process.stdout:
        if json.loads(line) | {"event": "step started", "step": step} == json.loads(line):
            return
    raise AssertionError(f"the build never reached {step!r}")


def quick(project: Project, options: build.Options = build.Options(), **changed: object) -> object:  # noqa: B008
    return build.build(project, tiny.steps(**changed), options, JsonReporter(sys.stderr))


def left_overs(project: Project) -> list[str]:
    work = project.warehouse / ".work"
    return sorted(path.name for path in work.iterdir()) if work.is_dir() else []


def assert_whole(project: Project) -> None:
    """The current release has every file as published, and answers from one edition."""
    current = Warehouse(project.warehouse).current()
    assert current is not None
    assert current.faults(are_hashed=True) == []
    with duckdb.connect(str(current.database), read_only=True) as connection:
        editions = connection.execute("select distinct edition, listed_edition from panel").fetchall()
        assert connection.execute("select count(*) from panel").fetchone() == (tiny.OBSERVATIONS,)
    assert len(editions) == 1
    assert editions[0][0] == editions[0][1]


@pytest.fixture
def readers(project: Project) -> Iterator[list[subprocess.Popen[str]]]:
    quick(project)
    database = project.current / "chitieu.duckdb"
    started = [
        subprocess.Popen([sys.executable, READER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    yield started
    for reader in started:
        reader.kill()
        reader.communicate()


def test_readers_never_fail_and_never_see_a_mixture_while_the_warehouse_is_rebuilt(
    project: Project, readers: list[subprocess.Popen[str]]
) -> None:
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    for edition in range(2, REBUILDS + 2):
        tiny.edit(project, edition)
        assert run(project, "--keep", "2").returncode == 0
    reports = [json.loads(reader.communicate("stop\n", timeout=30)[0]) for reader in readers]
    assert [report["failures"] for report in reports] == [[]] * READERS
    assert all(report["queries"] > REBUILDS for report in reports)
    seen = {edition for report in reports for edition in report["editions"]}
    assert {1, REBUILDS + 1} <= seen <= set(range(1, REBUILDS + 2))


def test_a_build_killed_at_any_time_leaves_the_current_release_whole_and_the_next_build_sweeps_up(
    project: Project,
) -> None:
    quick(project)
    begun = time.monotonic()
    assert run(project).returncode == 0
    whole_build = time.monotonic() - begun
    killed = swept = 0
    for number in range(KILLS):
        tiny.edit(project, number + 2)
        building = start(project)
        time.sleep(whole_build * (number + 0.5) / KILLS)
        building.send_signal(signal.SIGKILL)
        building.communicate()
        killed += building.returncode == -signal.SIGKILL
        assert_whole(project)
        swept += bool(left_overs(project))
        assert run(project).returncode == 0
        assert left_overs(project) == []
        assert_whole(project)
    assert killed >= KILLS // 2, "most builds must have died, else nothing was tried"
    assert swept, "some builds must have left something behind, else sweeping was not tried"


@pytest.mark.parametrize(
    "point",
    ["before-fsync_tree", "after-fsync_tree", "before-publish", "before-switch", "after-switch", "before-retain"],
)
def test_a_build_killed_between_two_steps_of_publication_is_all_or_nothing(project: Project, point: str) -> None:
    quick(project)
    before = Warehouse(project.warehouse).current()
    tiny.edit(project, 2)
    assert run(project, "--die-at", point).returncode == -signal.SIGKILL
    assert_whole(project)
    has_switched = point in ("after-switch", "before-retain")
    assert (Warehouse(project.warehouse).current() != before) is has_switched
    # What nobody has seen is no release, so the same inputs are still to be published.
    assert run(project, "--if-changed").returncode == (3 if has_switched else 0)
    assert_whole(project)
    assert left_overs(project) in ([], ["unchanged.json"])
    assert len(Warehouse(project.warehouse).releases()) == 2


def test_a_full_disk_stops_the_build_and_the_next_one_succeeds_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() == 0 and mounted(disk):
        try:
            full_disk(disk)
        finally:
            subprocess.run(["umount", disk], check=True)
    else:
        # Without the right to mount, every file is kept smaller than the database: the write fails half-way with
        # EFBIG instead of ENOSPC. It shows the same handling, though not a file system that is full for other files.
        limited_files(tmp_path)


def mounted(disk: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def full_disk(disk: Path) -> None:
    project = tiny.make(disk / "project")
    assert run(project).returncode == 0
    ballast = disk / "ballast"
    for number, room in enumerate((0, 0.5, 1, 1.5, 2)):
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        tiny.edit(project, number + 2)
        ballast.write_bytes(b"x" * max(0, free - int(room * 1_000_000)))
        before = Warehouse(project.warehouse).current()
        failed = run(project)
        assert failed.returncode == 1, (room, failed.stderr)
        assert_whole(project)
        assert Warehouse(project.warehouse).current() == before
        assert left_overs(project) == []
        ballast.unlink()
    assert run(project, "--keep", "2").returncode == 0
    assert_whole(project)


def limited_files(folder: Path) -> None:
    project = tiny.make(folder / "project")
    quick(project)
    tiny.edit(project, 2)
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    failed = subprocess.run([sys.executable, "-c", code, TINY, project.root], capture_output=True, check=False)
    assert failed.returncode != 0
    assert_whole(project)
    quick(project)
    assert_whole(project)


def test_files_that_may_not_grow_stop_the_build_and_the_next_one_succeeds(tmp_path: Path) -> None:
    limited_files(tmp_path)


def test_a_second_build_leaves_at_once_or_waits_as_told(project: Project) -> None:
    first = start(project, "--hold", "3")
    wait_for(first, "second reading")
    begun = time.monotonic()
    assert run(project).returncode == 4
    assert time.monotonic() - begun < 3
    assert run(project, "--wait", "30").returncode == 0
    assert first.wait() == 0
    first.stdout.close()
    assert len(Warehouse(project.warehouse).releases()) == 2


def test_nothing_is_published_when_nothing_changed_and_any_change_is_seen(project: Project) -> None:
    only_changes = build.Options(if_changed=True)
    first = quick(project, only_changes)
    assert quick(project, only_changes) is None
    assert Warehouse(project.warehouse).releases() == [first]
    tiny.edit(project, 2)
    second = quick(project, only_changes)
    assert second is not None
    (project.documents / "tiny.txt").write_text("Thu ngân sách đạt 13 tỷ đồng.", encoding="utf-8")
    assert quick(project, only_changes) is not None
    (project.documents / "tiny.txt").unlink()
    assert quick(project, only_changes) is not None
    (project.root / "models").mkdir()
    (project.root / "models" / "one.sql").write_text("select 1", encoding="utf-8")
    assert quick(project, only_changes) is not None
    assert quick(project, only_changes) is None


def test_a_release_that_was_rolled_back_is_not_published_again_by_an_unchanged_build(project: Project) -> None:
    first = quick(project)
    tiny.edit(project, 2)
    quick(project)
    warehouse = Warehouse(project.warehouse)
    warehouse.roll_back(first)
    assert quick(project, build.Options(if_changed=True)) is None
    assert warehouse.current() == first
    tiny.edit(project, 3)
    third = quick(project, build.Options(if_changed=True))
    assert warehouse.current() == third
    assert not warehouse.was_returned_to(first), "a rollback ends with the next release"


@pytest.mark.parametrize(
    ("step", "gate"),
    [
        ("check_inputs", Gate("inputs", 9, 1, 0.0, ["row 7"])),
        ("check_inputs", Gate("inputs", 0, 0, 0.0)),
        ("checking_expectations", Gate("expectations", 9, 1, 0.0, ["row 7"])),
        ("checking_expectations", Gate("expectations", 0, 0, 0.0)),
    ],
)
def test_a_gate_that_fails_or_checks_nothing_stops_the_release(project: Project, step: str, gate: Gate) -> None:
    before = quick(project)
    tiny.edit(project, 2)
    with pytest.raises(GateFailed) as stopped:
        quick(project, **{step: lambda *_: gate if step == "check_inputs" else nullcontext(lambda: gate)})
    assert stopped.value.gate == gate.name
    assert Warehouse(project.warehouse).releases() == [before]
    assert left_overs(project) == []


def test_a_failed_proof_or_a_failed_model_stops_the_release(project: Project) -> None:
    bad = Gate("proof", 9, 1, 0.0)
    with pytest.raises(GateFailed):
        quick(project, prove=lambda _: tiny.TinyProof(bad, True, 0))
    with pytest.raises(GateFailed):
        quick(project, transform=lambda *_: tiny.TinyTransformed(bad, 1, 1, Path()))
    assert Warehouse(project.warehouse).current() is None


def test_without_documents_a_release_says_that_it_is_unverified(project: Project) -> None:
    absent = tiny.TinyProof(Gate("proof", 9, 0, 0.0), False, 7)
    manifest = quick(project, prove=lambda _: absent).manifest
    assert manifest["is_verified"] is False
    assert manifest["documents_present"] is False
    assert manifest["unverified_observations"] == 7
    verified = quick(project).manifest
    assert verified["is_verified"] is True


def test_broken_input_stops_before_anything_is_built(project: Project) -> None:
    def broken(_: Project) -> Gate:
        raise InputError([Problem("seeds/x.csv", 3, "value_low", "no number", "write it with a point")])

    def unreachable(*_: object) -> None:
        raise AssertionError("a later step ran")

    with pytest.raises(InputError):
        quick(project, check_inputs=broken, prove=unreachable, transform=unreachable)
    assert Warehouse(project.warehouse).current() is None


def test_an_input_edited_while_the_models_run_stops_the_release(project: Project) -> None:
    def edited_meanwhile(project: Project, candidate: Path, evidence: Path) -> tiny.TinyTransformed:
        made = tiny.transform(project, candidate, evidence)
        tiny.edit(project, 9)
        return made

    with pytest.raises(GateFailed, match="changed while the build ran"):
        quick(project, transform=edited_meanwhile)
    assert Warehouse(project.warehouse).current() is None


def test_the_expectations_see_the_release_before_and_what_may_pass(project: Project) -> None:
    seen = []

    def checking(
        project: Project, parquet: Path, previous: Path | None, accept_shrink: bool
    ) -> AbstractContextManager[Callable[[], Gate]]:
        assert (parquet / "fct_observation.parquet").is_file()
        seen.append((previous, accept_shrink))
        return nullcontext(lambda: Gate("expectations", 1, 0, 0.0))

    first = quick(project, checking_expectations=checking)
    quick(project, build.Options(accept_shrink=True), checking_expectations=checking)
    assert seen == [(None, False), (first.parquet, True)]


def test_releases_beyond_the_number_to_keep_are_removed(project: Project) -> None:
    published = [quick(project, build.Options(keep=2)) for _ in range(4)]
    assert Warehouse(project.warehouse).releases() == published[:1:-1]
    assert left_overs(project) == []


def test_a_manifest_tells_what_the_release_was_made_of(project: Project) -> None:
    manifest = quick(project).manifest
    assert manifest["rows"] == {"dim_area": 2, "dim_document": 1, "fct_check": 1, "fct_observation": tiny.OBSERVATIONS}
    assert set(manifest["inputs"]) == {"seeds/reference/documents.csv", "seeds/observations/tiny.csv"}
    assert len(manifest["documents"]["tiny.txt"]) == 64
    assert {gate["name"] for gate in manifest["gates"]} == {"inputs", "proof", "models", "expectations"}
    assert {"python", "duckdb", "dbt-core", "great-expectations"} <= set(manifest["versions"])
    assert manifest["seconds"]["models and their tests"] > 0
    assert str(project.root) not in json.dumps(manifest)


def test_what_dbt_parsed_is_kept_for_the_same_checkout_and_never_given_to_another(tmp_path: Path) -> None:
    given = []

    def parse(project: Project, candidate: Path, evidence: Path) -> tiny.TinyTransformed:
        cache = candidate.parent / "dbt" / "partial_parse.msgpack"
        given.append(cache.read_text(encoding="utf-8") if cache.is_file() else None)
        cache.write_text(f"parsed in {project.root.name}", encoding="utf-8")
        return tiny.transform(project, candidate, evidence)

    one, other = (tiny.make(tmp_path / name) for name in ("one", "other"))
    shared = replace(other, warehouse=one.warehouse)
    for project in (one, one, shared, shared, one):
        quick(project, transform=build._with_parse_cache(parse))
    assert given == [None, "parsed in one", None, "parsed in other", "parsed in one"]
