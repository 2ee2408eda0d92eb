"""What a release holds: the database, Parquet and CSV of every public table, and the hash of their content.

The candidate that dbt leaves behind holds the public schema alone and becomes the database as it is; only its views are
written anew, since dbt names the file in them.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from chitieu.characters import FORMULA_IN_SQL, FORMULA_STARTS, visible_in_sql
from chitieu.release.disk import Files
from chitieu.release.published import DATABASE, SIGNATURE, SITE
from chitieu.workbench import OFFLINE, literal, quoted, workbench

STORAGE_VERSION = "v1.2.0"  # what every DuckDB since 1.2 can open

# What the key of a table is called in the description of its Parquet file.
KEY = "primary_key"

READER_MACROS = Path(__file__).with_name("reader_macros.sql")

# Views that go into files too, since each of their rows stands by itself: names, unit, status, doubt and source.
FLAT_VIEWS = ("panel", "panel_34", "printings")
# Beyond so many rows their names and titles would be gigabytes of text: only the tables go into files.
FLAT_ROWS = 100_000

# Begins like a formula, and is only a number with its sign.
SIGNED_NUMBER = r"^[+\-]\d+([.,]\d+)*%?$"


class NotPublishable(Exception):
    """The candidate cannot be published as it is: a fault of a model, or of the disk, but not of the data."""

    exit_status = 1


@dataclass(frozen=True)
class Column:
    """A column of a public relation as the candidate declares it."""

    name: str
    type: str
    comment: str | None


@dataclass(frozen=True)
class Table:
    """A public table: its columns in order, and the key that makes its rows findable and gives their order."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def shape(self) -> tuple[Any, ...]:
        """What makes two tables comparable cell by cell: key, and names and types of the columns in order."""
        return self.key, [(column.name, column.type) for column in self.columns]

    @property
    def order(self) -> str:
        """What stands behind `order by` to have the rows as every file has them."""
        return ", ".join(map(quoted, self.key))


@dataclass(frozen=True)
class View:
    """A public view: its query without the candidate's name in it, and the columns it must give."""

    name: str
    query: str
    columns: tuple[Column, ...]
    comment: str | None


@contextmanager
def reading(database: Path, settings: Mapping[str, str] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published database opened read-only, reaching nothing else, its settings locked with those given."""
    with (
        tempfile.TemporaryDirectory(prefix="chitieu-") as aside,
        duckdb.connect(str(database), read_only=True, config=OFFLINE) as connection,
    ):
        # By default DuckDB would spill beside the file, into the release.
        connection.execute(f"set temp_directory = {literal(aside)}")
        for name, value in (settings or {}).items():
            connection.execute(f"set {name} = {literal(value)}")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def write_release(candidate: Path, folder: Path) -> dict[str, int]:
    """Make the candidate the database in the empty `folder`, with `parquet/` of its tables and flat views beside it.

    The candidate is moved, so both are on one file system. Tables are written in the order of the primary key, views in
    that of all their columns: the same rows give the same Parquet and CSV, byte for byte. Returns the number of rows
    per table; raises NotPublishable.
    """
    if candidate.with_name(f"{candidate.name}.wal").exists():
        # What is only in there would be left behind: DuckDB says nothing when it closes on a full disk.
        raise NotPublishable("the candidate was not closed whole, perhaps for want of room on the disk; build again")
    database = folder / DATABASE
    candidate.rename(database)
    with workbench([folder], spill=folder.parent) as connection:
        connection.execute(f"attach {literal(str(database))} as published")
        _require_public(connection)
        tables, views = read_tables(connection), read_views(connection)
        # Stored names are looked up from the file itself, so it has to be the default catalog while they are made.
        connection.execute("use published")
        _renew_views(connection, views)
        # Bodies of macros are looked up when they are called, so nothing of them needs to be in a candidate.
        connection.execute(READER_MACROS.read_text(encoding="utf-8"))
        connection.execute("use memory")
        connection.execute("checkpoint published")
        (folder / "parquet").mkdir()
        rows = {table.name: _write_parquet(connection, table.name, table.order, folder, table.key) for table in tables}
        for view in views:
            if view.name in FLAT_VIEWS and _count(connection, view.name) <= FLAT_ROWS:
                _write_parquet(connection, view.name, "all", folder)  # A view has no key.
        connection.execute("detach published")
    return rows


def write_csv(folder: Path) -> int:
    """Write `csv/` beside the `parquet/` of a release, the same rows in the same order; returns the number of files."""
    paths = sorted((folder / "parquet").glob("*.parquet"))
    (folder / "csv").mkdir()
    with workbench([folder], spill=folder.parent) as connection:
        for path in paths:
            source = f"read_parquet({literal(str(path))})"
            columns = connection.execute(f"describe from {source}").fetchall()
            cells = ", ".join(_csv_cell(name, kind) for name, kind, *_ in columns)
            target = literal(str(folder / "csv" / f"{path.stem}.csv"))
            connection.execute(f"copy (select {cells} from {source}) to {target} (format csv, header)")
    return len(paths)


def sign_site(folder: Path, release_id: str) -> None:
    """Let the pages of a release know in which one they are, for whoever cites a number."""
    if (folder / SITE).is_dir():
        (folder / SIGNATURE).write_text(f'window.chitieuRelease="{release_id}";\n', encoding="ascii")


def content_hash(folder: Path, files: Files) -> str:
    """The sha256 over the logical rows of a release with these files: names and types of columns, rows in key order.

    Taken over the CSV files, where each value has one spelling (NULL is empty, an empty text is `""`), so that it
    depends neither on how a version of DuckDB packs its pages nor on where or when the release was written.
    """
    total = hashlib.sha256()
    with workbench([folder]) as connection:
        connection.execute(f"attach {literal(str(folder / DATABASE))} as published (read_only)")
        tables, views = read_tables(connection), read_views(connection)
        macros = connection.execute(
            "select function_name, parameters, macro_definition from duckdb_functions() "
            "where database_name = 'published' and not internal order by function_name"
        ).fetchall()
    for table in tables:
        total.update(json.dumps([table.name, *table.shape, files[f"csv/{table.name}.csv"]["sha256"]]).encode())
    for view in views:
        total.update(json.dumps([view.name, view.query]).encode())
    total.update(json.dumps(macros).encode())
    # The pages that people read are content too: made of the same rows, they are the same bytes.
    pages = [(name, files[name]["sha256"]) for name in sorted(files) if name.startswith(f"{SITE}/")]
    total.update(json.dumps(pages).encode())
    return total.hexdigest()


def _require_public(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise NotPublishable unless the file holds tables and views of main alone, and older DuckDBs can open it."""
    if not _value(connection, "select count(*) from duckdb_tables() where database_name = 'published'"):
        raise NotPublishable("the candidate's schema main has no tables")
    private = _value(
        connection,
        "select string_agg(schema_name || '.' || name, ', ' order by all) from ("
        "select database_name, schema_name, table_name as name from duckdb_tables() where schema_name <> 'main'"
        " union all select database_name, schema_name, view_name from duckdb_views()"
        " where not internal and schema_name <> 'main'"
        " union all select database_name, schema_name, function_name from duckdb_functions() where not internal"
        " union all select database_name, schema_name, sequence_name from duckdb_sequences()"
        " union all select database_name, schema_name, type_name from duckdb_types() where not internal"
        ") where database_name = 'published'",
    )
    if private:
        raise NotPublishable(f"{private} would be published; what readers do not need belongs to database workings")
    version = _value(
        connection, "select tags['storage_version'] from duckdb_databases() where database_name = 'published'"
    )
    if not str(version).startswith(STORAGE_VERSION):
        raise NotPublishable(f"the candidate is stored as {version}, not as {STORAGE_VERSION}: see profiles.yml")


def read_tables(connection: duckdb.DuckDBPyConnection, catalog: str = "published") -> list[Table]:
    """The tables of schema `main` by name; raises NotPublishable for one without a primary key."""
    keys = dict(
        connection.execute(
            "select table_name, constraint_column_names from duckdb_constraints() "
            "where database_name = ? and schema_name = 'main' and constraint_type = 'PRIMARY KEY'",
            [catalog],
        ).fetchall()
    )
    tables = []
    for (name,) in connection.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main' order by table_name",
        [catalog],
    ).fetchall():
        if name not in keys:
            raise NotPublishable(f"public table {name} has no primary key; give its model one in the YAML beside it")
        tables.append(Table(name, _columns(connection, catalog, name), tuple(keys[name])))
    return tables


def read_parquet_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Table]:
    """The tables in the `parquet/` of a release by name, each with the key it was written with; a view has none."""
    tables = []
    for path in sorted((folder / "parquet").glob("*.parquet")):
        file = literal(str(path))
        key = _value(connection, f"select decode(value) from parquet_kv_metadata({file}) where decode(key) = '{KEY}'")
        if key:
            described = connection.execute(f"describe from read_parquet({file})").fetchall()
            columns = tuple(Column(name, kind, None) for name, kind, *_ in described)
            tables.append(Table(path.stem, columns, tuple(json.loads(key))))
    return tables


def read_views(connection: duckdb.DuckDBPyConnection) -> list[View]:
    """The views of `published.main` by name, their queries cleared of the name under which they were built."""
    views = []
    for name, sql, comment in connection.execute(
        "select view_name, sql, comment from duckdb_views() "
        "where database_name = 'published' and schema_name = 'main' and not internal order by view_name"
    ).fetchall():
        query = standing_alone(connection, name, sql)
        views.append(View(name, query, _columns(connection, "published", name), comment))
    return views


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str, relation: str) -> tuple[Column, ...]:
    rows = connection.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where database_name = ? and schema_name = 'main' and table_name = ? order by column_index",
        [catalog, relation],
    ).fetchall()
    return tuple(Column(*row) for row in rows)


def standing_alone(connection: duckdb.DuckDBPyConnection, name: str, create_view: str) -> str:
    """The query of a `create view` statement with every table named by its schema only.

    A view looks such names up in the file it is stored in, whatever name that file is attached under; a catalog in them
    would bind it to one file name. DuckDB's own parser does the rewriting, since it wrote the statement.
    Raises NotPublishable when the view reads anything but public tables.
    """
    query = re.sub(
        r"^\s*create\s+view\s+.+?\s+as\s+(?=[(\s]*(?:select|with|from|values)\b)", "", create_view, flags=re.I | re.S
    )
    tree = json.loads(_value(connection, "select json_serialize_sql(?)", query.rstrip().rstrip(";")))
    if tree.get("error"):
        raise NotPublishable(f"view {name} cannot be rewritten to stand alone: {tree.get('error_message')}")
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            node["catalog_name"] = ""
            if node.get("schema_name") not in ("", "main"):
                raise NotPublishable(
                    f"view {name} reads {node['schema_name']}.{node['table_name']}, which is not published; "
                    "make what it needs a public table"
                )
        elif node.get("type") == "TABLE_FUNCTION" and _reads_files(node):
            raise NotPublishable(f"view {name} reads files; a published view reads public tables only")
    return _value(connection, "select json_deserialize_sql(?::json)", json.dumps(tree))


def _reads_files(node: dict[str, Any]) -> bool:
    function = node.get("function", {}).get("function_name", "")
    return function.startswith(("read_", "parquet_", "glob", "sniff_"))


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _value(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: Any) -> Any:
    row = connection.execute(sql, list(parameters)).fetchone()
    return row[0] if row else None


def _renew_views(connection: duckdb.DuckDBPyConnection, views: list[View]) -> None:
    """Replace every view by one whose query stands alone; comments go with the old ones and are made again."""
    for view in views:
        connection.execute(f"drop view {quoted(view.name)}")
    waiting = list(views)
    while waiting:
        # A view may read another: make those that can be made until none is left or none can.
        blocked = []
        for view in waiting:
            try:
                connection.execute(f"create view {quoted(view.name)} as {view.query}")
            except duckdb.CatalogException as problem:
                blocked.append((view, problem))
        if len(blocked) == len(waiting):
            view, problem = blocked[0]
            raise NotPublishable(f"view {view.name} cannot be published: {problem}")
        waiting = [view for view, _ in blocked]
    for view in views:
        made = [(column.name, column.type) for column in _columns(connection, "published", view.name)]
        if made != [(column.name, column.type) for column in view.columns]:
            raise NotPublishable(f"view {view.name} gives other columns when it stands alone: {made}")
        if view.comment:
            connection.execute(f"comment on view {quoted(view.name)} is {literal(view.comment)}")
        for column in view.columns:
            if column.comment:
                name = f"{quoted(view.name)}.{quoted(column.name)}"
                connection.execute(f"comment on column {name} is {literal(column.comment)}")


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, order: str, folder: Path, key: tuple[str, ...] = ()
) -> int:
    target = literal(str(folder / "parquet" / f"{name}.parquet"))
    rows = f"from published.main.{quoted(name)} order by {order}"
    # Rows of two releases are compared by their key, and in the Parquet, which no writer can lock.
    says = f", kv_metadata {{{KEY}: {literal(json.dumps(key))}}}" if key else ""
    return _value(connection, f"copy ({rows}) to {target} (format parquet, compression zstd{says})")


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return _value(connection, f"select count(*) from published.main.{quoted(name)}")


def _csv_cell(column: str, kind: str) -> str:
    name = quoted(column)
    if kind != "VARCHAR":
        return name
    shown, starts = visible_in_sql(name), ", ".join(map(str, FORMULA_STARTS))
    # Nearly no cell begins so, and one character is looked at sooner than a pattern is tried.
    return (
        f"case when unicode({name}) in ({starts}) and regexp_matches({name}, {literal(FORMULA_IN_SQL)})"
        f" and not regexp_matches({name}, {literal(SIGNED_NUMBER)}) then '''' || {shown} else {shown} end as {name}"
    )
