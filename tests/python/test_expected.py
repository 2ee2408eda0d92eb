"""What each document gives, held against the file that people reviewed: tests/expected/<document_id>.csv."""

import sys
from pathlib import Path

import duckdb
import pytest
from chitieu.project import ROOT

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from write_expected import expected_answers, expected_of

FILES = sorted((Path(__file__).parents[1] / "expected").glob("*.csv"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_document_gives_what_was_reviewed(warehouse: duckdb.DuckDBPyConnection, path: Path) -> None:
    found = expected_of(warehouse, path.stem)
    assert found == path.read_text(encoding="utf-8"), "python scripts/write_expected.py, and review the difference"


def test_the_questions_are_answered_as_was_reviewed(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = expected_answers(warehouse, ROOT / "queries")
    reviewed = (ROOT / "tests" / "expected" / "answers" / "queries.csv").read_text(encoding="utf-8")
    assert found == reviewed, "python scripts/write_expected.py, and review the difference"


def test_a_figure_that_changed_is_seen(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute(
        "create temp table fct_observation as select * replace (value_low + 1 as value_low) from fct_observation"
    )
    path = next(one for one in FILES if one.stem == "mof-budget-plan-2017")
    assert expected_of(warehouse, path.stem) != path.read_text(encoding="utf-8")
