"""The project that a soak maltreats: how it is edited, built, killed, given another clock or a full disk, and asked."""

import csv
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from chitieu.project import ROOT, Project
from chitieu.release.disk import list_files
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse

TESTS = ROOT / "tests" / "python"
PARTS = ("seeds", "models", "macros", "tests", "dbt_project.yml", "profiles.yml")
EDITION = "(edition [0-9]+)"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
DISK = "1g"
HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
"""


class Subject:
    """A project and its warehouse in a folder of their own. What differs between projects is below, in two classes."""

    command: tuple[str | Path, ...]
    query: str

    def __init__(self, folder: Path, documents: Path) -> None:
        self.disk = folder / "disk"
        self.disk.mkdir()
        self.project = Project(folder / "project", documents, self.disk / "warehouse")
        self.warehouse = Warehouse(self.project.warehouse)
        self.edition = 0
        self._is_mounted = False
        self._largest_file: int | None = None

    @property
    def database(self) -> Path:
        """The database by the link, as readers open it."""
        return self.project.current / "chitieu.duckdb"

    def edit(self) -> None:
        """Write the next edition into two of the tables."""
        raise NotImplementedError

    def seeds(self) -> Path:
        """A seed file, to be broken for a while."""
        raise NotImplementedError

    def edition_of(self, seen: Any) -> int:
        """The number of an edition as the tables tell it."""
        return int(str(seen).strip("()").split()[-1])

    # Commands

    def start(self, *arguments: str, days: float = 0) -> subprocess.Popen[str]:
        """A command begun, its clock so many days off."""
        environment = {
            **os.environ,
            "CHITIEU_ROOT": str(self.project.root),
            "CHITIEU_WAREHOUSE": str(self.project.warehouse),
            **(_clock(days) if days else {}),
        }
        environment.pop("CHITIEU_DOCUMENTS", None)
        if self.project.documents.is_dir():
            environment["CHITIEU_DOCUMENTS"] = str(self.project.documents)
        return subprocess.Popen(
            [*self.command, *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=self._limits,
        )

    def run(self, *arguments: str, days: float = 0) -> tuple[int, str]:
        """A command's exit status and what it wrote to standard error."""
        process = self.start(*arguments, days=days)
        _, errors = process.communicate()
        return process.returncode, errors

    def killed(self, wait: float, *arguments: str) -> bool:
        """Whether a command was killed, with all that it started, so many seconds after its start."""
        process = self.start(*arguments)
        try:
            process.communicate(timeout=wait)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        return process.returncode == -signal.SIGKILL

    def _limits(self) -> None:
        if self._largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._largest_file, self._largest_file))

    # States

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """The warehouse on a disk of its own, where that may be mounted: else a full one is a limit on files."""
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", self.disk]
        is_root = os.geteuid() == 0
        self._is_mounted = is_root and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield
        finally:
            if self._is_mounted:
                subprocess.run(["umount", "--lazy", self.disk], check=True)

    @contextmanager
    def full_disk(self, share: float) -> Iterator[None]:
        """Room for a share of what a build needs, and no more."""
        needed = sum(entry["bytes"] for entry in list_files(self.warehouse.current().folder).values())
        ballast = self.disk / "ballast"
        if self._is_mounted:
            room = os.statvfs(self.disk)
            with ballast.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, max(1, room.f_bavail * room.f_frsize - int(share * needed)))
        else:
            self._largest_file = max(1, int(share * self.database.stat().st_size))
        try:
            yield
        finally:
            ballast.unlink(missing_ok=True)
            self._largest_file = None

    @contextmanager
    def broken_edit(self) -> Iterator[None]:
        """A seed file with a torn row at its end."""
        path = self.seeds()
        before = path.read_bytes()
        path.write_bytes(before + b'torn,"row\n')
        try:
            yield
        finally:
            path.write_bytes(before)

    @contextmanager
    def held(self, release: Release) -> Iterator[None]:
        """The database of a release opened to write by a process that found a way."""
        release.database.chmod(0o644)
        command = [sys.executable, "-c", HOLD, release.database]
        # Readers have it open, each for a moment: whoever wants to write tries until none has.
        for _ in range(1000):
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            if process.stdout.readline() == "held\n":
                break
            process.communicate()
        try:
            yield
        finally:
            if process.poll() is None:
                process.communicate("\n")

    def left_overs(self) -> list[str]:
        """What lies in the work folder when no build is at work."""
        work = self.project.warehouse / ".work"
        return sorted(path.name for path in work.iterdir()) if work.is_dir() else []

    def seen(self) -> int | None:
        """The edition that a reader sees; None for no answer, or a mixture."""
        try:
            with duckdb.connect(str(self.warehouse.current().database), read_only=True) as connection:
                rows, editions = connection.execute(self.query).fetchone()
        except duckdb.Error:
            return None
        return self.edition_of(editions[0]) if rows and len(editions) == 1 else None


class RealProject(Subject):
    """A copy of this project, with all its gates; the edition goes into titles of documents and definitions."""

    command = (Path(sys.executable).parent / "chitieu",)
    query = f"""
        select
            (select count(*) from panel),
            list_distinct(
                (select list(regexp_extract(title_en, '{EDITION}', 1)) from dim_document)
                || (select list(regexp_extract(definition, '{EDITION}', 1)) from dim_concept)
            )
    """

    def __init__(self, folder: Path) -> None:
        here = Project.from_environment()
        super().__init__(folder, here.documents)
        self.project.root.mkdir()
        for part in PARTS:
            copy: Callable[..., object] = shutil.copytree if (here.root / part).is_dir() else shutil.copyfile
            copy(here.root / part, self.project.root / part)

    def edit(self) -> None:
        self.edition += 1
        for name, column in (("documents.csv", "title_en"), ("concepts.csv", "definition")):
            path = self.project.reference / name
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            for row in rows:
                row[column] = f"{row[column].split(' (edition')[0]} (edition {self.edition})"
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def seeds(self) -> Path:
        return min(self.project.observations.glob("*.csv"))


class TinyProject(Subject):
    """The tiny project of the tests: cheap steps, the real publication."""

    command = (sys.executable, TESTS / "tiny_command.py")

    def __init__(self, folder: Path) -> None:
        sys.path.append(str(TESTS))
        import reader
        import tiny

        super().__init__(folder, folder / "project" / "documents")
        self.query = reader.QUERY
        self._tiny = tiny
        tiny.make(self.project.root)

    def edit(self) -> None:
        self.edition += 1
        self._tiny.edit(self.project, self.edition)

    def seeds(self) -> Path:
        return self.project.observations / "tiny.csv"


def _clock(days: float) -> dict[str, str]:
    """The variables under which a command believes that it is so many days later."""
    moment = datetime.now(UTC) + timedelta(days=days)
    if FAKETIME is None:
        return {"TINY_CLOCK": moment.isoformat()}  # Only the tiny command listens to it.
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME": f"@{moment:%Y-%m-%d %H:%M:%S}",
        "TZ": "UTC",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
