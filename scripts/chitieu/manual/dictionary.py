"""The dictionary of a release: pages on its tables, indicators, units and areas, in English and in Vietnamese.

Tables and columns are described as the published file describes itself, which is as the YAML beside the models does.
Everything else comes from the published registries, the terms of indicators from the registry that the reader uses.
"""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chitieu.manual import shown_code
from chitieu.project import Project
from chitieu.release.publish import reading
from chitieu.release.published import DATABASE

LANGUAGES = ("en", "vi")
TEMPLATES = Path(__file__).parent / "docs_templates"
# The order in which a reader meets the scenarios.
SCENARIOS = ("actual", "target", "stretch")

# Themes are named for their ids, but for those of two fields.
TWO_FIELDS = {"culture_sport": "Culture and sport", "trade_services": "Trade and services"}

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
    for row in _rows(connection, "select definition, theme from dim_indicator"):
        texts |= {row["definition"], row["theme"]}
    return texts


def number(value: Decimal | None, language: str) -> str:
    """A number without needless zeros, as the language prints it: 1,234.5 or 1.234,5. None is empty."""
    if value is None:
        return ""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def between(low: Decimal | None, high: Decimal | None, language: str) -> str:
    """A range in words, open ends included; empty where there is none."""
    first, last = number(low, language), number(high, language)
    if low is None and high is None:
        return ""
    if high is None:
        return f"{first} or more" if language == "en" else f"từ {first} trở lên"
    if low is None:
        return f"{last} or less" if language == "en" else f"từ {last} trở xuống"
    return f"{first} to {last}" if language == "en" else f"từ {first} đến {last}"


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
    environment.filters["theme"] = lambda theme: TWO_FIELDS.get(theme, theme.replace("_", " ").capitalize())
    environment.filters["number"] = lambda value: number(value, language)
    words = _words(language, connection)
    examples = tomllib.loads((TEMPLATES / "examples.toml").read_text(encoding="utf-8"))
    tables = _tables(connection)

    def page(name: str, **facts: Any) -> str:
        text = environment.get_template(f"{name}.md.j2").render(words=words, language=language, **facts)
        return re.sub(r"\n{3,}", "\n\n", text)

    pages = {f"tables/{table.name}.md": page("table", table=table, example=examples[table.name]) for table in tables}
    pages["index.md"] = page("index", tables=tables, macros=_macros(connection))
    pages["indicators.md"] = page("indicators", themes=_themes(project, connection, language))
    pages["units.md"] = page("units", units=_rows(connection, "from dim_unit order by dimension, factor, unit_id"))
    pages["areas.md"] = page("areas", **_areas(connection))
    return pages


def _words(language: str, connection: duckdb.DuckDBPyConnection) -> Words:
    if language == "en":
        return lambda text: text
    known = translations()
    missing = sorted(described(connection) - set(known))
    if missing:
        raise MissingTranslation("\n".join(missing))
    return known.__getitem__


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = connection.execute(sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    keys = {
        row["table_name"]: tuple(row["constraint_column_names"])
        for row in _rows(connection, "from duckdb_constraints() where constraint_type = 'PRIMARY KEY'")
    }
    columns = defaultdict(list)
    for row in _rows(
        connection,
        "select table_name, column_name as name, lower(data_type) as type, comment, is_nullable "
        "from duckdb_columns() where schema_name = 'main' and not internal order by table_name, column_index",
    ):
        columns[row["table_name"]].append(row)
    relations = _rows(
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
    return _rows(
        connection,
        "select function_name as name, parameters, comment from duckdb_functions() "
        "where function_type = 'table_macro' and schema_name = 'main' and not internal order by name",
    )


def _themes(project: Project, connection: duckdb.DuckDBPyConnection, language: str) -> dict[str, list[dict[str, Any]]]:
    """Indicators by theme, each with its ranges in words and in the unit people use, its terms and its coverage."""
    labels = _labels(project, language)
    terms = defaultdict(list)
    with (project.reference / "indicator_terms.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            terms[row["indicator_id"]].append(row["term"])
    coverage = _coverage(connection, language, labels)
    units = {row["unit_id"]: row for row in _rows(connection, "from dim_unit")}
    themes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(connection, "from dim_indicator order by theme, indicator_id"):
        unit = units[row["display_unit_id"]]
        limits = [
            None if row[name] is None else (row[name] / unit["factor"]).normalize()
            for name in ("minimum", "maximum", "plausible_low", "plausible_high")
        ]
        themes[row["theme"]].append(
            {
                **row,
                "unit": unit[f"name_{language}"],
                "kind": labels["measure", row["measure"]],
                "direction": labels["better", row["better"]],
                "adds_up": labels["aggregation", row["aggregation"]],
                "prices": labels["price_basis", row["price_basis"]] if row["price_basis"] else "",
                "possible": between(limits[0], limits[1], language),
                "plausible": between(limits[2], limits[3], language),
                "terms": list(dict.fromkeys(terms[row["indicator_id"]])),
                "coverage": coverage[row["indicator_id"]],
            }
        )
    return themes


def _labels(project: Project, language: str) -> dict[tuple[str, str], str]:
    """What to call each code of the closed lists."""
    with (project.reference / "codes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["codelist"], row["code"]): row["name_vi"] if language == "vi" else _english(row) for row in rows}


def _english(row: dict[str, str]) -> str:
    plain = {("better", "up"): "more is better", ("better", "down"): "less is better", ("better", "none"): "neither"}
    plain |= {("aggregation", "sum"): "may be added", ("aggregation", "none"): "may not be added"}
    return plain.get((row["codelist"], row["code"]), row["name_en"])


def _coverage(
    connection: duckdb.DuckDBPyConnection, language: str, labels: dict[tuple[str, str], str]
) -> dict[str, list[dict[str, Any]]]:
    """Per indicator, year and scenario: how many of the provinces of that year print it, which, and who else does."""
    rows = _rows(
        connection,
        f"""
        select distinct
            figure.indicator_id, figure.year, figure.scenario,
            area.area_id, area.name_{language} as name, area.area_type = 'province' as is_province
        from fct_observation as figure
        inner join dim_area as area on figure.area_id = area.area_id
        order by figure.year, area.area_id
        """,
    )
    divisions = {
        year: connection.execute(
            "select count(*) from dim_area where area_type = 'province' and valid_from <= make_date($1, 1, 1) "
            "and coalesce(valid_to >= make_date($1, 1, 1), true)",
            [year],
        ).fetchone()[0]
        for year in {row["year"] for row in rows}
    }
    printed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (indicator, year, scenario), members in _grouped(rows, "indicator_id", "year", "scenario"):
        printed[indicator].append(
            {
                "year": year,
                "scenario": labels["scenario", scenario],
                "order": (year, SCENARIOS.index(scenario)),
                "provinces": [row["name"] for row in members if row["is_province"]],
                "of": divisions[year],
                "others": [row["name"] for row in members if not row["is_province"]],
            }
        )
    return defaultdict(list, {key: sorted(rows, key=lambda row: row["order"]) for key, rows in printed.items()})


def _areas(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    successions = _rows(
        connection,
        """
        select
            successor.area_id, successor.name_vi, successor.name_en, bridge.is_same_territory,
            former.area_id as former_id, former.name_vi as former_vi, former.name_en as former_en
        from bridge_area_succession as bridge
        inner join dim_area as successor on bridge.successor_area_id = successor.area_id
        inner join dim_area as former on bridge.predecessor_area_id = former.area_id
        order by successor.area_id, former.area_id
        """,
    )
    return {
        "units": [{**rows[0], "formers": rows} for _, rows in _grouped(successions, "area_id")],
        "groups": _rows(connection, "from dim_area where area_type = 'group' order by area_id"),
        "same": sum(row["is_same_territory"] for row in successions),
        "provinces": len(successions),
    }


def _grouped(rows: Iterable[dict[str, Any]], *keys: str) -> list[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in keys)].append(row)
    return list(groups.items())
