"""A reader's session with whichever DuckDB is on the path: `python reader_session.py DATABASE QUERIES`.

Prints the version and, as JSON, the answers to the same questions asked of the opened file, of the file attached under
a name that needs quotes, and of that name in use. Plain Python and DuckDB only, since old versions run it too.
"""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

NAME = '"kho số liệu"'
ASKED_OF_VIEWS = {
    "panel": "select count(*), sum(value_low) from {0}.panel",
    "panel_34": "select basis, count(*) from {0}.panel_34 group by basis order by basis",
    "printings": "select count(*), count(distinct document_id) from {0}.printings",
    "ranking": "select sum(rank_from), sum(rank_to) from {0}.ranking",
    "per_head": "select indicator_id, sum(value) from {0}.per_head group by indicator_id order by indicator_id",
    "per_area": "select indicator_id, sum(value) from {0}.per_area group by indicator_id order by indicator_id",
    "comparison": "select count(*), count(verdict), sum(rank_from) from {0}.comparison",
    "readme": "select step, query from {0}.readme order by step",
}
ASKED_OF_MACROS = {
    "compare": "from {0}.compare('grdp_growth', 2023{1})",
    "compare by parameters": "from {0}.compare(?, ?{1})",
    "source_of": "from {0}.source_of('ha-tinh-2024-01-20:1718:1'{1})",
    "observations_as_of": "select observation_id from {0}.observations_as_of('2024-01-05'{1}) order by all",
    "observations_as_of a date": "select count(*) from {0}.observations_as_of(date '2024-01-31'{1})",
}
PARAMETERS = {"compare by parameters": ["plan_targets_met", 2023]}


def answers(connection: Any, name: str, database: str) -> dict[str, Any]:
    """The answers of views and macros called by `name`; `database` is the macros' last argument, or empty."""
    asked = {**ASKED_OF_VIEWS, **ASKED_OF_MACROS}
    return {
        label: printable(connection.execute(sql.format(name, database), PARAMETERS.get(label, [])))
        for label, sql in asked.items()
    }


def printable(result: Any) -> list[Any]:
    columns = [column[0] for column in result.description]
    return [columns, *([None if value is None else str(value) for value in row] for row in result.fetchall())]


def main() -> None:
    database, queries = sys.argv[1], sorted(Path(sys.argv[2]).glob("*.sql"))
    told = {"version": duckdb.__version__}
    with duckdb.connect(database, read_only=True) as connection:
        told["opened"] = answers(connection, "main", "")
        told["queries"] = {path.stem: printable(connection.execute(path.read_text("utf-8"))) for path in queries}
        # A relation is bound outside of any running query, which has broken macros before.
        told["relation"] = str(connection.sql("from compare('grdp_growth', 2023)").filter("rank_from = 1").fetchall())
        try:
            connection.execute("create table mine (a int)")
        except Exception as problem:
            told["writing"] = "read-only" in str(problem)
    with duckdb.connect() as connection:
        # Tables of the reader's own, named like those of the file, must not be taken for them.
        connection.execute("create table dim_area (area_id varchar); create table printings (year int)")
        connection.execute(f"attach '{database}' as {NAME} (read_only)")
        told["attached"] = answers(connection, NAME, f", wanted_database := '{NAME}'")
        connection.execute(f"use {NAME}")
        told["used"] = answers(connection, "main", "")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' (read_only)")
        told["attached as it is called"] = answers(connection, "chitieu", "")
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
