"""One dialect: what the gate lets pass is the same to DuckDB and to each of Python's readers."""

import csv
import tempfile
from pathlib import Path

import duckdb
import pytest
from chitieu.project import Project
from chitieu.proof import curated_rows
from chitieu.seeds.csv_files import file_problems
from chitieu.seeds.seed_tables import Column, Table, rows_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_inputs import DOCUMENT, OBSERVATION, edit_text, observe, project, refusals

__all__ = ["project"]  # the fixture

TABLE = Table("cells", (Column("a", "text"), Column("b", "text"), Column("c", "text")), key=("a",))
SIGNS = ['"', '""', ",", "\n", " ", "\t", "a", "1", "\\", "'", "#", ";", "|", "ộ", '"x"', '"x, ""y"""']
ALWAYS_THE_SAME = settings(derandomize=True, deadline=None, max_examples=300, database=None)


@ALWAYS_THE_SAME
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=14).map("".join))
@example(' "1",2,3')
@example('1,\t"2",3\n')
@example('"a, ""b""",  "",')
@example(' 1, ",",,1##|;\n"')
def test_what_the_gate_lets_pass_all_read_alike(body: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cells.csv")
        path.write_text(f"a,b,c\n{body}", encoding="utf-8", newline="")
        if file_problems(path, "cells.csv", TABLE.header):
            return
        with path.open(encoding="utf-8", newline="") as lines:
            plain = [tuple(row) for row in list(csv.reader(lines, strict=True))[1:] if row]
        curated = [tuple(row.cells.values()) for row in curated_rows.rows_of(path)]
        query = f"select a, b, c from {rows_of(TABLE)} order by row_number"
        with duckdb.connect() as connection:
            assert plain == curated == connection.execute(query, [[str(path)]]).fetchall()


@pytest.mark.parametrize("blank", [" ", "\t", "   "])
def test_a_blank_before_a_quote_is_refused_at_its_line_and_column(project: Project, blank: str) -> None:
    observe(project, OBSERVATION | {"note": 'one, "two"\nthree'}, OBSERVATION | {"char_start": "20", "char_end": "23"})
    path = project.observations / f"{DOCUMENT}.csv"
    edit_text(path, '20,23,"8,5",1,', f'20,23,"8,5",{blank}"1",')
    (found,) = refusals(project)
    assert found.startswith(f"seeds/observations/{DOCUMENT}.csv:4: component: ")
    assert "has blanks before its quote; remove the blanks" in found
