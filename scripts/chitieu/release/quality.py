"""The quality page of a release: one HTML file that needs nothing else, for a curator or a reader with a browser."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chitieu.characters import shown
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release.published import RESULTS

PAGE = "quality.html"
# More findings than anybody reads in one page; fct_check holds them all.
MOST_FINDINGS = 200


@dataclass(frozen=True)
class Cell:
    """What there is of one indicator in one area: scenarios ("actual", "target", "stretch") with their years."""

    scenarios: tuple[str, ...]
    says: str


def write(project: Project, folder: Path, gates: Sequence[Gate]) -> Path:
    """Write quality.html into a release folder, from its Parquet, its expectations.json and the gates passed so far."""
    results = json.loads((folder / RESULTS).read_text(encoding="utf-8")) if (folder / RESULTS).is_file() else []
    with duckdb.connect() as connection:
        for path in sorted((folder / "parquet").glob("*.parquet")):
            source = str(path).replace("'", "''")
            connection.execute(f"create view {path.stem} as from read_parquet('{source}')")
        page = render(project, connection, gates, results)
    path = folder / PAGE
    path.write_text(page, encoding="utf-8")
    return path


def render(
    project: Project, connection: duckdb.DuckDBPyConnection, gates: Sequence[Gate], results: Sequence[dict[str, Any]]
) -> str:
    """The page as text; `connection` holds the public tables."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=shown,
    )
    environment.filters["number"] = number
    documents = _documents(project, connection)
    areas, silent_areas = _areas(connection)
    return environment.get_template("quality.html.j2").render(
        gates=gates,
        expectations=_expectations(results),
        documents=documents,
        totals={name: sum(document[name] for document in documents) for name in _COUNTED},
        verdicts=_verdicts(connection),
        findings=_rows(connection, _FINDINGS),
        most_findings=MOST_FINDINGS,
        areas=areas,
        silent_areas=silent_areas,
        themes=_themes(connection),
        cells=_cells(connection),
    )


def number(value: Decimal | float | None) -> str:
    """A number as a person writes it: thousands apart, no zeros at the end; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


_COUNTED = ("observations", "exclusions", "verified", "unverified", "settled", "doubted")
_DOCUMENTS = """
    select
        dim_document.*,
        (select count(*) from excluded_numeral where document_id = dim_document.document_id) as exclusions,
        count(observation_id) as observations,
        count(*) filter (verification = 'verified') as verified,
        count(*) filter (verification = 'unverified') as unverified,
        count(*) filter (is_doubted) as doubted
    from dim_document
    left join fct_observation using (document_id)
    group by all
    order by published_on, document_id
"""
_FINDINGS = f"""
    select fct_check.*, dim_area.name_vi as area, dim_indicator.name_en as indicator
    from fct_check
    left join dim_area using (area_id)
    left join dim_indicator using (indicator_id)
    where verdict <> 'pass'
    order by verdict = 'explained', severity, check_kind, area_id, year, check_id
    limit {MOST_FINDINGS}
"""
# A group of areas or a commune is no column: the matrix is for the nation and its provinces, the best known first.
_AREAS = """
    select
        area_id,
        area_type,
        -- A unit of another division may bear the name of one of the 63: it is told by its years.
        case when area_id like 'VN63!_%' escape '!' or area_type = 'nation' then name_vi
            else concat(name_vi, ' ', left(valid_from::varchar, 4), '–', left(valid_to::varchar, 4)) end as name_vi,
        count(indicator_id) as figures
    from dim_area
    left join fct_province_year_indicator using (area_id)
    where area_type in ('nation', 'province')
    group by all
    having area_id like 'VN63!_%' escape '!' or area_type = 'nation' or count(indicator_id) > 0
    order by area_type, figures desc, area_id
"""
_CELLS = """
    select area_id, indicator_id, scenario, min(year) as first_year, max(year) as last_year, count(*) as years
    from fct_province_year_indicator
    join dim_area using (area_id)
    where area_type in ('nation', 'province')
    group by all
    order by area_id, indicator_id, scenario
"""
_INDICATORS = """
    select theme, indicator_id, name_en, name_vi
    from dim_indicator
    where indicator_id in (select indicator_id from fct_observation)
    order by theme, indicator_id
"""


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _documents(project: Project, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    documents = _rows(connection, _DOCUMENTS)
    for document in documents:
        document["settled"] = _settled(project.settlements / f"{document['document_id']}.csv")
    return documents


def _settled(path: Path) -> int:
    """Observations of a document in which a person overruled the machine, in however many fields."""
    if not path.is_file():
        return 0
    with duckdb.connect() as connection:
        query = "select count(distinct (char_start, component)) from read_csv(?, header = true, all_varchar = true)"
        return connection.execute(query, [str(path)]).fetchone()[0]


def _verdicts(connection: duckdb.DuckDBPyConnection) -> dict[str, Counter[str]]:
    """Checks by kind and verdict."""
    kinds: dict[str, Counter[str]] = {}
    query = "select check_kind, verdict, count(*) as checks from fct_check group by all order by all"
    for row in _rows(connection, query):
        kinds.setdefault(row["check_kind"], Counter())[row["verdict"]] = row["checks"]
    return kinds


def _areas(connection: duckdb.DuckDBPyConnection) -> tuple[list[dict[str, Any]], list[str]]:
    """The columns of the matrix, and the names of the provinces that no document says anything of."""
    areas = _rows(connection, _AREAS)
    return areas, [area["name_vi"] for area in areas if area["area_type"] == "province" and not area["figures"]]


def _themes(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    themes: dict[str, list[dict[str, Any]]] = {}
    for indicator in _rows(connection, _INDICATORS):
        themes.setdefault(indicator["theme"], []).append(indicator)
    return themes


def _cells(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Cell]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in _rows(connection, _CELLS):
        span = f"{row['first_year']}" if row["years"] == 1 else f"{row['first_year']}–{row['last_year']}"
        found.setdefault((row["area_id"], row["indicator_id"]), {})[row["scenario"]] = span
    return {
        place: Cell(tuple(scenarios), ", ".join(f"{name} {years}" for name, years in scenarios.items()))
        for place, scenarios in found.items()
    }


def _expectations(results: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results of Great Expectations by table."""
    tables: dict[tuple[str, str], dict[str, Any]] = {}
    for result in results:
        table = tables.setdefault(
            (result["table"], result["looked_at"]),
            {"table": result["table"], "looked_at": result["looked_at"], "rows": result["rows"], "results": []},
        )
        table["results"].append(result)
    return list(tables.values())
