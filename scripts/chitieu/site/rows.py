"""What the pages show: the answers of the queries beside this file, and nothing that they do not say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb

from chitieu.workbench import literal, workbench

Row = dict[str, Any]

QUERIES = Path(__file__).with_name("queries")


class Rows:
    """All rows of a release that its pages show, each query asked once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        def ask(name: str) -> list[Row]:
            cursor = connection.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

        self.totals = ask("totals")[0]
        self.areas = {row["area_id"]: row for row in ask("areas")}
        self.indicators = {row["indicator_id"]: row for row in ask("indicators")}
        self.documents = {row["document_id"]: row for row in ask("documents")}
        self.divisions = ask("divisions")
        self.successions = ask("successions")
        self.findings = ask("findings")
        self.revisions = ask("revisions")
        self.checks = ask("checks")
        self.relations = ask("relations")
        places = ask("area_rows")
        self.of_area = grouped(places, "area_id")
        self.of_indicator = grouped(places, "indicator_id")
        self.coverage = grouped(ask("coverage"), "indicator_id")
        self.ranked_year = {row["indicator_id"]: row["year"] for row in ask("latest_rankings")}
        self.tiles = grouped(ask("tiles"), "indicator_id")
        self.today = grouped(ask("today"), "area_id")
        figures = ask("figures")
        self.figures = grouped(figures, "document_id")
        self.excluded = grouped(ask("excluded"), "document_id")
        self.addresses = {row["observation_id"]: _address(row) for row in figures}


def grouped(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, in their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)


def page_of(document_id: str, page: int) -> str:
    """The page that holds a part of a document's figures."""
    return f"documents/{document_id}.html" if page == 0 else f"documents/{document_id}-{page}.html"


def _address(figure: Row) -> str:
    """The permanent address of a figure, from the folder of a language."""
    page = quote(page_of(figure["document_id"], figure["page"]))
    return f"{page}#{quote(figure['anchor'], safe='!:+-_.~()')}"


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of a release, read-only, by the names that the queries use."""
    with workbench([database.parent]) as connection:
        connection.execute(f"attach {literal(str(database))} as published (read_only)")
        connection.execute("use published")
        yield connection
