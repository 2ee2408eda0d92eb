"""Where figures and exclusions of a document meet: twice the same span, overlaps, a second number without the first."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from chitieu.errors import Problem
from chitieu.seeds.csv_files import find_records
from chitieu.seeds.seed_tables import EXCLUSIONS, OBSERVATIONS, rows_of

_LOAD_SPANS = """
    insert into spans
    select {is_exclusion}, file, row_number, char_start, char_end, component
    from (
        select file, {row_number} as row_number, {component} as component,
            try_cast(char_start as integer) as char_start, try_cast(char_end as integer) as char_end
        from {source}
    )
"""
# Sorted so that rows of one span stand together, an observation before an exclusion and the first component first:
# each row need only look at the one before it and at the furthest end so far.
_SPAN_FAULTS = """
    create or replace temp table span_faults as
    select *,
        case
            when is_same_span and is_exclusion <> previous_is_exclusion then 'excluded'
            when is_same_span and component = previous_component then 'again'
            when component = '2' and not is_same_span then 'alone'
            when not is_same_span and furthest_end > char_start then 'overlap'
        end as fault
    from (
        select *,
            lag(row_number) over by_place as previous_row,
            lag(is_exclusion) over by_place as previous_is_exclusion,
            lag(component) over by_place as previous_component,
            coalesce(
                lag(char_start) over by_place = char_start and lag(char_end) over by_place = char_end, false
            ) as is_same_span,
            max(char_end) over (by_place rows between unbounded preceding and 1 preceding) as furthest_end
        from spans
        where char_end > char_start
        window by_place as (partition by file order by char_start, char_end, is_exclusion, component, row_number)
    )
    where fault is not null
"""


def span_problems(
    con: duckdb.DuckDBPyConnection,
    observations: Sequence[Path],
    exclusions: Sequence[Path],
    shown: Callable[[Path], str],
    most: int,
) -> tuple[int, int, list[Problem]]:
    """Each character of a document belongs to at most one figure or exclusion.

    Returns the number of rows looked at, the number of faults and at most `most` of them in words.
    """
    # To number the rows takes as long as all the rest, and only a fault needs it.
    _find(con, observations, exclusions, "0")
    rows = con.execute("select count(*) from spans").fetchone()[0]
    total = con.execute("select count(*) from span_faults").fetchone()[0]
    if not total:
        return rows, 0, []
    _find(con, observations, exclusions, "row_number")
    paths = {(False, path.name): path for path in observations} | {(True, path.name): path for path in exclusions}
    return rows, total, list(_explain(con, paths, shown, most))


def _find(
    con: duckdb.DuckDBPyConnection, observations: Sequence[Path], exclusions: Sequence[Path], row_number: str
) -> None:
    """Tables `spans` and `span_faults`, with the number of each row or without."""
    con.execute(
        "create or replace temp table spans (is_exclusion boolean, file varchar, row_number bigint, char_start integer,"
        " char_end integer, component varchar)"
    )
    for files, table, is_exclusion, component in (
        (observations, OBSERVATIONS, "false", "component"),
        (exclusions, EXCLUSIONS, "true", "''"),
    ):
        if files:
            query = _LOAD_SPANS.format(
                is_exclusion=is_exclusion, row_number=row_number, component=component, source=rows_of(table)
            )
            con.execute(query, [[str(path) for path in files]])
    con.execute(_SPAN_FAULTS)


def _explain(
    con: duckdb.DuckDBPyConnection, paths: dict[tuple[bool, str], Path], shown: Callable[[Path], str], most: int
) -> Iterator[Problem]:
    first_rows = {
        (is_exclusion, file): row
        for is_exclusion, file, row in con.execute(
            "select is_exclusion, file, min(row_number) from spans group by all"
        ).fetchall()
    }

    def line(is_exclusion: bool, file: str, row_number: int) -> int:
        row = row_number - first_rows[is_exclusion, file] + 1
        return find_records(paths[is_exclusion, file], [row])[row].lines[0]

    faults = con.execute(
        f"""select fault, file, is_exclusion, row_number, previous_is_exclusion, previous_row,
            char_start, char_end, furthest_end
        from span_faults order by file, char_start, char_end limit {most}"""
    ).fetchall()
    for fault, file, is_exclusion, row, previous_is_exclusion, previous_row, start, end, furthest_end in faults:
        if fault == "overlap":
            previous_is_exclusion, previous_row = con.execute(
                "select is_exclusion, row_number from spans where file = ? and char_end = ? order by char_start",
                [file, furthest_end],
            ).fetchone()
        other = ""
        if fault != "alone":
            other_path = paths[previous_is_exclusion, file]
            other = f"{shown(other_path)}:{line(previous_is_exclusion, file, previous_row)}"
        span = f"{start} to {end}"
        column, message, remedy = {
            "excluded": ("char_start", f"characters {span} are an observation in {other}", "keep one of the two"),
            "again": ("char_start", f"the span {span} of {other} is here again", "keep one of the two rows"),
            "alone": ("component", f"the span {span} has no component 1", "add the first number of the pair"),
            "overlap": (
                "char_start",
                f"characters {span} overlap the span in {other}",
                "give each character to one figure",
            ),
        }[fault]
        yield Problem(shown(paths[is_exclusion, file]), line(is_exclusion, file, row), column, message, remedy)
