"""The last gate: Great Expectations reads the Parquet about to be published and looks for what readers were promised.

Expectations are generated from the promises of the contract, from the closed lists of codes.csv and from the published
registries themselves: hard limits of every indicator, units of its dimension. A table of up to a million rows is looked
at row by row; of a larger one, summaries per indicator, which are frames of the same columns.
"""

import json
import math
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pandas
import pyarrow
import pyarrow.parquet

from chitieu.errors import GateFailed
from chitieu.gates import Gate
from chitieu.project import Project
from chitieu.release.promises import PROMISES, YEAR, Promise
from chitieu.release.published import RESULTS
from chitieu.seeds.registry import Registry

GATE = "expectations of readers"
ROW_BY_ROW = 1_000_000
# A document that loses more than this share of its observations from one release to the next needs a person's word.
SHRINK = 0.05
EXAMPLES = 5

_OBSERVATIONS = "fct_observation"
# Texts that stand in many rows of a large table.
_REPEATED = {"area_id", "indicator_id", "unit_id", "document_id", "period"}
# One expectation for all columns of a table: each costs about 10 ms, however few the rows.
_NEVER_NULL = ("ExpectColumnValuesToBeNull", {"column": "null_in"}, "no promised column is NULL")


@dataclass(frozen=True)
class Result:
    """One expectation evaluated. `errored` means that it could not be evaluated, which is no success either."""

    table: str
    looked_at: str
    """"rows" or "summaries"."""
    rows: int
    expectation: str
    success: bool
    errored: bool = False
    unexpected: int = 0
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        state = "could not be evaluated" if self.errored else f"{self.unexpected:,} unexpected"
        examples = f": {'; '.join(self.examples)}" if self.examples else ""
        return f"{self.table}: {self.expectation}: {state}{examples}"


@dataclass(frozen=True)
class _Expected:
    """Expectations of one frame: each is the name of a class of Great Expectations, its arguments and a sentence."""

    table: str
    looked_at: str
    rows: int
    key: tuple[str, ...]
    frame: pandas.DataFrame
    expectations: list[tuple[str, dict[str, Any], str]]


def check(project: Project, parquet: Path, previous: Path | None = None, accept_shrink: bool = False) -> Gate:
    """Check the Parquet files in `parquet` against the contract and, if given, against those of the release before.

    Writes the results beside the folder, as expectations.json. Raises GateFailed if an expectation fails, cannot be
    evaluated, or if there was none.
    """
    start = perf_counter()
    registry = Registry.load(project.reference)
    codes = {name: tuple(members) for name, members in registry.codes.items()}
    expected: list[_Expected] = []
    broken: list[Result] = []
    details: list[str] = []
    limits, pairs = pandas.DataFrame(), {}
    with duckdb.connect() as connection:
        try:
            limits, pairs = _registries(parquet)
        except (OSError, KeyError, pyarrow.ArrowException) as error:
            broken.append(_unreadable("dim_indicator, dim_unit", error))
        for promise in PROMISES if not broken else ():
            path = parquet / f"{promise.table}.parquet"
            try:
                expected += _promised(connection, promise, path, codes, limits, pairs)
            except (OSError, pyarrow.ArrowException, duckdb.Error) as error:
                broken.append(_unreadable(promise.table, error))
        if previous and not broken:
            shrunk, note = _compared(connection, parquet, previous, accept_shrink)
            expected += shrunk
            details += note
    results = broken + _evaluate(expected)
    text = json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1)
    (parquet.parent / RESULTS).write_text(text + "\n", encoding="utf-8")
    return _judge(results, details, perf_counter() - start)


def _judge(results: Sequence[Result], details: Sequence[str], seconds: float) -> Gate:
    errored = [result for result in results if result.errored]
    failed = [result for result in results if not result.success and not result.errored]
    if errored or failed:
        reasons = [f"{len(failed)} of {len(results)} expectations failed"] if failed else []
        reasons += [f"{len(errored)} of {len(results)} could not be evaluated"] if errored else []
        tables = sorted({result.table for result in errored + failed})
        where = f"the models of {', '.join(tables)}, and the seeds that they read"
        if any(result.looked_at == "releases" for result in failed):
            where += "; rows that were removed on purpose pass with --accept-shrink"
        raise GateFailed(GATE, ", ".join(reasons), [str(result) for result in errored + failed][:20], where)
    tables = {(result.table, result.looked_at): result.rows for result in results}
    looked_at = [f"{table}: {rows:,} rows, by {by}" for (table, by), rows in tables.items()]
    return Gate(GATE, len(results), 0, seconds, [*details, *looked_at]).require()


def _unreadable(table: str, error: Exception) -> Result:
    reason = " ".join(str(error).split())[:300]
    return Result(table, "rows", 0, f"the Parquet can be read ({type(error).__name__}: {reason})", False, errored=True)


# --- What is expected


def _registries(parquet: Path) -> tuple[pandas.DataFrame, dict[str, set[str]]]:
    """Hard limits by indicator, and the pairs "indicator in unit" that the published registries allow."""
    indicators = _read(parquet / "dim_indicator.parquet", ["indicator_id", "standard_unit_id", "minimum", "maximum"])
    units = _read(parquet / "dim_unit.parquet", ["unit_id", "dimension"])
    dimensions = indicators.merge(units, left_on="standard_unit_id", right_on="unit_id").merge(units, on="dimension")
    pairs = {
        "any of its dimension": set(dimensions["indicator_id"] + " in " + dimensions["unit_id_y"]),
        "standard": set(indicators["indicator_id"] + " in " + indicators["standard_unit_id"]),
    }
    return indicators.set_index("indicator_id")[["minimum", "maximum"]], pairs


def _promised(
    connection: duckdb.DuckDBPyConnection,
    promise: Promise,
    path: Path,
    codes: dict[str, tuple[str, ...]],
    limits: pandas.DataFrame,
    pairs: dict[str, set[str]],
) -> Iterator[_Expected]:
    """The expectations of a table, over its rows or over summaries of them."""
    schema = pyarrow.parquet.read_schema(path)
    rows = pyarrow.parquet.read_metadata(path).num_rows
    if not set(promise.columns) <= set(schema.names):
        frame = pandas.DataFrame(columns=schema.names)
        arguments = {"column_set": promise.columns, "exact_match": False}
        columns = [("ExpectTableColumnsToMatchSet", arguments, "every promised column is there")]
        yield _Expected(promise.table, "rows", rows, promise.key, frame, columns)
    elif rows == 0:  # An empty table breaks no promise about its rows, and many an expectation raises on one.
        frame = pandas.DataFrame(columns=schema.names)
        yield _Expected(promise.table, "rows", rows, promise.key, frame, [_not_empty(promise)])
    elif rows <= ROW_BY_ROW:
        frame = _read(path, promise.columns, [*_REPEATED.intersection(promise.columns), *_closed_lists(promise, codes)])
        expectations = list(_row_expectations(promise, frame, codes, limits, pairs))
        # Great Expectations hashes every cell that it is given, so it is given those that it looks at.
        looked_at = [
            *promise.key,
            *_closed_lists(promise, codes),
            *(name for name in frame.columns if name not in promise.columns),
        ]
        frame = frame[list(dict.fromkeys(looked_at))]
        yield _Expected(promise.table, "rows", rows, promise.key, frame, expectations)
    else:
        yield from _summary_expectations(connection, promise, path, rows, codes, limits, pairs)


def _row_expectations(
    promise: Promise,
    frame: pandas.DataFrame,
    codes: dict[str, tuple[str, ...]],
    limits: pandas.DataFrame,
    pairs: dict[str, set[str]],
) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield _not_empty(promise)
    if len(promise.key) == 1:
        yield "ExpectColumnValuesToBeUnique", {"column": promise.key[0]}, "the key is unique"
    else:
        yield "ExpectCompoundColumnsToBeUnique", {"column_list": list(promise.key)}, "the key is unique"
    frame["null_in"] = _null_columns(frame[promise.never_null])
    yield _NEVER_NULL
    for column, known in _closed_lists(promise, codes).items():
        yield _in_list(column, known)
    if promise.interval:
        low, high = promise.interval
        frame["lowest"] = frame[low].fillna(frame[high])
        frame["highest"] = frame[high].fillna(frame[low])
        yield from _within_limits(frame, limits)
    if promise.unit:
        frame["measured"] = _pairs(frame["indicator_id"], frame["unit_id"])
        yield _measured(promise, pairs)


def _summary_expectations(
    connection: duckdb.DuckDBPyConnection,
    promise: Promise,
    path: Path,
    rows: int,
    codes: dict[str, tuple[str, ...]],
    limits: pandas.DataFrame,
    pairs: dict[str, set[str]],
) -> Iterator[_Expected]:
    """The same promises over one row an indicator (or document): what no summary can hide is looked for in each."""
    group = "indicator_id" if "indicator_id" in promise.columns else promise.key[0]
    measures = [f"count(*) - count(distinct hash({', '.join(promise.key)})) as repeated_keys"]
    nulls = ", ".join(f"case when count({column}) < count(*) then '{column}' end" for column in promise.never_null)
    measures.append(f"nullif(concat_ws(', ', {nulls}), '') as null_in")
    if promise.interval:
        low, high = promise.interval
        measures.append(
            f"min(coalesce({low}, {high}))::double as lowest, max(coalesce({high}, {low}))::double as highest"
        )
    frame = connection.execute(
        f"select {group}, {', '.join(measures)} from read_parquet(?) group by {group}", [str(path)]
    ).df()
    unique = ("ExpectColumnValuesToBeBetween", {"column": "repeated_keys", "max_value": 0}, "the key is unique")
    expectations = [_not_empty(promise), unique, _NEVER_NULL]
    if promise.interval:
        expectations += _within_limits(frame, limits)
    yield _Expected(promise.table, "summaries", rows, (group,), frame, expectations)
    for column, known in _closed_lists(promise, codes).items():
        values = connection.execute(f"select distinct {column} from read_parquet(?)", [str(path)]).df()
        yield _Expected(promise.table, "summaries", rows, (), values, [_in_list(column, known)])
    if promise.unit:
        query = "select distinct indicator_id || ' in ' || unit_id as measured from read_parquet(?)"
        measured = connection.execute(query, [str(path)]).df()
        yield _Expected(promise.table, "summaries", rows, (), measured, [_measured(promise, pairs)])


def _compared(
    connection: duckdb.DuckDBPyConnection, parquet: Path, previous: Path, accept_shrink: bool
) -> tuple[list[_Expected], list[str]]:
    """Observations of each document now against the release before."""
    before_path = previous / f"{_OBSERVATIONS}.parquet"
    if not before_path.is_file():
        return [], ["the release before has no observations to compare with"]
    frame = connection.execute(
        """
        select document_id, rows_before, coalesce(rows_now, 0) as rows_now
        from (select document_id, count(*) as rows_before from read_parquet($before) group by document_id)
        left join (select document_id, count(*) as rows_now from read_parquet($now) group by document_id)
        using (document_id)
        order by document_id
        """,
        {"before": str(before_path), "now": str(parquet / f"{_OBSERVATIONS}.parquet")},
    ).df()
    frame["rows_needed"] = [math.ceil(rows * (1 - SHRINK)) for rows in frame["rows_before"]]
    fewer = frame[frame["rows_now"] < frame["rows_needed"]]
    if accept_shrink:
        return [], [
            f"accepted: {row.document_id} has {row.rows_now:,} observations, {row.rows_before:,} before"
            for row in fewer.itertuples()
        ]
    arguments = {"column_A": "rows_now", "column_B": "rows_needed", "or_equal": True}
    says = f"no document has lost more than {SHRINK:.0%} of its observations"
    kept = ("ExpectColumnPairValuesAToBeGreaterThanB", arguments, says)
    return [_Expected(_OBSERVATIONS, "releases", len(frame), ("document_id",), frame, [kept])], []


def _not_empty(promise: Promise) -> tuple[str, dict[str, Any], str]:
    fewest = 0 if promise.may_be_empty else 1
    return "ExpectTableRowCountToBeBetween", {"min_value": fewest}, f"it has {fewest} or more rows"


def _null_columns(frame: pandas.DataFrame) -> pandas.Series:
    """For each row the names of its columns that are NULL, missing for a row without any."""
    names = pandas.Series(index=frame.index, dtype="str")
    missing = frame.isna()
    for row in missing.index[missing.any(axis=1)]:
        names[row] = ", ".join(missing.columns[missing.loc[row]])
    return names


def _closed_lists(promise: Promise, codes: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {column: codes.get(name, ()) for column, name in promise.lists.items()} | promise.words


def _in_list(column: str, known: Sequence[str]) -> tuple[str, dict[str, Any], str]:
    if column == "compared_with":
        pattern = f"^(?:{'|'.join(re.escape(code) for code in known)}|{YEAR})$"
        arguments = {"column": column, "regex": pattern}
        return "ExpectColumnValuesToMatchRegex", arguments, f"{column} is a code of its list, or a year"
    arguments = {"column": column, "value_set": list(known)}
    return "ExpectColumnValuesToBeInSet", arguments, f"{column} is a code of its list"


def _within_limits(frame: pandas.DataFrame, limits: pandas.DataFrame) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Both ends of an interval lie within the hard limits of its indicator; an open end is judged by the other."""
    for limit, end in (("minimum", "lowest"), ("maximum", "highest")):
        frame[limit] = frame["indicator_id"].map(limits[limit]).astype("float64")
        larger, smaller = (end, limit) if limit == "minimum" else (limit, end)
        arguments = {"column_A": larger, "column_B": smaller, "or_equal": True}
        arguments["ignore_row_if"] = "either_value_is_missing"
        side = "below" if limit == "minimum" else "above"
        yield "ExpectColumnPairValuesAToBeGreaterThanB", arguments, f"no value is {side} its indicator's {limit}"


def _measured(promise: Promise, pairs: dict[str, set[str]]) -> tuple[str, dict[str, Any], str]:
    arguments = {"column": "measured", "value_set": sorted(pairs[promise.unit])}
    return "ExpectColumnValuesToBeInSet", arguments, f"the unit is allowed for the indicator ({promise.unit})"


def _pairs(indicators: pandas.Series, units: pandas.Series) -> pandas.Series:
    """ "indicator in unit" for every row, spelled once for each pair that there is."""
    one, two = pandas.Categorical(indicators), pandas.Categorical(units)
    count = len(two.categories)
    numbers = one.codes.astype("int64") * count + two.codes
    numbers[(one.codes < 0) | (two.codes < 0)] = -1
    codes, known = pandas.factorize(numbers)
    names = [None if at < 0 else f"{one.categories[at // count]} in {two.categories[at % count]}" for at in known]
    return pandas.Series(pandas.Categorical(names)).reindex(codes).set_axis(indicators.index)


def _read(path: Path, columns: Sequence[str], repeated: Sequence[str] = ()) -> pandas.DataFrame:
    """Columns of a Parquet file as pandas has them; decimals as floats, since a reader of pandas gets no others.

    Texts that are `repeated` become categoricals: at a million rows that halves the time of the whole gate.
    """
    table = pyarrow.parquet.read_table(path, columns=list(columns), read_dictionary=list(repeated))
    fields = [
        pyarrow.field(one.name, pyarrow.float64() if pyarrow.types.is_decimal(one.type) else one.type)
        for one in table.schema
    ]
    return table.cast(pyarrow.schema(fields)).to_pandas()


# --- What is found


def _evaluate(expected: Sequence[_Expected]) -> list[Result]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # Loading takes seconds, so nothing else of the package should pay for it.
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # Without these settings it draws a bar for every metric and leaves a folder for its own pages behind.
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    context = great_expectations.get_context(project_config=config, mode="ephemeral")
    asset = context.data_sources.add_pandas("parquet").add_dataframe_asset("frame")
    batches = asset.add_batch_definition_whole_dataframe("whole")
    results: list[Result] = []
    for number, group in enumerate(expected):
        suite = great_expectations.ExpectationSuite(name=f"suite {number}")
        for name, arguments, says in group.expectations:
            suite.add_expectation(getattr(great_expectations.expectations, name)(**arguments, meta={"says": says}))
        batch = batches.get_batch({"dataframe": group.frame})
        how = {"result_format": "SUMMARY", "partial_unexpected_count": EXAMPLES}
        validated = batch.validate(suite, result_format=how)
        results += [_result(group, one.to_json_dict()) for one in validated.results]
    return results


def _result(group: _Expected, evaluated: dict[str, Any]) -> Result:
    says = evaluated["expectation_config"]["meta"]["says"]
    found = evaluated["result"]
    message = _exception(evaluated["exception_info"])
    unexpected = found.get("unexpected_count", 0 if evaluated["success"] else 1)
    examples: tuple[str, ...] = (message,) if message else ()
    if not evaluated["success"] and not message:
        examples = _examples(group, evaluated)
    return Result(
        table=group.table,
        looked_at=group.looked_at,
        rows=group.rows,
        expectation=says,
        success=bool(evaluated["success"]),
        errored=bool(message),
        unexpected=int(unexpected or 0),
        examples=examples,
    )


def _exception(info: dict[str, Any]) -> str:
    """What an expectation raised, if it did: Great Expectations reports that as a failure like any other."""
    for one in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if one.get("raised_exception"):
            return " ".join(str(one.get("exception_message")).split())[:300]
    return ""


def _examples(group: _Expected, evaluated: dict[str, Any]) -> tuple[str, ...]:
    """The first unexpected rows: the key of each and what the expectation looked at."""
    found = evaluated["result"]
    rows = found.get("partial_unexpected_index_list") or []
    if not rows:
        return (f"observed {found['observed_value']}",) if "observed_value" in found else ()
    arguments = evaluated["expectation_config"]["kwargs"]
    looked_at = [arguments[name] for name in ("column", "column_A", "column_B") if name in arguments]
    columns = list(dict.fromkeys([*(name for name in group.key if name in group.frame), *looked_at]))
    return tuple(
        ", ".join(f"{column} {value}" for column, value in group.frame.iloc[row][columns].items()) for row in rows
    )
