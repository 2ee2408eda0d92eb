"""Releases on disk: which there are, which one readers see, and the atomic steps from one to the next.

<warehouse>/releases/<release_id>/   complete or absent
<warehouse>/current                  link to one of them, replaced by rename
<warehouse>/.work/                   whatever is unfinished; swept by the next build that holds the lock
<warehouse>/.lock                    held (flock) while something changes, freed by the kernel if its holder dies
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from chitieu.errors import Busy

DATABASE = "chitieu.duckdb"
MANIFEST = "manifest.json"
CHANGES = "changes.md"

_RELEASE_ID = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%SZ"


class ReleaseNotFound(Exception):
    """No release answers to the name that was given."""

    exit_status = 1


Files = dict[str, dict[str, Any]]
"""The files of a release by their paths in it, each with `bytes` and `sha256`."""


@dataclass(frozen=True)
class Release:
    """One published release: a folder that is never changed after it was put in place."""

    release_id: str
    folder: Path

    @property
    def database(self) -> Path:
        """The database by the release's own path, so that a process reading two releases never gets a cached one."""
        return self.folder / DATABASE

    @property
    def parquet(self) -> Path:
        return self.folder / "parquet"

    @property
    def csv(self) -> Path:
        return self.folder / "csv"

    @property
    def published_at(self) -> datetime:
        """When it was published, UTC, from its id."""
        return datetime.strptime(self.release_id.split("-")[0], _TIME).replace(tzinfo=UTC)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))

    @property
    def files(self) -> Files:
        """The files that the manifest lists; none if it cannot be read."""
        try:
            return self.manifest["files"]
        except (OSError, ValueError, KeyError):
            return {}

    def faults(self) -> list[str]:
        """What is missing from this release or differs from its manifest, file by file; empty when it is whole."""
        try:
            expected = self.manifest["files"]
        except (OSError, ValueError, KeyError) as problem:
            return [f"{MANIFEST} cannot be read: {problem}"]
        found = []
        for name, entry in expected.items():
            path = self.folder / name
            if not path.is_file():
                found.append(f"{name} is missing")
            elif file_sha256(path) != entry["sha256"]:
                found.append(f"{name} is not the file that was published")
        if (self.folder / f"{DATABASE}.wal").exists():
            found.append(f"{DATABASE}.wal was left by a writer")
        return found


class Warehouse:
    """The folder of releases. Methods that change it expect the caller to hold `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._releases = folder / "releases"
        self._current = folder / "current"
        self._work = folder / ".work"
        self._unchanged = folder / "unchanged.json"

    # Reading

    def releases(self) -> list[Release]:
        """All releases, newest first."""
        if not self._releases.is_dir():
            return []
        names = sorted(
            (path.name for path in self._releases.iterdir() if _RELEASE_ID.fullmatch(path.name)), reverse=True
        )
        return [Release(name, self._releases / name) for name in names]

    def current(self) -> Release | None:
        """The release that readers see, resolved to its own folder; None before the first build."""
        try:
            name = self._current.readlink().name
        except FileNotFoundError:
            return None
        folder = self._releases / name
        return Release(name, folder) if folder.is_dir() else None

    def find(self, name: str) -> Release:
        """The release called `name`: an id, the beginning of just one id, `current`, or `previous` (the one before it).

        Raises ReleaseNotFound; names are compared with those that exist, never used as a path.
        """
        releases = self.releases()
        current = self.current()
        if name in ("current", "previous"):
            if current is None:
                raise ReleaseNotFound(f"{self.folder} has no current release; publish one with `chitieu build`")
            if name == "current":
                return current
            matches = [release for release in releases if release.release_id < current.release_id][:1]
        else:
            matches = [release for release in releases if name and release.release_id.startswith(name)]
        if len(matches) != 1:
            how_many = "no release" if not matches else f"{len(matches)} releases"
            raise ReleaseNotFound(f"{how_many} called {name!r}; `chitieu status --all` lists them")
        return matches[0]

    def last_confirmed(self, release: Release) -> datetime:
        """When `release` was last known to be up to date: published, or found unchanged by a later build."""
        try:
            record = json.loads(self._unchanged.read_text(encoding="utf-8"))
            if record["release_id"] == release.release_id:
                return max(release.published_at, datetime.strptime(record["at"], _TIME).replace(tzinfo=UTC))
        except (OSError, ValueError, KeyError):
            pass
        return release.published_at

    # Changing

    @contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Hold the one lock of this warehouse, waiting up to `wait` seconds for it; raises Busy.

        The lock is the kernel's (flock): it ends with the process, so a dead build blocks nobody. A file system
        without such locks is refused rather than trusted to a lock file that would outlive its owner.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock", timeout=wait, fallback_to_soft=False, preserve_lock_file=True)
        try:
            lock.acquire()
        except Timeout as problem:
            raise Busy(
                f"{self.folder}: another build holds the lock; wait for it with --wait SECONDS, or try later"
            ) from problem
        try:
            yield
        finally:
            lock.release()

    def sweep(self) -> list[str]:
        """Remove what builds that died left behind; names of what was removed.

        A release that was put in place but never became current is a left-over too: nobody has read it, and while it
        stood there `--if-changed` would take its inputs for published ones.
        """
        swept = []
        unswitched = self._switching()
        current = self.current()
        if unswitched and (current is None or current.release_id != unswitched):
            folder = self._releases / unswitched
            if folder.is_dir():
                self._discard(folder)
                swept.append(unswitched)
        if self._work.is_dir():
            swept += sorted(path.name for path in self._work.iterdir())
            shutil.rmtree(self._work)
        return swept

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """An empty folder on the file system of the releases, removed at the end whatever happens.

        Its path is the same for every build, as dbt parses everything anew when the path of its database changes.
        """
        folder = self._work / "build"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def new_release_id(self, content_hash: str) -> str:
        """`<UTC time>-<8 hex of the content hash>`, later than every release there is, since ids give their order.

        Waits for the next second where need be. Against a clock that was set back it counts on from the newest release.
        """
        now = datetime.now(UTC)
        newest = self.releases()[:1]
        earliest = newest[0].published_at + timedelta(seconds=1) if newest else now
        if now < earliest <= now + timedelta(seconds=1):
            time.sleep((earliest - now).total_seconds())
        return f"{max(now, earliest).strftime(_TIME)}-{content_hash[:8]}"

    def publish(self, folder: Path, release_id: str) -> Release:
        """Make the finished `folder` the release `release_id` and the current one, in two atomic renames.

        Everything is on disk before anything is renamed. Killed between the two renames, the marker lets the next
        sweep know that the release was never seen.
        """
        fsync_tree(folder)
        self._releases.mkdir(parents=True, exist_ok=True)
        marker = self._work / "switching"
        marker.write_text(release_id, encoding="utf-8")
        _fsync(marker)
        _fsync(self._work)
        release = Release(release_id, self._releases / release_id)
        folder.rename(release.folder)
        _fsync(self._releases)
        self.switch(release)
        marker.unlink()
        return release

    def switch(self, release: Release) -> None:
        """Point `current` at `release`, atomically: a reader finds the old one or the new one, never none."""
        self._work.mkdir(parents=True, exist_ok=True)
        link = self._work / "current"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / release.release_id)
        link.replace(self._current)
        _fsync(self.folder)

    def retain(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` releases and the current one; ids of those removed."""
        current = self.current()
        surplus = [release for release in self.releases()[keep:] if release != current]
        for release in surplus:
            self._discard(release.folder)
        return [release.release_id for release in surplus]

    def confirm(self, release: Release) -> None:
        """Remember that a build found nothing changed since `release`, for those who watch its age."""
        record = {"release_id": release.release_id, "at": datetime.now(UTC).strftime(_TIME)}
        self._work.mkdir(parents=True, exist_ok=True)
        path = self._work / self._unchanged.name
        path.write_text(json.dumps(record), encoding="utf-8")
        _fsync(path)
        path.replace(self._unchanged)

    def _switching(self) -> str | None:
        marker = self._work / "switching"
        name = marker.read_text(encoding="utf-8") if marker.is_file() else ""
        return name if _RELEASE_ID.fullmatch(name) else None

    def _discard(self, folder: Path) -> None:
        # A folder that is half removed must not be listed as a release, so it leaves the list in one step first.
        self._work.mkdir(parents=True, exist_ok=True)
        trash = Path(tempfile.mkdtemp(prefix="trash-", dir=self._work))
        folder.rename(trash / folder.name)
        shutil.rmtree(trash)


def list_files(folder: Path, known: Files | None = None) -> Files:
    """Every file below `folder`, by its path in it, with its size and hash; those of `known` are not read again."""
    files = dict(known or {})
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    unknown = {name: path for name, path in paths.items() if name not in files}
    with ThreadPoolExecutor() as pool:  # Hashing lets other threads run.
        for (name, path), digest in zip(unknown.items(), pool.map(file_sha256, unknown.values()), strict=True):
            files[name] = {"bytes": path.stat().st_size, "sha256": digest}
    return dict(sorted(files.items()))


def file_sha256(path: Path) -> str:
    """The sha256 of a file, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fsync_tree(folder: Path) -> None:
    """Force every file below `folder`, and every folder's list of names, to disk."""
    for path in sorted(folder.rglob("*")):
        _fsync(path)
    _fsync(folder)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
