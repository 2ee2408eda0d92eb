"""Releases on disk: which there are, which one readers see, and the atomic steps from one to the next.

<warehouse>/releases/<release_id>/   complete or absent, read-only
<warehouse>/current                  link to one of them, replaced by rename
<warehouse>/.work/                   whatever is unfinished; swept by the next build that holds the lock
<warehouse>/.lock                    held (flock) while something changes, freed by the kernel if its holder dies
"""

import errno
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from chitieu.errors import Busy, DamagedRelease, WrongFolder
from chitieu.release.disk import READ_ONLY_FOLDER, fsync, fsync_tree, holder_of, kind_of, protect_below, remove_tree
from chitieu.release.published import TIME, Release, time_of

# A clock may be set back by less than this without a word; what lies further ahead of it was not made by any build.
_AHEAD = timedelta(days=1)


class ReleaseNotFound(Exception):
    """No release answers to the name that was given."""

    exit_status = 1


class Warehouse:
    """The folder of releases. Methods that change it expect the caller to hold `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._releases = folder / "releases"
        self._current = folder / "current"
        self._work = folder / ".work"
        self._unchanged = folder / "unchanged.json"
        self._returned = folder / "rolled_back.json"

    # Reading

    def releases(self) -> list[Release]:
        """All releases, newest first, damaged ones included.

        Ids that lie far ahead of the clock are of releases only if one of them, or a later one, has a sound manifest:
        then it was the clock of a build that ran ahead, and the ids after it counted on.
        """
        named = list(self._named())
        horizon = datetime.now(UTC) + _AHEAD
        ahead = itertools.takewhile(lambda release: time_of(release.release_id) > horizon, named)
        proven = next((time_of(release.release_id) for release in ahead if _is_sound(release)), horizon)
        return [release for release in named if time_of(release.release_id) <= max(horizon, proven + _AHEAD)]

    def strays(self) -> list[str]:
        """What lies among the releases and is none: another name, an impossible time, a time to come without proof."""
        known = {release.release_id for release in self.releases()}
        return sorted(path.name for path in self._entries() if path.name not in known)

    def current(self) -> Release | None:
        """The release that readers see, resolved to its own folder; None if there is none: see `link_fault`."""
        return self._link()[0]

    def link_fault(self) -> str:
        """Why `current` leads to no release; "" if it leads to one."""
        return self._link()[1]

    def was_used(self) -> bool:
        """Whether a release was ever published here, as far as can still be told."""
        return bool(self.releases()) or os.path.lexists(self._current) or self._unchanged.exists()

    def find(self, name: str) -> Release:
        """The release called `name`: an id, the beginning of just one id, `current`, or `previous` (the one before it).

        Raises ReleaseNotFound; names are compared with those that exist, never used as a path.
        """
        releases = self.releases()
        if name in ("current", "previous"):
            current, fault = self._link()
            if current is None:
                remedy = "publish one with `chitieu build`"
                if releases:
                    remedy = f"`chitieu build` mends that, or `chitieu rollback {releases[0].release_id}`"
                raise ReleaseNotFound(f"{self.folder} has no current release: {fault}; {remedy}")
            if name == "current":
                return current
            matches = [release for release in releases if release.release_id < current.release_id][:1]
        else:
            matches = [release for release in releases if name and release.release_id.startswith(name)]
        if len(matches) != 1:
            how_many = "no release" if not matches else f"{len(matches)} releases"
            raise ReleaseNotFound(f"{how_many} called {name!r}; `chitieu status --all` lists them")
        return matches[0]

    def last_confirmed(self, release: Release) -> datetime | None:
        """When `release` was last known to be up to date: published, or found unchanged by a later build.

        A time that lies ahead of the clock tells nothing, since the clock was wrong then or is now; None if all do.
        """
        times = [release.published_at]
        with suppress(KeyError, TypeError, ValueError):
            record = self._recorded(self._unchanged)
            if record["release_id"] == release.release_id:
                times.append(datetime.strptime(record["at"], TIME).replace(tzinfo=UTC))
        return max((one for one in times if one <= datetime.now(UTC) + timedelta(minutes=5)), default=None)

    def was_returned_to(self, release: Release) -> bool:
        """Whether a person made `release` the current one, though newer ones are there."""
        return self._recorded(self._returned).get("release_id") == release.release_id

    def _entries(self) -> list[Path]:
        return list(self._releases.iterdir()) if self._releases.is_dir() else []

    def _named(self) -> Iterator[Release]:
        """The folders named like releases, newest first."""
        for path in sorted(self._entries(), reverse=True):
            if _is_named_like_a_release(path):
                yield Release(path.name, path)

    def _link(self) -> tuple[Release | None, str]:
        """The release that `current` leads to, or what is wrong with the link."""
        try:
            target = self._current.readlink()
        except FileNotFoundError:
            return None, f"{self._current.name} is missing"
        except OSError:
            return None, f"{self._current.name} is {kind_of(self._current) or 'a file'} and no link"
        folder = self._releases / target.name
        if _is_named_like_a_release(folder) and _is_same(self._current, folder):
            return Release(target.name, folder), ""
        return None, f"{self._current.name} leads to {target}, where no release is"

    # Changing

    @contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Hold the one lock of this warehouse, waiting up to `wait` seconds for it; raises Busy.

        The lock is the kernel's (flock): it ends with the process, so a dead build blocks nobody. A file system
        without such locks is refused rather than trusted to a lock file that would outlive its owner.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / ".lock"
        lock = FileLock(path, timeout=wait, fallback_to_soft=False, preserve_lock_file=True)
        try:
            lock.acquire()
        except Timeout as problem:
            holder = holder_of(path)
            raise Busy(
                f"{self.folder}: another build holds the lock{f', {holder}' if holder else ''}; "
                "wait for it with --wait SECONDS, or try later"
            ) from problem
        try:
            yield
        finally:
            lock.release()

    def require_one_file_system(self) -> None:
        """Try what publication does at its end: a rename from the work folder to the releases. Raises WrongFolder.

        A build would find out only after all its work. Other file systems are not the only reason: two mounts of one
        file system are as far apart.
        """
        self._work.mkdir(parents=True, exist_ok=True)
        try:
            self._releases.mkdir(exist_ok=True)
        except FileExistsError as problem:
            what = kind_of(self._releases) or "a file"
            raise WrongFolder(f"{self._releases} is {what} and no folder; move it away") from problem
        # By the same names each time: what a build that died left there is replaced, being empty.
        probe = self._work / "probe"
        probe.mkdir(exist_ok=True)
        try:
            for place in (self._releases / ".probe", self.folder / ".probe"):
                probe.rename(place)
                place.rename(probe)
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
            raise WrongFolder(
                f"{self._releases}: it is on another file system than {self._work}, so nothing could be published in "
                "one step; put the whole warehouse there, with --warehouse or CHITIEU_WAREHOUSE"
            ) from problem
        finally:
            with suppress(FileNotFoundError):
                probe.rmdir()

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
        if os.path.lexists(self._work):
            swept += sorted(path.name for path in self._work.iterdir()) if self._work.is_dir() else [self._work.name]
            remove_tree(self._work)
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
            with suppress(OSError):  # What cannot be removed is swept by the next build, and hides no other problem.
                remove_tree(folder)

    @contextmanager
    def scratch(self) -> Iterator[None]:
        """Let what this process puts aside lie in the work folder, so that a kill leaves nothing anywhere else."""
        folder = self._work / "tmp"
        folder.mkdir(parents=True)
        before, tempfile.tempdir = tempfile.tempdir, str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before
            with suppress(OSError):
                remove_tree(folder)

    def new_release_id(self, content_hash: str) -> str:
        """`<UTC time>-<8 hex of the content hash>`, later than every release there is, since ids give their order.

        Waits for the next second where need be. Against a clock that was set back it counts on from the newest release.
        """
        now = datetime.now(UTC)
        newest = self.releases()[:1]
        earliest = time_of(newest[0].release_id) + timedelta(seconds=1) if newest else now
        if now < earliest <= now + timedelta(seconds=1):
            time.sleep((earliest - now).total_seconds())
        return f"{max(now, earliest).strftime(TIME)}-{content_hash[:8]}"

    def publish(self, folder: Path, release_id: str) -> Release:
        """Make the finished `folder` the release `release_id` and the current one, in two atomic renames.

        Everything is read-only and on disk before anything is renamed. Killed between the two renames, the marker lets
        the next sweep know that the release was never seen.
        """
        protect_below(folder)
        fsync_tree(folder)
        self._releases.mkdir(parents=True, exist_ok=True)
        marker = self._work / "switching"
        marker.write_text(release_id, encoding="utf-8")
        fsync(marker)
        fsync(self._work)
        release = Release(release_id, self._releases / release_id)
        folder.rename(release.folder)
        release.folder.chmod(READ_ONLY_FOLDER)
        fsync(release.folder)
        fsync(self._releases)
        self.switch(release)
        marker.unlink()
        remove_tree(self._returned)
        return release

    def switch(self, release: Release) -> None:
        """Point `current` at `release`, atomically: a reader finds the old one or the new one, never none.

        What stands in the place of the link and is none, as a copy of a warehouse without links has it, makes room.
        """
        self._work.mkdir(parents=True, exist_ok=True)
        link = self._work / "current"
        remove_tree(link)
        link.symlink_to(Path("releases") / release.release_id)
        if self._current.is_dir() and not self._current.is_symlink():
            self._discard(self._current)
        link.replace(self._current)
        fsync(self.folder)

    def retain(self, keep: int) -> list[str]:
        """Remove old releases and the current one never; ids of those removed.

        The newest `keep` stay, and the newest `keep` that have all their files: damaged ones must not push the last
        good ones out.
        """
        releases = self.releases()
        whole = [release for release in releases if not release.faults()]
        kept = {*releases[:keep], *whole[:keep], self.current()}
        surplus = [release for release in releases if release not in kept]
        for release in surplus:
            self._discard(release.folder)
        return [release.release_id for release in surplus]

    def confirm(self, release: Release) -> None:
        """Remember that a build found nothing changed since `release`, for those who watch its age."""
        self._record(self._unchanged, release)

    def roll_back(self, release: Release) -> None:
        """Make an earlier release the current one, and remember that somebody wanted it so."""
        self._record(self._returned, release)
        self.switch(release)

    def _record(self, path: Path, release: Release) -> None:
        """Write down a release and the time, whole or not at all."""
        self._work.mkdir(parents=True, exist_ok=True)
        written = self._work / path.name
        record = {"release_id": release.release_id, "at": datetime.now(UTC).strftime(TIME)}
        written.write_text(json.dumps(record), encoding="utf-8")
        fsync(written)
        if kind_of(path) not in ("", "missing"):
            remove_tree(path)
        written.replace(path)

    def _recorded(self, path: Path) -> dict[str, Any]:
        """What was written down; nothing if that was never so, or cannot be read."""
        if kind_of(path):
            return {}
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return record if isinstance(record, dict) else {}

    def _switching(self) -> str | None:
        marker = self._work / "switching"
        try:
            name = marker.read_text(encoding="utf-8") if marker.is_file() else ""
        except (OSError, ValueError):
            return None
        return name if time_of(name) else None

    def _discard(self, folder: Path) -> None:
        # A folder that is half removed must not be listed as a release, so it leaves the list in one step first.
        self._work.mkdir(parents=True, exist_ok=True)
        trash = Path(tempfile.mkdtemp(prefix="trash-", dir=self._work))
        folder.chmod(0o755)  # Only who may write a folder may move it to another one.
        folder.rename(trash / folder.name)
        remove_tree(trash)


def _is_named_like_a_release(folder: Path) -> bool:
    return bool(time_of(folder.name)) and kind_of(folder) == "a folder"


def _is_sound(release: Release) -> bool:
    try:
        return bool(release.manifest)
    except DamagedRelease:
        return False


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
