"""A year of nights in minutes: the lines of deploy/crontab, run as cron runs them, on a warehouse that is sabotaged.

A tiny project, whose steps are cheap and whose publication is the real one, is left alone for so many nights. Some
evenings its seeds are edited; one night in ten something befalls it. The clock of every command stands at the time of
its line. After each night readers must have a whole release of the newest edition, or somebody must have been mailed
why not; the "somebody" of this script then does what the message says, and the night after must be quiet again.

    .venv/bin/python scripts/nights.py [--nights 200] [--seed 1]

Prints its figures; status 1 if any night was not as it should be.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import duckdb
import soak_mischief as mischief
import typer
from chitieu.project import ROOT
from chitieu.release.releases import Warehouse
from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.append(str(ROOT / "tests" / "python"))
import tiny

CRONTAB = ROOT / "deploy" / "crontab"
COMMAND = ROOT / "tests" / "python" / "tiny_command.py"
START = datetime(2027, 1, 1, tzinfo=UTC)
EDITED = 0.3


@dataclass(frozen=True)
class Job:
    """A line of the crontab: the hour and minute of its day, and what the shell is given."""

    hour: int
    minute: int
    line: str


@dataclass
class Figures:
    """What the nights brought. `broken` lists what was not as it should be, with the night."""

    nights: int = 0
    sabotaged: dict[str, int] = field(default_factory=dict)
    mailed: int = 0
    healed_alone: int = 0
    needed_a_person: int = 0
    cleared_away: int = 0
    releases: int = 0
    broken: list[str] = field(default_factory=list)


def jobs() -> list[Job]:
    """The lines of the crontab that run every night, in the order of their times."""
    found = []
    for line in CRONTAB.read_text(encoding="utf-8").splitlines():
        if line[:1].isdigit():
            minute, hour, *days, command = line.split(maxsplit=5)
            assert days == ["*", "*", "*"], line
            found.append(Job(int(hour), int(minute), command))
    return sorted(found, key=lambda job: (job.hour, job.minute))


class Nights:
    """The tiny project in `folder`, and what befell it."""

    def __init__(self, folder: Path, seed: int, sabotaged: float) -> None:
        self.sabotaged = sabotaged
        self.project = tiny.make(folder / "checkout")
        self.state = folder / "state"
        self.state.mkdir()
        self.warehouse = Warehouse(self.state / "warehouse")
        self.chance = random.Random(seed)
        self.deck: list[str] = []
        self.edition = 1
        self.figures = Figures()
        # What a person has to undo after a sabotage, and what the mail must say of it.
        self.repair: Callable[[], None] | None = None

    def sabotages(self) -> dict[str, Callable[[], str]]:
        """What may befall it, by name. Each gives the words that a mail must hold, "" where none is called for."""
        return {
            "file of the current release": lambda: self._harm(newest=True),
            "file of any release": lambda: self._harm(newest=False),
            "release removed": self._remove,
            "link bent": lambda: mischief.bend_link(self.warehouse, self.chance) and "current ",
            "litter": self._litter,
            "document replaced": self._document,
            "documents gone": self._documents,
            "seed broken": self._seed,
        }

    def _harm(self, newest: bool) -> str:
        releases = self.warehouse.releases()
        return mischief.harm_file(releases[0] if newest else self.chance.choice(releases), self.chance).file

    def _remove(self) -> str:
        releases = self.warehouse.releases()
        release = self.chance.choice(releases)
        mischief.remove_release(release, self.chance)
        return "current leads to" if release == releases[0] else ""

    def _litter(self) -> str:
        mischief.litter(self.warehouse, self.chance)
        self.repair = lambda: mischief.clean(self.warehouse)
        return self.warehouse.strays()[0] if self.warehouse.strays() else ""

    def _document(self) -> str:
        document = self.project.documents / "tiny.txt"
        text = document.read_bytes()
        self.chance.choice([mischief.become_fifo, mischief.become_folder, mischief.become_link])(document, self.chance)
        self.repair = lambda: (mischief.remove_tree(document), document.write_bytes(text))
        return "tiny.txt is there and "

    def _documents(self) -> str:
        away = self.project.documents.rename(self.project.root / "away")
        self.repair = lambda: away.rename(self.project.documents)
        return "there is no such folder"

    def _seed(self) -> str:
        with (self.project.observations / "tiny.csv").open("a", encoding="utf-8") as stream:
            stream.write("torn,twelve\n")
        self.repair = lambda: tiny.edit(self.project, self.edition)
        return "read_csv"

    def run(self, line: str, moment: datetime) -> str:
        """What a line of the crontab gives cron to mail, run at this moment."""
        for place, ours in (
            ("/opt/chitieu/.venv/bin/chitieu", f"{sys.executable} {COMMAND}"),
            ("/var/lib/chitieu", str(self.state)),
        ):
            line = line.replace(place, ours)
        environment = {
            **os.environ,
            "CHITIEU_ROOT": str(self.project.root),
            "CHITIEU_DOCUMENTS": str(self.project.documents),
            "CHITIEU_WAREHOUSE": str(self.warehouse.folder),
            "TINY_CLOCK": moment.isoformat(),
        }
        ran = subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, text=True, check=False)
        return ran.stdout + ran.stderr

    def night(self, number: int) -> None:
        """One night: perhaps an edit, perhaps a sabotage, then cron, then a look at what readers have."""
        today = START + timedelta(days=number)
        if self.chance.random() < EDITED:
            self.edition += 1
            tiny.edit(self.project, self.edition)
        name, must_say = "", ""
        if number and self.chance.random() < self.sabotaged:
            self.deck = self.deck or self.chance.sample(list(self.sabotages()), len(self.sabotages()))
            name = self.deck.pop()
            must_say = self.sabotages()[name]()
            self.figures.sabotaged[name] = self.figures.sabotaged.get(name, 0) + 1
        mail = "".join(self.run(job.line, today.replace(hour=job.hour, minute=job.minute)) for job in jobs())
        self.figures.nights += 1
        self.figures.mailed += bool(mail)
        self._judge(f"night {number} ({name or 'quiet'})", name, must_say, mail, today)

    def _judge(self, moment: str, name: str, must_say: str, mail: str, today: datetime) -> None:
        broken = self.figures.broken
        if "Traceback" in mail:
            broken.append(f"{moment}: a traceback: {mail[-300:]}")
        if must_say not in mail or (mail and not name):
            broken.append(f"{moment}: the mail was {mail[-300:]!r}, it should speak of {must_say!r}")
        faults, damaged = self.faults(), self._damaged()
        if faults and not mail:
            broken.append(f"{moment}: nobody was told of {faults}")
        if faults or self.repair:
            self.figures.needed_a_person += 1
        elif mail:
            self.figures.healed_alone += 1
        self.figures.cleared_away += len(damaged)
        if faults or self.repair or damaged:
            self._act(mail, today)
            broken += [f"{moment}: {fault}, after a person did what the mail says" for fault in self.faults()]

    def _damaged(self) -> list[Path]:
        return [release.folder for release in self.warehouse.releases() if release.faults(are_hashed=True)]

    def _act(self, mail: str, today: datetime) -> None:
        """What a person does who reads the mail: put right what it names, remove what is damaged, build."""
        if self.repair:
            self.repair()
            self.repair = None
        more = "--accept-shrink" if "--accept-shrink" in mail else ""
        self.run(f"/opt/chitieu/.venv/bin/chitieu build --if-changed {more}", today.replace(hour=9))
        for folder in self._damaged():
            mischief.remove_tree(folder)

    def faults(self) -> list[str]:
        """Why readers have no whole release of the newest edition; empty if they have."""
        current = self.warehouse.current()
        if current is None:
            return [self.warehouse.link_fault()]
        if faults := current.faults(are_hashed=True):
            return faults
        with duckdb.connect(str(current.database), read_only=True) as connection:
            found = connection.execute("select distinct edition, listed_edition from panel").fetchall()
        return [] if found == [(self.edition, self.edition)] else [f"readers see {found}, not edition {self.edition}"]


def live(folder: Path, nights: int, seed: int, sabotaged: float = 0.1, console: Console | None = None) -> Figures:
    """So many nights in a new warehouse below `folder`, a share of them `sabotaged`."""
    alone = Nights(folder, seed, sabotaged)
    for number in track(range(nights), "Nights", console=console, disable=console is None):
        alone.night(number)
    alone.figures.releases = len(alone.warehouse.releases())
    return alone.figures


def summary(figures: Figures) -> list[tuple[str, str]]:
    """What the nights brought, in words."""
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(figures.sabotaged.items()))
    return [
        ("Nights", f"{figures.nights}, {sum(figures.sabotaged.values())} sabotaged: {kinds}"),
        ("Nights with a mail", f"{figures.mailed}"),
        ("Whole again for readers before anyone read the mail", f"{figures.healed_alone}"),
        ("Put right by doing what the mail said", f"{figures.needed_a_person}"),
        ("Damaged releases cleared away by hand", f"{figures.cleared_away}"),
        ("Releases at the end", f"{figures.releases}"),
        ("Nights not as they should be", f"{len(figures.broken)}"),
    ]


def main(
    nights: Annotated[int, typer.Option(min=1, help="Nights to live through.")] = 200,
    seed: Annotated[int, typer.Option(help="Which nights are sabotaged, and how.")] = 1,
) -> None:
    """Run the lines of deploy/crontab over so many nights, one in ten sabotaged, and print what came of it."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="chitieu-nights-") as folder:
        figures = live(Path(folder), nights, seed, console=console)
    table = Table(show_header=False, box=None, padding=(0, 2))
    for row in summary(figures):
        table.add_row(*row)
    console.print(table)
    for one in figures.broken:
        console.print(f"  {one}", markup=False)
    if figures.broken:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
