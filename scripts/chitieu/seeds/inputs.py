"""The first gate: every seed file is right before anything is loaded.

A rule is a condition in SQL that is true of a faulty row, with what to say of it: one scan of all files of a kind finds
every fault, at a million rows in seconds, and only for the few that are shown is a file read again for its lines.
What the loaded tables can judge (hard ranges, references between marts) is left to the tests of dbt.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import duckdb

from chitieu.catalogue.check import Fault, Unit
from chitieu.catalogue.check import faults as catalogue_faults
from chitieu.catalogue.compose import Catalogue
from chitieu.errors import InputError, Problem
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.seeds import composed
from chitieu.seeds.csv_files import Record, file_problems, find_records, quoted
from chitieu.seeds.registry import IS_TABLE
from chitieu.seeds.seed_rules import PERMITTED_UNITS, Rule, number_hint, rules_of
from chitieu.seeds.seed_spans import span_problems
from chitieu.seeds.seed_tables import (
    CELL_EXCLUSIONS,
    CELL_OBSERVATIONS,
    CORRECTIONS,
    EXCLUSIONS,
    OBSERVATIONS,
    REFERENCE,
    SETTLEMENTS,
    Table,
    rows_of,
)
from chitieu.workbench import workbench

SHOWN = 20


def check(project: Project) -> Gate:
    """Check every seed file of the project; raises InputError with the first problems and the count of all of them."""
    start = perf_counter()
    found = _Found(project)
    readable = _readable_reference(project, found)
    folders = {
        OBSERVATIONS: project.observations,
        EXCLUSIONS: project.exclusions,
        SETTLEMENTS: project.settlements,
        CORRECTIONS: project.corrections,
    }
    listed = {table: _csv_files(table, folder, found) for table, folder in folders.items()}
    for texts, cells in ((OBSERVATIONS, CELL_OBSERVATIONS), (EXCLUSIONS, CELL_EXCLUSIONS)):
        listed[texts], listed[cells] = project.texts_and_tables(listed[texts])
    readable |= {table: _readable(table, files, found) for table, files in listed.items()}
    with workbench([project.root / "seeds"]) as con:
        checked = _check_reference(con, project, readable, found)
        con.execute(PERMITTED_UNITS)
        _check_maps(con, project, found)
        for table in listed:
            _check_names(con, readable[table], found)
        for table in listed:
            if readable[table] and not _check_rows(con, table, readable[table], found):
                readable[table] = []
        rows, total, problems = span_problems(
            con, readable[OBSERVATIONS], readable[EXCLUSIONS], found.shown, SHOWN - len(found.problems)
        )
        checked += rows + sum(_rows_of(con, table, readable[table]) for table in (CELL_OBSERVATIONS, CELL_EXCLUSIONS))
        found.add(problems, total)
    found.stop()
    return Gate("input files", checked, 0, perf_counter() - start, [f"{sum(map(len, readable.values()))} files"])


def check_reference(project: Project) -> None:
    """Check the registries alone; raises InputError as `check` does."""
    found = _Found(project)
    readable = _readable_reference(project, found)
    with workbench([project.reference]) as con:
        _check_reference(con, project, readable, found)
    found.stop()


def _readable_reference(project: Project, found: "_Found") -> dict[Table, list[Path]]:
    _check_reference_folder(project, found)
    return {table: _readable(table, [project.reference / f"{table.name}.csv"], found) for table in REFERENCE}


def _check_reference(
    con: duckdb.DuckDBPyConnection, project: Project, readable: dict[Table, list[Path]], found: "_Found"
) -> int:
    """Load the registries and stop at the first kind of fault: against a broken one all else would look wrong."""
    if any(not readable[table] for table in REFERENCE):
        found.stop()
    checked = sum(_load(con, table, readable[table]) for table in REFERENCE)
    unread = found.total
    for table in REFERENCE:
        _check_rows(con, table, readable[table], found)
    if found.total > unread:
        found.stop()
    _check_catalogue(con, project, readable, found)
    if found.total > unread:
        found.stop()
    return checked


@dataclass
class _Found:
    """The problems so far: the first `SHOWN` in full, the others counted."""

    project: Project
    problems: list[Problem] = field(default_factory=list)
    total: int = 0

    def shown(self, path: Path) -> str:
        return quoted(path.relative_to(self.project.root).as_posix(), longest=200)[1:-1]

    def add(self, problems: Iterable[Problem], total: int | None = None) -> None:
        problems = list(problems)
        self.total += len(problems) if total is None else total
        self.problems += problems[: SHOWN - len(self.problems)]

    def stop(self) -> None:
        """Raise InputError if there is any problem."""
        if self.total:
            raise InputError(self.problems, self.total)


# --- Files


def _check_reference_folder(project: Project, found: _Found) -> None:
    names = {f"{table.name}.csv" for table in REFERENCE}
    for path in sorted(project.reference.glob("*")) if project.reference.is_dir() else []:
        if path.name not in names and path.suffix.lower() not in (".yml", ".md"):
            remedy = "remove it, or declare its columns in scripts/chitieu/seeds/seed_tables.py"
            found.add([Problem(found.shown(path), 0, "", "no such registry is known", remedy)])
    for name in sorted(names):
        if not (project.reference / name).is_file():
            remedy = "restore it from the last commit"
            found.add([Problem(found.shown(project.reference / name), 0, "", "the registry is missing", remedy)])


def _csv_files(table: Table, folder: Path, found: _Found) -> list[Path]:
    """The CSV files of a folder of documents; anything else in it would be loaded by nobody, or by mistake."""
    files = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith(".") and not path.name.lower().endswith(".csv"):
            continue
        if path.suffix != ".csv" or not path.is_file():
            remedy = "name it <document_id>.csv, or move it elsewhere"
            found.add([Problem(found.shown(path), 0, "", "it is no CSV file of a document", remedy)])
        elif path.resolve().parent != folder.resolve():
            remedy = "put the file itself here"
            found.add([Problem(found.shown(path), 0, "", "it is a link that leads out of its folder", remedy)])
        else:
            files.append(path)
    if not files and table is not SETTLEMENTS:
        remedy = "add <document_id>.csv, with the header alone if there is nothing to say"
        found.add([Problem(found.shown(folder), 0, "", f"there is no file of {table.name}", remedy)])
    return files


def _readable(table: Table, files: Iterable[Path], found: _Found) -> list[Path]:
    good = []
    for path in files:
        if not path.is_file():
            continue
        problems = file_problems(path, found.shown(path), table.header)
        found.add(problems)
        if not problems:
            good.append(path)
    return good


def _check_names(con: duckdb.DuckDBPyConnection, files: Iterable[Path], found: _Found) -> None:
    registered = [row[0] for row in con.execute("select document_id from documents").fetchall()]
    for path in files:
        if path.stem not in registered:
            remedy = f"register it in seeds/reference/documents.csv{_suggestion(path.stem, registered)}"
            found.add([Problem(found.shown(path), 0, "", "its name is no registered document_id", remedy)])


def _check_maps(con: duckdb.DuckDBPyConnection, project: Project, found: _Found) -> None:
    """Every map is of a table, and every table with rows has one: it says how they are read."""
    documents = con.execute(f"select document_id, {IS_TABLE} from documents").fetchall()
    maps = {path.stem: path for path in sorted(project.tables.glob("*.csv"))}
    _check_names(con, maps.values(), found)
    for document_id, is_table in documents:
        has_rows = (project.observations / f"{document_id}.csv").is_file()
        path = project.tables / f"{document_id}.csv"
        if is_table and has_rows and document_id not in maps:
            found.add([Problem(found.shown(path), 0, "", "there is no map of this table", "draw it, or drop its rows")])
        elif document_id in maps and not is_table:
            found.add([Problem(found.shown(path), 0, "", "its document is a text", "remove it, or register the table")])


# --- Rows


def _load(con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> int:
    con.execute(f"create temp table {table.name} as from {rows_of(table)}", [[str(path) for path in files]])
    return con.execute(f"select count(*) from {table.name}").fetchone()[0]


def _rows_of(con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> int:
    paths = [str(path) for path in files]
    return con.execute(f"select count(*) from {rows_of(table)}", [paths]).fetchone()[0] if paths else 0


def _check_rows(con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], found: _Found) -> bool:
    """Add what is wrong with the rows of a table; returns False if DuckDB cannot read its files."""
    rules = rules_of(table)
    faults = ", ".join(f"coalesce({rule.fault}, false) as fault_{number}" for number, rule in enumerate(rules))
    any_fault = " or ".join(f"fault_{number}" for number in range(len(rules)))
    listed = ", ".join(f"case when fault_{number} then {number} end" for number in range(len(rules)))
    # The registries are loaded already, since every rule about a code looks into them.
    rows, parameters = (table.name, []) if table in REFERENCE else (rows_of(table), [[str(path) for path in files]])
    judged = f"(select row_number, file, {faults} from {rows})"
    try:
        # Rows are numbered one after another, so only for files that need it: not to number them is twice as fast.
        is_faulty = con.execute(f"select count(*) from {judged} where {any_fault}", parameters).fetchone()[0] > 0
    except duckdb.InvalidInputException as error:
        reason = str(error).splitlines()[0]
        found.add([Problem(found.shown(files[0].parent), 0, "", f"DuckDB cannot read it: {reason}", "mend the file")])
        return False
    if is_faulty:
        con.execute(
            f"""create or replace temp table faulty as
            select row_number, file, list_filter([{listed}], lambda number: number is not null) as faults
            from {judged} where {any_fault}""",
            parameters,
        )
        total = con.execute("select sum(len(faults))::bigint from faulty").fetchone()[0]
        first_rows = dict(con.execute(f"select file, min(row_number) from {rows} group by file", parameters).fetchall())
        shown = con.execute(f"select file, row_number, faults from faulty order by row_number limit {SHOWN}").fetchall()
        faults_at = [(file, row - first_rows[file] + 1, [rules[one] for one in ones]) for file, row, ones in shown]
        found.add(_explain(con, table, files, faults_at, found), total)
    if table in REFERENCE:
        _check_key(con, table, files[0], found)
    return True


def _check_key(con: duckdb.DuckDBPyConnection, table: Table, path: Path, found: _Found) -> None:
    key = ", ".join(table.key)
    rows = con.execute(
        f"""select row_number, first_row from (
            select row_number, min(row_number) over (partition by {key}) as first_row from {table.name}
        ) where row_number > first_row order by row_number"""
    ).fetchall()
    records = find_records(path, [row for pair in rows[:SHOWN] for row in pair])
    problems = [
        Problem(
            found.shown(path),
            records[row].lines[0],
            table.key[0],
            f"the {key} of line {records[first].lines[0]} are here again",
            "keep one of the two rows",
        )
        for row, first in rows[:SHOWN]
    ]
    found.add(problems, len(rows))


def _check_catalogue(
    con: duckdb.DuckDBPyConnection, project: Project, readable: dict[Table, list[Path]], found: _Found
) -> None:
    """Whether the registries of the catalogue agree; loads the indicators that observations name."""
    catalogue = Catalogue.load(project.reference)
    # The registries alone have no observations beside them.
    used = composed.observed(con, readable.get(OBSERVATIONS, []), readable.get(CELL_OBSERVATIONS, []))
    units = {
        unit_id: Unit(dimension, standard)
        for unit_id, dimension, standard in con.execute(
            "select unit_id, dimension, standard_unit_id from units"
        ).fetchall()
    }
    answer = con.execute("select * from identities order by row_number")
    names = [column[0] for column in answer.description]
    identities = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    faults = catalogue_faults(catalogue, units, identities, used)
    found.add(_of_catalogue(project, faults[:SHOWN], found), len(faults))
    composed.load(con, catalogue, used)


def _of_catalogue(project: Project, faults: Sequence[Fault], found: _Found) -> Iterator[Problem]:
    headers = {table.name: table.header for table in REFERENCE}
    for fault in faults:
        path = project.reference / f"{fault.table}.csv"
        record = find_records(path, [fault.row])[fault.row]
        line = record.lines[headers[fault.table].index(fault.column)]
        yield Problem(found.shown(path), line, fault.column, fault.message, fault.remedy)


def _explain(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    files: Iterable[Path],
    faults_at: Sequence[tuple[str, int, Sequence[Rule]]],
    found: _Found,
) -> Iterator[Problem]:
    """The problems of faulty rows (file, row in the file, rules broken), with the lines that an editor shows."""
    paths = {path.name: path for path in files}
    records: dict[tuple[str, int], Record] = {}
    for name in {file for file, _, _ in faults_at}:
        rows = find_records(paths[name], [row for file, row, _ in faults_at if file == name])
        records |= {(name, row): record for row, record in rows.items()}
    for file, row, rules in faults_at:
        record = records[file, row]
        cells = dict(zip(table.header, record.cells, strict=False))
        for rule in rules:
            words = {name: quoted(cell) for name, cell in cells.items()}
            cell = cells[rule.column]
            words["number_hint"] = number_hint(cell)
            words["known"] = _known(con, rule.known, cell) if rule.known else ""
            if rule.why:
                words["reason"], words["how"] = con.execute(rule.why, [cell]).fetchone()
            line = record.lines[table.header.index(rule.column)]
            yield Problem(
                found.shown(paths[file]), line, rule.column, rule.message.format(**words), rule.remedy.format(**words)
            )


def _known(con: duckdb.DuckDBPyConnection, query: str, cell: str) -> str:
    known = [row[0] for row in con.execute(query).fetchall()]
    if len(known) <= 10:
        return ", ".join(known)
    close = difflib.get_close_matches(cell, known, n=3, cutoff=0.6)
    return " or ".join(close) if close else f"one of its {len(known)} codes"


def _suggestion(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f", or name it {close[0]}.csv" if close else ""
