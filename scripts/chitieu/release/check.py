"""Whether releases are as they were published: every file of the manifest, and with patience every byte of them."""

from dataclasses import dataclass
from typing import Any

import duckdb
from rich.table import Table
from rich.text import Text

from chitieu.errors import DamagedRelease
from chitieu.release.publish import reading
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse
from chitieu.workbench import quoted

_SHOWN = 10  # faults of a release in a table; JSON lists all


@dataclass(frozen=True)
class Checked:
    """A release, and what is wrong with it; `files` is the number of files looked at, 0 if none is known."""

    release: Release
    files: int
    faults: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"release_id": self.release.release_id, "files": self.files, "faults": self.faults}


def check(release: Release, is_deep: bool = False) -> Checked:
    """Look whether each file is there and as large as it was.

    `is_deep` reads each as well and compares its hash; then the database must open and have the rows that it was
    published with.
    """
    faults = release.faults(are_hashed=is_deep)
    try:
        files = len(release.files)
        if is_deep:
            faults = faults + _database_faults(release)
    except DamagedRelease:
        files = 0
    return Checked(release, files, faults)


def check_all(warehouse: Warehouse, is_deep: bool = False) -> list[Checked]:
    """Every release, newest first; one that a build removed meanwhile is gone as a whole and left out."""
    releases, current = warehouse.releases(), warehouse.current()
    if current and current not in releases:  # Its time may be so far off that nothing but the link vouches for it.
        releases.insert(0, current)
    checked = [check(release, is_deep) for release in releases]
    return [one for one in checked if one.release.folder.exists()]


def _database_faults(release: Release) -> list[str]:
    """What is wrong with the database as a reader meets it; one that is missing has been told already."""
    if not release.database.is_file():
        return []
    faults = []
    try:
        with reading(release.database) as connection:
            for table, rows in release.manifest["rows"].items():
                counted = connection.execute(f"select count(*) from {quoted(table)}").fetchone()
                if counted != (rows,):
                    faults.append(f"{table} has {counted[0]:,} rows, was published with {rows:,}")
    except duckdb.Error as problem:
        faults.append(f"{release.database.name} does not answer: {str(problem).splitlines()[0]}")
    return faults


def table(checked: list[Checked], current: Release | None, is_deep: bool) -> Table:
    """What was looked at, as a table for people: one line a release, and one for each fault."""
    how = "every byte" if is_deep else "names and sizes"
    found = Table("release", "", "files", "found", title=f"Looked at: {how}")
    for one in checked:
        mark = "current" if one.release == current else ""
        shown = one.faults[:_SHOWN]
        if len(one.faults) > len(shown):
            shown.append(f"and {len(one.faults) - len(shown)} more")
        found.add_row(one.release.release_id, mark, f"{one.files}", Text("\n".join(shown) or "whole"))
    return found
