"""Official tables on disk: their proof against file and map, and the rows proposed from the two."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from chitieu.errors import InputError, Problem
from chitieu.project import Project
from chitieu.proof import curated_rows
from chitieu.proof.curated_rows import CuratedDocument, CuratedRow
from chitieu.proof.table_agreement import Knowledge, TableOutcome, compare, compare_alone
from chitieu.reading.tokens.lexicon import load_lexicon
from chitieu.seeds.regions import load_members
from chitieu.seeds.registry import Document, Registry
from chitieu.tables import maps
from chitieu.tables.cells import Book
from chitieu.tables.headers import Heads, read_terms
from chitieu.tables.labels import Names
from chitieu.tables.maps import TableMap
from chitieu.tables.proposal import EXCLUSION, OBSERVATION, Proposal, place_name, propose
from chitieu.tables.workbooks import open_table

REGISTRY = "seeds/reference/documents.csv"


@dataclass(frozen=True)
class TablesProof:
    """What was found in all tables; `absent` are those whose file is not there, with `unverified` rows."""

    checked: int
    problems: tuple[Problem, ...]
    outcomes: tuple[TableOutcome, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    rows: int
    unverified: int


def knowledge(project: Project, registry: Registry) -> Knowledge:
    """What the second reading of tables goes by; OSError if a registry is missing."""
    lexicon = load_lexicon(unit_terms=project.reference / "unit_terms.csv")
    names = Names.of(registry, load_members(project.reference))
    return Knowledge(registry, names, Heads.of(read_terms(project.reference), lexicon))


def tables_of(registry: Registry) -> list[Document]:
    """The documents that are tables."""
    return [one for one in registry.documents.values() if one.is_table]


def prove_tables(
    project: Project,
    registry: Registry,
    lines: Mapping[str, int],
    documents: Sequence[Document] | None = None,
    known: Knowledge | None = None,
) -> TablesProof:
    """Hold tables, all unless named, against file and map; `lines` are those of the documents in their registry.

    A table whose file is absent is held against its map alone. Raises OSError when a file that is there cannot be read.
    """
    documents = tables_of(registry) if documents is None else documents
    if known is None and documents:
        known = knowledge(project, registry)
    problems: list[Problem] = []
    outcomes: list[TableOutcome] = []
    present: list[str] = []
    absent: list[str] = []
    rows, unverified, checked = 0, 0, 0
    for document in documents:
        curated = curated_rows.load(project, document.document_id)
        drawn, faults = _map_of(project, document, registry)
        problems += faults
        path = project.documents / document.file_name
        if path.is_file():
            present.append(document.document_id)
            rows += len(curated.observations)
        else:
            absent.append(document.document_id)
            unverified += len(curated.observations)
        checked += 1
        if drawn is None or faults:
            continue
        if not path.is_file():
            outcomes.append(compare_alone(curated, drawn, registry))
            continue
        book, fault = _book_of(path, document)
        if book is None:
            remedy = "restore the file, or draw the new one and register its hash"
            problems.append(Problem(REGISTRY, lines.get(document.document_id, 0), "sha256", fault, remedy))
            continue
        outcomes.append(compare(curated, document, book, drawn, known))
    checked += sum(one.checked for one in outcomes)
    found = (*problems, *(problem for one in outcomes for problem in one.problems))
    return TablesProof(checked, found, tuple(outcomes), tuple(present), tuple(absent), rows, unverified)


def prove_table(project: Project, registry: Registry, document: Document) -> TableOutcome | None:
    """One table held against its file; None if its map or its file is of no use, which `prove_tables` says why."""
    drawn, faults = _map_of(project, document, registry)
    path = project.documents / document.file_name
    if drawn is None or faults or not path.is_file():
        return None
    book, _ = _book_of(path, document)
    curated = curated_rows.load(project, document.document_id)
    return compare(curated, document, book, drawn, knowledge(project, registry)) if book else None


def _map_of(project: Project, document: Document, registry: Registry) -> tuple[TableMap | None, list[Problem]]:
    name = f"{document.document_id}.csv"
    return maps.load(project.tables / name, f"seeds/tables/{name}", document.file_name, registry)


def _book_of(path: Path, document: Document) -> tuple[Book | None, str]:
    """The sheets of a file, or what is wrong with it."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != document.sha256:
        return None, f"the file {document.file_name} is not the one registered: its SHA-256 differs"
    try:
        return open_table(path), ""
    except ValueError as error:
        return None, f"the file {document.file_name} cannot be read: {error}"


# --- proposing


@dataclass(frozen=True)
class TableCuration:
    """What one run wrote, and how the rows stand to the second reading and the sums."""

    document: Document
    proposal: Proposal
    outcome: TableOutcome
    files: tuple[Path, ...]


def curate_table(project: Project, registry: Registry, document: Document, file: Path, out: Path) -> TableCuration:
    """Write the rows that follow from a table and its map in `out`/tables; edits belong in the map, not in the rows.

    Raises InputError if file or map cannot be read, or a number of the sheet has no place in the map.
    """
    name = f"{document.document_id}.csv"
    path = out / "tables" / name
    drawn, problems = maps.load(path, str(path), file.name, registry)
    if drawn is None or problems:
        raise InputError(problems)
    book = _opened(file)
    missing = [one for one in drawn.sheets if one not in book.sheet_names]
    if missing:
        remedy = f"name one of {', '.join(book.sheet_names)}"
        raise InputError([Problem(str(path), 0, "sheet", f"the file has no sheet {missing[0]!r}", remedy)])
    proposal = propose(book, drawn)
    if proposal.unanswered:
        raise InputError(list(_unanswered(proposal, drawn, str(path))))
    targets = (out / "observations" / name, out / "exclusions" / name)
    _write(targets[0], OBSERVATION, proposal.observations)
    _write(targets[1], EXCLUSION, proposal.exclusions)
    rows = [tuple(CuratedRow(line, one) for line, one in enumerate(cells, 2)) for cells in _both(proposal)]
    curated = CuratedDocument(document.document_id, rows[0], rows[1], ())
    outcome = compare(curated, document, book, drawn, knowledge(project, registry))
    return TableCuration(document, proposal, outcome, targets)


def _both(proposal: Proposal) -> tuple[tuple[dict[str, str], ...], tuple[dict[str, str], ...]]:
    return proposal.observations, proposal.exclusions


def _opened(file: Path) -> Book:
    try:
        return open_table(file)
    except (OSError, ValueError) as error:
        raise InputError([Problem(str(file), 0, "", str(error), "name a workbook or CSV file that is one")]) from error


def _unanswered(proposal: Proposal, drawn: TableMap, shown: str) -> Iterable[Problem]:
    for sheet, cell, said in proposal.unanswered:
        where = place_name(sheet, (cell.row, cell.column), drawn.style)
        yield Problem(
            shown, 0, "cells", f"{where} holds {cell.shown!r}: {said}", "draw it, or exclude it with a reason"
        )


def _write(path: Path, header: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def show(curation: TableCuration, console: Console) -> None:
    """Print what was proposed: figures by column, the sums, and what the second reading says against it."""
    outcome = curation.outcome
    counts = Counter((row["indicator_id"], row["period"], row["obs_status"]) for row in curation.proposal.observations)
    table = Table("indicator", "period", "status", "figures", title=f"{curation.document.document_id}: proposed")
    for (indicator, period, status), count in counts.items():
        table.add_row(indicator, period, status, str(count))
    console.print(table)
    verdicts = Counter(one.verdict if one.is_accounted_for else "unexplained" for one in outcome.sums)
    names = {"pass": "hold", "explained": "explained", "fail": "doubted", "unexplained": "unexplained"}
    said = ", ".join(f"{verdicts[verdict]} {name}" for verdict, name in names.items() if verdicts[verdict])
    console.print(f"{len(outcome.sums)} sums of rows and columns: {said or 'none'}", markup=False)
    console.print(f"{len(outcome.settled)} differences settled, {len(outcome.problems)} to mend", markup=False)
    for problem in outcome.problems:
        console.print(str(problem), markup=False)
    for path in curation.files:
        console.print(f"written: {path}", markup=False)
