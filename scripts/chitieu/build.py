"""A rebuild from seeds to published release: every step in order, and nothing published unless all of them passed."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from chitieu.documents import require_folder
from chitieu.errors import DamagedRelease, GateFailed
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release import comparison, diff, fingerprint, manifest, publish, spreadsheet
from chitieu.release.disk import list_files, share_unchanged
from chitieu.release.published import CHANGES, DATABASE, SITE, Release
from chitieu.release.releases import Warehouse
from chitieu.report import Reporter, Step


class Proof(Protocol):
    """What the build needs to know of the reader's proof."""

    gate: Gate
    documents_present: bool
    unverified: int
    kept: int


class Transformed(Protocol):
    """What the build needs to know of a run of dbt."""

    gate: Gate
    models: int
    tests: int
    manifest: Path


DAMAGED = "damaged"
"""The event under which a build tells what it found broken: what those who run it unattended look for."""

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
    making_site: Callable[[Project, Path], AbstractContextManager[Callable[[], int]]]
    dismiss: Callable[[], None] = lambda: None
    """Ends what a step left running when a later one failed."""


@dataclass(frozen=True)
class Options:
    """How a build behaves: seconds to wait for the lock, releases to keep, and what may pass."""

    wait: float = 0
    keep: int = 10
    if_changed: bool = False
    accept_shrink: bool = False
    accept_unverified: bool = False


@dataclass
class _Run:
    """What a build has learnt so far."""

    gates: list[Gate] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def real_steps() -> Steps:
    """The steps of a real build. Imported here, since dbt and Great Expectations take seconds to load."""
    from chitieu import transform
    from chitieu.proof import verify
    from chitieu.proof.kept import KeptProofs
    from chitieu.release import quality
    from chitieu.release.expectations_process import Waiting
    from chitieu.seeds import inputs
    from chitieu.site import making

    waiting: list[Waiting] = []
    run = _with_parse_cache(transform.run)

    def transformed(project: Project, candidate: Path, evidence: Path) -> Transformed:
        waiting.append(Waiting())
        return run(project, candidate, evidence)

    def dismiss() -> None:
        while waiting:
            waiting.pop().dismiss()

    return Steps(
        check_inputs=inputs.check,
        prove=lambda project: verify.prove(project, kept=KeptProofs(project)),
        write_evidence=verify.write_evidence,
        transform=transformed,
        checking_expectations=lambda *asked: waiting.pop().checking(*asked),
        write_quality_page=quality.write,
        making_site=making.making,
        dismiss=dismiss,
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
    """Build, check and publish a release; None when `if_changed` is set, nothing has changed and all is whole.

    Raises InputError, WrongFolder, GateFailed, Busy and NotPublishable, and OSError when the disk gives out. Whatever
    is raised, and whenever the process dies, the release that was current stays current and whole.
    """
    require_folder(project)
    warehouse = Warehouse(project.warehouse)
    with warehouse.lock(options.wait):
        warehouse.require_one_file_system()
        swept = warehouse.sweep()
        if swept:
            reporter.note("swept", f"swept what an unfinished build left: {', '.join(swept)}", swept=swept)
        with warehouse.scratch():
            release = _build_if_wanted(project, steps, options, reporter, warehouse)
        if release is None:
            return None
        _retain(warehouse, options.keep, reporter)
        summary = _summary(release.manifest)
        reporter.published(f"Published {release.release_id}", _summary_rows(summary), **summary)
        return release


def _build_if_wanted(
    project: Project, steps: Steps, options: Options, reporter: Reporter, warehouse: Warehouse
) -> Release | None:
    """Check the inputs, then build unless nothing changed and that will do."""
    run = _Run()
    with _step(reporter, run, "input files") as step:
        gate = _passed(run, steps.check_inputs(project))
        made_of = fingerprint.take(project)
        step.done(f"{gate.checked:,} checks", checked=gate.checked)
    if options.if_changed and (newest := _unchanged(warehouse, made_of, reporter)):
        warehouse.confirm(newest)
        reporter.note("unchanged", f"nothing changed since release {newest.release_id}", release_id=newest.release_id)
        return None
    before = comparison.choose(warehouse)
    for remark in before.remarks:
        reporter.alert(DAMAGED, remark)
    before.require_comparable(options.accept_shrink)
    try:
        with warehouse.workspace() as workspace:
            return _build(project, steps, options, reporter, warehouse, workspace, made_of, before, run)
    finally:
        steps.dismiss()


def _build(
    project: Project,
    steps: Steps,
    options: Options,
    reporter: Reporter,
    warehouse: Warehouse,
    workspace: Path,
    made_of: fingerprint.Fingerprint,
    before: comparison.Before,
    run: _Run,
) -> Release:
    # The candidate bears the published file's name, since SQL compiled by dbt names the database after its file.
    candidate = workspace / "candidate" / DATABASE
    evidence = workspace / "candidate" / "evidence.csv"
    folder = workspace / "release"
    candidate.parent.mkdir()
    folder.mkdir()
    previous = before.release

    with _step(reporter, run, "second reading") as step:
        proof = steps.prove(project)
        gate = _passed(run, proof.gate, "`chitieu verify`, which shows every row")
        is_verified = proof.documents_present and proof.unverified == 0
        before.require_no_less_proof(proof.unverified, is_verified, options.accept_unverified)
        absent = f", documents absent for {proof.unverified:,} figures" if proof.unverified else ""
        kept = f", {proof.kept:,} documents proven before" if proof.kept else ""
        counts = {"checked": gate.checked, "unverified": proof.unverified, "kept": proof.kept}
        step.done(f"{gate.checked:,} checks{kept}{absent}", **counts)
        steps.write_evidence(proof, evidence)

    with _step(reporter, run, "models and their tests") as step:
        transformed = steps.transform(project, candidate, evidence)
        _passed(run, transformed.gate, "the files named above: a test says in its first lines what it looks for")
        counts = {"models": transformed.models, "tests": transformed.tests}
        step.done(f"{transformed.models} models, {transformed.tests} tests", **counts)

    with _step(reporter, run, "public tables") as step:
        rows = publish.write_release(candidate, folder)
        step.done(f"{len(rows)} tables, {sum(rows.values()):,} rows", tables=len(rows), rows=sum(rows.values()))

    asked = project, folder / "parquet", previous.parquet if previous else None, options.accept_shrink
    with steps.checking_expectations(*asked) as expectations, steps.making_site(project, folder) as site:
        # The consumer reads the Parquet, and the site is made, while this process writes what they do not look at.
        with _step(reporter, run, "files for readers") as step:
            written = publish.write_csv(folder)
            spreadsheet.write(folder)
            step.done(f"{written} CSV files and a workbook", files=written)

        with _step(reporter, run, "expectations of readers") as step:
            gate = _passed(run, expectations())
            step.done(f"{gate.checked:,} checks on the Parquet", checked=gate.checked)

        with _step(reporter, run, "explorer") as step:
            pages = site()
            linked = share_unchanged(folder / SITE, previous.folder / SITE) if previous else 0
            step.done(f"{pages:,} files of the site, {linked:,} as before", files=pages, linked=linked)

    with _step(reporter, run, "release notes") as step:
        # An input edited while the models ran could be in one table and not in another: the next build takes it.
        if fingerprint.read_now(project) != (made_of.inputs, made_of.documents):
            raise GateFailed("inputs", "a seed or document changed while the build ran", where="run the build again")
        headlines = _headlines(folder / DATABASE)
        files = list_files(folder)
        content_hash = publish.content_hash(folder, files)
        release_id = warehouse.new_release_id(content_hash)
        steps.write_quality_page(project, folder, run.gates)
        publish.sign_site(folder, release_id)
        note = diff.change_note(previous, Release(release_id, folder), files, before.remarks)
        (folder / CHANGES).write_text(note, encoding="utf-8")
        step.done(f"changes since {previous.release_id}" if previous else "none to compare with")

    with _step(reporter, run, "publication") as step:
        said = {
            "release_id": release_id,
            "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "content_hash": content_hash,
            "previous_release_id": previous.release_id if previous else None,
            "is_verified": is_verified,
            "documents_present": proof.documents_present,
            "unverified_observations": proof.unverified,
            "headlines": headlines,
            "rows": rows,
            "gates": [gate.as_dict() for gate in run.gates],
            **made_of.as_dict(),
            "seconds": {name: round(seconds, 3) for name, seconds in run.seconds.items()},
            "files": list_files(folder, known=files),
        }
        manifest.write(folder, said)
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


def _unchanged(warehouse: Warehouse, made_of: fingerprint.Fingerprint, reporter: Reporter) -> Release | None:
    """The newest release, if made of the same, whole to the last byte, and the one that readers see; else says why not.

    After a rollback readers see another, whole too, and the newest is what somebody did not want: not published again.
    """
    newest = next(iter(warehouse.releases()), None)
    if newest is None:
        return None
    current = warehouse.current()
    try:
        if changed := made_of.changes_since(newest.manifest):
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            reporter.note("changed", f"changed since {newest.release_id}: {', '.join(changed[:3])}{more}")
            return None
        for release in dict.fromkeys([newest, current or newest]):
            release.require(are_hashed=True)
    except DamagedRelease as damaged:
        fault = f"release {damaged.release_id} is not whole: {damaged.faults[0]}"
    else:
        fault = warehouse.link_fault()
        if current and current != newest and not warehouse.was_returned_to(current):
            fault = f"readers see {current.release_id}, and nobody rolled back to it"
    if fault:
        reporter.alert(DAMAGED, f"nothing changed, but {fault}; building anew")
        return None
    return newest


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


def _summary(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "release_id": said["release_id"],
        **said["headlines"],
        "checks_passed": sum(gate["checked"] - gate["failed"] for gate in said["gates"]),
        "is_verified": said["is_verified"],
        "unverified_observations": said["unverified_observations"],
        "seconds": round(sum(said["seconds"].values()), 1),
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
