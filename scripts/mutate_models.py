"""Change the models on purpose, one small slip at a time, and see whether the tests notice.

`python scripts/mutate_models.py`. A mutant is one operator of scripts/mutants.py at one place of one model; which
places is drawn by a seed, some of every model. Each is built from the real seeds with the data tests (the release
gates) and the unit tests of dbt, and if none fails, against the cases of tests/scenarios. What none of them notices
survives: it is listed in tests/surviving_mutants.csv with the reason, and the word `equivalent` where nobody could see
a difference. A slip that is no SQL is drawn again, and counts as nothing.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer
from mutants import ROOT, Mutant, drawn, files
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

FIGURES = ROOT / "docs" / "mutants.json"
KNOWN = ROOT / "tests" / "surviving_mutants.csv"
WANTED = 0.95
"""The share of mutants that must be noticed, equivalent ones left out."""
NO_SQL = re.compile(r"(Parser|Binder|Catalog) Error|syntax error|Compilation Error(?!.*contract)", re.DOTALL)
EVIDENCE = "document_id,char_start,char_end,component,verification,decimals,passage\n"


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: `no SQL`, `survived`, or what noticed it, and which test or model that was."""

    noticed_by: str
    where: str = ""


class Room:
    """A copy of the project in which one mutant after the other is built; dbt parses only what changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        self.project.mkdir()
        for part in ("dbt_project.yml", "profiles.yml", "tests", "seeds", "scripts", "pyproject.toml"):
            (self.project / part).symlink_to(ROOT / part)
        for part in ("models", "macros"):
            shutil.copytree(ROOT / part, self.project / part)
        evidence, indicators = folder / "evidence.csv", folder / "indicators.csv"
        evidence.write_text(EVIDENCE, encoding="utf-8")
        from chitieu.project import Project
        from chitieu.seeds.composed import write_indicators

        write_indicators(Project.from_environment(ROOT), indicators)
        os.environ |= {
            "CHITIEU_CANDIDATE": str(folder / "chitieu.duckdb"),
            "CHITIEU_WORKINGS": str(folder / "workings.duckdb"),
            "CHITIEU_EVIDENCE": str(evidence),
            "CHITIEU_INDICATORS": str(indicators),
            "CHITIEU_SEEDS": str(ROOT / "seeds"),
            "CHITIEU_MODELS": str(self.project),
            "DO_NOT_TRACK": "1",
        }

    def outcome(self, mutant: Mutant | None) -> Outcome:
        """Build and test the models with a slip, or as they are."""
        if mutant is None:
            return self._build() or self._scenarios() or Outcome("survived")
        path = self.project / mutant.model
        sound = path.read_text(encoding="utf-8")
        path.write_text(mutant.spoil(sound), encoding="utf-8")
        try:
            return self._build() or self._scenarios() or Outcome("survived")
        finally:
            path.write_text(sound, encoding="utf-8")

    def _build(self) -> Outcome | None:
        """The first thing that dbt's build, its unit tests and data tests find."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        for file in self.folder.glob("*.duckdb*"):
            file.unlink()
        target = str(self.folder / "target")
        quietly = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-version-check", "--fail-fast"]
        where = ["--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        where += ["--target-path", target, "--log-path", target]
        ended = dbtRunner().invoke([*quietly, "build", "--full-refresh", *where])
        DuckDBConnectionManager.close_all_connections()
        results = getattr(ended.result, "results", [])
        for result in results:
            if result.status in ("error", "fail", "runtime error"):
                if result.status == "error" and NO_SQL.search(str(result.message)):
                    return Outcome("no SQL", str(result.message))
                kind = {"unit_test": "unit tests", "test": "data tests"}.get(result.node.resource_type, "contracts")
                return Outcome(kind, result.node.name)
        if ended.exception is not None:
            return Outcome("no SQL", str(ended.exception))
        return None if results else Outcome("no SQL", "nothing was built")

    def _scenarios(self) -> Outcome | None:
        """The first case of tests/scenarios that fails."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist"]
        ended = subprocess.run(
            [*command, "tests/python/test_scenarios.py"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if ended.returncode == 0:
            return None
        failed = re.search(r"(?:FAILED|ERROR) \S+?::(.+?)(?: - |\n)", ended.stdout)
        return Outcome("scenarios", failed[1] if failed else "")


_ROOM: list[Room] = []


def _enter(folder: str) -> None:
    """Give a worker its room."""
    own = Path(tempfile.mkdtemp(dir=folder))
    sys.stdout = (own / "said.txt").open("w", encoding="utf-8")
    _ROOM.append(Room(own))


def _unspoiled() -> Outcome:
    return _ROOM[0].outcome(None)


def _judged(path: Path, most: int) -> list[tuple[Mutant, Outcome]]:
    """The first mutants of a file that are SQL, up to `most`, with what became of them."""
    found: list[tuple[Mutant, Outcome]] = []
    for mutant in drawn(path):
        outcome = _ROOM[0].outcome(mutant)
        if outcome.noticed_by != "no SQL":
            found.append((mutant, outcome))
        if len(found) == most:
            break
    return found


def known_survivors() -> dict[tuple[str, str, str], tuple[bool, str]]:
    """Of mutants that nothing notices, by model, operator and line: whether nobody could, and why."""
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        return {
            (row["model"], row["operator"], row["line"]): (row["kind"] == "equivalent", row["reason"])
            for row in csv.DictReader(lines)
        }


def _report(console: Console, judged: list[tuple[Mutant, Outcome]]) -> dict[str, object]:
    """The figures of a run; survivors are shown."""
    known = known_survivors()
    survivors = [mutant for mutant, outcome in judged if outcome.noticed_by == "survived"]
    equivalent = [one for one in survivors if known.get(one.name, (False, ""))[0]]
    counted = len(judged) - len(equivalent)
    noticed = len(judged) - len(survivors)
    table = Table("model", "line", "slip", "what stands there", "why nothing notices")
    table.title = f"{noticed} of {counted} mutants were noticed; {len(equivalent)} more change nothing"
    listed = []
    for one in survivors:
        is_equivalent, reason = known.get(one.name, (False, "not known"))
        listed.append(
            {key: value for key, value in asdict(one).items() if key in ("model", "line", "operator", "before")}
            | {"is_equivalent": is_equivalent, "reason": reason}
        )
        table.add_row(one.model, str(one.line), one.operator, one.before, reason)
    console.print(table)
    for mutant, outcome in judged:
        if mutant.name in known and outcome.noticed_by != "survived":
            console.print(f"{KNOWN.name}: {mutant.name} is noticed by {outcome.where}; remove it")
    return {
        "mutants": counted,
        "noticed": noticed,
        "equivalent": len(equivalent),
        "files": len({mutant.model for mutant, _ in judged}),
        "noticed_by": dict(sorted(Counter(outcome.noticed_by for _, outcome in judged).items())),
        "operators": dict(sorted(Counter(mutant.operator for mutant, _ in judged).items())),
        "survivors": listed,
    }


def main(
    most: Annotated[int, typer.Option(help="Mutants of each file.")] = 3,
    only: Annotated[str, typer.Option(help="Files whose name contains this.")] = "",
    write: Annotated[bool, typer.Option(help="Write the figures to docs/mutants.json.")] = True,
    log: Annotated[Path | None, typer.Option(help="A file to which each outcome is added as it is known.")] = None,
) -> None:
    """Build mutants of all models and say how many the tests notice; status 1 if too few are.

    Example: python scripts/mutate_models.py --most 1 --only int_plan --no-write
    """
    console = Console()
    paths = [path for path in files() if only in path.name]
    with tempfile.TemporaryDirectory() as folder:
        pool = ProcessPoolExecutor(2, get_context("spawn"), initializer=_enter, initargs=(folder,))
        columns = TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with pool, Progress(*columns, console=console) as progress:
            unspoiled = pool.submit(_unspoiled).result()
            if unspoiled.noticed_by != "survived":
                console.print(f"the models as they are fail in {unspoiled.where}: no mutant can be judged")
                raise typer.Exit(1)
            judged = []
            for some in progress.track(pool.map(_judged, paths, [most] * len(paths)), total=len(paths)):
                judged += some
                if log:
                    with log.open("a", encoding="utf-8") as lines:
                        lines.writelines(
                            json.dumps(asdict(mutant) | asdict(outcome), ensure_ascii=False) + "\n"
                            for mutant, outcome in some
                        )
    figures = _report(console, judged)
    if write:
        FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    is_enough = figures["mutants"] and figures["noticed"] >= WANTED * figures["mutants"]
    raise typer.Exit(0 if is_enough else 1)


if __name__ == "__main__":
    typer.run(main)
