"""Corruptions planted on purpose: the input gate or the proof refuses them, and names the line."""

import csv
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import corruptions
import pytest
from chitieu import agreement, curated_rows, inputs
from chitieu.curated_rows import CuratedDocument, CuratedRow
from chitieu.errors import InputError
from chitieu.project import ROOT, Project
from chitieu.registry import Registry
from chitieu.second_reading import Reading, read_document
from chitieu.seed_tables import EXCLUSIONS, OBSERVATIONS, Table
from corruptions import Corruption

PLANTED = 320
SEED = 20240105


@dataclass(frozen=True)
class Corpus:
    """A copy of the seeds to be corrupted, and the documents as the machine reads them once and for all."""

    project: Project
    registry: Registry
    documents: dict[str, CuratedDocument]
    readings: dict[str, Reading]

    def refusals(self, corruption: Corruption) -> list[str]:
        """What the proof, or else the input gate, says against a corruption."""
        document = corruption.document
        reading = self.readings.get(document.document_id)
        if reading is not None:
            outcome = agreement.compare(document, reading, self.registry)
        else:
            outcome = agreement.compare_figures_alone(document, self.registry)
        return [str(problem) for problem in outcome.problems] or self.input_problems(document)

    def input_problems(self, document: CuratedDocument) -> list[str]:
        try:
            write(self.project, document)
            inputs.check(self.project)
        except InputError as error:
            return [str(problem) for problem in error.problems]
        finally:
            write(self.project, self.documents[document.document_id])
        return []


def write(project: Project, document: CuratedDocument) -> None:
    """Write a document's observations and exclusions over those of the project."""
    write_rows(project.observations / f"{document.document_id}.csv", OBSERVATIONS, document.observations)
    write_rows(project.exclusions / f"{document.document_id}.csv", EXCLUSIONS, document.exclusions)


def write_rows(path: Path, table: Table, rows: tuple[CuratedRow, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row.cells for row in rows)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("corrupted")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    project = Project(root=root, documents=Project.from_environment().documents, warehouse=root / "warehouse")
    registry = Registry.load(project.reference)
    documents, readings = {}, {}
    for name, document in registry.documents.items():
        documents[name] = curated_rows.load(project, name)
        path = project.documents / document.file_name
        if path.is_file():
            readings[name] = read_document(path.read_bytes().decode("utf-8"), document, registry)
    return Corpus(project, registry, documents, readings)


@pytest.fixture(scope="module")
def planted(corpus: Corpus) -> list[Corruption]:
    return list(corruptions.plant(list(corpus.documents.values()), corpus.registry, PLANTED, SEED))


def test_the_seeds_themselves_are_not_refused(corpus: Corpus) -> None:
    inputs.check(corpus.project)
    for name, reading in corpus.readings.items():
        assert agreement.compare(corpus.documents[name], reading, corpus.registry).problems == ()
    for document in corpus.documents.values():
        assert agreement.compare_figures_alone(document, corpus.registry).problems == ()


def test_every_kind_of_corruption_is_planted(planted: list[Corruption]) -> None:
    counts = Counter(corruption.kind for corruption in planted)
    assert set(counts) == set(corruptions.KINDS)
    assert min(counts.values()) >= 20
    assert len({corruption.what for corruption in planted}) > 0.9 * PLANTED


def test_corruptions_are_refused_with_file_and_line(corpus: Corpus, planted: list[Corruption]) -> None:
    """Without the documents only what the copied figures tell is left to refuse by: less is asked, of a sample."""
    sample = planted if corpus.readings else planted[:64]
    refused, survivors, misplaced = 0, [], []
    for corruption in sample:
        problems = corpus.refusals(corruption)
        if not problems:
            survivors.append(f"{corruption.kind}: {corruption.what}")
        elif any(corruption.points_at(problem) for problem in problems):
            refused += 1
        else:
            misplaced.append(f"{corruption.kind}: {corruption.what}: {problems[:2]}")
    assert misplaced == []
    assert refused >= (0.99 if corpus.readings else 0.4) * len(sample), survivors
