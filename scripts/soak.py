"""A warehouse maltreated for an hour: kills, damage, edits, other clocks, full disks, all under readers.

A project is rebuilt again and again in a folder of its own, each time with another edition written into two of its
tables, so that an answer from two releases would show. Between and during its builds something befalls it, as a deck of
troubles has it. After each, the last good release must answer or the fault be named, and the next build must heal it.
Prints its figures; status 1 if any promise was broken.

    .venv/bin/python scripts/soak.py [--minutes 60] [--tiny] [--seed 1] [--readers 4] [--docs docs]

With --tiny the project is a tiny one with cheap steps and the real publication: thirty times as many troubles an hour.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Annotated

import benchmark
import soak_mischief as mischief
import typer
from rich.console import Console
from rich.table import Table
from soak_project import FAKETIME, RealProject, Subject, TinyProject
from soak_readers import Readers

KEEP = 5


@dataclass
class Figures:
    """What was measured. `broken` lists every promise that did not hold, with the moment."""

    troubles: Counter[str] = field(default_factory=Counter)
    builds: list[float] = field(default_factory=list)
    killed: int = 0
    left_over: int = 0
    harmed_files: int = 0
    named: int = 0
    healed: int = 0
    asked: int = 0
    full_disks: int = 0
    queries: int = 0
    editions_seen: int = 0
    excused: int = 0
    broken: list[str] = field(default_factory=list)


class Soak:
    """A project, its warehouse and readers, and what befell them."""

    def __init__(self, subject: Subject, readers: Readers, seed: int) -> None:
        self.subject = subject
        self.readers = readers
        self.warehouse = subject.warehouse
        self.chance = random.Random(seed)
        self.figures = Figures()
        self.moment = "first build"

    # What is done to it

    def troubles(self) -> dict[str, Callable[[], None]]:
        """Every trouble by its name; a deck of them is played to its end before it is shuffled again."""
        return {
            "edit": lambda: self.rebuild(),
            "broken edit": self.broken_edit,
            "nothing changed": self.nothing_changed,
            "killed at random": self.kill,
            "killed at random again": self.kill,
            "file harmed": self.harm_any,
            "file of the current release harmed": self.harm_current,
            "every manifest harmed": self.harm_every_manifest,
            "release removed": self.remove_release,
            "link bent": self.bend_link,
            "litter": self.litter,
            "clock jumped": self.jump,
            "disk full": self.fill_disk,
            "held open": self.hold,
            "two at once": self.two_at_once,
            "rolled back": self.roll_back,
        }

    def step(self, name: str, number: int) -> None:
        """One trouble, then a look whether all is well again."""
        self.moment = f"step {number}: {name}"
        self.figures.troubles[name] += 1
        self.troubles()[name]()
        self.look()

    def rebuild(self, *options: str, **how: object) -> None:
        """A whole build of the next edition, which must publish without help and leave nothing behind."""
        self.subject.edit()
        self.build(*options, **how)

    def build(self, *options: str, expected: int = 0, **how: object) -> str:
        """A build that must end with the status expected; what it wrote to standard error."""
        begun = time.monotonic()
        status, errors = self.subject.run("build", "--keep", str(KEEP), *options, **how)
        if status == 0:
            self.figures.builds.append(time.monotonic() - begun)
        asked = [flag for flag in ("--accept-shrink", "--accept-unverified") if status == 1 and flag in errors]
        if asked and not set(asked) <= set(options):  # A person is asked, and says yes.
            self.figures.asked += 1
            return self.build(*{*options, *asked} - {"--if-changed"}, expected=expected)
        if status != expected:
            self.complain(f"the build ended with status {status}, not {expected}: {errors[-400:]}")
        if "Traceback" in errors:
            self.complain(f"a traceback: {errors[-400:]}")
        if left := self.subject.left_overs():
            self.complain(f"the build left {left}")
        return errors

    def broken_edit(self) -> None:
        before = self.warehouse.current()
        with self.subject.broken_edit():
            status, errors = self.subject.run("build")
        if status not in (1, 2) or "Traceback" in errors or self.warehouse.current() != before:
            self.complain(f"a broken seed gave status {status}: {errors[-400:]}")

    def nothing_changed(self) -> None:
        self.build("--if-changed", expected=3)

    def kill(self) -> None:
        """Kill a build with all that it started, somewhere in the time that builds take; one that ended is no try."""
        was_killed = False
        while not was_killed:
            self.subject.edit()
            wait = self.chance.random() * min(self.figures.builds[-5:])
            was_killed = self.subject.killed(wait, "build", "--keep", str(KEEP))
            self.look(is_newest=not was_killed)
        self.figures.killed += 1
        self.figures.left_over += bool(self.subject.left_overs())
        self.build("--if-changed", expected=3 if self.subject.seen() == self.subject.edition else 0)

    def harm_any(self) -> None:
        self.harm(lambda: mischief.harm_file(self.chance.choice(self.warehouse.releases()), self.chance))

    def harm_current(self) -> None:
        self.harm(lambda: mischief.harm_file(self.warehouse.current(), self.chance))

    def remove_release(self) -> None:
        release = self.chance.choice(self.warehouse.releases())
        with self.readers.excused(release == self.warehouse.current()):
            was_newest = release == self.warehouse.releases()[0]
            mischief.remove_release(release, self.chance)
            self.build("--if-changed", expected=0 if was_newest else 3)
            self.figures.healed += was_newest

    def harm(self, do: Callable[[], mischief.Done]) -> None:
        """Harm a file; the deep check must name it, readers of another release must not notice, a build must heal."""
        current = self.warehouse.current()
        newest = self.warehouse.releases()[0]
        with self.readers.excused():  # Which file it will be is not known before.
            done = do()
            self.figures.harmed_files += 1
            self.named(done.file, "check", "--deep")
            if done.release == current:
                self.named(done.file, "check", "current", "--deep")
            else:
                self.look()
            self.build("--if-changed", expected=0 if done.release in (newest, current) else 3)
            self.figures.healed += done.release == current
        mischief.remove_tree(done.release.folder)

    def named(self, what: str, *command: str) -> None:
        status, errors = self.subject.run(*command)
        if status != 1 or what not in errors or "Traceback" in errors:
            self.complain(f"{what} harmed, and `{' '.join(command)}` said {status}: {errors[-400:]}")
        else:
            self.figures.named += 1

    def harm_every_manifest(self) -> None:
        with self.readers.excused():
            releases = self.warehouse.releases()
            for release in releases:
                mischief.harm_file(release, self.chance, "manifest.json")
            self.figures.harmed_files += len(releases)
            self.named("manifest.json", "status")
            self.build("--if-changed")
            for release in releases:
                mischief.remove_tree(release.folder)

    def bend_link(self) -> None:
        with self.readers.excused():
            mischief.bend_link(self.warehouse, self.chance)
            self.named("current ", "status")
            self.build("--if-changed")
            self.figures.healed += 1

    def litter(self) -> None:
        mischief.litter(self.warehouse, self.chance)
        self.look()
        self.rebuild()
        mischief.clean(self.warehouse)

    def jump(self) -> None:
        """A build under another clock, up to twenty years off, then one under the right one."""
        days = self.chance.choice([-1, 1]) * self.chance.uniform(0.01, 7300)
        self.rebuild(days=days)
        self.look()
        self.rebuild()
        self.look(max_age="1h")

    def fill_disk(self) -> None:
        """A build with room for a part of it; then, with room, one that works."""
        self.subject.edit()
        before = self.warehouse.current()
        with self.subject.full_disk(self.chance.random()):
            status, errors = self.subject.run("build", "--keep", str(KEEP))
            self.figures.full_disks += status != 0
            if "Traceback" in errors:
                self.complain(f"a traceback on a full disk: {errors[-400:]}")
            if status != 0 and self.warehouse.current() != before:
                self.complain("a build that failed on a full disk published")
            self.look(is_newest=status == 0)
        self.build("--if-changed", expected=3 if status == 0 else 0)

    def hold(self) -> None:
        """Someone has opened the published database to write: builds go on."""
        with self.readers.excused(), self.subject.held(self.warehouse.current()):
            self.rebuild()

    def two_at_once(self) -> None:
        self.subject.edit()
        first = self.subject.start("build", "--keep", str(KEEP), "--wait", "600")
        status, errors = self.subject.run("build", "--keep", str(KEEP), "--if-changed", "--wait", "600")
        _, said = first.communicate()
        if first.returncode != 0 or status not in (0, 3):
            self.complain(f"two builds ended with {first.returncode} and {status}: {said[-300:]} {errors[-300:]}")

    def roll_back(self) -> None:
        whole = [release for release in self.warehouse.releases() if not release.faults(are_hashed=True)]
        if len(whole) < 2:
            return
        status, errors = self.subject.run("rollback", whole[1].release_id)
        if status != 0 or self.warehouse.current() != whole[1]:
            self.complain(f"rollback ended with status {status}: {errors[-300:]}")
        self.build("--if-changed", expected=3)
        self.rebuild()

    # What is looked at

    def look(self, is_newest: bool = True, max_age: str | None = None) -> None:
        """The current release must have every byte as published and answer from one edition, the newest if said."""
        current = self.warehouse.current()
        if current is None:
            return self.complain(self.warehouse.link_fault())
        for fault in current.faults(are_hashed=True):
            self.complain(fault)
        seen = self.subject.seen()
        if seen is None or (is_newest and seen != self.subject.edition):
            self.complain(f"readers see edition {seen}, not {self.subject.edition}")
        status, errors = self.subject.run("status", *(("--max-age", max_age) if max_age else ()))
        if status != 0:
            self.complain(f"status ended with {status}: {errors[-300:]}")
        return None

    def complain(self, what: str) -> None:
        self.figures.broken.append(f"{self.moment}: {what}")


@contextmanager
def soaking(folder: Path, is_tiny: bool, seed: int, readers: int) -> Iterator[Soak]:
    """A soak begun: its first release out, its readers at work; at the end they are asked what they saw."""
    subject = (TinyProject if is_tiny else RealProject)(folder)
    crowd = Readers(subject)
    soak = Soak(subject, crowd, seed)
    with subject.mounted():
        soak.rebuild()
        soak.look()
        if soak.figures.broken:
            raise RuntimeError("\n".join(soak.figures.broken))
        with crowd.reading(readers):
            yield soak
        soak.figures.queries, soak.figures.editions_seen = crowd.queries, len(crowd.editions)
        soak.figures.excused = crowd.excused_failures
        soak.figures.broken += crowd.failures


def play(soak: Soak, is_over: Callable[[int], bool], tell: Callable[[str], None] = lambda _: None) -> None:
    """Play decks of troubles until it is over."""
    deck: list[str] = []
    number = 0
    while not is_over(number):
        if not deck:
            deck = list(soak.troubles())
            soak.chance.shuffle(deck)
        number += 1
        soak.step(deck.pop(), number)
        tell(f"{soak.moment}, {len(soak.figures.broken)} broken promises")


def summary(figures: Figures, minutes: float, readers: int) -> list[tuple[str, str]]:
    """What was measured, in words."""
    clock = "" if FAKETIME else " (the clock of the command alone: libfaketime is not installed)"
    return [
        ("Time", f"{minutes:.0f} minutes, {figures.troubles.total():,} troubles of {len(figures.troubles)} kinds"),
        ("Load of the machine at the end, other work included", f"{os.getloadavg()[2]:.1f} on {os.cpu_count()} cores"),
        ("Builds that published", f"{len(figures.builds):,}, {median(figures.builds):.1f} s at the median"),
        ("Builds killed", f"{figures.killed:,}; {figures.left_over:,} left something behind"),
        ("Files harmed", f"{figures.harmed_files:,}"),
        ("Faults named where they were looked for", f"{figures.named:,}"),
        ("Damaged current releases and links healed by the next build", f"{figures.healed:,}"),
        ("A person asked, as no whole release was left", f"{figures.asked:,}"),
        ("Clocks jumped", f"{figures.troubles['clock jumped']:,}{clock}"),
        ("Builds that a full disk stopped", f"{figures.full_disks:,}"),
        ("Queries answered", f"{figures.queries:,} by {readers} readers, who saw {figures.editions_seen:,} editions"),
        ("Queries that failed while the release read was damaged", f"{figures.excused:,}"),
        ("Broken promises", f"{len(figures.broken):,}"),
    ]


def show(rows: list[tuple[str, str]], broken: list[str], console: Console) -> None:
    """Print the figures, then every broken promise."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    for label, value in rows:
        table.add_row(label, value)
    console.print(table)
    for one in broken:
        console.print(f"  {one}", markup=False)


def main(
    minutes: Annotated[float, typer.Option(min=0.1, help="How long.")] = 60,
    tiny: Annotated[bool, typer.Option("--tiny", help="A tiny project instead of this one.")] = False,
    seed: Annotated[int, typer.Option(help="Which troubles come when.")] = 1,
    readers: Annotated[int, typer.Option(min=1, help="Reader processes.")] = 4,
    docs: Annotated[
        Path | None, typer.Option(help="Keep the figures on the page performance.md of this folder.")
    ] = None,
) -> None:
    """Maltreat a warehouse under readers for so long, and print what was measured."""
    console = Console()
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # What is mounted and started must end with it.
    with (
        tempfile.TemporaryDirectory(prefix="chitieu-soak-") as folder,
        soaking(Path(folder), tiny, seed, readers) as soak,
    ):
        play(
            soak,
            lambda _: time.monotonic() - begun > minutes * 60,
            lambda what: print(f"{time.monotonic() - begun:6.0f} s  {what}", file=sys.stderr, flush=True),
        )
    rows = summary(soak.figures, (time.monotonic() - begun) / 60, readers)
    show(rows, soak.figures.broken, console)
    if docs:
        measurements = benchmark.load(docs / benchmark.FIGURES)
        kept = measurements.setdefault("soak", {})
        kept["tiny" if tiny else "real"] = {"rows": rows, "measured_on": date.today().isoformat()}
        benchmark.save(measurements, docs)
    if soak.figures.broken:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
