"""Change the models on purpose, one small slip at a time, and see whether the tests notice.

`python scripts/mutate_models.py`. A mutant is one operator of `OPERATORS` at one place of one model; which places is
drawn by a seed, some of every model. Each is built from the real seeds with the data tests (the release gates) and the
unit tests of dbt, and if none fails, against the cases of tests/scenarios. What none of them notices survives. Mutants
that change nothing that can be seen are listed in tests/equivalent_mutants.csv with the reason; they are not counted.
"""

import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "docs" / "mutants.json"
EQUIVALENT = ROOT / "tests" / "equivalent_mutants.csv"
SEED = 20261124
WANTED = 0.95
"""The share of mutants that must be caught."""

OPERATORS: dict[str, tuple[str, Callable[[re.Match[str]], str]]] = {
    "a condition dropped": (r"(?m)^ +and (?!.*\bend\b)[^\n]+\n", lambda found: ""),
    "and made or": (r"(?<=[a-z0-9)']) and (?=[a-z({])", lambda found: " or "),
    "not dropped": (r"\bnot (?=[a-z]+\.?is_|is_|coalesce|\()", lambda found: ""),
    "inner join made left": (r"\binner join\b", lambda found: "left join"),
    "left join made inner": (r"\bleft join\b", lambda found: "inner join"),
    "a key left out of a partition": (
        r"partition by ([a-z_., ]+), ([a-z_.]+)(?= order|\))",
        lambda found: f"partition by {found[1]}",
    ),
    "a bound made lax": (r" (<|>) (?=[a-z0-9(])", lambda found: f" {found[1]}= "),
    "a bound made strict": (r" (<|>)= (?=[a-z0-9({])", lambda found: f" {found[1]} "),
    "least and greatest exchanged": (
        r"\b(min|max|least|greatest)\(",
        lambda found: {"min": "max(", "max": "min(", "least": "greatest(", "greatest": "least("}[found[1]],
    ),
    "an order turned": (r" desc\b", lambda found: ""),
    "a constant moved": (r"(?<=[-+*=<>( ]) ?\b(100|0\.5|1)\b(?=[ ,)\n])", lambda found: f" {float(found[1]) + 1:g}"),
    "a default turned": (
        r"\b(true|false)\)",
        lambda found: {"true": "false)", "false": "true)"}[found[1]],
    ),
    "another scenario": (r"'(actual|target)'", lambda found: {"actual": "'target'", "target": "'actual'"}[found[1]]),
    "a sign turned": (r"(?<=[a-z)]) (\+|-) (?=[a-z(])", lambda found: {"+": " - ", "-": " + "}[found[1]]),
    "a branch dropped": (r"(?m)^ +when [^\n]+ then [^\n]+\n", lambda found: ""),
}


@dataclass(frozen=True)
class Mutant:
    """One slip: the operator, the model, the line and what stands there instead."""

    model: str
    line: int
    operator: str
    before: str
    after: str
    start: int
    end: int

    @property
    def name(self) -> tuple[str, str, str]:
        return self.model, self.operator, self.before


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a model, in the order of operators and places; comments are left alone."""
    text = path.read_text(encoding="utf-8")
    comments = [found.span() for found in re.finditer(r"--[^\n]*|\{#.*?#\}", text, re.DOTALL)]
    last_select = text.rfind("\norder by ")
    for operator, (pattern, change) in OPERATORS.items():
        for found in re.finditer(pattern, text):
            inside = any(start <= found.start() < end for start, end in comments)
            if inside or (last_select >= 0 and found.start() > last_select):
                continue
            begin = text.rfind("\n", 0, found.start() + (found[0].startswith("\n"))) + 1
            line = text[begin : text.find("\n", found.end() - found[0].endswith("\n"))].strip()
            yield Mutant(
                path.relative_to(ROOT).as_posix(),
                text.count("\n", 0, found.start()) + 1,
                operator,
                line,
                change(found),
                *found.span(),
            )


def chosen(most: int, models: list[Path]) -> list[Mutant]:
    """Up to `most` mutants of each model, of as many operators as there are, drawn by the seed."""
    drawn = []
    for path in models:
        chance = random.Random(f"{SEED} {path.name}")
        by_operator: dict[str, list[Mutant]] = {}
        for one in mutants_of(path):
            by_operator.setdefault(one.operator, []).append(one)
        operators = sorted(by_operator)
        chance.shuffle(operators)
        drawn += [chance.choice(by_operator[operator]) for operator in operators[:most]]
    return drawn


def run(command: list[str], environment: dict[str, str], folder: Path) -> bool:
    """Whether a command ended with status 0."""
    ended = subprocess.run(
        command, env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True, check=False
    )
    return ended.returncode == 0


def outcome(mutant: Mutant | None, evidence: Path, indicators: Path) -> str:
    """What noticed a mutant: "gates and unit tests", "scenarios" or nothing, as ""; None is the models as they are."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        project = room / "project"
        project.mkdir()
        for part in ("dbt_project.yml", "profiles.yml", "macros", "tests", "seeds", "scripts", "pyproject.toml"):
            (project / part).symlink_to(ROOT / part)
        shutil.copytree(ROOT / "models", project / "models")
        if mutant:
            path = project / mutant.model
            text = path.read_text(encoding="utf-8")
            path.write_text(text[: mutant.start] + mutant.after + text[mutant.end :], encoding="utf-8")
        environment = {
            "CHITIEU_CANDIDATE": str(room / "chitieu.duckdb"),
            "CHITIEU_WORKINGS": str(room / "workings.duckdb"),
            "CHITIEU_EVIDENCE": str(evidence),
            "CHITIEU_INDICATORS": str(indicators),
            "CHITIEU_SEEDS": str(ROOT / "seeds"),
            "DO_NOT_TRACK": "1",
        }
        command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "--fail-fast", "build", "--full-refresh"]
        command += ["--project-dir", str(project), "--profiles-dir", str(project)]
        command += ["--target-path", str(room / "target"), "--log-path", str(room / "target")]
        if not run(command, environment, ROOT):
            return "gates and unit tests"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "tests/python/test_scenarios.py",
        ]
        return "" if run(command, {"CHITIEU_MODELS": str(project)}, ROOT) else "scenarios"


def equivalent() -> dict[tuple[str, str, str], str]:
    """The reasons of mutants that nobody can see, by model, operator and line."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as lines:
        return {(row["model"], row["operator"], row["line"]): row["reason"] for row in csv.DictReader(lines)}


def main(
    most: Annotated[int, typer.Option(help="Mutants of each model.")] = 3,
    only: Annotated[str, typer.Option(help="Models whose name contains this.")] = "",
    write: Annotated[bool, typer.Option(help="Write the figures to docs/mutants.json.")] = True,
) -> None:
    """Build mutants of all models and say how many the tests notice; status 1 if too few are.

    Example: python scripts/mutate_models.py --most 1 --only int_plan --no-write
    """
    from chitieu.project import Project
    from chitieu.seeds.composed import write_indicators

    console = Console()
    models = sorted(path for path in (ROOT / "models").rglob("*.sql") if only in path.name)
    known = equivalent()
    drawn = [one for one in chosen(most, models) if one.name not in known]
    with tempfile.TemporaryDirectory() as name:
        evidence, indicators = Path(name) / "evidence.csv", Path(name) / "indicators.csv"
        header = "document_id,char_start,char_end,component,verification,decimals,passage\n"
        evidence.write_text(header, encoding="utf-8")
        write_indicators(Project.from_environment(ROOT), indicators)
        if outcome(None, evidence, indicators):
            console.print("the models as they are do not pass their own tests: no mutant can be judged")
            raise typer.Exit(1)
        columns = TextColumn("mutants"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=console) as progress, ThreadPoolExecutor(2) as pool:
            task = progress.add_task("mutants", total=len(drawn))

            def judged(one: Mutant) -> str:
                noticed = outcome(one, evidence, indicators)
                progress.advance(task)
                return noticed

            noticed = list(pool.map(judged, drawn))
    counts = Counter(noticed)
    survivors = [one for one, by in zip(drawn, noticed, strict=True) if not by]
    caught = len(drawn) - len(survivors)
    table = Table("model", "line", "slip", "what stands there", title=f"{caught} of {len(drawn)} mutants were noticed")
    for one in survivors:
        table.add_row(one.model, str(one.line), one.operator, one.before)
    console.print(table)
    if write:
        figures = {
            "mutants": len(drawn),
            "caught": caught,
            "noticed_by": {name: count for name, count in sorted(counts.items()) if name},
            "equivalent": len(known),
            "models": len(models),
            "survivors": [{k: v for k, v in asdict(one).items() if k not in ("start", "end")} for one in survivors],
        }
        FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    raise typer.Exit(0 if drawn and caught >= WANTED * len(drawn) else 1)


if __name__ == "__main__":
    typer.run(main)
