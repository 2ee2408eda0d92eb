"""The made-up documents of scripts/try_document.py, which runs the tests of a copy of this checkout with them."""

import shutil
import sys
from pathlib import Path

import pytest
from chitieu.project import ROOT, Project
from chitieu.proof import verify
from chitieu.seeds import inputs

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import try_document


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The seeds of this checkout with the documents added, and no documents but these."""
    root = tmp_path_factory.mktemp("trial")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    try_document.add_to(root, root / "documents")
    return Project(root=root, documents=root / "documents", warehouse=root / "warehouse")


def test_a_text_and_a_table_are_added_by_their_files_alone(added: Project) -> None:
    inputs.check(added)
    proof = verify.prove(added)
    assert proof.gate.failed == 0, proof.gate.details
    assert proof.present == tuple(one[0] for one in try_document.REGISTERED)
    assert {one.document_id for one in proof.evidence} == set(proof.present)


def test_the_tests_that_are_run_with_them_are_there() -> None:
    assert [name for name in try_document.TESTS if not (ROOT / f"tests/python/test_{name}.py").is_file()] == []
