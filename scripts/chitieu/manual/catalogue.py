"""What the dictionary says of indicators: those that are printed, one by one, and all that they can be composed of."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import duckdb

from chitieu.catalogue.compose import Catalogue
from chitieu.manual.rows import grouped, rows_of

# The order in which a reader meets the scenarios.
SCENARIOS = ("actual", "target", "stretch")

Labels = dict[tuple[str, str], str]


def printed(
    catalogue: Catalogue, connection: duckdb.DuckDBPyConnection, labels: Labels, language: str
) -> dict[str, list[dict[str, Any]]]:
    """Printed indicators by the name of their theme, each with its ranges in words and in the unit people use, the
    terms of its concept and its coverage."""
    terms = defaultdict(list)
    for term in catalogue.rows.concept_terms:
        terms[term.owner_id].append(term.term)
    coverage = _coverage(connection, language, labels)
    units = {row["unit_id"]: row for row in rows_of(connection, "from dim_unit")}
    themes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = "from dim_indicator where indicator_id in (select indicator_id from fct_observation) order by indicator_id"
    for row in rows_of(connection, query):
        unit = units[row["display_unit_id"]]
        limits = [
            None if row[name] is None else (row[name] / unit["factor"]).normalize()
            for name in ("minimum", "maximum", "plausible_low", "plausible_high")
        ]
        themes[labels["theme", row["theme"]]].append(
            {
                **row,
                "definition": row["definition" if language == "en" else "definition_vi"],
                "unit": unit[f"name_{language}"],
                "kind": labels["measure", row["measure"]],
                "direction": labels["better", row["better"]],
                "adds_up": labels["aggregation", row["aggregation"]],
                "prices": labels["price_basis", row["price_basis"]] if row["price_basis"] else "",
                "possible": between(limits[0], limits[1], language),
                "plausible": between(limits[2], limits[3], language),
                "terms": list(dict.fromkeys(terms[row["concept_id"]])),
                "coverage": coverage[row["indicator_id"]],
            }
        )
    return dict(sorted(themes.items()))


def everything(connection: duckdb.DuckDBPyConnection, labels: Labels, language: str) -> dict[str, Any]:
    """Concepts by theme, breakdowns by dimension in the order of the registry, and measures."""
    units = {row["unit_id"]: row[f"name_{language}"] for row in rows_of(connection, "from dim_unit")}
    themes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(connection, "from dim_concept order by concept_id"):
        kind, unit = labels["concept_kind", row["kind"]], units[row["display_unit_id"]]
        themes[labels["theme", row["theme"]]].append({**row, "kind": kind, "unit": unit})
    breakdowns = rows_of(connection, "from dim_breakdown order by breakdown_dimension, breakdown_id")
    dimensions = [
        {
            "name": rows[0][f"dimension_{language}"],
            "dimension": dimension,
            "role": labels["breakdown_role", rows[0]["role"]],
            "breakdowns": rows,
        }
        for (dimension,), rows in grouped(breakdowns, "breakdown_dimension")
    ]
    measures = [
        {**row, "unit": units.get(row["unit_id"] or "", "")}
        for row in rows_of(connection, "from dim_measure order by measure")
    ]
    return {"themes": dict(sorted(themes.items())), "dimensions": dimensions, "measures": measures}


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


def _coverage(connection: duckdb.DuckDBPyConnection, language: str, labels: Labels) -> dict[str, list[dict[str, Any]]]:
    """Per indicator, year and scenario: how many of the provinces of that year print it, which, and who else does."""
    rows = rows_of(
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
    for (indicator, year, scenario), members in grouped(rows, "indicator_id", "year", "scenario"):
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
    return defaultdict(list, {key: _in_order(rows) for key, rows in printed.items()})


def _in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["order"])
