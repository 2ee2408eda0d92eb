"""A small soak: every kind of trouble once, and the proof that a broken promise would be noticed."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from chitieu.project import ROOT


@pytest.fixture
def soak(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("soak")


@pytest.fixture
def begun(soak: ModuleType, tmp_path: Path) -> Iterator[Any]:
    """A soak of the tiny project without a reader."""
    with soak.soaking(tmp_path, is_tiny=True, seed=1, readers=0) as one:
        yield one


TROUBLES = (
    "file of the current release harmed",
    "killed at random",
    "link bent",
    "clock jumped",
    "disk full",
    "every manifest harmed",
)


def test_a_warehouse_that_is_maltreated_answers_or_says_why_and_heals(soak: ModuleType, tmp_path: Path) -> None:
    with soak.soaking(tmp_path, is_tiny=True, seed=4, readers=1) as one:
        for number, trouble in enumerate(TROUBLES):
            one.step(trouble, number)
    assert one.figures.broken == []
    assert one.figures.healed == 2
    assert one.figures.asked == 1
    assert one.figures.queries > len(TROUBLES)
    assert dict(soak.summary(one.figures, 0.5, 1))["Broken promises"] == "0"


def test_every_trouble_of_a_deck_comes_once_before_any_comes_again(
    begun: Any, soak: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []
    monkeypatch.setattr(begun, "step", lambda name, _: played.append(name))
    size = len(begun.troubles())
    soak.play(begun, lambda number: number == 2 * size)
    assert set(TROUBLES) <= set(played[:size]) == set(begun.troubles())
    assert sorted(played[:size]) == sorted(played[size:])
    assert played[:size] != played[size:]


def test_a_reader_that_meets_a_harmed_release_at_no_harmed_time_breaks_a_promise(
    soak: ModuleType, tmp_path: Path
) -> None:
    with soak.soaking(tmp_path, is_tiny=True, seed=1, readers=1) as one:
        current = one.warehouse.current()
        current.folder.chmod(0o755)
        current.database.rename(current.folder / "away")
        one.subject.run("status")
    assert any("reader: " in failure for failure in one.figures.broken)


def test_a_release_that_stays_damaged_breaks_a_promise(begun: Any) -> None:
    begun.moment = "now"
    (begun.warehouse.current().folder / "changes.md").write_text("", encoding="utf-8")
    begun.look()
    assert any(found.startswith("now: changes.md has 0 bytes") for found in begun.figures.broken)
    assert any("status ended with 1" in found for found in begun.figures.broken)


def test_a_harm_that_no_command_names_and_a_build_that_does_not_heal_break_promises(begun: Any) -> None:
    begun.named("nothing.csv", "check", "--deep")
    begun.build("--if-changed", expected=0)
    assert "`check --deep` said 0" in begun.figures.broken[0]
    assert "the build ended with status 3, not 0" in begun.figures.broken[1]


def test_readers_that_see_an_older_edition_than_was_published_break_a_promise(begun: Any) -> None:
    begun.subject.edit()
    begun.look()
    assert "readers see edition 1, not 2" in begun.figures.broken[0]
    begun.look(is_newest=False)
    assert len(begun.figures.broken) == 1


def test_the_scripts_of_the_soak_are_those_that_were_meant(soak: ModuleType) -> None:
    assert Path(sys.modules["soak_mischief"].__file__).parent == ROOT / "scripts"
    assert len(soak.mischief.HARMS) == 9
