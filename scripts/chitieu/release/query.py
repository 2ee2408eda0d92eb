"""A read-only query on a release within bounds of time, memory, disk and rows, its answer written as it comes."""

import csv
import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chitieu.characters import visible, visible_json
from chitieu.release.publish import reading

_ROWS_AT_ONCE = 2_000
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_NUMBERS = (*_INTEGERS, *(f"U{name}" for name in _INTEGERS), "FLOAT", "DOUBLE", "DECIMAL")


TABLE_ROWS = 10_000
"""What a table for people holds at most: it is laid out as a whole."""


class Refused(Exception):
    """A question that cannot be answered as it is asked, or not within its bounds."""

    exit_status = 1


@dataclass(frozen=True)
class Bounds:
    """How far a question may go; 0 rows or seconds are no bound. Memory and disk as DuckDB writes sizes: `2GB`."""

    rows: int = 5_000_000
    seconds: float = 300
    memory: str = "2GB"
    disk: str = "5GB"


@dataclass(frozen=True)
class Answer:
    """The columns of an answer, their types as DuckDB names them, and its rows as they come."""

    columns: list[str]
    types: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def asking(database: Path, sql: str, bounds: Bounds) -> Iterator[Answer]:
    """The answer to `sql`, read-only, without access to other files or hosts; it must be read inside.

    Raises duckdb.Error, and Refused when a bound is reached, which may be after rows were read. What was spilled to
    disk is gone at the end, however it ends.
    """
    if not sql.strip().strip(";").strip():
        raise Refused('the query is empty; ask something, like `chitieu sql "from panel limit 5"`')
    is_late = threading.Event()
    settings = {"memory_limit": bounds.memory, "max_temp_directory_size": bounds.disk}
    with reading(database, settings) as connection:

        def stop() -> None:
            is_late.set()
            connection.interrupt()

        clock = threading.Timer(bounds.seconds, stop)
        clock.daemon = True
        if bounds.seconds:
            clock.start()
        try:
            connection.execute(sql)
            described = connection.description or []
            rows = _rows(connection, bounds) if described else iter(())
            # The first rows are made now: a question that fails at once has written nothing.
            first = list(next(rows, ()))
            following = chain.from_iterable(chain([first], rows))
            yield Answer([one[0] for one in described], [str(one[1]) for one in described], following)
        except duckdb.InterruptException as problem:
            if not is_late.is_set():
                raise
            remedy = "ask for less, or allow more with --timeout (0: no bound)"
            raise Refused(f"the answer took more than {bounds.seconds:g} s; {remedy}") from problem
        except duckdb.OutOfMemoryException as problem:
            raise Refused(_too_large(str(problem), bounds)) from problem
        finally:
            clock.cancel()


def _too_large(said: str, bounds: Bounds) -> str:
    if "max_temp_directory_size" in said or "temp directory" in said.lower():
        return f"the answer needs more than {bounds.disk} of disk; ask for less, or allow more with --temp-disk"
    return f"the answer needs more than {bounds.memory} of memory; ask for less, or allow more with --memory"


def _rows(connection: duckdb.DuckDBPyConnection, bounds: Bounds) -> Iterator[list[tuple[Any, ...]]]:
    count = 0
    while rows := connection.fetchmany(_ROWS_AT_ONCE):
        count += len(rows)
        if bounds.rows and count > bounds.rows:
            yield rows[: len(rows) - (count - bounds.rows)]
            raise Refused(
                f"the answer has more than {bounds.rows:,} rows, only those were written; "
                "add a limit to the query, or allow more with --max-rows (0: no bound)"
            )
        yield rows


def write_csv(answer: Answer, stream: TextIO) -> None:
    """Write CSV with a header, exact numbers, NULL as an empty cell, hidden characters as code."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(visible, answer.columns))
    for row in answer.rows:
        writer.writerow([_csv_value(value) for value in row])


def write_json(answer: Answer, stream: TextIO) -> None:
    """Write a JSON list with one object a row.

    A column whose name is there already is called `name_2`, as nothing of a row may get lost. Numbers are numbers with
    all their digits, also those that a reader's double does not keep; NaN and infinity, which JSON has not, are null.
    """
    names = [json.dumps(name, ensure_ascii=False) for name in _distinct(answer.columns)]
    stream.write("[")
    for number, row in enumerate(answer.rows):
        cells = ", ".join(f"{name}: {_json(value)}" for name, value in zip(names, row, strict=True))
        stream.write(visible_json(f"{',' if number else ''}\n{{{cells}}}"))
    stream.write("\n]\n")


def print_table(answer: Answer, console: Console) -> None:
    """A table for people: numbers to the right, without the zeros that only their type adds; NULL is dim."""
    table = Table(box=box.SIMPLE_HEAD)
    for column, kind in zip(answer.columns, answer.types, strict=True):
        is_number = kind.split("(")[0] in _NUMBERS
        table.add_column(Text(visible(column)), justify="right" if is_number else "left")
    try:
        for row in answer.rows:
            cells = (Text("NULL", "dim") if value is None else Text(visible(str(_plain(value)))) for value in row)
            table.add_row(*cells)
    except Refused:  # What is beyond the bound is missed; what is within is shown.
        console.print(table)
        raise
    console.print(table)


def _distinct(names: list[str]) -> list[str]:
    """The names, of which one that is there already has a number behind it."""
    taken, distinct = set(names), []
    for name in names:
        unique, number = name, 1
        while unique in distinct or (number > 1 and unique in taken):
            number += 1
            unique = f"{name}_{number}"
        distinct.append(unique)
    return distinct


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, bool):
        return str(value).lower()
    return value


def _csv_value(value: Any) -> Any:
    return visible(str(value)) if not isinstance(value, int | float | Decimal | None) else _plain(value)


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(_plain(value)) if value.is_finite() else "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_json(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
