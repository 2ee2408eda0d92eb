"""The floors of scripts/chitieu/reading: nothing runs back up, no module has two jobs' length."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from chitieu import reading

HOUSE = Path(reading.__file__).parent
FLOORS = (
    "characters",
    "language",
    "tokens",
    "exclusions",
    "numbers",
    "outline",
    "expressions",
    "indicators",
    "questions",
)
"""From the ground up; the modules of the house itself are its doors and stand above all."""
BELOW_THE_HOUSE = ("chitieu.catalogue", "chitieu.seeds", "chitieu.project")
"""What of the package the reader may import: the registries as records, and where they lie."""


def floor_of(name: str) -> int:
    """How high a part of the house stands: the doors above all floors."""
    return FLOORS.index(name) if name in FLOORS else len(FLOORS)


def imports_of(source: str) -> Iterator[str]:
    """The modules of chitieu that a module imports."""
    for node in ast.walk(ast.parse(source)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        yield from (name for name in names if name.split(".")[0] == "chitieu")


def climbs(floor: str, source: str) -> list[str]:
    """The imports of a module on a floor that run back up or leave the house."""
    found = []
    for name in imports_of(source):
        parts = name.split(".")
        if parts[:2] != ["chitieu", "reading"]:
            found += [] if name.startswith(BELOW_THE_HOUSE) else [name]
        elif len(parts) < 3 or floor_of(parts[2]) > floor_of(floor):
            found.append(name)
    return found


MODULES = sorted(HOUSE.rglob("*.py"))


def test_the_floors_are_those_of_the_house_in_the_order_that_it_tells() -> None:
    assert {path.name for path in HOUSE.iterdir() if path.is_dir() and path.name[0] != "_"} == set(FLOORS)
    assert ", ".join(FLOORS) in " ".join((reading.__doc__ or "").split())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_module_imports_from_a_floor_above_it(path: Path) -> None:
    floor = path.relative_to(HOUSE).parts[0]
    assert climbs(floor, path.read_text(encoding="utf-8")) == []


def test_an_import_that_climbs_is_found() -> None:
    assert climbs("tokens", "from chitieu.reading.numbers.shapes import Shape") == ["chitieu.reading.numbers.shapes"]
    assert climbs("tokens", "import chitieu.proof.verify") == ["chitieu.proof.verify"]
    assert climbs("numbers", "from chitieu.reading.tokens.lexer import Token\nimport re") == []


@pytest.mark.parametrize("floor", FLOORS)
def test_every_floor_says_in_one_sentence_what_it_knows(floor: str) -> None:
    told = ast.get_docstring(ast.parse((HOUSE / floor / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert told.endswith(".") and told.count(".") == 1
