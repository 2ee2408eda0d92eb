"""What can befall a warehouse that is left alone: files cut, flipped, removed, links bent, litter, ids of no time.

Each function does one harm and says what it did. They go through permissions as an administrator, a failing disk or a
restored backup does.
"""

import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chitieu.release.disk import remove_tree
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse

Harm = Callable[[Path, random.Random], None]


@dataclass(frozen=True)
class Done:
    """A harm that was done: in words, and to which file of which release, if to one."""

    says: str
    release: Release | None = None
    file: str = ""


def remove(path: Path, _: random.Random) -> None:
    path.unlink()


def empty(path: Path, _: random.Random) -> None:
    os.truncate(path, 0)


def cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def grow(path: Path, chance: random.Random) -> None:
    with path.open("ab") as stream:
        stream.write(chance.randbytes(chance.randint(1, 5000)))


def flip(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        at = chance.randrange(path.stat().st_size)
        stream.seek(at)
        byte = stream.read(1)[0]
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << chance.randrange(8)]))


def scramble(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def become_folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def become_link(path: Path, _: random.Random) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def become_fifo(path: Path, _: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


HARMS: tuple[Harm, ...] = (remove, empty, cut, grow, flip, scramble, become_folder, become_link, become_fifo)


def harm_file(release: Release, chance: random.Random, wanted: str = "") -> Done:
    """One harm to one file of a release, any of them unless one is `wanted`."""
    files = sorted(path for path in release.folder.rglob("*") if path.is_file() and path.stat().st_size)
    path = release.folder / wanted if wanted else chance.choice(files)
    # Whoever opens a FIFO waits: readers do not look before they open the database, so they are spared that.
    harm = chance.choice([one for one in HARMS if one is not become_fifo or path != release.database])
    path.parent.chmod(0o755)
    path.chmod(0o644)
    harm(path, chance)
    name = path.relative_to(release.folder).as_posix()
    return Done(f"{harm.__name__} {release.release_id}/{name}", release, name)


def remove_release(release: Release, _: random.Random) -> Done:
    remove_tree(release.folder)
    return Done(f"removed release {release.release_id}", release)


def bend_link(warehouse: Warehouse, chance: random.Random) -> Done:
    """Let `current` lead to no release."""
    link = warehouse.folder / "current"
    target = link.resolve()
    remove_tree(link)
    how = chance.choice(["missing", "dangling", "elsewhere", "a copy", "a file"])
    if how == "dangling":
        link.symlink_to("releases/20200101T000000Z-00000000")
    elif how == "elsewhere":
        link.symlink_to(f"other/{target.name}")
    elif how == "a copy":
        shutil.copytree(target, link)
    elif how == "a file":
        link.write_text("lost", encoding="utf-8")
    return Done(f"current is {how}")


def litter(warehouse: Warehouse, chance: random.Random) -> Done:
    """Things among the releases and beside them that no build put there; none of them is harm to a release."""
    releases, work = warehouse.folder / "releases", warehouse.folder / ".work"
    far = datetime.now(UTC) + timedelta(days=chance.randint(2, 20_000))
    what = chance.choice(["no time", "time to come", "the last", "name", "work", "unchanged", "marker"])
    work.mkdir(exist_ok=True)
    if what == "no time":
        (releases / "20261399T000000Z-deadbeef").mkdir(exist_ok=True)
    elif what == "time to come":
        (releases / f"{far:%Y%m%dT%H%M%SZ}-deadbeef").mkdir(exist_ok=True)
    elif what == "the last":
        (releases / "99991231T235959Z-deadbeef").mkdir(exist_ok=True)
    elif what == "name":
        (releases / "lost+found").mkdir(exist_ok=True)
    elif what == "work":
        (work / "build").mkdir(exist_ok=True)
        (work / "build" / "half").write_bytes(chance.randbytes(1000))
    elif what == "unchanged":
        torn = chance.choice(["{", "[]", "", json.dumps({"release_id": 7}), "\0"])
        (warehouse.folder / "unchanged.json").write_text(torn, encoding="utf-8")
    else:
        (work / "switching").write_text(chance.choice(["", "../..", "20200101T000000Z-00000000"]), encoding="utf-8")
    return Done(f"litter: {what}")


def clean(warehouse: Warehouse) -> None:
    """Move away what lies among the releases and is none, as the commands ask a person to."""
    for name in warehouse.strays():
        remove_tree(warehouse.folder / "releases" / name)
