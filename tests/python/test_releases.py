import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chitieu.errors import Busy
from chitieu.release import manifest
from chitieu.release.disk import list_files
from chitieu.release.manifest import MANIFEST
from chitieu.release.published import Release, time_of
from chitieu.release.releases import ReleaseNotFound, Warehouse

IDS = ["20260101T000000Z-aaaaaaaa", "20260102T000000Z-bbbbbbbb", "20260103T000000Z-cccccccc"]


def publish(warehouse: Warehouse, release_id: str, published_at: datetime | None = None) -> Release:
    """A release of one file, with a manifest that has all that is needed of one."""
    with warehouse.workspace() as workspace:
        folder = workspace / "release"
        folder.mkdir()
        (folder / "data.csv").write_text(release_id, encoding="utf-8")
        said = dict.fromkeys(manifest.NEEDED) | {
            "release_id": release_id,
            "published_at": (published_at or time_of(release_id)).isoformat(),
            "files": list_files(folder),
        }
        manifest.write(folder, said)
        return warehouse.publish(folder, release_id)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "warehouse")
    made.folder.mkdir()
    for release_id in IDS:
        publish(made, release_id)
    return made


def names(warehouse: Warehouse) -> list[str]:
    return [release.release_id for release in warehouse.releases()]


def test_releases_are_listed_newest_first_and_the_last_published_is_current(warehouse: Warehouse) -> None:
    assert names(warehouse) == IDS[::-1]
    assert warehouse.current().release_id == IDS[-1]
    assert (warehouse.folder / "current" / "data.csv").read_text(encoding="utf-8") == IDS[-1]


def test_the_link_is_relative_so_that_a_warehouse_can_be_moved(warehouse: Warehouse) -> None:
    moved = warehouse.folder.rename(warehouse.folder.with_name("elsewhere"))
    assert Warehouse(moved).current().manifest["release_id"] == IDS[-1]


def test_a_warehouse_without_a_release_has_no_current(tmp_path: Path) -> None:
    empty = Warehouse(tmp_path)
    assert empty.current() is None
    assert empty.releases() == []
    with pytest.raises(ReleaseNotFound, match="chitieu build"):
        empty.find("current")


@pytest.mark.parametrize(
    ("name", "found"), [("current", IDS[2]), ("previous", IDS[1]), ("20260102", IDS[1]), (IDS[0], IDS[0])]
)
def test_a_release_is_found_by_id_beginning_or_role(warehouse: Warehouse, name: str, found: str) -> None:
    assert warehouse.find(name).release_id == found


@pytest.mark.parametrize("name", ["", "2026", "20990101", "../releases/" + IDS[0], "/"])
def test_a_name_that_means_no_release_or_several_is_refused(warehouse: Warehouse, name: str) -> None:
    with pytest.raises(ReleaseNotFound):
        warehouse.find(name)


def test_the_oldest_release_has_no_previous_one(warehouse: Warehouse) -> None:
    warehouse.switch(warehouse.find(IDS[0]))
    with pytest.raises(ReleaseNotFound):
        warehouse.find("previous")


def test_retention_keeps_the_newest_and_never_removes_the_current_one(warehouse: Warehouse) -> None:
    warehouse.switch(warehouse.find(IDS[0]))
    assert warehouse.retain(1) == [IDS[1]]
    assert names(warehouse) == [IDS[2], IDS[0]]


def test_a_release_that_never_became_current_is_swept_and_a_rolled_back_one_is_not(warehouse: Warehouse) -> None:
    warehouse.switch(warehouse.find(IDS[1]))
    warehouse.sweep()
    assert names(warehouse) == IDS[::-1]
    marker = warehouse.folder / ".work" / "switching"
    marker.parent.mkdir(exist_ok=True)
    marker.write_text(IDS[2], encoding="utf-8")
    assert IDS[2] in warehouse.sweep()
    assert names(warehouse) == IDS[1::-1]
    assert warehouse.current().release_id == IDS[1]


def test_a_marker_left_after_the_switch_removes_nothing(warehouse: Warehouse) -> None:
    marker = warehouse.folder / ".work" / "switching"
    marker.write_text(IDS[2], encoding="utf-8")
    warehouse.sweep()
    assert names(warehouse) == IDS[::-1]
    assert not marker.exists()


@pytest.mark.parametrize("content", ["", "../../etc", "current", IDS[2] + "/.."])
def test_a_torn_marker_removes_nothing_but_itself(warehouse: Warehouse, content: str) -> None:
    (warehouse.folder / ".work" / "switching").write_text(content, encoding="utf-8")
    warehouse.switch(warehouse.find(IDS[0]))
    warehouse.sweep()
    assert names(warehouse) == IDS[::-1]


def test_a_release_with_a_missing_or_edited_file_says_so(warehouse: Warehouse) -> None:
    whole, edited, cut = (warehouse.find(name) for name in IDS)
    for release in (edited, cut, whole):
        release.folder.chmod(0o755)
    (edited.folder / "data.csv").chmod(0o644)
    (edited.folder / "data.csv").write_text(IDS[1].upper().replace("B", "A"), encoding="utf-8")
    (cut.folder / "data.csv").unlink()
    assert whole.faults(are_hashed=True) == edited.faults() == []
    assert edited.faults(are_hashed=True) == ["data.csv is not the file that was published"]
    assert cut.faults() == cut.faults(are_hashed=True) == ["data.csv is missing"]
    assert cut.faults("parquet/", are_hashed=True) == []
    (whole.folder / MANIFEST).unlink()
    assert warehouse.find(IDS[0]).faults() == [f"{MANIFEST} is missing"]


def test_a_second_holder_of_the_lock_is_turned_away_at_once_or_after_waiting(warehouse: Warehouse) -> None:
    with warehouse.lock():
        for wait in (0, 0.3):
            start = time.monotonic()
            with pytest.raises(Busy, match="another build"), Warehouse(warehouse.folder).lock(wait):
                pass
            assert wait <= time.monotonic() - start < wait + 0.5
    with Warehouse(warehouse.folder).lock():
        pass


def test_a_lock_left_by_a_dead_process_does_not_block(warehouse: Warehouse) -> None:
    code = (
        "import sys, time; from pathlib import Path; from chitieu.release.releases import Warehouse\n"
        "with Warehouse(Path(sys.argv[1])).lock():\n    print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, warehouse.folder], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(Busy), warehouse.lock():
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with warehouse.lock():
        pass


def test_a_build_that_found_nothing_changed_makes_the_release_young_again(warehouse: Warehouse) -> None:
    current = warehouse.current()
    assert warehouse.last_confirmed(current) == current.published_at == datetime(2026, 1, 3, tzinfo=UTC)
    warehouse.confirm(current)
    assert datetime.now(UTC) - warehouse.last_confirmed(current) < timedelta(seconds=5)
    older = warehouse.find(IDS[0])
    assert warehouse.last_confirmed(older) == older.published_at


def test_a_release_id_tells_the_time_and_the_content_and_comes_after_every_other(warehouse: Warehouse) -> None:
    first = publish(warehouse, warehouse.new_release_id("f" * 64))
    assert first.release_id.endswith("-ffffffff")
    assert datetime.now(UTC) - first.published_at < timedelta(seconds=5)
    second = publish(warehouse, warehouse.new_release_id("0" * 64))
    assert warehouse.releases()[:2] == [second, first]
    assert second.published_at <= datetime.now(UTC)


def test_a_clock_that_was_set_back_does_not_put_a_new_release_before_the_newest(warehouse: Warehouse) -> None:
    publish(warehouse, "20990101T000000Z-ffffffff")
    assert warehouse.new_release_id("0" * 64) == "20990101T000001Z-00000000"
