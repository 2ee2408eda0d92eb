"""The reader's proof of the seeds: every curated row read a second time in its document, by machine.

Writes nothing but the evidence that dbt stamps on the rows. Reading and comparing are apart: `read` turns a text into
what the machine understands, `chitieu.proof.agreement` compares that with the rows.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from chitieu.documents import locate, require_folder
from chitieu.errors import GateFailed, Problem
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.proof import agreement, curated_rows
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.documents import (
    DocumentProof,
    Evidence,
    Read,
    Reader,
    one_line,
    passage,
    prove_side_by_side,
    text_of,
)
from chitieu.proof.kept import KeptProofs
from chitieu.proof.second_reading import MachineRow, read_document
from chitieu.proof.tables import prove_table, prove_tables
from chitieu.reading.figures import Figure, NotAFigure, read_numerals
from chitieu.reading.tokens.lexicon import Lexicon, load_lexicon
from chitieu.seeds import inputs
from chitieu.seeds.registry import Document, Registry
from chitieu.seeds.seed_tables import OBSERVATIONS, rows_of
from chitieu.tables.proposal import cell_name
from chitieu.terminal import terminal
from chitieu.workbench import workbench

EVIDENCE = ("document_id", "place", "component", "verification", "decimals", "passage")
"""`place` is where a figure begins in its text, or its sheet and cell."""

LIMITS: dict[str, Decimal] = {
    "area": Decimal("0.10"),
    "period": Decimal("0.10"),
    "scenario": Decimal("0.10"),
    "indicator": Decimal("0.10"),
    "value": Decimal("0.03"),
    "comparator": Decimal("0.03"),
    "unit": Decimal("0.03"),
}
"""The share of the rows of the documents present that may be settled: beyond it the reader is too weak for a proof."""


@dataclass(frozen=True)
class Proof:
    """What the second reading found.

    `settled` counts, by field, the rows whose difference a person settled; `rows` is the number of observations of the
    documents present, of which those counts are a share. `unverified` counts the observations of absent documents.
    """

    gate: Gate
    present: tuple[str, ...]
    documents_absent: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    settled: dict[str, int]
    rows: int
    unverified: int
    kept: int = 0
    """Documents whose proof an earlier build made, from the same bytes and rows."""

    @property
    def documents_present(self) -> bool:
        return bool(self.present)

    @property
    def verified(self) -> int:
        return len(self.evidence)


def prove(project: Project, read: Read = read_document, kept: KeptProofs | None = None) -> Proof:
    """Read every document present and compare; the seeds are taken to have passed the input gate.

    A document that is absent, and the rows that could not be read again for it, are counted and said; what its copied
    figures tell by themselves is compared all the same. A proof that is `kept` from before, for the same bytes and
    rows, is not made again. Raises InputError when a file that is there cannot be read.
    """
    start = perf_counter()
    registry = Registry.load(project.reference)
    lines = {row["document_id"]: row.line for row in curated_rows.rows_of(project.reference / "documents.csv")}
    reader = Reader(project, registry, lines, read)
    paths = locate(project)
    documents = list(registry.documents.values())
    present = [one for one in documents if paths[one.file_name] is not None]
    missing = [one for one in documents if paths[one.file_name] is None]
    absent = [one.document_id for one in missing if not one.is_table]
    unverified, checked, outcomes = _figures_alone(project, absent, registry, reader.lexicon)
    proofs, known = _proofs(reader, present, kept)
    problems: list[Problem] = []
    for document in (one for one in documents if not one.is_table):
        problems += (
            proofs[document.document_id].problems if document in present else outcomes.get(document.document_id, ())
        )
    rows = {one.document_id: len(curated_rows.load(project, one.document_id).observations) for one in present}
    counts = Counter(group for one in proofs.values() for *_, group in one.settled)
    counts = dict(sorted(counts.items()))
    problems += _over_limits(counts, sum(rows[one.document_id] for one in present if not one.is_table))
    for document in (one for one in present if one.is_table):
        problems += proofs[document.document_id].problems
    alone = prove_tables(project, registry, lines, [one for one in missing if one.is_table])
    problems += alone.problems
    absent += alone.absent
    unverified += alone.unverified
    checked += alone.checked + sum(one.checked for one in proofs.values())
    details = [str(problem) for problem in problems]
    if absent:
        details.append(
            f"documents absent: {', '.join(absent)}; {unverified} figures could not be read again in their documents"
        )
    gate = Gate("proof", checked, len(problems), perf_counter() - start, details)
    evidence = tuple(piece for one in proofs.values() for piece in one.evidence)
    names = tuple(one.document_id for one in present)
    return Proof(gate, names, tuple(absent), evidence, counts, sum(rows.values()), unverified, known)


def _proofs(
    reader: Reader, documents: Sequence[Document], kept: KeptProofs | None
) -> tuple[dict[str, DocumentProof], int]:
    """The proof of every document in their order, and how many of them were kept from before."""
    if kept is None:
        return prove_side_by_side(reader, documents), 0
    keys = {one.document_id: kept.key(one) for one in documents}
    found = {name: proof for name, key in keys.items() if (proof := kept.find(key)) is not None}
    new = [one for one in documents if one.document_id not in found]
    made = prove_side_by_side(reader, new)
    for document in new:
        kept.keep(keys[document.document_id], document, made[document.document_id])
    kept.sweep(keys.values())
    return {one.document_id: (found | made)[one.document_id] for one in documents}, len(found)


def _figures_alone(
    project: Project, absent: list[str], registry: Registry, lexicon: Lexicon
) -> tuple[int, int, dict[str, tuple[Problem, ...]]]:
    """The rows of absent documents, the figures compared among them, and what contradicts its own figure by document.

    Equal figures are read once, as nearly all are at a million rows; documents are gone through row by row, for the
    lines to name, only if any figure is wrong.
    """
    files = [path for one in absent if (path := project.observations / f"{one}.csv").is_file()]
    if not files:
        return 0, 0, {}
    # Two fields of one figure may be settled.
    settled = {
        (f"{one}.csv", row["char_start"], row["component"])
        for one in absent
        for row in curated_rows.rows_of(project.settlements / f"{one}.csv")
    }
    rows, checked, is_faulty = 0, 0, False
    with workbench([project.observations]) as con:
        con.execute("create table settled (file varchar, char_start varchar, component varchar)")
        if settled:
            con.executemany("insert into settled values (?, ?, ?)", list(settled))
        kinds = con.execute(
            f"""select
                figure, component, unit_id, value_low, value_high, is_settled, list(distinct indicator_id), count(*)
            from {rows_of(OBSERVATIONS)} left join (select *, true as is_settled from settled)
            using (file, char_start, component) group by all order by figure""",
            [[str(path) for path in files]],
        )
        read: list[Figure | NotAFigure] = []
        figure = None
        while kind := kinds.fetchone():
            *texts, is_settled, indicator_ids, count = kind
            rows += count
            if is_settled:
                continue
            cells = dict(zip(("figure", "component", "unit_id", "value_low", "value_high"), texts, strict=True))
            if cells["figure"] != figure:
                figure = cells["figure"]
                read = read_numerals(figure, lexicon)
            faults = agreement.faults_alone(read, cells, indicator_ids, registry)
            checked += 0 if faults is None else count
            is_faulty = is_faulty or bool(faults)
    if not is_faulty:
        return rows, checked, {}
    loaded = (curated_rows.load(project, one) for one in absent)
    return (
        rows,
        checked,
        {one.document_id: agreement.compare_figures_alone(one, registry, lexicon).problems for one in loaded},
    )


def _over_limits(counts: dict[str, int], rows: int) -> Iterable[Problem]:
    for group, limit in LIMITS.items():
        if counts.get(group, 0) > limit * rows:
            message = f"{counts[group]} of {rows} rows need a settlement of {group}, more than {limit:.0%}"
            yield Problem("seeds/settlements", 0, group, message, "give the reader better rules of the language")


def write_evidence(proof: Proof, path: Path) -> None:
    """Write the verified rows as CSV; the header alone when no document was there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(EVIDENCE)
        for one in proof.evidence:
            writer.writerow((one.document_id, one.place, one.component, "verified", one.decimals, one.passage))


# --- the command


def command(
    documents: Annotated[
        Path | None,
        typer.Option(help="Folder of the documents.", show_default="$CHITIEU_DOCUMENTS, else documents"),
    ] = None,
    observation: Annotated[
        str | None,
        typer.Option("--explain", metavar="OBSERVATION_ID", help="Show how one figure was read, and by which rules."),
    ] = None,
) -> None:
    """Read every figure again in its document, and account for every numeral.

    Status 0: the two readings agree, or a person settled the difference. 1: they differ.
    2: a broken input file, or a named folder that is not there.
    """
    project = Project.from_environment().moved(documents=documents)
    require_folder(project)
    console = terminal()
    if observation is not None:
        explain(project, observation, console)
        return
    inputs.check(project)
    proof = prove(project)
    show(proof, console)
    if proof.gate.failed:
        wanted = "mend the rows named, or settle the difference in seeds/settlements"
        raise GateFailed("proof", f"{proof.gate.failed} differences", proof.gate.details, wanted)


def show(proof: Proof, console: Console) -> None:
    """Print what was read again and what people settled, field by field."""
    table = Table("field", "settled", "share of rows", "limit", title="Differences that a person settled")
    for group in [*LIMITS, *(name for name in proof.settled if name not in LIMITS)]:
        count = proof.settled.get(group, 0)
        share = f"{count / proof.rows:.1%}" if proof.rows else "-"
        table.add_row(group, str(count), share, f"{LIMITS[group]:.0%}" if group in LIMITS else "-")
    if proof.rows:
        console.print(table)
    console.print(f"{proof.gate.checked:,} comparisons in {proof.gate.seconds:.1f} s, {proof.gate.failed} differences")
    console.print(f"{proof.verified:,} of {proof.rows + proof.unverified:,} observations read again in their documents")
    if proof.documents_absent:
        console.print(
            f"documents absent: {', '.join(proof.documents_absent)}; {proof.unverified:,} figures stay unverified"
        )


def explain(project: Project, observation_id: str, console: Console) -> None:
    """Print the clause of one observation, and for each field what both read, by which rule and which words.

    Raises GateFailed for an id that no row has, or whose document is absent.
    """
    registry = Registry.load(project.reference)
    document, curated, row = _find(project, registry, observation_id)
    if document.is_table:
        _explain_cell(project, registry, document, row, console)
        return
    text, fault = "", f"{document.file_name} is not in {project.documents}"
    path = locate(project)[document.file_name]
    if path is not None:
        text, fault = text_of(path, document)
    if fault:
        raise GateFailed("proof", fault, where="set CHITIEU_DOCUMENTS to the folder of the documents")
    reading = read_document(text, document, registry, load_lexicon(unit_terms=project.reference / "unit_terms.csv"))
    key = row.start, row.end, row.component
    machine = next((one for one in reading.rows if one.key == key), None)
    console.print(f"{observation_id}: {row['figure']}, {curated.observations_file}:{row.line}", markup=False)
    if machine is None:
        console.print(f"the machine reads no figure from {row.start} to {row.end}")
        return
    clause = machine.context.clause
    console.print(passage(text, key[:2], (clause.start, clause.end)), style="italic", markup=False)
    table = Table()
    for title in ("field", "person", "machine", "rule", "deciding words", "settled because"):
        table.add_column(title, overflow="fold")
    settled = {(one.start, one.component, one["field"]): one["reason"] for one in curated.settlements}
    cells = machine.cells(registry.indicators[row["indicator_id"]], registry)
    for column, (rule, words) in decisions(machine, text).items():
        reason = settled.get((row.start, row.component, column), "")
        table.add_row(column, row[column], cells[column], rule, words, reason)
    console.print(table)
    for other in machine.figure.alternatives:
        console.print(f"also possible: {other.low} to {other.high} {other.unit or ''}: {other.reason}", markup=False)


def _explain_cell(project: Project, registry: Registry, document: Document, row: CuratedRow, console: Console) -> None:
    """Print the headings of a cell, and what the second reading and the sums said of its table."""
    outcome = prove_table(project, registry, document)
    if outcome is None:
        raise GateFailed("proof", f"{document.file_name} cannot be held against its rows", where="run `chitieu verify`")
    heading = next((said for one, said in outcome.verified if one.line == row.line), "")
    where = cell_name(row["sheet"], row["cell"])
    console.print(f"{document.document_id} {where}: {row['figure']}", markup=False)
    console.print(heading or "the row differs from its cell, its map or what the headings say", markup=False)
    for name in (*row.cells,):
        if row[name]:
            console.print(f"  {name}: {row[name]}", markup=False)
    for problem in outcome.problems:
        console.print(str(problem), markup=False)


def decisions(machine: MachineRow, text: str) -> dict[str, tuple[str, str]]:
    """For every field the rule that decided and the words of the text that it went by."""

    def quote(spans: Iterable[Any]) -> str:
        pairs = [(one.start, one.end) if hasattr(one, "start") else one for one in spans]
        return " … ".join(one_line(text[begin:end]) for begin, end in pairs)

    figure, context = machine.figure, machine.context
    number = figure.rule, quote(figure.words)
    named = {
        "area_id": context.area,
        "period": context.period,
        "indicator_id": context.indicator,
        "scenario": context.scenario,
        "compared_with": context.compared_with,
    }
    found = {column: (decision.rule, quote(decision.words)) for column, decision in named.items()}
    found |= {
        "comparator": number,
        "is_approximate": number,
        "value_low": (f"{figure.kind}: {figure.rule}", figure.text),
        "value_high": (f"{figure.kind}: {figure.rule}", figure.text),
        "unit_id": (f"printed {figure.unit or 'no unit'}, meant by the indicator", figure.text),
        "obs_status": ({"E": "estimate", "P": "provisional"}.get(machine.status, "no word of estimate"), ""),
    }
    return found


def _find(project: Project, registry: Registry, observation_id: str) -> tuple[Document, CuratedDocument, CuratedRow]:
    document_id, _, place = observation_id.partition(":")
    document = registry.documents.get(document_id)
    if document is None:
        known = ", ".join(registry.documents)
        raise GateFailed("proof", f"no document is called {document_id!r}", where=f"the documents are {known}")
    curated = curated_rows.load(project, document_id)
    for row in curated.observations:
        begins = cell_name(row["sheet"], row["cell"]) if document.is_table else row.start
        if place == f"{begins}:{row.component}":
            return document, curated, row
    place = "sheet!cell" if document.is_table else "char_start"
    where = f"{curated.observations_file}; an id is document_id:{place}:component"
    raise GateFailed("proof", f"no observation has the id {observation_id!r}", where=where)
