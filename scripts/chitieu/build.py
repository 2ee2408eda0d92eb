"""A rebuild from seeds to published release: every step in order, and nothing published unless all of them passed."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from chitieu.errors import GateFailed
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release import diff, fingerprint, publish, spreadsheet
from chitieu.release.releases import CHANGES, DATABASE, MANIFEST, Release, Warehouse, list_files
from chitieu.report import Reporter, Step


class Proof(Protocol):
    """What the build needs to know of the reader's proof."""

    gate: Gate
    documents_present: bool
    unverified: int


class Transformed(Protocol):
    """What the build needs to know of a run of dbt."""

    gate: Gate
    models: int
    tests: int
    manifest: Path


Transform = Callable[[Project, Path, Path], Transformed]


@dataclass(frozen=True)
class Steps:
    """The work between the lock and the switch. Tests put cheaper ones in; publishing itself is always the real one."""

    check_inputs: Callable[[Project], Gate]
    prove: Callable[[Project], Proof]
    write_evidence: Callable[[Any, Path], None]
    transform: Transform
    checking_expectations: Callable[[Project, Path, Path | None, bool], AbstractContextManager[Callable[[], Gate]]]
    write_quality_page: Callable[[Project, Path, list[Gate]], object]


@dataclass(frozen=True)
class Options:
    """How a build behaves: seconds to wait for the lock, releases to keep, and what may pass."""

    wait: float = 0
    keep: int = 10
    if_changed: bool = False
    accept_shrink: bool = False


@dataclass
class _Run:
    """What a build has learnt so far."""

    gates: list[Gate] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def real_steps() -> Steps:
    """The steps of a real build. Imported here, since dbt and Great Expectations take seconds to load."""
    from chitieu import transform
    from chitieu.proof import verify
    from chitieu.release import quality
    from chitieu.release.expectations_process import Waiting
    from chitieu.seeds import inputs

    waiting: list[Waiting] = []
    run = _with_parse_cache(transform.run)

    def transformed(project: Project, candidate: Path, evidence: Path) -> Transformed:
        waiting.append(Waiting())
        result = None
        try:
            result = run(project, candidate, evidence)
        finally:
            if result is None or not result.gate.passed:
                waiting.pop().dismiss()
        return result

    return Steps(
        check_inputs=inputs.check,
        prove=verify.prove,
        write_evidence=verify.write_evidence,
        transform=transformed,
        checking_expectations=lambda *asked: waiting.pop().checking(*asked),
        write_quality_page=quality.write,
    )


def _with_parse_cache(
    run: Callable[[Project, Path, Path], Transformed],
) -> Callable[[Project, Path, Path], Transformed]:
    """`run` with what dbt parsed at the last build, which saves 2.5 of 8 seconds; dbt checks whether it still holds.

    It does not check the path of the checkout, which is in what it keeps: so each checkout has its own.
    """

    def transformed(project: Project, candidate: Path, evidence: Path) -> Transformed:
        checkout = hashlib.sha256(str(project.root).encode()).hexdigest()[:16]
        kept = project.warehouse / ".cache" / checkout / "partial_parse.msgpack"
        used = candidate.parent / "dbt" / kept.name
        used.parent.mkdir(parents=True)
        if kept.is_file():
            shutil.copyfile(kept, used)
        result = run(project, candidate, evidence)
        if used.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            used.replace(kept)
        return result

    return transformed


def build(project: Project, steps: Steps, options: Options, reporter: Reporter) -> Release | None:
    """Build, check and publish a release; None when `if_changed` is set and nothing has changed.

    Raises InputError, GateFailed, Busy and NotPublishable, and OSError when the disk gives out. Whatever is raised, and
    whenever the process dies, the release that was current stays current and whole.
    """
    warehouse = Warehouse(project.warehouse)
    with warehouse.lock(options.wait):
        swept = warehouse.sweep()
        if swept:
            reporter.note("swept", f"swept what an unfinished build left: {', '.join(swept)}", swept=swept)
        run = _Run()
        with _step(reporter, run, "input files") as step:
            gate = _passed(run, steps.check_inputs(project))
            made_of = fingerprint.take(project)
            step.done(f"{gate.checked:,} checks", checked=gate.checked)
        if options.if_changed and (newest := _unchanged(warehouse, made_of)):
            warehouse.confirm(newest)
            reporter.note(
                "unchanged", f"nothing changed since release {newest.release_id}", release_id=newest.release_id
            )
            return None
        with warehouse.workspace() as workspace:
            release = _build(project, steps, options, reporter, warehouse, workspace, made_of, run)
        _retain(warehouse, options.keep, reporter)
        summary = _summary(release.manifest)
        reporter.published(f"Published {release.release_id}", _summary_rows(summary), **summary)
        return release


def _build(
    project: Project,
    steps: Steps,
    options: Options,
    reporter: Reporter,
    warehouse: Warehouse,
    workspace: Path,
    made_of: fingerprint.Fingerprint,
    run: _Run,
) -> Release:
    # The candidate bears the published file's name, since SQL compiled by dbt names the database after its file.
    candidate = workspace / "candidate" / DATABASE
    evidence = workspace / "candidate" / "evidence.csv"
    folder = workspace / "release"
    candidate.parent.mkdir()
    folder.mkdir()
    previous = warehouse.current()

    with _step(reporter, run, "second reading") as step:
        proof = steps.prove(project)
        gate = _passed(run, proof.gate, "`chitieu verify`, which shows every row")
        absent = f", documents absent for {proof.unverified:,} figures" if proof.unverified else ""
        step.done(f"{gate.checked:,} checks{absent}", checked=gate.checked, unverified=proof.unverified)
        steps.write_evidence(proof, evidence)

    with _step(reporter, run, "models and their tests") as step:
        transformed = steps.transform(project, candidate, evidence)
        _passed(run, transformed.gate, "the files named above: a test says in its first lines what it looks for")
        counts = {"models": transformed.models, "tests": transformed.tests}
        step.done(f"{transformed.models} models, {transformed.tests} tests", **counts)

    with _step(reporter, run, "public tables") as step:
        rows = publish.write_release(candidate, folder)
        step.done(f"{len(rows)} tables, {sum(rows.values()):,} rows", tables=len(rows), rows=sum(rows.values()))

    before = previous.parquet if previous else None
    asked = project, folder / "parquet", before, options.accept_shrink
    with steps.checking_expectations(*asked) as expectations:
        # The consumer reads the Parquet while this process writes what it does not look at.
        with _step(reporter, run, "files for readers") as step:
            written = publish.write_csv(folder)
            spreadsheet.write(folder)
            step.done(f"{written} CSV files and a workbook", files=written)

        with _step(reporter, run, "expectations of readers") as step:
            gate = _passed(run, expectations())
            step.done(f"{gate.checked:,} checks on the Parquet", checked=gate.checked)

    with _step(reporter, run, "release notes") as step:
        # An input edited while the models ran could be in one table and not in another: the next build takes it.
        if fingerprint.read_now(project) != (made_of.inputs, made_of.documents):
            raise GateFailed("inputs", "a seed or document changed while the build ran", where="run the build again")
        headlines = _headlines(folder / DATABASE)
        files = list_files(folder)
        content_hash = publish.content_hash(folder, files)
        release_id = warehouse.new_release_id(content_hash)
        steps.write_quality_page(project, folder, run.gates)
        note = diff.change_note(previous, Release(release_id, folder), files)
        (folder / CHANGES).write_text(note, encoding="utf-8")
        step.done(f"changes since {previous.release_id}" if previous else "the first release")

    with _step(reporter, run, "publication") as step:
        manifest = {
            "release_id": release_id,
            "content_hash": content_hash,
            "previous_release_id": previous.release_id if previous else None,
            "is_verified": proof.documents_present and proof.unverified == 0,
            "documents_present": proof.documents_present,
            "unverified_observations": proof.unverified,
            "headlines": headlines,
            "rows": rows,
            "gates": [gate.as_dict() for gate in run.gates],
            **made_of.as_dict(),
            "seconds": {name: round(seconds, 3) for name, seconds in run.seconds.items()},
            "files": list_files(folder, known=files),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
        release = warehouse.publish(folder, release_id)
        step.done(os.fspath(release.folder.relative_to(project.warehouse.parent)), release_id=release_id)
    return release


@contextmanager
def _step(reporter: Reporter, run: _Run, name: str) -> Iterator[Step]:
    """A reported step whose seconds are remembered for the manifest."""
    with reporter.step(name) as step:
        yield step
    run.seconds[name] = step.seconds


def _passed(run: _Run, gate: Gate, where: str = "") -> Gate:
    run.gates.append(gate)
    return gate.require(where)


def _unchanged(warehouse: Warehouse, made_of: fingerprint.Fingerprint) -> Release | None:
    """The newest release, if made of the same. After a rollback that is the one rolled back: not to be repeated."""
    for newest in warehouse.releases()[:1]:
        if made_of.is_of(newest.manifest):
            return newest
    return None


def _retain(warehouse: Warehouse, keep: int, reporter: Reporter) -> None:
    try:
        removed = warehouse.retain(keep)
    except OSError as problem:
        # The new release is out; an old one that cannot be removed is no reason to call the build failed.
        reporter.note("retention failed", f"old releases could not be removed: {problem}")
    else:
        if removed:
            reporter.note("retained", f"removed {len(removed)} old releases, kept {keep}", removed=removed)


def _headlines(database: Path) -> dict[str, int]:
    """The numbers by which a person recognises a release."""
    with publish.reading(database) as connection:
        documents, observations, areas, findings = connection.execute(
            "select (select count(*) from dim_document), count(*), count(distinct area_id), "
            "(select count(*) from fct_check where verdict = 'fail') from fct_observation"
        ).fetchone()
    return {"documents": documents, "observations": observations, "areas": areas, "findings": findings}


def _summary(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "release_id": manifest["release_id"],
        **manifest["headlines"],
        "checks_passed": sum(gate["checked"] - gate["failed"] for gate in manifest["gates"]),
        "is_verified": manifest["is_verified"],
        "unverified_observations": manifest["unverified_observations"],
        "seconds": round(sum(manifest["seconds"].values()), 1),
    }


def _summary_rows(summary: dict[str, Any]) -> list[tuple[str, str]]:
    unverified = summary["unverified_observations"]
    return [
        ("Documents", f"{summary['documents']:,}"),
        ("Observations", f"{summary['observations']:,}"),
        ("Areas with figures", f"{summary['areas']:,}"),
        ("Checks passed", f"{summary['checks_passed']:,}"),
        ("Findings in the data", f"{summary['findings']:,}"),
        (
            "Verified",
            "yes: each figure read again" if summary["is_verified"] else f"no: {unverified:,} figures not read again",
        ),
        ("Took", f"{summary['seconds']:.1f} s"),
    ]
