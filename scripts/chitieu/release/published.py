"""One published release: a folder that is never changed after it was put in place, and what is wrong if it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from chitieu.errors import DamagedRelease
from chitieu.release import manifest
from chitieu.release.disk import Files, hashes, kind_of

DATABASE = "chitieu.duckdb"
CHANGES = "changes.md"
RESULTS = "expectations.json"
SITE = "site"
SIGNATURE = f"{SITE}/release.js"
"""The one file of the site that knows the id of its release, so that a page stays the same while its rows do."""
TIME = "%Y%m%dT%H%M%SZ"

_RELEASE_ID = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}")
_LAST_YEAR = 9998  # No id could follow the last second of the year after, which is the last that Python counts.


def time_of(release_id: str) -> datetime | None:
    """The time that a release id begins with, UTC; None if it is no release id, or of a day that no calendar has."""
    matched = _RELEASE_ID.fullmatch(release_id)
    try:
        time = datetime.strptime(matched[1], TIME).replace(tzinfo=UTC) if matched else None
    except ValueError:
        return None
    return time if time and time.year <= _LAST_YEAR else None


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
        """When it was published, UTC, as the clock said then; from its id where the manifest is broken.

        The id may be later: against a clock that was set back it counts on from the release before.
        """
        try:
            return datetime.fromisoformat(self.manifest["published_at"])
        except DamagedRelease:
            return time_of(self.release_id) or datetime.min.replace(tzinfo=UTC)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What it was published with; raises DamagedRelease if that cannot be told."""
        return manifest.read(self.folder, self.release_id)

    @property
    def files(self) -> Files:
        """The files that were published; raises DamagedRelease if that cannot be told."""
        return self.manifest["files"]

    def faults(self, below: str = "", are_hashed: bool = False) -> list[str]:
        """What is wrong with the files whose path begins with `below`, one by one; empty when they are whole.

        Each must be there and as large as it was; with `are_hashed`, its content is compared too, which reads it all.
        """
        try:
            expected = {name: entry for name, entry in self.files.items() if name.startswith(below)}
        except DamagedRelease as damaged:
            return damaged.faults
        found = {name: fault for name, entry in expected.items() if (fault := self._fault(name, entry["bytes"]))}
        if are_hashed:
            readable = [name for name in expected if name not in found]
            try:
                digests = hashes(self.folder / name for name in readable)
            except OSError as problem:
                return [*found.values(), f"{problem.filename or self.folder} cannot be read: {problem.strerror}"]
            for name, digest in zip(readable, digests, strict=True):
                if digest != expected[name]["sha256"]:
                    found[name] = f"{name} is not the file that was published"
        return [*found.values(), *self._strays(below)]

    def require(self, below: str = "", are_hashed: bool = False) -> "Release":
        """This release if the files below are whole; else DamagedRelease."""
        if faults := self.faults(below, are_hashed):
            raise DamagedRelease(self.release_id, faults)
        return self

    def _fault(self, name: str, size: int) -> str:
        path = self.folder / name
        if kind := kind_of(path):
            return f"{name} is {kind}"
        found = path.stat().st_size
        return "" if found == size else f"{name} has {found:,} bytes, was published with {size:,}"

    def _strays(self, below: str) -> Iterator[str]:
        """Files that nobody published: a reader of the whole folder would take them in."""
        known = {*self.files, manifest.MANIFEST}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            # DuckDB puts what does not fit into memory beside the file, as long as a reader is at work.
            if not name.startswith(below) or name in known or name.startswith(f"{DATABASE}.tmp"):
                continue
            if name == f"{DATABASE}.wal":
                yield f"{name} was left by a writer"
            elif kind_of(path) != "a folder":
                yield f"{name if name.isprintable() else repr(name)} was not published"
