"""A read-only query on a release, and its answer as a table, CSV or JSON."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chitieu.characters import visible
from chitieu.release.publish import reading


@dataclass(frozen=True)
class Answer:
    """The columns and rows of a query, values as DuckDB gives them to Python."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def ask(database: Path, sql: str) -> Answer:
    """Run `sql` read-only, without access to other files or hosts; raises duckdb.Error."""
    with reading(database) as connection:
        result = connection.execute(sql)
        columns = [column[0] for column in result.description or []]
        return Answer(columns, result.fetchall() if columns else [])


def as_csv(answer: Answer) -> str:
    """CSV with a header, exact numbers, NULL as an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)
    return text.getvalue()


def as_json(answer: Answer) -> str:
    """A JSON list with one object a row."""
    rows = [dict(zip(answer.columns, map(_json_value, row), strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=str)


def print_table(answer: Answer, console: Console) -> None:
    """A table for people: numbers to the right, without the zeros that only their type adds; NULL is dim."""
    table = Table(box=box.SIMPLE_HEAD)
    for index, column in enumerate(answer.columns):
        table.add_column(
            Text(visible(column)), justify="right" if _is_numeric(row[index] for row in answer.rows) else "left"
        )
    for row in answer.rows:
        table.add_row(*(Text("NULL", "dim") if value is None else Text(visible(str(_plain(value)))) for value in row))
    console.print(table)


def _is_numeric(values: Iterable[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bool):
        return str(value).lower()
    return value


def _json_value(value: Any) -> Any:
    """A decimal as a JSON number where a double keeps all its digits, else as text: no digit is lost silently."""
    if not isinstance(value, Decimal):
        return value
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else _plain(value)
