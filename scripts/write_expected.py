"""Write what each document gives, `tests/expected/<document_id>.csv`, from the current release; review it as a diff.

`tests/expected/answers/queries.csv` says of each question in queries/ how many rows answer it, and their coverage.

One row per indicator, period, scenario and status: how many figures, and their sum as printed. `python
scripts/write_expected.py`, after `chitieu build`. A document without a file here is expected nothing of.
"""

from pathlib import Path

import duckdb
from chitieu.project import Project

FIGURES = """
    select
        indicator_id, period, scenario, obs_status, unit_id, count(*) as figures,
        sum(coalesce(value_low, value_high)) as printed_sum
    from fct_observation
    where document_id = ?
    group by all
    union all
    select reason, null, 'excluded', null, null, count(*), null
    from excluded_numeral
    where document_id = ?
    group by all
    order by all
"""


def expected_of(connection: duckdb.DuckDBPyConnection, document_id: str) -> str:
    """The file of a document as text, from a published database."""
    answer = connection.execute(FIGURES, [document_id, document_id])
    header = [column[0] for column in answer.description]
    lines = [header, *(["" if cell is None else str(cell) for cell in row] for row in answer.fetchall())]
    return "".join(f"{','.join(line)}\n" for line in lines)


def expected_answers(connection: duckdb.DuckDBPyConnection, queries: Path) -> str:
    """How many rows each query gives, and what it prints of coverage, as text."""
    lines = ["query,rows,coverage\n"]
    for path in sorted(queries.glob("*.sql")):
        answer = connection.execute(path.read_text(encoding="utf-8"))
        names = [column[0] for column in answer.description]
        rows = answer.fetchall()
        places = [number for number, name in enumerate(names) if name.endswith("coverage")]
        printed = sorted({str(row[place]) for row in rows for place in places if row[place] is not None})
        lines.append(f"{path.stem},{len(rows)},{'; '.join(printed)}\n")
    return "".join(lines)


def main() -> None:
    """Write the files of all documents of the current release."""
    project = Project.from_environment()
    folder: Path = project.root / "tests" / "expected"
    folder.mkdir(exist_ok=True)
    with duckdb.connect(str(project.current.resolve() / "chitieu.duckdb"), read_only=True) as connection:
        for (document_id,) in connection.execute("select document_id from dim_document order by all").fetchall():
            (folder / f"{document_id}.csv").write_text(expected_of(connection, document_id), encoding="utf-8")
        answers = folder / "answers" / "queries.csv"
        answers.parent.mkdir(exist_ok=True)
        answers.write_text(expected_answers(connection, project.root / "queries"), encoding="utf-8")


if __name__ == "__main__":
    main()
