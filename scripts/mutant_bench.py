"""A bench on which a slip in a model costs a second or two.

dbt renders what changed, DuckDB runs it and what reads it, and the tests of the project are asked.

In the order in which they notice most at least cost: the unit tests of dbt, the cases of tests/scenarios, the days of
the same cases, and the contracts and data tests (the release gates) over all figures of the seeds. The first that
fails has noticed. All relations of a warehouse are tables of one file, so that a slip is undone by a rollback.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from mutants import ROOT, Mutant

sys.path.insert(0, str(ROOT / "tests" / "python"))

from test_scenarios import CASES, READER_MACROS, SHOWN, differing, write_seeds

EVIDENCE = "document_id,place,component,verification,decimals,passage\n"
DAYS = ("2024-01-20", "2025-12-31")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: `no SQL`, `survived`, or what noticed it, and which test or model that was."""

    noticed_by: str
    where: str = ""


SURVIVED = Outcome("survived")


class _NoSql(Exception):
    """The slip is no SQL."""


class _Noticed(Exception):
    """A contract or a gate stopped the build."""


@dataclass
class _UnitTest:
    """A unit test of dbt: the tables of its rows by relation, the columns and rows expected."""

    name: str
    model: str
    inputs: dict[str, str]
    columns: list[str]
    expected: str


class Warehouse:
    """Models built from some seeds in one file, and the rows they had when nothing was wrong."""

    def __init__(self, path: Path, sources: dict[str, str], compiled_for: dict[str, str]) -> None:
        self.connection = duckdb.connect(str(path))
        self.connection.execute("set threads = 1")
        self.sources = {compiled_for[name]: path for name, path in sources.items()}
        self.connection.execute("create schema if not exists sound")

    def query(self, compiled: str) -> str:
        """A compiled query that reads the sources of this warehouse."""
        for compiled_for, own in self.sources.items():
            compiled = compiled.replace(compiled_for, own)
        return compiled

    def keep(self, relation: str) -> None:
        """Remember the rows of a relation as the sound ones."""
        self.connection.execute(f'create or replace table sound."{relation}" as from {relation}')

    def is_changed(self, relation: str) -> bool:
        """Whether a relation has other rows than the sound one."""
        one, other = f"from {relation}", f'from sound."{relation}"'
        found = self.connection.execute(
            f"select count(*) from (({one} except all {other}) union all ({other} except all {one}))"
        ).fetchone()
        return bool(found and found[0])


class Bench:
    """The project with nothing wrong in it, built; mutants are judged one after the other."""

    def __init__(self, folder: Path, *, is_whole: bool = True) -> None:
        self.folder = folder
        self.is_whole = is_whole
        self.project = folder / "project"
        self.project.mkdir()
        self.case_seeds = write_seeds(folder / "case_seeds")
        (self.project / "seeds").symlink_to(self.case_seeds)
        for part in ("profiles.yml", "tests"):
            (self.project / part).symlink_to(ROOT / part)
        for part in ("models", "macros"):
            shutil.copytree(ROOT / part, self.project / part)
        settings = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
        settings = re.sub(r"\n +\+database: workings", "", settings)
        settings = re.sub(r"materialized: (ephemeral|view)", "materialized: table", settings)
        (self.project / "dbt_project.yml").write_text(settings, encoding="utf-8")
        self.sources = self._sources(self.case_seeds, "cases")
        os.environ |= self.sources | {"CHITIEU_WORKINGS": str(folder / "workings.duckdb"), "DO_NOT_TRACK": "1"}
        compiling = self._new_file("compiled")
        self.manifest = self._dbt("parse")
        self._compile_all()
        self.warehouses: dict[str, Warehouse] = {}
        self._build_cases()
        self._read_unit_tests()
        if is_whole:
            self._build_days()
            self._build_all()
        os.environ["CHITIEU_CANDIDATE"] = str(compiling)

    # What dbt does.

    def _dbt(self, *command: str) -> Any:
        """The result of a dbt command; a refusal to compile is a `_NoSql`."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        quietly = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-version-check"]
        where = ["--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        where += ["--target-path", str(self.folder / "target"), "--log-path", str(self.folder / "target")]
        manifest = None if command[0] == "parse" else self.manifest
        ended = dbtRunner(manifest=manifest).invoke([*quietly, *command, *where])
        DuckDBConnectionManager.close_all_connections()
        if not ended.success:
            results = getattr(ended.result, "results", [])
            said = [f"{one.node.name}: {one.message}" for one in results if one.status not in ("success", "pass")]
            raise _NoSql(str(ended.exception or said))
        return ended.result

    def _compile_all(self) -> None:
        """The SQL of all models and data tests, which reads which, and in which order they are built."""
        self.compiled: dict[str, str] = {}
        for result in self._dbt("compile").results:
            self.compiled[result.node.unique_id] = result.node.compiled_code
        nodes = self.manifest.nodes
        self.models = [key for key in nodes if key.startswith("model.")]
        self.tests = [key for key in nodes if key.startswith("test.")]
        self.relation = {key: f"{one.schema}.{one.name}" for key, one in nodes.items() if not key.startswith("test.")}
        self.reads = {key: set(nodes[key].depends_on.nodes) for key in [*self.models, *self.tests]}
        ordered: list[str] = []
        while len(ordered) < len(self.models):
            ordered += [
                key
                for key in self.models
                if key not in ordered and all(one in ordered or not one.startswith("model.") for one in self.reads[key])
            ]
        self.models = ordered

    # Warehouses.

    def _sources(self, seeds: Path, name: str) -> dict[str, str]:
        from chitieu.project import Project
        from chitieu.seeds.composed import write_indicators

        evidence, indicators = self.folder / f"{name}.evidence.csv", self.folder / f"{name}.indicators.csv"
        evidence.write_text(EVIDENCE, encoding="utf-8")
        root = self.folder / f"{name}.root"
        root.mkdir()
        (root / "seeds").symlink_to(seeds)
        write_indicators(Project(root=root, documents=root, warehouse=root), indicators)
        return {"CHITIEU_SEEDS": str(seeds), "CHITIEU_EVIDENCE": str(evidence), "CHITIEU_INDICATORS": str(indicators)}

    def _new_file(self, name: str) -> Path:
        (self.folder / name).mkdir()
        path = self.folder / name / "chitieu.duckdb"
        os.environ["CHITIEU_CANDIDATE"] = str(path)
        return path

    def _copy_of_cases(self, name: str) -> Path:
        self.warehouses["cases"].connection.execute("checkpoint")
        path = self._new_file(name)
        shutil.copyfile(self.folder / "cases" / "chitieu.duckdb", path)
        return path

    def _build_cases(self) -> None:
        """The cases of tests/scenarios, built by dbt; what it makes of the contracts is kept for the others."""
        path = self._new_file("cases")
        kinds = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
        self._dbt("build", "--full-refresh", *kinds)
        cases = self.warehouses["cases"] = Warehouse(path, self.sources, self.sources)
        rows = cases.connection.execute("select schema_name || '.' || table_name, sql from duckdb_tables()").fetchall()
        self.definition: dict[str, str] = dict(rows)
        self.columns: dict[str, list[tuple[str, str]]] = {}
        for key in self.models:
            relation = self.relation[key]
            self.columns[relation] = cases.connection.execute(
                f"select column_name, column_type from (describe {relation})"
            ).fetchall()
        for key in self.models:
            self._make(cases, key, self.compiled[key])
            cases.keep(self.relation[key])
        cases.connection.execute("use main")
        cases.connection.execute(READER_MACROS.read_text(encoding="utf-8"))

    def _build_days(self) -> None:
        """The same cases as far as their documents were published by a day."""
        for day in DAYS:
            path = self._copy_of_cases(day)
            known_on = date.fromisoformat(day)
            warehouse = Warehouse(
                path, self._sources(write_seeds(self.folder / f"{day}.seeds", known_on), day), self.sources
            )
            warehouse.connection.execute(f"delete from reference.documents where published_on > '{day}'")
            self._make_all(warehouse)
            self.warehouses[day] = warehouse

    def _build_all(self) -> None:
        """All figures of the seeds."""
        path = self._copy_of_cases("all")
        warehouse = Warehouse(path, self._sources(ROOT / "seeds", "all"), self.sources)
        for relation in (one for one in self.relation.values() if one.startswith("reference.")):
            file = ROOT / "seeds" / "reference" / f"{relation.split('.')[1]}.csv"
            rows = f"read_csv('{file}', header = true, all_varchar = true, nullstr = '')"
            warehouse.connection.execute(f"delete from {relation}")
            warehouse.connection.execute(f"insert into {relation} by name from {rows}")
        self._make_all(warehouse)
        self.warehouses["all"] = warehouse

    def _make_all(self, warehouse: Warehouse) -> None:
        for key in self.models:
            self._make(warehouse, key, self.compiled[key])
            warehouse.keep(self.relation[key])

    def _make(self, warehouse: Warehouse, key: str, compiled: str) -> None:
        """Build one model as dbt does: as its contract says, with what it forbids."""
        relation = self.relation[key]
        query = warehouse.query(compiled)
        is_view = self.manifest.nodes[key].config.materialized == "view"
        kind = warehouse.connection.execute(
            "select table_type from information_schema.tables where table_schema || '.' || table_name = ?", [relation]
        ).fetchone()
        if kind:
            warehouse.connection.execute(f"drop {'view' if kind[0] == 'VIEW' else 'table'} {relation}")
        if not is_view and relation in self.definition and relation.startswith("main."):
            definition = self.definition[relation]
            warehouse.connection.execute(re.sub(r"^CREATE TABLE \S+?\(", f"CREATE TABLE {relation}(", definition))
            names = ", ".join(f'"{name}"' for name, _ in self.columns[relation])
            warehouse.connection.execute(f"insert into {relation} select {names} from ({query})")
        else:
            warehouse.connection.execute(f"create table {relation} as {query}")

    # Unit tests.

    def _read_unit_tests(self) -> None:
        """The unit tests, their rows in tables of the schemas `given` and `expected` with the types of the models."""
        connection = self.warehouses["cases"].connection
        connection.execute("create schema given")
        connection.execute("create schema expected")
        self.unit_tests: list[_UnitTest] = []
        for test in self.manifest.unit_tests.values():
            inputs: dict[str, str] = {}
            for given in test.given:
                table = f"given.t{len(self.unit_tests)}_{len(inputs)}"
                stands_as = self._standing_as(given.input)
                if isinstance(given.rows, str):
                    connection.execute(f"create table {table} as {given.rows}")
                else:
                    name = re.findall(r"'([^']+)'", given.input)[-1]
                    relation = next(one for one in self.relation.values() if one.endswith(f".{name}"))
                    self._insert(table, relation, given.rows)
                inputs[stands_as] = table
            key = next(one for one in self.models if one.endswith(f".{test.model}"))
            columns = list(dict.fromkeys(column for row in test.expect.rows for column in row))
            expected = f"expected.t{len(self.unit_tests)}"
            self._insert(expected, self.relation[key], test.expect.rows)
            self.unit_tests.append(_UnitTest(test.name, key, inputs, columns, expected))

    def _standing_as(self, given: str) -> str:
        """What stands in compiled SQL for the input of a unit test."""
        name = re.findall(r"'([^']+)'", given)[-1]
        if given.startswith("source"):
            source = next(one for key, one in self.manifest.sources.items() if key.endswith(f".{name}"))
            location = str(source.config.extra.get("external_location") or source.meta.get("external_location"))
            return re.sub(r"\{\{ *env_var\(\"(\w+)\".*?\}\}", lambda found: self.sources[found[1]], location)
        schema = next(one for one in self.relation.values() if one.endswith(f".{name}")).split(".")[0]
        return f'"chitieu"."{schema}"."{name}"'

    def _insert(self, table: str, relation: str, rows: list[dict[str, Any]]) -> None:
        """A table with the columns of a relation and these rows; what a row does not name is NULL."""
        connection = self.warehouses["cases"].connection
        connection.execute(f"create table {table} as select * from {relation} limit 0")
        for row in rows:
            values = [str(one) if isinstance(one, float) else one for one in row.values()]
            names = ", ".join(f'"{name}"' for name in row)
            connection.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(row))})", values)

    def failed_unit_tests(self, changed: dict[str, str]) -> Iterator[str]:
        """The unit tests of changed models that fail."""
        connection = self.warehouses["cases"].connection
        for test in self.unit_tests:
            if test.model not in changed:
                continue
            query = changed[test.model]
            for stands_as, table in test.inputs.items():
                query = query.replace(stands_as, table)
            names = ", ".join(f'"{name}"' for name in test.columns)
            found, wanted = f"select {names} from ({query})", f"select {names} from {test.expected}"
            try:
                differing = connection.execute(
                    f"with found as materialized ({found}), wanted as ({wanted}) select count(*) from "
                    "((from found except all from wanted) union all (from wanted except all from found))"
                ).fetchone()
            except (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException) as error:
                raise _NoSql(str(error)) from error
            except duckdb.Error:
                yield test.name
                continue
            if differing and differing[0]:
                yield test.name

    # Judgement.

    def outcome(self, mutant: Mutant | None) -> Outcome:
        """What notices a slip, or the models as they are, first."""
        try:
            changed = self._spoiled(mutant) if mutant else {key: self.compiled[key] for key in self.models}
            for name in self.failed_unit_tests(changed):
                return Outcome("unit tests", name)
            for ask in (self._cases, self._days, self._gates) if self.is_whole else (self._cases,):
                found = ask(changed)
                if found:
                    return found
        except _NoSql as error:
            return Outcome("no SQL", str(error).split("\n")[0][:200])
        return SURVIVED

    def _spoiled(self, mutant: Mutant) -> dict[str, str]:
        """The SQL of the models that a slip changes."""
        text = mutant.spoil((ROOT / mutant.model).read_text(encoding="utf-8"))
        stem = Path(mutant.model).stem
        if mutant.model.startswith("models"):
            node = self.manifest.nodes[f"model.chitieu.{stem}"]
            sound, node.raw_code = node.raw_code, text.strip()
            try:
                return self._compiled([node.unique_id])
            finally:
                node.raw_code = sound
        macros = {
            found[1]: found[0] for found in re.finditer(r"\{% macro (\w+)\(.*?\{%-? endmacro %\}", text, re.DOTALL)
        }
        before = {name: self.manifest.macros[f"macro.chitieu.{name}"].macro_sql for name in macros}
        try:
            for name, macro in macros.items():
                self.manifest.macros[f"macro.chitieu.{name}"].macro_sql = macro
            return self._compiled(self.models)
        finally:
            for name, macro in before.items():
                self.manifest.macros[f"macro.chitieu.{name}"].macro_sql = macro

    def _compiled(self, keys: list[str]) -> dict[str, str]:
        """Of some models the SQL that differs from the sound one."""
        for key in keys:
            self.manifest.nodes[key].compiled = False
        select = " ".join(self.manifest.nodes[key].name for key in keys)
        results = self._dbt("compile", "--select", *select.split()).results
        made = {one.node.unique_id: one.node.compiled_code for one in results}
        return {key: made[key] for key in keys if made[key] != self.compiled[key]}

    def _spread(self, warehouse: Warehouse, changed: dict[str, str]) -> set[str]:
        """Build what is changed and what reads it, as far as rows differ; the models whose rows do.

        Who calls it rolls back."""
        differing: set[str] = set()
        for key in self.models:
            if key not in changed and not (self.reads[key] & differing):
                continue
            relation = self.relation[key]
            query = warehouse.query(changed.get(key, self.compiled[key]))
            try:
                described = warehouse.connection.execute(
                    f"select column_name, column_type from (describe {query})"
                ).fetchall()
            except duckdb.Error as error:
                if key in changed:
                    raise _NoSql(str(error)) from error
                raise _Noticed(relation) from error
            if relation.startswith("main.") and sorted(described) != sorted(self.columns[relation]):
                raise _Noticed(f"contract of {relation}")
            try:
                self._make(warehouse, key, changed.get(key, self.compiled[key]))
            except duckdb.Error as error:
                raise _Noticed(relation) from error
            if warehouse.is_changed(relation):
                differing.add(key)
        return differing

    def _cases(self, changed: dict[str, str]) -> Outcome | None:
        """The first case of tests/scenarios that fails."""
        connection = self.warehouses["cases"].connection
        connection.execute("begin")
        try:
            if not self._spread(self.warehouses["cases"], changed) and len(changed) < len(self.models):
                return None
            for number, case in enumerate(CASES):
                if next(differing(number, connection), None):
                    return Outcome("scenarios", case["sentence"])
        except _Noticed as error:
            return Outcome("contracts", str(error))
        finally:
            connection.execute("rollback")
        return None

    def _days(self, changed: dict[str, str]) -> Outcome | None:
        """A day on which something else is shown than was to be seen on it."""
        now = self.warehouses["cases"].connection
        for day in DAYS:
            then = self.warehouses[day].connection
            now.execute("begin")
            then.execute("begin")
            try:
                differing = self._spread(self.warehouses["cases"], changed)
                differing |= self._spread(self.warehouses[day], changed)
                if not differing and len(changed) < len(self.models):
                    continue
                for table, (macro, columns) in SHOWN.items():
                    shown = now.execute(f"select {columns} from {macro}('{day}')").fetchall()
                    seen = then.execute(f"select {columns} from {table}").fetchall()
                    if sorted(map(str, shown)) != sorted(map(str, seen)):
                        return Outcome("scenarios", f"a day shows what was to be seen on it: {table}")
            except _Noticed as error:
                return Outcome("contracts", str(error))
            finally:
                now.execute("rollback")
                then.execute("rollback")
        return None

    def _gates(self, changed: dict[str, str]) -> Outcome | None:
        """The first contract or data test that all figures of the seeds break."""
        warehouse = self.warehouses["all"]
        warehouse.connection.execute("begin")
        try:
            differing = self._spread(warehouse, changed)
            for key in self.tests:
                if not (self.reads[key] & differing) and len(changed) < len(self.models):
                    continue
                found = warehouse.connection.execute(
                    f"select count(*) from ({warehouse.query(self.compiled[key])})"
                ).fetchone()
                if found and found[0]:
                    return Outcome("data tests", self.manifest.nodes[key].name)
        except _Noticed as error:
            return Outcome("contracts", str(error))
        except duckdb.Error as error:
            return Outcome("data tests", str(error).split("\n")[0][:200])
        finally:
            warehouse.connection.execute("rollback")
        return None
