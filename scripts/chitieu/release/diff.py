"""What differs between two releases: rows added, removed and changed, field by field."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from chitieu.characters import visible
from chitieu.errors import DamagedRelease
from chitieu.release.disk import Files
from chitieu.release.publish import Table, read_parquet_tables
from chitieu.release.published import Release
from chitieu.workbench import literal, quoted, workbench

_FIRST = ("fct_observation", "fct_province_year_indicator", "fct_check")  # what a reader of a diff looks for
_NOTE_ROWS = 20  # what a change note lists of each kind; the counts are always of all


@dataclass(frozen=True)
class Change:
    """One field of one row that is in both releases, with its two values."""

    key: dict[str, Any]
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TableDiff:
    """What became of one table. Rows are known by their primary key.

    The counts are of all rows; the lists may hold only the first of them. `fields` counts the changed rows per field,
    `shape` says how the table itself differs.
    """

    table: str
    added_count: int = 0
    removed_count: int = 0
    changed_count: int = 0
    added: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    fields: dict[str, int] = field(default_factory=dict)
    shape: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added_count or self.removed_count or self.changed_count or self.shape)

    @property
    def counts(self) -> str:
        """The counts as words: "2 added, 1 changed (value_low 1)"."""
        counts = {"added": self.added_count, "removed": self.removed_count}
        words = [f"{count:,} {what}" for what, count in counts.items() if count]
        if self.changed_count:
            fields = ", ".join(f"{name} {count:,}" for name, count in self.fields.items())
            words.append(f"{self.changed_count:,} changed ({fields})")
        return ", ".join([*words, *self.shape])


@dataclass(frozen=True)
class Diff:
    """Two releases and the tables in which they differ, observations first."""

    before: str
    after: str
    tables: list[TableDiff]

    @property
    def verdicts(self) -> list[Change]:
        """The checks that changed their verdict."""
        changes = [change for one in self.tables if one.table == "fct_check" for change in one.changed]
        return [change for change in changes if change.field == "verdict"]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        tables = {one.table: asdict(one) for one in self.tables}
        return {
            "before": self.before,
            "after": self.after,
            "tables": tables,
            "changed_verdicts": [asdict(change) for change in self.verdicts],
        }


def between(before: Release, after: Release, limit: int | None = None, files: Files | None = None) -> Diff:
    """Compare every public table of two releases; `files` are those of `after` while it has no manifest.

    With a `limit`, up to so many added and removed rows of a table are listed, and a field that changed in more rows is
    counted and not listed: a change of everything would hide the one that matters. What is read is the Parquet: a
    database can be locked by whoever opened it. Raises DamagedRelease.
    """
    with workbench([after.folder, before.folder]) as connection:
        old = {table.name: table for table in read_parquet_tables(connection, before.folder)}
        new = {table.name: table for table in read_parquet_tables(connection, after.folder)}
        for schema, release, tables in (("earlier", before, old), ("later", after, new)):
            connection.execute(f"create schema {schema}")
            for name in tables:
                file = literal(str(release.parquet / f"{name}.parquet"))
                connection.execute(f"create view {schema}.{quoted(name)} as from read_parquet({file})")
        names = [
            *(name for name in _FIRST if name in old or name in new),
            *sorted((old.keys() | new.keys()) - set(_FIRST)),
        ]
        files = files or after.files
        tables = [
            _compare(connection, name, old.get(name), new.get(name), limit)
            for name in names
            if not _is_same_file(before.files, files, old.get(name), new.get(name))
        ]
    return Diff(before.release_id, after.release_id, [table for table in tables if not table.is_empty])


def _is_same_file(before: Files, after: Files, old: Table | None, new: Table | None) -> bool:
    """Whether two tables of one shape have the same CSV, in which each value has one spelling: nothing to compare."""
    if old is None or new is None or old.shape != new.shape:
        return False
    name = f"csv/{new.name}.csv"
    return name in before and before[name] == after.get(name)


def change_note(before: Release | None, after: Release, files: Files, remarks: Sequence[str] = ()) -> str:
    """The short note, in Markdown, that a release with these files carries of what is new in it.

    `remarks` say why it is not compared with another release. A comparison that cannot be made is said in its place:
    the note is for readers, and no gate.
    """
    title = [f"# {after.release_id}", "", *(f"{remark}.\n" for remark in remarks)]
    if before is None:
        alone = "No release is whole that this one could be compared with."
        first = alone if remarks else "The first release of this warehouse."
        return "\n".join([*title, first]) + "\n"
    try:
        found = between(before, after, _NOTE_ROWS, files)
    except (duckdb.Error, DamagedRelease, OSError) as problem:
        return "\n".join([*title, f"It could not be compared with {before.release_id}: {problem}"]) + "\n"
    lines = [*title, f"Compared with {before.release_id}:", ""]
    lines += [f"- `{one.table}`: {one.counts}" for one in found.tables] or ["- no row differs"]
    for one in found.tables:
        rows = [f"- added {_named(one.table, row)}" for row in one.added]
        rows += [f"- removed {_named(one.table, row)}" for row in one.removed]
        for change in one.changed:
            rows.append(f"- {_words(change.key)}: {change.field} {_shown(change.before)} → {_shown(change.after)}")
        if one.table in _FIRST and rows:
            # What is shown of a row stays on its line of the note.
            lines += ["", f"## {one.table}", "", *(" ".join(row.splitlines()) for row in map(visible, rows))]
    return "\n".join(lines) + "\n"


def show(found: Diff, console: Console) -> None:
    """Print a diff as tables."""
    console.print(Text.assemble((found.before, "bold"), " → ", (found.after, "bold")))
    if not found.tables:
        console.print("No row differs.")
        return
    overview = RichTable("table")
    for heading in ("added", "removed", "changed"):
        overview.add_column(heading, justify="right")
    overview.add_column("fields changed")
    for one in found.tables:
        fields = ", ".join([*(f"{name} {count:,}" for name, count in one.fields.items()), *one.shape])
        overview.add_row(one.table, f"{one.added_count:,}", f"{one.removed_count:,}", f"{one.changed_count:,}", fields)
    console.print(overview)
    for one in found.tables:
        if one.added or one.removed or one.changed:
            console.print("", Text(one.table, "bold"), _rows_table(one), sep="\n")
    if found.verdicts:
        verdicts = RichTable("check", "before", "after")
        for change in found.verdicts:
            verdicts.add_row(*map(_cell, (_words(change.key), change.before, change.after)))
        console.print("", Text("Checks that changed their verdict", "bold"), verdicts, sep="\n")


def _rows_table(one: TableDiff) -> RichTable:
    table = RichTable("", "row", "field", "before", "after")
    for mark, style, rows in (("+", "green", one.added), ("-", "red", one.removed)):
        for row in rows:
            table.add_row(mark, _cell(_named(one.table, row)), style=style)
    for change in one.changed:
        cells = map(_cell, (_words(change.key), change.field, change.before, change.after))
        table.add_row("~", *cells, style="yellow")
    unlisted = one.added_count - len(one.added) + one.removed_count - len(one.removed)
    unlisted += one.changed_count - len({tuple(change.key.values()) for change in one.changed})
    if unlisted:
        table.add_row("", f"and {unlisted:,} more rows", style="dim")
    return table


def _named(table: str, row: dict[str, Any]) -> str:
    """A row in a few words: for an observation what it says, else its first columns."""
    if table == "fct_observation":
        names = ("observation_id", "area_id", "period", "indicator_id", "scenario", "figure")
        words = [_shown(row[name]) for name in names if name in row]
        return " · ".join(words)
    return " · ".join(_shown(value) for value in list(row.values())[:6])


def _cell(value: Any) -> Text:
    return Text(visible(_shown(value)))


def _words(key: dict[str, Any]) -> str:
    return ", ".join(map(str, key.values()))


def _shown(value: Any) -> str:
    return "NULL" if value is None else str(value)


def _compare(
    connection: duckdb.DuckDBPyConnection, name: str, old: Table | None, new: Table | None, limit: int | None
) -> TableDiff:
    if old is None or new is None:
        return TableDiff(name, shape=["the table is new" if old is None else "the table is gone"])
    if old.key != new.key:
        keys = f"the key was ({', '.join(old.key)}), is ({', '.join(new.key)}): rows not compared"
        return TableDiff(name, shape=[keys])
    using = ", ".join(map(quoted, new.key))
    before, after = f"earlier.{quoted(name)} as before", f"later.{quoted(name)} as after"
    old_types = {column.name: column.type for column in old.columns}
    new_types = {column.name: column.type for column in new.columns}
    fields = [column for column in new_types if column in old_types and column not in new.key]
    # Values of different types are compared as they are written.
    cells = {one: quoted(one) + ("" if old_types[one] == new_types[one] else "::varchar") for one in fields}
    differs = {one: f"before.{cell} is distinct from after.{cell}" for one, cell in cells.items()}
    # Rows are known by key and hash until few are left, so that not every column goes through the join of all rows.
    hashed = f"select {using}, hash({', '.join(cells.values()) or '0'}) as digest from"
    connection.execute(
        f"""create or replace temp table delta as
        select {using}, before.digest is null as is_added, after.digest is null as is_removed
        from ({hashed} {before}) as before full join ({hashed} {after}) as after using ({using})
        where before.digest is distinct from after.digest"""
    )
    added_count, removed_count = connection.execute(
        "select count(*) filter (is_added), count(*) filter (is_removed) from delta"
    ).fetchone()
    only_after = f"from delta join {after} using ({using}) where is_added"
    only_before = f"from delta join {before} using ({using}) where is_removed"
    in_both = f"from delta join {before} using ({using}) join {after} using ({using})"
    filters = "".join(f", count(*) filter ({condition})" for condition in differs.values())
    changed_count, *per_field = connection.execute(f"select count(*){filters} {in_both}").fetchone()

    counts = {column: count for column, count in zip(fields, per_field, strict=True) if count}
    limited = f"limit {limit}" if limit is not None else ""
    listed = [column for column, count in counts.items() if limit is None or count <= limit]
    changed = []
    if listed:
        # A check whose verdict turned matters more than one whose wording did.
        order = f"{differs['verdict']} desc, {using}" if name == "fct_check" and "verdict" in listed else using
        pairs = ", ".join([using, *(f"before.{quoted(column)}, after.{quoted(column)}" for column in listed)])
        any_listed = " or ".join(differs[column] for column in listed)
        changed = connection.execute(f"select {pairs} {in_both} where {any_listed} order by {order}").fetchall()
    return TableDiff(
        table=name,
        added_count=added_count,
        removed_count=removed_count,
        changed_count=changed_count,
        added=_rows(connection, f"select after.* {only_after} order by {using} {limited}"),
        removed=_rows(connection, f"select before.* {only_before} order by {using} {limited}"),
        changed=[change for row in changed for change in _changes(row, new.key, listed)],
        fields=counts,
        shape=_shape(old_types, new_types),
    )


def _changes(row: tuple[Any, ...], key: tuple[str, ...], fields: list[str]) -> list[Change]:
    names, values = dict(zip(key, row, strict=False)), row[len(key) :]
    triples = zip(fields, values[::2], values[1::2], strict=True)
    return [Change(names, column, old, new) for column, old, new in triples if old != new]


def _shape(old_types: dict[str, str], new_types: dict[str, str]) -> list[str]:
    return [
        *(f"column {column} is new" for column in new_types if column not in old_types),
        *(f"column {column} is gone" for column in old_types if column not in new_types),
        *(
            f"column {column} was {old_types[column]}, is {new_types[column]}"
            for column in new_types
            if old_types.get(column, new_types[column]) != new_types[column]
        ),
    ]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
