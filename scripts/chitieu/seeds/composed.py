"""The indicators that the seeds name: composed for the gate that judges them and for the models that read them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from chitieu.catalogue import table
from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.ids import NotComposed
from chitieu.project import Project
from chitieu.seeds.seed_tables import OBSERVATIONS, rows_of
from chitieu.workbench import workbench

_IDENTITY_COLUMNS = ("indicator_id", "weighted_by_indicator_id", "relative_to_indicator_id")


def observed(con: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> list[str]:
    """The ids that files of observations name, right or wrong."""
    if not files:
        return []
    query = f"select distinct indicator_id from {rows_of(OBSERVATIONS)} where indicator_id <> '' order by 1"
    return [row[0] for row in con.execute(query, [[str(path) for path in files]]).fetchall()]


def load(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, ids: Iterable[str]) -> None:
    """Tables `composed_indicators` (id, standard unit, type of area) and `refused_indicators` (id, reason, remedy)."""
    con.execute(
        "create temp table composed_indicators (indicator_id varchar, standard_unit_id varchar, area_type varchar)"
    )
    con.execute("create temp table refused_indicators (indicator_id varchar, reason varchar, remedy varchar)")
    composed: list[tuple[str, str, str]] = []
    refused: list[tuple[str, str, str]] = []
    for indicator_id in ids:
        try:
            indicator = catalogue.read(indicator_id)
        except NotComposed as problem:
            refused.append((indicator_id, problem.reason, problem.remedy))
        else:
            area_type = catalogue.concepts[indicator.concept_id].area_type or ""
            composed.append((indicator_id, indicator.standard_unit_id, area_type))
    for name, rows in (("composed_indicators", composed), ("refused_indicators", refused)):
        if rows:  # One statement for all: as many as there are rows would take most of the gate's time.
            columns = [list(column) for column in zip(*rows, strict=True)]
            con.execute(f"insert into {name} select unnest(?), unnest(?), unnest(?)", columns)


def write_indicators(project: Project, path: Path) -> None:
    """Write the composed indicators of a project, which has passed the gate, to `path` for its models."""
    catalogue = Catalogue.load(project.reference)
    with workbench([project.root / "seeds"]) as con:
        used = observed(con, sorted(project.observations.glob("*.csv")))
    with (project.reference / "identities.csv").open(encoding="utf-8", newline="") as file:
        named = [row[column] for row in csv.DictReader(file) for column in _IDENTITY_COLUMNS if row[column]]
    table.write(table.closure(catalogue, [*used, *named]), path)
