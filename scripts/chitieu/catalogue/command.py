"""The command `chitieu indicators`: what a figure can be of, found by words."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

import typer
from rich.table import Table

from chitieu.catalogue.compose import Catalogue, Indicator
from chitieu.catalogue.find import Finder
from chitieu.project import Project
from chitieu.terminal import say, terminal


def command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words of a name, or an indicator's id.")],
    limit: Annotated[int, typer.Option(min=1, help="Indicators to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")] = False,
) -> None:
    """Find concepts and indicators by words: Vietnamese or English, with accents or without, in any order.

    Every word must be explained by a concept, a breakdown or a measure. Status 0: found. 1: nothing is called so, and
    the nearest concepts are shown.
    """
    catalogue = Catalogue.load(Project.from_environment().reference)
    found = Finder(catalogue).find(" ".join(words), limit)
    if as_json:
        indicators = [_plain(one) for one in found.indicators]
        print(json.dumps({"is_exact": found.is_exact, "indicators": indicators}, ensure_ascii=False, indent=2))
    else:
        terminal().print(_table(found.indicators))
    if not found.is_exact:
        say(f"nothing is called {' '.join(words)}; the nearest concepts are shown")
        raise typer.Exit(1)


def _table(indicators: Sequence[Indicator]) -> Table:
    table = Table("indicator", "Vietnamese", "English", "unit", "definition")
    for one in indicators:
        table.add_row(one.indicator_id, one.name_vi, one.name_en, one.display_unit_id, one.definition)
    return table


def _plain(indicator: Indicator) -> dict[str, Any]:
    """An indicator as JSON holds it: numbers as text, so that no digit is lost."""
    return {name: str(cell) if isinstance(cell, Decimal) else cell for name, cell in asdict(indicator).items()}
