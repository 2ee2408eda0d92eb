"""The safety promises of publication on the real project, at length: rebuilds under readers, then kills.

A copy of the project is rebuilt again and again in a folder of its own, each time with another edition written into two
of its tables, so that an answer from two releases would show. Prints its figures; status 1 if any promise was broken.

    .venv/bin/python scripts/soak.py [--rebuilds 50] [--kills 200] [--readers 4] [--recover-every 10] [--docs docs]
"""

import csv
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import benchmark
import duckdb
import typer
from chitieu.project import Project
from chitieu.release.releases import Warehouse
from rich.console import Console
from rich.progress import track
from rich.table import Table

READER = Path(__file__).resolve().parents[1] / "tests" / "python" / "reader.py"
PARTS = ("seeds", "models", "macros", "tests", "dbt_project.yml", "profiles.yml")
EDITION = "(edition [0-9]+)"
QUERY = f"""
    select
        (select count(*) from panel),
        list_distinct(
            (select list(regexp_extract(title_en, '{EDITION}', 1)) from dim_document)
            || (select list(regexp_extract(definition, '{EDITION}', 1)) from dim_indicator)
        )
"""


@dataclass
class Figures:
    """What was measured. `broken` lists every promise that did not hold, with the moment."""

    build_seconds: list[float] = field(default_factory=list)
    queries: int = 0
    editions_seen: int = 0
    kills: int = 0
    left_over: int = 0
    recoveries: int = 0
    broken: list[str] = field(default_factory=list)


class Soak:
    """A copy of the project in `folder`, its warehouse, and what happened to them."""

    def __init__(self, folder: Path) -> None:
        here = Project.from_environment()
        self.project = Project(folder / "project", here.documents, folder / "warehouse")
        self.project.root.mkdir()
        for part in PARTS:
            copy = shutil.copytree if (here.root / part).is_dir() else shutil.copyfile
            copy(here.root / part, self.project.root / part)
        self.warehouse = Warehouse(self.project.warehouse)
        self.figures = Figures()
        self.edition = 0

    def edit(self) -> None:
        """Write the next edition into the titles of the documents and the definitions of the indicators."""
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

    def start(self) -> subprocess.Popen[str]:
        """A build of the next edition, begun."""
        self.edit()
        environment = {
            **os.environ,
            "CHITIEU_ROOT": str(self.project.root),
            "CHITIEU_DOCUMENTS": str(self.project.documents),
            "CHITIEU_WAREHOUSE": str(self.project.warehouse),
        }
        command = [Path(sys.executable).parent / "chitieu", "build", "--keep", "3", "--log-format", "json"]
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def build(self, moment: str) -> None:
        """A whole build of the next edition, which must succeed without help and leave nothing behind."""
        begun = time.monotonic()
        process = self.start()
        _, errors = process.communicate()
        self.figures.build_seconds.append(time.monotonic() - begun)
        if process.returncode != 0:
            self.figures.broken.append(f"{moment}: the build ended with status {process.returncode}: {errors[-500:]}")
        if left := self.left_overs():
            self.figures.broken.append(f"{moment}: the build left {left}")
        self.check(moment)

    def kill(self, share: float, moment: str) -> None:
        """A build killed with everything it started, after this share of the time that the last whole one took.

        A build that had ended by then was not killed: it is the new measure, and the next one is tried.
        """
        killed = False
        while not killed:
            begun = time.monotonic()
            process = self.start()
            try:
                _, errors = process.communicate(timeout=share * self.figures.build_seconds[-1])
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                _, errors = process.communicate()
            killed = process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                self.figures.build_seconds.append(time.monotonic() - begun)
            elif not killed:
                self.figures.broken.append(f"{moment}: the build ended by itself: {errors[-500:]}")
                return
            self.check(moment)
        self.figures.kills += 1
        self.figures.left_over += bool(self.left_overs())

    def check(self, moment: str) -> None:
        """The current release must have every file as published and answer from one edition."""
        current = self.warehouse.current()
        if current is None:
            self.figures.broken.append(f"{moment}: there is no current release")
            return
        self.figures.broken += [f"{moment}: {fault}" for fault in current.faults()]
        with duckdb.connect(str(current.database), read_only=True) as connection:
            rows, editions = connection.execute(QUERY).fetchone()
        if not rows or len(editions) != 1:
            self.figures.broken.append(f"{moment}: {rows} rows of editions {editions}")

    def left_overs(self) -> list[str]:
        work = self.project.warehouse / ".work"
        return sorted(path.name for path in work.iterdir()) if work.is_dir() else []

    @contextmanager
    def readers(self, number: int) -> Iterator[None]:
        """Processes that query without pause; their failures and mixtures are broken promises."""
        command = [sys.executable, READER, self.project.current / "chitieu.duckdb", QUERY]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(number)
        ]
        for reader in started:
            reader.stdout.readline()
        yield
        editions: set[str] = set()
        for reader in started:
            report = json.loads(reader.communicate("stop\n")[0])
            self.figures.queries += report["queries"]
            self.figures.broken += [f"reader: {failure}" for failure in report["failures"]]
            editions.update(report["editions"])
        self.figures.editions_seen = len(editions)


def main(
    rebuilds: Annotated[int, typer.Option(min=1, help="Rebuilds under readers.")] = 50,
    kills: Annotated[int, typer.Option(min=1, help="Builds to kill, spread over the time that a build takes.")] = 200,
    readers: Annotated[int, typer.Option(min=1, help="Reader processes.")] = 4,
    recover_every: Annotated[int, typer.Option(min=1, help="Kills between two builds that are let through.")] = 10,
    docs: Annotated[
        Path | None, typer.Option(help="Keep the figures on the page performance.md of this folder.")
    ] = None,
) -> None:
    """Rebuild under readers, then kill builds, and print what was measured."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="chitieu-soak-") as name:
        soak = Soak(Path(name))
        soak.build("first build")
        if soak.figures.broken:
            console.print(*soak.figures.broken, sep="\n", markup=False)
            raise typer.Exit(1)
        with soak.readers(readers):
            for number in track(range(rebuilds), "Rebuilding under readers", console=console):
                soak.build(f"rebuild {number + 1}")
        soak.build("build before the kills")
        for number in track(range(kills), "Killing builds", console=console):
            share = (number + 0.5) / kills
            soak.kill(share, f"kill {number + 1}, {share:.1%} into the build")
            if (number + 1) % recover_every == 0 or number + 1 == kills:
                soak.build(f"build after kill {number + 1}")
                soak.figures.recoveries += 1
        rows = summary(soak.figures, rebuilds, readers)
        show(rows, soak.figures.broken, console)
        if docs:
            measurements = benchmark.load(docs / benchmark.FIGURES)
            measurements["soak"] = {"rows": rows, "measured_on": date.today().isoformat()}
            benchmark.save(measurements, docs)
        if soak.figures.broken:
            raise typer.Exit(1)


def summary(figures: Figures, rebuilds: int, readers: int) -> list[tuple[str, str]]:
    """What was measured, in words."""
    median, longest = statistics.median(figures.build_seconds), max(figures.build_seconds)
    return [
        ("Rebuilds under readers", f"{rebuilds}"),
        ("Queries answered", f"{figures.queries:,} by {readers} readers, who saw {figures.editions_seen} editions"),
        ("Seconds per build", f"{median:.1f} at the median, {longest:.1f} at most"),
        ("Builds killed", f"{figures.kills}; {figures.left_over} left something behind"),
        ("Builds after kills", f"{figures.recoveries}"),
        ("Broken promises", f"{len(figures.broken)}"),
    ]


def show(rows: list[tuple[str, str]], broken: list[str], console: Console) -> None:
    """Print the figures, then every broken promise."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    for label, value in rows:
        table.add_row(label, value)
    console.print(table)
    for one in broken:
        console.print(f"  {one}", markup=False)


if __name__ == "__main__":
    typer.run(main)
