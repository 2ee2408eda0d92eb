"""The proof of one document, text or table, and of many side by side on all cores."""

import gc
import hashlib
import multiprocessing
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from chitieu.errors import Problem
from chitieu.project import Project
from chitieu.proof import agreement, curated_rows
from chitieu.proof.agreement import Agreement
from chitieu.proof.second_reading import Reading
from chitieu.proof.table_agreement import Knowledge, TableOutcome, decimals_of
from chitieu.proof.tables import knowledge, prove_tables
from chitieu.reading.tokens.lexicon import Lexicon, load_lexicon
from chitieu.seeds.registry import Document, Registry
from chitieu.tables.proposal import cell_name

Read = Callable[[str, Document, Registry, Lexicon], Reading]

FEWEST = 3
"""So many documents are worth a second process."""

_GROUPS = {
    "area_id": "area",
    "indicator_id": "indicator",
    "unit_id": "unit",
    "value_low": "value",
    "value_high": "value",
    "char_start": "span",
    "char_end": "span",
    "figure": "span",
}


@dataclass(frozen=True)
class Evidence:
    """A row that was read again, with the clause around its figure, or the headings of its row and column."""

    document_id: str
    place: str
    component: int
    decimals: int | None
    """Digits after the decimal sign as the reader read them; None where it read no figure in exactly this span."""
    passage: str


@dataclass(frozen=True)
class DocumentProof:
    """What the second reading of a document found; `settled` names each start, component and group of a settlement."""

    document_id: str
    checked: int
    problems: tuple[Problem, ...] = ()
    settled: tuple[tuple[int, int, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Reader:
    """All that a proof goes by; `lines` are those of the documents in their registry."""

    project: Project
    registry: Registry
    lines: Mapping[str, int]
    read: Read

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(unit_terms=self.project.reference / "unit_terms.csv")

    @cached_property
    def _knowledge(self) -> Knowledge:
        return knowledge(self.project, self.registry)

    def prove(self, document: Document) -> DocumentProof:
        """Read a document whose file is there, and hold its rows against it."""
        return self._prove_table(document) if document.is_table else self._prove_text(document)

    def _prove_text(self, document: Document) -> DocumentProof:
        document_id = document.document_id
        text, fault = text_of(self.project.documents / document.file_name, document)
        if fault:
            place = "seeds/reference/documents.csv", self.lines[document_id], "sha256"
            remedy = "restore the file, or curate the new one and register its hash"
            return DocumentProof(document_id, 1, (Problem(*place, fault, remedy),))
        reading = self.read(text, document, self.registry, self.lexicon)
        outcome = agreement.compare(curated_rows.load(self.project, document_id), reading, self.registry)
        settled = {(*key[:2], group_of(key[2])) for key in outcome.settled}
        evidence = tuple(_text_evidence(outcome, reading))
        return DocumentProof(
            document_id, outcome.checked + 1, tuple(outcome.problems), tuple(sorted(settled)), evidence
        )

    def _prove_table(self, document: Document) -> DocumentProof:
        found = prove_tables(self.project, self.registry, self.lines, [document], self._knowledge)
        evidence = tuple(one for outcome in found.outcomes for one in _table_evidence(outcome))
        return DocumentProof(document.document_id, found.checked, found.problems, (), evidence)


def prove_side_by_side(reader: Reader, documents: Sequence[Document]) -> dict[str, DocumentProof]:
    """The proof of each document; of several, each core proves some, the longest first.

    The other processes are forks, so that nothing is loaded twice, and they only read: what one of them raises is
    raised here. Where there is no fork, or one core, documents are proven one after the other.
    """
    workers = min(len(os.sched_getaffinity(0)), len(documents)) if sys.platform == "linux" else 1
    if workers < 2 or len(documents) < FEWEST:
        return {one.document_id: reader.prove(one) for one in documents}
    sizes = {one: (reader.project.documents / one.file_name).stat().st_size for one in documents}
    longest_first = sorted(documents, key=sizes.__getitem__, reverse=True)
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(reader,)) as pool:
        proofs = {one.document_id: one for one in pool.map(_prove, longest_first)}
    return {one.document_id: proofs[one.document_id] for one in documents}


_reader: Reader
"""That of a process which proves for another."""


def _begin(reader: Reader) -> None:
    global _reader
    # What the build holds is not this process's to clear away: threads of DuckDB did not come along.
    gc.freeze()
    _reader = reader
    threading.Thread(target=_end_with_the_build, daemon=True).start()


def _end_with_the_build() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def _prove(document: Document) -> DocumentProof:
    return _reader.prove(document)


def group_of(column: str) -> str:
    """The name under which settlements of a column are counted: both ends of an interval are one value."""
    return _GROUPS.get(column, column)


def text_of(path: Path, document: Document) -> tuple[str, str]:
    """The text of a document and what is wrong with the file, if anything is."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        return "", f"the file {document.file_name} is not the one registered: its SHA-256 differs"
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return "", f"the file {document.file_name} is not UTF-8: byte {error.start}"


def _text_evidence(outcome: Agreement, reading: Reading) -> Iterable[Evidence]:
    machine: dict[tuple[int, int, int], Any] = {one.key: one for one in reading.rows}
    for row in outcome.verified:
        # A row settled in its span was read elsewhere: what is printed in it counts by itself.
        read = machine.get((row.start, row.end, row.component))
        place = row.start, row.end
        around = (read.context.clause.start, read.context.clause.end) if read else place
        decimals = read.decimals if read else None
        said = passage(reading.text, place, around)
        yield Evidence(outcome.document_id, str(row.start), row.component, decimals, said)


def _table_evidence(outcome: TableOutcome) -> Iterable[Evidence]:
    for row, heading in outcome.verified:
        place = cell_name(row["sheet"], row["cell"])
        yield Evidence(outcome.document_id, place, row.component, decimals_of(row), heading)


def passage(text: str, figure: tuple[int, int], clause: tuple[int, int]) -> str:
    """The clause around a figure on one line; the figure itself stays exactly as printed."""
    before = one_line(text[min(clause[0], figure[0]) : figure[0]]).lstrip()
    after = one_line(text[figure[1] : max(clause[1], figure[1])]).rstrip()
    return f"{before}{text[figure[0] : figure[1]]}{after}"


def one_line(text: str) -> str:
    """A text with its line breaks as spaces."""
    return re.sub(r"(?<!\s)\s*[\r\n\v\f\x85\u2028\u2029]\s*", " ", text)
