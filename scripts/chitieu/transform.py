"""The dbt step of a build: reference seeds, models and data tests into a candidate file that nobody reads yet."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.seeds.composed import write_indicators
from chitieu.workbench import literal


@dataclass(frozen=True)
class TransformResult:
    """What dbt did: how many models and tests ran, how many failed, what they found, and dbt's own manifest."""

    models: int
    tests: int
    failed: int
    failures: list[str] = field(default_factory=list)
    manifest: Path = Path()
    seconds: float = 0.0

    @property
    def gate(self) -> Gate:
        """The tests as a gate; a model that could not be built counts as a failed check."""
        return Gate("dbt", self.tests, self.failed, self.seconds, self.failures)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def workings_of(candidate: Path) -> Path:
    """The file beside a candidate that holds what its models needed on their way, attached as `workings`."""
    return candidate.with_name("workings.duckdb")


def indicators_of(candidate: Path) -> Path:
    """The file beside a candidate that holds the composed indicators its models read."""
    return candidate.with_name("indicators.csv")


def _first_rows(candidate: Path, test: str, count: int = 5) -> list[str]:
    """The first rows that a failed test found, one line each: column=value for what is not NULL."""
    with duckdb.connect(str(candidate), read_only=True) as connection:
        connection.execute(f"attach {literal(str(workings_of(candidate)))} as workings (read_only)")
        result = connection.execute(f"select * from ({test.rstrip()}\n) limit {count}")
        columns = [column[0] for column in result.description or []]
        rows = result.fetchall()
    return [
        "    " + ", ".join(f"{name}={value}" for name, value in zip(columns, row, strict=True) if value is not None)
        for row in rows
    ]


def run(project: Project, candidate: Path, evidence: Path) -> TransformResult:
    """Build `candidate` (a DuckDB file, replaced if it is there) from the seeds and the evidence file, and test it.

    The indicators that the seeds name are composed first, into a file beside the candidate that the models read.

    The candidate holds the public schema and nothing else; staging and intermediate tables are in `workings_of` it.
    dbt's own files go beside the candidate, so that two warehouses of one checkout do not meet; keep the candidate's
    path from build to build and dbt parses only what changed. A failed test raises nothing: see `TransformResult.gate`.
    """
    # Imported here: dbt takes two seconds to load, which `chitieu status` should not pay.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.artifacts.schemas.results import NodeStatus
    from dbt.cli.main import dbtRunner

    started = time.monotonic()
    candidate.parent.mkdir(parents=True, exist_ok=True)
    for path in (candidate, workings_of(candidate)):
        path.unlink(missing_ok=True)
    target = candidate.parent / "dbt"
    write_indicators(project, indicators_of(candidate))
    with _environment(
        CHITIEU_CANDIDATE=str(candidate),
        CHITIEU_WORKINGS=str(workings_of(candidate)),
        CHITIEU_EVIDENCE=str(evidence),
        CHITIEU_INDICATORS=str(indicators_of(candidate)),
        CHITIEU_SEEDS=str(project.root / "seeds"),
        DO_NOT_TRACK="1",
    ):
        outcome = dbtRunner().invoke(
            [
                *(
                    "--quiet",
                    "--no-use-colors",
                    "--log-level",
                    "none",
                    "--log-level-file",
                    "none",
                    "--no-version-check",
                ),
                *("build", "--full-refresh", "--exclude-resource-type", "unit_test"),
                *("--project-dir", str(project.root), "--profiles-dir", str(project.root)),
                *("--target-path", str(target), "--log-path", str(target)),
            ]
        )
    # dbt keeps the candidate open for the life of the process; publishing attaches it.
    DuckDBConnectionManager.close_all_connections()
    models, tests, failed, failures = 0, 0, 0, []
    for result in getattr(outcome.result, "results", []):
        tests += result.node.resource_type == "test"
        models += result.node.resource_type == "model"
        failed += result.status in (NodeStatus.Error, NodeStatus.Fail, NodeStatus.RuntimeErr)
        if result.status == NodeStatus.Fail:
            failures.append(f"{result.node.name} ({result.node.original_file_path}): {result.message}")
            failures += _first_rows(candidate, result.node.compiled_code)
        elif result.status in (NodeStatus.Error, NodeStatus.RuntimeErr):
            failures.append(f"{result.node.name} ({result.node.original_file_path}) could not run: {result.message}")
    if outcome.exception is not None:
        failed += 1
        failures.append(str(outcome.exception))
    return TransformResult(models, tests, failed, failures, target / "manifest.json", time.monotonic() - started)
