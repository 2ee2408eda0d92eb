"""The models as dbt compiled them, on rows that a test makes: each runs on tables of the shapes that dbt built."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pyarrow
from chitieu import transform

CATALOGS = ("chitieu", "workings")


class ModelsAtWork:
    """A database in memory that has every table of a build, empty, and the compiled SQL that fills it.

    `fill` puts rows into a table, `run` makes the table of a model from those that it reads, as dbt would. A column
    that a row does not name is NULL. `sql` may be changed by a test that spoils a model.
    """

    def __init__(self, candidate: Path, manifest: Path) -> None:
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
        models = [node for node in nodes if node["resource_type"] in ("model", "seed")]
        self.sql: dict[str, str] = {node["name"]: node.get("compiled_code", "") for node in models}
        # A model that stands in its readers' SQL has no table.
        self.relations: dict[str, str] = {
            node["name"]: node["relation_name"] for node in models if node["relation_name"]
        }
        self.connection = duckdb.connect()
        for catalog, file in zip(CATALOGS, (candidate, transform.workings_of(candidate)), strict=True):
            self._copy_shapes(catalog, file)

    def _copy_shapes(self, catalog: str, file: Path) -> None:
        with duckdb.connect(str(file), read_only=True) as built:
            columns = built.execute(
                "select schema_name, table_name, list(column_name || ' ' || data_type order by column_index) "
                "from duckdb_columns() where database_name = current_database() and not internal group by all"
            ).fetchall()
        self.connection.execute(f"attach ':memory:' as {catalog}")
        for schema, table, shape in columns:
            self.connection.execute(f"create schema if not exists {catalog}.{schema}")
            self.connection.execute(f"create table {catalog}.{schema}.{table} ({', '.join(shape)})")

    def fill(self, name: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Replace the rows of a table; numbers may be given as text, to be exact."""
        given = pyarrow.Table.from_pylist([dict(row) for row in rows])
        self.connection.execute(f"delete from {self.relations[name]}")
        self.connection.register("given", given)
        self.connection.execute(f"insert into {self.relations[name]} by name select * from given")
        self.connection.unregister("given")

    def run(self, *names: str) -> None:
        """Make the tables of the models, in this order."""
        for name in names:
            self.connection.execute(f"create or replace table {self.relations[name]} as {self.sql[name]}")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query in which `{model}` stands for the table of a model."""
        return self.connection.execute(query.format(**self.relations)).fetchall()
