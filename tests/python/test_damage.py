"""A release damaged after it was published: noticed, named, passed over and healed, and never a traceback."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
import tiny
from chitieu import build
from chitieu.errors import DamagedRelease, GateFailed
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release import manifest
from chitieu.release.disk import remove_tree
from chitieu.release.manifest import MANIFEST
from chitieu.release.published import DATABASE, Release
from chitieu.release.releases import Warehouse
from chitieu.report import JsonReporter
from typer.testing import Result

Run = Callable[..., Result]

IF_CHANGED = build.Options(if_changed=True)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A warehouse of two releases, to be copied and not touched."""
    project = tiny.make(tmp_path_factory.mktemp("two") / "project")
    for edition in (1, 2):
        published(project, edition)
    return project


@pytest.fixture
def pair(two: Project, tiny_project: Project) -> tuple[Release, Release]:
    """The older and the newest of two releases in the tiny project."""
    tiny.edit(tiny_project, 2)
    shutil.copytree(two.warehouse, tiny_project.warehouse, symlinks=True)
    newest, older = Warehouse(tiny_project.warehouse).releases()
    return older, newest


def published(project: Project, edition: int = 1, **options: Any) -> Release:
    """A new release of this edition."""
    tiny.edit(project, edition)
    return build.build(project, tiny.steps(), build.Options(**options), JsonReporter(sys.stderr))


def built(project: Project, options: build.Options = IF_CHANGED) -> tuple[Release | None, str]:
    """What a build gave, and what it said was damaged."""
    log = StringIO()
    release = build.build(project, tiny.steps(), options, JsonReporter(log))
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return release, "\n".join(line["message"] for line in lines if line["event"] == build.DAMAGED)


def open_up(path: Path) -> None:
    """Give the owner back what publication took away: who damages a file has found a way."""
    path.parent.chmod(0o755)
    if path.is_file():
        path.chmod(0o644)


def flip(path: Path) -> None:
    """Change one bit in the middle of a file: size and time stay."""
    open_up(path)
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def remove(path: Path) -> None:
    open_up(path)
    path.unlink()


def truncate(path: Path) -> None:
    open_up(path)
    os.truncate(path, path.stat().st_size // 2)


def grow(path: Path) -> None:
    open_up(path)
    with path.open("ab") as stream:
        stream.write(b"\0")


def become_folder(path: Path) -> None:
    remove(path)
    path.mkdir()


def become_fifo(path: Path) -> None:
    remove(path)
    os.mkfifo(path)


def become_dangling(path: Path) -> None:
    remove(path)
    path.symlink_to("nowhere")


SEEN_AT_ONCE = [remove, truncate, grow, become_folder, become_fifo, become_dangling]
FILES = [DATABASE, "csv/dim_area.csv", "parquet/fct_observation.parquet", "changes.md"]


@pytest.mark.parametrize(
    ("damage", "name"), [*((damage, DATABASE) for damage in SEEN_AT_ONCE), *((remove, name) for name in FILES[1:])]
)
def test_a_damaged_file_is_named_by_status_and_check_and_the_next_build_heals_it(
    run: Run, pair: tuple[Release, Release], damage: Callable[[Path], None], name: str
) -> None:
    _, release = pair
    damage(release.folder / name)
    for command in (["status"], ["status", "--json"], ["check"], ["check", "current", "--deep"]):
        result = run(*command)
        assert result.exit_code == 1, command
        assert f"{release.release_id} is not whole: {name} " in result.stderr
    healed = run("build", "--if-changed")
    assert healed.exit_code == 0
    assert name in healed.stderr, "whoever is mailed what a build complains of learns it"
    assert run("status").exit_code == 0
    assert run("check", "current", "--deep").exit_code == 0
    assert run("build", "--if-changed").exit_code == 3


@pytest.mark.parametrize("name", [*FILES, "parquet/dim_area.parquet", "chitieu.xlsx", MANIFEST])
def test_a_flipped_bit_is_named_by_a_deep_check_and_healed_by_the_next_build(
    run: Run, tiny_project: Project, pair: tuple[Release, Release], name: str
) -> None:
    _, release = pair
    flip(release.folder / name)
    assert run("check", "--deep").exit_code == 1
    assert f"{release.release_id} is not whole: {name} " in run("check", "--deep").stderr
    newer, said = built(tiny_project)
    assert newer and newer.faults(are_hashed=True) == []
    assert f"{release.release_id} is not whole: {name} " in said
    assert built(tiny_project) == (None, "")


def unlink_current(current: Path) -> None:
    current.unlink()


def dangle(current: Path) -> None:
    current.unlink()
    current.symlink_to("releases/20200101T000000Z-00000000")


def lead_away(current: Path) -> None:
    target = current.readlink().name
    current.unlink()
    current.symlink_to(f"elsewhere/{target}")


def copy_over(current: Path) -> None:
    release = current.resolve()
    current.unlink()
    shutil.copytree(release, current)


def write_over(current: Path) -> None:
    current.unlink()
    current.write_text("here it was", encoding="utf-8")


@pytest.mark.parametrize("damage", [unlink_current, dangle, lead_away, copy_over, write_over])
def test_a_current_that_leads_nowhere_is_named_and_healed_by_the_next_build(
    run: Run, tiny_project: Project, damage: Callable[[Path], None]
) -> None:
    release = published(tiny_project)
    damage(tiny_project.current)
    for command in (["status"], ["status", "--all"], ["check"], ["sql", "select 1"], ["rollback"]):
        result = run(*command)
        assert result.exit_code == 1, command
        assert "no current release: current " in result.stderr
        assert f"chitieu rollback {release.release_id}" in result.stderr
    newer, said = built(tiny_project)
    assert Warehouse(tiny_project.warehouse).current() == newer
    assert "nothing changed, but current " in said
    assert run("status").exit_code == 0
    assert built(tiny_project) == (None, "")


def test_a_person_mends_a_broken_link_by_rolling_back_to_the_release_that_is_there(
    run: Run, tiny_project: Project
) -> None:
    release = published(tiny_project)
    copy_over(tiny_project.current)
    assert run("rollback", release.release_id).exit_code == 0
    assert Warehouse(tiny_project.warehouse).current() == release
    assert run("build", "--if-changed").exit_code == 3


def test_a_current_that_leads_to_an_older_release_than_was_published_last_is_healed_unless_a_person_wanted_it(
    run: Run, tiny_project: Project, pair: tuple[Release, Release]
) -> None:
    older, _ = pair
    tiny_project.current.unlink()
    tiny_project.current.symlink_to(f"releases/{older.release_id}")
    newer, said = built(tiny_project)
    assert Warehouse(tiny_project.warehouse).current() == newer
    assert f"readers see {older.release_id}, and nobody rolled back to it" in said
    assert run("rollback", older.release_id).exit_code == 0
    assert built(tiny_project) == (None, "")
    (tiny_project.warehouse / "rolled_back.json").write_text("[]", encoding="utf-8")
    assert built(tiny_project)[0]


BROKEN = {
    "torn": b"{",
    "an empty object": b"{}",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "nothing": b"",
    "binary": bytes(range(256)),
    "deep": b"[" * 100_000,
    "not UTF-8": b'{"release_id": "\xff"}',
}


def lack(key: str) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        said = json.loads(path.read_text(encoding="utf-8"))
        del said[key]
        open_up(path)
        path.write_text(json.dumps(said), encoding="utf-8")

    return cut


def overwrite(content: bytes) -> Callable[[Path], None]:
    def written(path: Path) -> None:
        open_up(path)
        path.write_bytes(content)

    return written


def lie(path: Path) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    open_up(path)
    path.write_text(json.dumps(said | {"is_verified": not said["is_verified"]}), encoding="utf-8")


def belong_to_another(path: Path) -> None:
    said = json.loads(path.read_text(encoding="utf-8"))
    open_up(path)
    manifest.write(path.parent, said | {"release_id": "20200101T000000Z-00000000"})


BREAKING = {
    **{name: overwrite(content) for name, content in BROKEN.items()},
    **{f"without {key}": lack(key) for key in manifest.NEEDED},
    "edited": lie,
    "of another release": belong_to_another,
    "missing": remove,
    "a folder": become_folder,
    "a FIFO": become_fifo,
    "a dangling link": become_dangling,
}


@pytest.mark.parametrize("how", BREAKING)
def test_a_broken_manifest_is_a_named_fault_of_its_release_for_every_command(
    run: Run, tiny_project: Project, pair: tuple[Release, Release], how: str
) -> None:
    older, newest = pair
    BREAKING[how](newest.folder / MANIFEST)
    for command in (
        ["status"],
        ["status", "--all"],
        ["status", "--all", "--json"],
        ["check"],
        ["check", "--deep"],
        ["check", "current", "--json"],
        ["diff", "previous", "current"],
        ["sql", "select 1"],
        ["rollback", newest.release_id],
    ):
        result = run(*command)
        assert result.exit_code == 1, command
        assert f"release {newest.release_id} is not whole: {MANIFEST} " in result.stderr, command
    assert older.release_id in run("status", "--all").stdout
    healed, said = built(tiny_project)
    assert healed.manifest["previous_release_id"] == older.release_id
    assert f"{newest.release_id} is not whole: {MANIFEST} " in said
    assert run("status").exit_code == 0


def test_a_release_with_a_broken_manifest_is_removed_when_its_time_has_come(
    tiny_project: Project, pair: tuple[Release, Release]
) -> None:
    overwrite(b"{")(pair[0].folder / MANIFEST)
    kept = [published(tiny_project, edition, keep=2) for edition in (3, 4)]
    assert Warehouse(tiny_project.warehouse).releases() == kept[::-1]


def test_damaged_releases_never_push_the_last_whole_ones_out(tiny_project: Project) -> None:
    whole = [published(tiny_project, edition) for edition in (1, 2)]
    damaged = [published(tiny_project, edition) for edition in (3, 4, 5)]
    for release in damaged:
        remove(release.database)
    last = published(tiny_project, 6, keep=3)
    left = Warehouse(tiny_project.warehouse).releases()
    assert left == [last, *damaged[:0:-1], *whole[::-1]], "the newest three, and the newest three that are whole"
    assert [release.release_id for release in left if not release.faults()] == [
        last.release_id,
        *(release.release_id for release in whole[::-1]),
    ]


def test_a_comparison_with_a_damaged_release_is_said_and_the_shrink_gate_takes_the_newest_whole_one(
    tiny_project: Project, pair: tuple[Release, Release]
) -> None:
    whole, damaged = pair
    truncate(damaged.parquet / "fct_observation.parquet")
    tiny.edit(tiny_project, 3)
    compared = []

    def checking(
        project: Project, parquet: Path, previous: Path | None, accept_shrink: bool
    ) -> AbstractContextManager[Callable[[], Gate]]:
        compared.append(previous)
        return nullcontext(lambda: Gate("expectations", 1, 0, 0.0))

    steps = tiny.steps(checking_expectations=checking)
    release = build.build(tiny_project, steps, build.Options(), JsonReporter(sys.stderr))
    assert compared == [whole.parquet]
    note = (release.folder / "changes.md").read_text(encoding="utf-8")
    assert f"Not compared with {damaged.release_id}, which is not whole: parquet/fct_observation.parquet has" in note
    assert f"Compared with {whole.release_id}" in note


def test_a_damaged_database_does_not_keep_a_build_from_counting_against_its_parquet(tiny_project: Project) -> None:
    only = published(tiny_project, 1)
    truncate(only.database)
    healed, said = built(tiny_project)
    assert healed.manifest["previous_release_id"] == only.release_id
    assert DATABASE in said


@pytest.mark.parametrize("name", [MANIFEST, "parquet/fct_observation.parquet"])
def test_with_no_whole_release_left_a_build_asks_whether_rows_may_be_lost(
    run: Run, tiny_project: Project, name: str
) -> None:
    only = published(tiny_project, 1)
    flip(only.folder / name)
    tiny.edit(tiny_project, 2)
    asked = run("build")
    assert asked.exit_code == 1
    assert "--accept-shrink" in asked.stderr
    assert f"Not compared with {only.release_id}, which is not whole: {name}" in asked.stderr
    assert Warehouse(tiny_project.warehouse).releases() == [only]
    assert run("build", "--accept-shrink").exit_code == 0
    note = (tiny_project.current / "changes.md").read_text(encoding="utf-8")
    assert "No release is whole that this one could be compared with." in note
    assert run("build", "--if-changed").exit_code == 3


def test_releases_that_were_all_removed_are_not_taken_for_a_first_build(tiny_project: Project) -> None:
    remove_tree(published(tiny_project).folder)
    with pytest.raises(GateFailed, match="accept-shrink"):
        built(tiny_project, build.Options())
    assert built(tiny_project, build.Options(accept_shrink=True))[0]


@pytest.mark.parametrize(
    "name", ["99991231T235959Z-deadbeef", "20261399T000000Z-deadbeef", "20990101T000000Z-deadbeef", "lost+found"]
)
def test_what_is_no_release_neither_hides_the_age_of_the_newest_nor_stops_a_build(
    run: Run, tiny_project: Project, name: str
) -> None:
    release = published(tiny_project)
    (tiny_project.releases / name).mkdir()
    young = run("status", "--max-age", "26h")
    assert young.exit_code == 0
    assert f"'{name}' is no release; move it away" in young.stderr
    assert run("status", "--max-age", "0s").exit_code == 1
    assert run("build", "--if-changed").exit_code == 3
    newer = published(tiny_project, 2)
    assert newer.release_id[:4] == release.release_id[:4] == f"{datetime.now(UTC):%Y}"
    assert run("diff", "previous", "current").exit_code == 0
    assert run("check").exit_code == 0


def test_a_file_or_a_link_with_the_name_of_a_release_is_none(run: Run, tiny_project: Project) -> None:
    release = published(tiny_project)
    (tiny_project.releases / "20200101T000000Z-00000000").write_text("", encoding="utf-8")
    (tiny_project.releases / "20200102T000000Z-00000000").symlink_to(release.folder)
    assert Warehouse(tiny_project.warehouse).releases() == [release]
    assert len(run("check").stderr.splitlines()) == 2
    assert run("build").exit_code == 0


def test_a_release_published_under_a_clock_that_ran_ahead_is_said_and_a_build_under_the_right_one_heals(
    run: Run, tiny_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tiny_project)
    ahead = datetime.now(UTC) + timedelta(days=9000)
    with monkeypatch.context() as patched:
        for module in ("chitieu.build", "chitieu.release.releases"):
            patched.setattr(f"{module}.datetime", Clock(ahead))
        early = published(tiny_project, 2)
    assert early.release_id.startswith(f"{ahead:%Y%m%d}")
    blind = run("status", "--max-age", "26h")
    assert blind.exit_code == 1
    assert "of a time to come" in blind.stderr
    assert run("status").exit_code == 0
    later = published(tiny_project, 3)
    assert later.release_id > early.release_id, "ids tell the order"
    assert run("status", "--max-age", "26h").exit_code == 0
    assert run("status", "--max-age", "0s").exit_code == 1


class Clock(datetime):
    """`datetime` whose now is another: `Clock(moment)` stands for the class."""

    def __new__(cls, moment: datetime) -> type[datetime]:  # type: ignore[misc]
        return type("Clock", (datetime,), {"now": classmethod(lambda _, zone=None: moment)})


def test_a_confirmation_from_a_time_to_come_tells_nothing(tiny_project: Project) -> None:
    warehouse = Warehouse(tiny_project.warehouse)
    release = published(tiny_project)
    record = {"release_id": release.release_id, "at": "20990101T000000Z"}
    for said in (json.dumps(record), "[]", "{", "[" * 100_000):
        (warehouse.folder / "unchanged.json").write_text(said, encoding="utf-8")
        assert warehouse.last_confirmed(release) == release.published_at


def test_a_check_reads_no_byte_and_a_deep_one_reads_all_and_counts_the_rows(run: Run, tiny_project: Project) -> None:
    release = published(tiny_project)
    said = dict(release.manifest)
    said["rows"] = said["rows"] | {"dim_area": 3, "fct_gone": 1}
    open_up(release.folder / MANIFEST)
    manifest.write(release.folder, said)
    assert run("check").exit_code == 0
    deep = run("check", "--deep")
    assert deep.exit_code == 1
    assert "dim_area has 2 rows, was published with 3" in deep.stderr
    assert "does not answer: Catalog Error: Table with name fct_gone does not exist" in deep.stderr


def test_check_shows_a_table_and_json_of_every_release_or_of_the_one_named(
    run: Run, pair: tuple[Release, Release]
) -> None:
    older, newer = pair
    remove(older.csv / "dim_area.csv")
    shown = run("check")
    assert shown.exit_code == 1
    assert "csv/dim_area.csv is missing" in shown.stdout
    assert [line.split()[1] for line in shown.stdout.splitlines() if "Z-" in line] == [
        newer.release_id,
        older.release_id,
    ]
    told = json.loads(run("check", "--json").stdout)
    assert told["current"] is None
    assert [one["faults"] for one in told["releases"]] == [[], ["csv/dim_area.csv is missing"]]
    assert run("check", "current").exit_code == run("check", newer.release_id).exit_code == 0
    assert run("check", "previous").exit_code == run("check", "2020").exit_code == 1


@pytest.mark.parametrize(
    ("name", "fault"), [(f"{DATABASE}.wal", "was left by a writer"), ("csv/extra.csv", "was not published")]
)
def test_a_file_that_nobody_published_is_a_fault(tiny_project: Project, name: str, fault: str) -> None:
    release = published(tiny_project)
    open_up(release.folder / name)
    (release.folder / name).write_bytes(b"")
    assert release.faults() == [f"{name} {fault}"]
    with pytest.raises(DamagedRelease, match=fault):
        release.require()


def test_a_name_that_would_move_the_cursor_of_a_terminal_is_shown_as_text(run: Run, tiny_project: Project) -> None:
    release = published(tiny_project)
    (tiny_project.releases / "\x1b[2J").mkdir()
    open_up(release.csv / "any")
    (release.csv / "\x1b[2J.csv").write_bytes(b"")
    shown = run("check").stderr
    assert "\x1b" not in shown
    assert shown.count("\\x1b[2J") == 2


def test_sql_answers_as_long_as_its_database_is_whole_whatever_else_is_lost(run: Run, tiny_project: Project) -> None:
    release = published(tiny_project)
    remove(release.folder / "chitieu.xlsx")
    assert run("sql", "select 1 as one", "--format", "csv").stdout == "one\n1\n"
    truncate(release.database)
    assert run("sql", "select 1").exit_code == 1


def test_what_spills_beside_a_database_while_it_is_read_is_no_fault(tiny_project: Project) -> None:
    release = published(tiny_project)
    release.folder.chmod(0o755)
    (release.folder / f"{DATABASE}.tmp").mkdir()
    (release.folder / f"{DATABASE}.tmp" / "block").write_bytes(b"x")
    assert release.faults() == []


def test_a_comparison_that_fails_is_said_in_the_note_and_stops_nothing(
    tiny_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(tiny_project, 1)

    def broken(*_: object) -> None:
        raise duckdb.IOException("the Parquet is gone")

    monkeypatch.setattr("chitieu.release.diff.between", broken)
    note = (published(tiny_project, 2).folder / "changes.md").read_text(encoding="utf-8")
    assert f"It could not be compared with {first.release_id}: the Parquet is gone" in note
