"""Behaviour: slips planted in the models are noticed: one of each kind. `make mutants` plants some of every model.

A dozen are enough for every build: they tell that unit tests and cases still see each kind of slip, and that the bench
still plants them. Which of them see more, tests/mutants.csv says.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chitieu.manual.mutants import figures
from chitieu.project import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

from mutant_bench import Bench
from mutants import Mutant, files, mutants_of

FOUND = ROOT / "tests" / "mutants.csv"
KNOWN = ROOT / "tests" / "surviving_mutants.csv"
DOZEN = 12


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _dozen() -> list[Mutant]:
    """Of each operator the first slip in a model that unit tests or cases noticed, of a dozen operators."""
    first: dict[str, Mutant] = {}
    for row in _rows(FOUND):
        if row["noticed_by"] not in ("unit tests", "scenarios") or not row["model"].startswith("models/"):
            continue
        for one in mutants_of(ROOT / row["model"]):
            if one.name == (row["model"], row["operator"], row["before"]):
                first.setdefault(one.operator, one)
    return [first[operator] for operator in sorted(first)][:DOZEN]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHITIEU_CANDIDATE", "")  # The bench sets its own, and they are put back.
        for name in ("CHITIEU_SEEDS", "CHITIEU_EVIDENCE", "CHITIEU_INDICATORS", "CHITIEU_WORKINGS", "DO_NOT_TRACK"):
            patch.setenv(name, "")
        yield Bench(tmp_path_factory.mktemp("bench"), is_whole=False)


def test_the_models_as_they_are_pass(bench: Bench) -> None:
    assert bench.outcome(None).noticed_by == "survived"


def test_a_slip_of_each_kind_is_noticed(bench: Bench) -> None:
    dozen = _dozen()
    assert len(dozen) == DOZEN
    missed = [one.name for one in dozen if bench.outcome(one).noticed_by in ("survived", "no SQL")]
    assert missed == []


def test_what_changes_nothing_is_not_noticed_and_what_is_no_sql_is_told_apart(bench: Bench) -> None:
    path = "models/marts/bridge_check_observation.sql"
    text = (ROOT / path).read_text(encoding="utf-8")
    at = text.index("is_accused")
    same = Mutant(path, 1, "nothing", "", "is_accused ", at, at + len("is_accused"))
    no_sql = Mutant(path, 1, "nothing", "", "is_accused(", at, at + len("is_accused"))
    assert bench.outcome(same).noticed_by == "survived"
    assert bench.outcome(no_sql).noticed_by == "no SQL"


def test_the_figures_are_of_the_models_there_are_and_enough_were_noticed() -> None:
    told = figures(ROOT)
    assert told["counted"] >= 60
    assert told["noticed"] >= 0.95 * told["counted"]
    named = {row["model"] for row in _rows(FOUND)}
    assert named - {path.relative_to(ROOT).as_posix() for path in files()} == set()
    assert len(named) >= 59


def test_what_is_listed_as_unnoticed_is_and_says_why() -> None:
    survived = {
        (row["model"], row["operator"], row["before"]) for row in _rows(FOUND) if row["noticed_by"] == "survived"
    }
    known = _rows(KNOWN)
    assert {(row["model"], row["operator"], row["line"]) for row in known} == survived
    assert [row for row in known if not row["reason"] or row["kind"] not in ("equivalent", "left")] == []


def test_an_unnoticed_slip_without_a_reason_stops_the_page(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    for path in (FOUND, KNOWN):
        (tmp_path / "tests" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "tests" / FOUND.name).open("a", encoding="utf-8") as lines:
        lines.write("models/marts/panel.sql,7,a filter dropped,where true,survived,\n")
    with pytest.raises(ValueError, match=r"panel\.sql, line 7; write a test"):
        figures(tmp_path)
