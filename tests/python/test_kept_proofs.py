"""Proofs kept by content: a kept one is the one that would be made, and one that is not is made anew."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from chitieu.project import Project
from chitieu.proof import documents, kept, verify
from chitieu.proof.kept import KeptProofs
from chitieu.seeds.registry import Document, Registry
from test_verify import DOCUMENT, ROWS, edited, observe, project

__all__ = ["project"]


def keep(project: Project) -> verify.Proof:
    return verify.prove(project, kept=KeptProofs(project))


def entries(project: Project) -> list[Path]:
    return sorted(KeptProofs(project).folder.iterdir())


def the_document(project: Project) -> Document:
    return Registry.load(project.reference).documents[DOCUMENT]


def untimed(proof: verify.Proof) -> verify.Proof:
    return replace(proof, gate=replace(proof.gate, seconds=0.0), kept=0)


def test_a_kept_proof_is_the_one_that_is_made(project: Project) -> None:
    made, again = keep(project), keep(project)
    assert (made.kept, again.kept, len(entries(project))) == (0, 1, 1)
    assert untimed(made) == untimed(again) == untimed(verify.prove(project))
    assert len(again.evidence) == len(ROWS)


def test_verify_itself_keeps_nothing(project: Project) -> None:
    verify.prove(project)
    assert not KeptProofs(project).folder.exists()


def _another_row(project: Project) -> None:
    observe(project, edited(2, note="a word"))


def _another_exclusion(project: Project) -> None:
    path = project.exclusions / f"{DOCUMENT}.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def _a_settlement(project: Project) -> None:
    (project.settlements / f"{DOCUMENT}.csv").write_text("", encoding="utf-8")


def _a_map(project: Project) -> None:
    project.tables.mkdir()
    (project.tables / f"{DOCUMENT}.csv").write_text("", encoding="utf-8")


def _another_word_of_a_unit(project: Project) -> None:
    path = project.reference / "unit_terms.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def _other_bytes(project: Project) -> None:
    path = project.documents / "bac_lieu.txt"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8", newline="")


@pytest.mark.parametrize(
    "change",
    [_another_row, _another_exclusion, _a_settlement, _a_map, _another_word_of_a_unit, _other_bytes],
    ids=lambda change: change.__name__.strip("_"),
)
def test_whatever_a_proof_rests_on_makes_it_anew(project: Project, change: Callable[[Project], None]) -> None:
    keep(project)
    change(project)
    assert keep(project).kept == 0


def test_other_code_makes_every_proof_anew(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keep(project)
    package = tmp_path / "chitieu"
    shutil.copytree(Path(kept.chitieu.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kept.chitieu, "__file__", str(package / "__init__.py"))
    assert keep(project).kept == 1, "the same code elsewhere is the same code"
    lexer = package / "reading" / "tokens" / "lexer.py"
    lexer.write_text(lexer.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert keep(project).kept == 0


def test_a_wrong_row_is_found_after_a_right_one_was_proven(project: Project) -> None:
    keep(project)
    observe(project, edited(2, value_low="1.3", value_high="1.3"))
    assert keep(project).gate.failed
    assert len(entries(project)) == 1, "a proof that found something wrong is not kept"
    assert keep(project).gate.failed, "and is found again"


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "a folder", "another's", "rewritten"])
def test_a_harmed_entry_is_no_entry_and_is_made_anew(project: Project, harm: str) -> None:
    right = keep(project)
    (path,) = entries(project)
    content = path.read_bytes()
    if harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif harm == "emptied":
        path.write_bytes(b"")
    elif harm == "a folder":
        path.unlink()
        path.mkdir()
    elif harm == "another's":
        # Whole, but of other rows: what it says of itself is not what its name asks for.
        observe(project, edited(2, note="a word"))
        path.replace(path.with_name(f"{KeptProofs(project).key(the_document(project))}.json"))
    else:
        said = json.loads(content.partition(b"\n")[2])
        path.write_bytes(content.partition(b"\n")[0] + b"\n" + json.dumps(said | {"evidence": []}).encode())
    proof = keep(project)
    assert (proof.kept, proof.gate.failed, proof.evidence) == (0, 0, right.evidence)
    assert keep(project).kept == (0 if harm == "a folder" else 1)


def test_a_row_edited_while_it_is_proven_is_not_kept_under_what_it_was(project: Project) -> None:
    store, document = KeptProofs(project), the_document(project)
    key = store.key(document)
    observe(project, edited(2, note="a word"))
    store.keep(key, document, documents.DocumentProof(DOCUMENT, 1))
    assert not store.folder.exists()


def test_entries_are_bounded_and_the_longest_unused_go_first(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LEAST", 2)
    monkeypatch.setattr(kept, "PER_DOCUMENT", 1)
    names = []
    for number in range(4):
        observe(project, edited(2, note=f"{number}"))
        keep(project)
        names += [path.name for path in entries(project) if path.name not in names]
        os.utime(KeptProofs(project).folder / names[-1], (number, number))
    (KeptProofs(project).folder / "left.unfinished").write_bytes(b"")
    keep(project)
    assert [path.name for path in entries(project)] == sorted(names[2:])


def several(project: Project, count: int) -> tuple[documents.Reader, list[Document]]:
    """A reader of the document and of copies of it under other names."""
    one = the_document(project)
    copies = [replace(one, document_id=f"copy-{number}") for number in range(count)]
    for copy in copies:
        for folder in (project.observations, project.exclusions):
            shutil.copyfile(folder / f"{DOCUMENT}.csv", folder / f"{copy.document_id}.csv")
    registry = Registry.load(project.reference)
    return documents.Reader(project, registry, dict.fromkeys((c.document_id for c in copies), 2), _read), copies


def _read(text: str, document: Document, *rest: object) -> object:
    if document.document_id == "copy-3" and "tell" in os.environ.get("CHITIEU_TEST", ""):
        raise OSError("the disk gave out")
    return verify.read_document(text, document, *rest)


def test_documents_side_by_side_are_proven_as_one_after_the_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, copies = several(project, 6)
    side_by_side = documents.prove_side_by_side(reader, copies)
    assert list(side_by_side) == [one.document_id for one in copies]
    monkeypatch.setattr(documents, "FEWEST", 7)
    assert side_by_side == documents.prove_side_by_side(reader, copies)
    assert all(len(one.evidence) == len(ROWS) for one in side_by_side.values())


def test_what_another_process_raises_is_raised(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_TEST", "tell")
    with pytest.raises(OSError, match="the disk gave out"):
        documents.prove_side_by_side(*several(project, 6))
