"""The dictionary of a release: pages on its tables, indicators, units and areas, in English and in Vietnamese.

Tables and columns are described as the published file describes itself, which is as the YAML beside the models does.
Everything else comes from the published registries, the terms of indicators from the registry that the reader uses.
"""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chitieu.catalogue.compose import Catalogue
from chitieu.manual import catalogue, mutants, shown_code
from chitieu.manual.rows import grouped, rows_of
from chitieu.project import ROOT, Project
from chitieu.release.publish import reading
from chitieu.release.published import DATABASE

LANGUAGES = ("en", "vi")
TEMPLATES = Path(__file__).parent / "docs_templates"


Words = Callable[[str], str]


class MissingTranslation(Exception):
    """English texts without a Vietnamese one: each needs a row in docs_templates/vietnamese.csv."""


@dataclass(frozen=True)
class Table:
    """A public table or view as the published file describes it."""

    name: str
    is_view: bool
    comment: str
    key: tuple[str, ...]
    columns: tuple[dict[str, Any], ...]


def stale_pages(project: Project, warehouse: Path) -> dict[Path, str | None]:
    """The pages and the plot of docs/ that are not as they should be, with the right text; None for what is no more.

    Generated pages are rendered from the current release of `warehouse`; written ones are as they are, with fresh
    answers. Raises MissingTranslation, and what shown_code.runs_on raises for code that does not run.
    """
    from chitieu.manual import plot  # Drawing needs packages that only developers have.

    docs, database = project.root / "docs", (warehouse / "current" / DATABASE).resolve()
    known = {path: path.read_text(encoding="utf-8") for path in sorted(docs.rglob("*.md"))}
    rendered = render(project, database)
    texts = {docs / path: text for path, text in rendered.items()}
    texts |= {path: text for path, text in known.items() if path not in texts and path.parent.name != "tables"}
    runs = shown_code.runs_on(warehouse)
    expected = {path: shown_code.refresh(text, runs) for path, text in texts.items()}
    stale = {path: expected.get(path) for path in sorted(known | expected) if known.get(path) != expected.get(path)}
    drawn, kept = plot.growth_2023(database), docs / plot.NAME
    if not kept.is_file() or plot.says(kept.read_text(encoding="utf-8")) != plot.says(drawn):
        stale[kept] = drawn
    return stale


def render(project: Project, database: Path) -> dict[str, str]:
    """The generated pages of both languages by their path below docs/, without the answers of their examples.

    Raises MissingTranslation when a description has no Vietnamese text.
    """
    with reading(database) as connection:
        return {
            f"{language}/{path}": text
            for language in LANGUAGES
            for path, text in _pages(project, connection, language).items()
        }


def translations() -> dict[str, str]:
    """Vietnamese texts by the English ones that they translate word for word."""
    with (TEMPLATES / "vietnamese.csv").open(encoding="utf-8", newline="") as stream:
        return {row["en"]: row["vi"] for row in csv.DictReader(stream)}


def described(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Every English text that the pages show in Vietnamese."""
    tables = _tables(connection)
    texts = {table.comment for table in tables} | {column["comment"] for table in tables for column in table.columns}
    texts |= {macro["comment"] for macro in _macros(connection)}
    return texts


def _pages(project: Project, connection: duckdb.DuckDBPyConnection, language: str) -> dict[str, str]:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / language),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # A pipe would end a cell of a table, and <code> in a description is no tag.
    environment.filters["cell"] = lambda text: text.replace("|", "\\|").replace("<", "&lt;")
    # What a row is: a description says it first.
    environment.filters["grain"] = lambda text: re.split(r"[:.] |\.$", text)[0] + "."
    environment.filters["anchor"] = lambda heading: heading.lower().replace(",", "").replace(" ", "-")
    environment.filters["number"] = lambda value: catalogue.number(value, language)
    words = _words(language, connection)
    examples = tomllib.loads((TEMPLATES / "examples.toml").read_text(encoding="utf-8"))
    tables = _tables(connection)

    def page(name: str, **facts: Any) -> str:
        text = environment.get_template(f"{name}.md.j2").render(words=words, language=language, **facts)
        return re.sub(r"\n{3,}", "\n\n", text)

    pages = {f"tables/{table.name}.md": page("table", table=table, example=examples[table.name]) for table in tables}
    pages["index.md"] = page("index", tables=tables, macros=_macros(connection))
    labels = _labels(project, language)
    themes = catalogue.printed(Catalogue.load(project.reference), connection, labels, language)
    pages["indicators.md"] = page("indicators", themes=themes)
    pages["catalogue.md"] = page("catalogue", **catalogue.everything(connection, labels, language))
    pages["units.md"] = page("units", units=rows_of(connection, "from dim_unit order by dimension, factor, unit_id"))
    pages["areas.md"] = page("areas", **_areas(connection))
    pages["mutants.md"] = page("mutants", **mutants.figures(ROOT))
    return pages


def _words(language: str, connection: duckdb.DuckDBPyConnection) -> Words:
    if language == "en":
        return lambda text: text
    known = translations()
    missing = sorted(described(connection) - set(known))
    if missing:
        raise MissingTranslation("\n".join(missing))
    return known.__getitem__


def _tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    keys = {
        row["table_name"]: tuple(row["constraint_column_names"])
        for row in rows_of(connection, "from duckdb_constraints() where constraint_type = 'PRIMARY KEY'")
    }
    columns = defaultdict(list)
    for row in rows_of(
        connection,
        "select table_name, column_name as name, lower(data_type) as type, comment, is_nullable "
        "from duckdb_columns() where schema_name = 'main' and not internal order by table_name, column_index",
    ):
        columns[row["table_name"]].append(row)
    relations = rows_of(
        connection,
        "select table_name as name, false as is_view, comment from duckdb_tables() where schema_name = 'main' "
        "union all select view_name, true, comment from duckdb_views() where schema_name = 'main' and not internal "
        "order by name",
    )
    return [
        Table(row["name"], row["is_view"], row["comment"], keys.get(row["name"], ()), tuple(columns[row["name"]]))
        for row in relations
    ]


def _macros(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return rows_of(
        connection,
        "select function_name as name, parameters, comment from duckdb_functions() "
        "where function_type = 'table_macro' and schema_name = 'main' and not internal order by name",
    )


def _labels(project: Project, language: str) -> dict[tuple[str, str], str]:
    """What to call each code of the closed lists."""
    with (project.reference / "codes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["codelist"], row["code"]): row["name_vi"] if language == "vi" else _english(row) for row in rows}


def _english(row: dict[str, str]) -> str:
    plain = {("better", "up"): "more is better", ("better", "down"): "less is better", ("better", "none"): "neither"}
    plain |= {("aggregation", "sum"): "may be added", ("aggregation", "none"): "may not be added"}
    return plain.get((row["codelist"], row["code"]), row["name_en"])


def _areas(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    successions = rows_of(
        connection,
        """
        select
            successor.area_id, successor.name_vi, successor.name_en, bridge.is_same_territory, bridge.is_whole,
            bridge.effective_on, successor.valid_to is null as is_today,
            former.area_id as former_id, former.name_vi as former_vi, former.name_en as former_en
        from bridge_area_succession as bridge
        inner join dim_area as successor on bridge.successor_area_id = successor.area_id
        inner join dim_area as former on bridge.predecessor_area_id = former.area_id
        order by bridge.effective_on, successor.area_id, former.area_id
        """,
    )
    latest = [row for row in successions if row["is_today"]]
    earlier = [row for row in successions if not row["is_today"]]
    return {
        "units": [{**rows[0], "formers": rows} for _, rows in grouped(latest, "area_id")],
        "earlier": [{**rows[0], "formers": rows} for _, rows in grouped(earlier, "effective_on", "area_id")],
        "divisions": rows_of(connection, "from dim_division order by valid_from"),
        "regions": rows_of(connection, "from dim_area where area_type = 'region' order by valid_from, area_id"),
        "groups": rows_of(connection, "from dim_area where area_type = 'group' order by area_id"),
        "same": sum(row["is_same_territory"] for row in latest),
        "provinces": len(latest),
    }
