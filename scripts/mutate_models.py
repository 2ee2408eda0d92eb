"""Change the models on purpose, one small slip at a time, and see whether the tests notice.

`python scripts/mutate_models.py`. A mutant is one operator of scripts/mutants.py at one place of one model, drawn by a
hash: some of every model, its operators in turn. scripts/mutant_bench.py judges it. What nothing notices survives: it
is listed in tests/surviving_mutants.csv with the reason, and as `equivalent` where no rows could show a difference.
Others count against the tests. A slip that is no SQL counts as nothing, and the next is drawn. tests/mutants.csv holds
what became of each; docs/en/mutants.md is made of both.
"""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from mutant_bench import Bench, Outcome
from mutants import ROOT, Mutant, drawn, files
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

FOUND = ROOT / "tests" / "mutants.csv"
HEADER = ("model", "line", "operator", "before", "noticed_by", "where")
KNOWN = ROOT / "tests" / "surviving_mutants.csv"
WANTED = 0.95
"""The share of mutants that must be noticed, equivalent ones left out."""

Row = dict[str, str]


def known_survivors() -> dict[tuple[str, str, str], Row]:
    """Of mutants that nothing notices, by model, operator and line: their kind and why."""
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        return {(row["model"], row["operator"], row["line"]): row for row in csv.DictReader(lines)}


def _judged(bench: Bench, path: Path, most: int, kept: dict[tuple[str, str, str], Row]) -> Iterator[Row]:
    """The first mutants of a file that are SQL, up to `most`, with what became of them; the kept are known."""
    left = most
    for mutant in drawn(path):
        row = kept.get(mutant.name)
        if not row:
            outcome = bench.outcome(mutant)
            row = _row(mutant, outcome)
        left -= row["noticed_by"] != "no SQL"
        yield row
        if not left:
            return


def _row(mutant: Mutant, outcome: Outcome) -> Row:
    told = asdict(mutant) | asdict(outcome)
    return {name: str(told[name]) for name in HEADER}


def _kept(path: Path) -> dict[tuple[str, str, str], Row]:
    """What a run that was broken off has found to be noticed: survivors are asked again."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["model"], row["operator"], row["before"]): row for row in rows if row["noticed_by"] != "survived"}


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _report(console: Console, rows: list[Row]) -> bool:
    """Show the survivors; whether enough were noticed."""
    known = known_survivors()
    survivors = [row for row in rows if row["noticed_by"] == "survived"]
    names = [(row["model"], row["operator"], row["before"]) for row in survivors]
    counted = len(rows) - sum(known.get(name, {}).get("kind") == "equivalent" for name in names)
    noticed = len(rows) - len(survivors)
    table = Table("model", "line", "slip", "what stands there", "why nothing notices", show_lines=True)
    table.title = f"{noticed} of {counted} mutants were noticed; {len(rows) - counted} more change nothing"
    for row, name in zip(survivors, names, strict=True):
        table.add_row(row["model"], row["line"], row["operator"], row["before"], known.get(name, {}).get("reason", "?"))
    console.print(table)
    for row in rows:
        if (row["model"], row["operator"], row["before"]) in known and row["noticed_by"] != "survived":
            console.print(f"{KNOWN.name}: {row['model']}, {row['operator']}: noticed by {row['where']}; remove it")
    return counted > 0 and noticed >= WANTED * counted


def main(
    most: Annotated[int, typer.Option(help="Mutants of each file.")] = 4,
    only: Annotated[str, typer.Option(help="Files whose name contains this; tests/mutants.csv is left alone.")] = "",
    resume: Annotated[bool, typer.Option(help="Go on with the last run: ask only survivors anew.")] = False,
) -> None:
    """Build mutants of all models and say how many the tests notice; status 1 if too few are.

    Example: python scripts/mutate_models.py --most 1 --only int_plan
    """
    console = Console()
    begun = ROOT / "target" / "mutants.csv"
    begun.parent.mkdir(exist_ok=True)
    kept = _kept(begun) if resume else {}
    paths = [path for path in files() if only in path.name]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        console.print("building the models as they are")
        bench = Bench(Path(folder))
        unspoiled = bench.outcome(None)
        if unspoiled.noticed_by != "survived":
            console.print(f"the models as they are fail in {unspoiled.where}: no mutant can be judged")
            raise typer.Exit(1)
        columns = TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=console) as progress:
            for path in progress.track(paths):
                for row in _judged(bench, path, most, kept):
                    rows.append(row)
                    _write(begun, rows)
    rows = [row for row in rows if row["noticed_by"] != "no SQL"]
    is_enough = _report(console, rows)
    if not only:
        _write(FOUND, rows)
    raise typer.Exit(0 if is_enough else 1)


if __name__ == "__main__":
    typer.run(main)
