"""Nothing raw: what is hidden in a text is refused in seeds and shown as code everywhere, and no cell runs."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
import tiny
from chitieu import build
from chitieu.characters import (
    FORMULA,
    FORMULA_IN_SQL,
    FORMULA_STARTS,
    HIDDEN,
    HIDDEN_IN_SQL,
    shown,
    visible,
    visible_in_sql,
    visible_json,
)
from chitieu.project import Project
from chitieu.release.published import Release
from chitieu.release.releases import Warehouse
from chitieu.seeds.csv_files import quoted
from chitieu.terminal import Terminal
from markupsafe import Markup
from rich.table import Table
from test_curate import Folder
from test_inputs import DOCUMENT, OBSERVATION, SECOND, observe, project, refusals
from typer.testing import Result

__all__ = ["project"]  # the fixture

MARKS = {
    "escape": "\x1b",
    "bell": "\x07",
    "one of C1": "\x9b",
    "soft hyphen": "\xad",
    "arabic letter mark": "\u061c",
    "mongolian vowel separator": "\u180e",
    "zero width space": "\u200b",
    "right to left override": "\u202e",
    "line separator": "\u2028",
    "isolate": "\u2067",
    "hangul filler": "\u3164",
    "variation selector": "\ufe0f",
    "byte order mark": "\ufeff",
    "tag": "\U000e0041",
}
HIDING = "".join(MARKS.values())


def test_hidden_marks_are_refused_in_texts_of_ours_and_of_documents_at_line_and_column(project: Project) -> None:
    rows = [SECOND | {"note": f"a{mark}b", "char_start": str(at), "char_end": str(at + 3)}
            for at, mark in enumerate(MARKS.values(), start=50)]  # fmt: skip
    observe(project, *rows)
    found = refusals(project)
    for line, mark in enumerate(MARKS.values(), start=2):
        said = f"seeds/observations/{DOCUMENT}.csv:{line}: note: {quoted(f'a{mark}b')} holds a control character"
        assert any(one.startswith(said) for one in found), (visible(mark), found)
    assert not HIDDEN.search("".join(found))
    observe(project, OBSERVATION | {"figure": "8\u00ad5"})
    assert f"seeds/observations/{DOCUMENT}.csv:2: figure: '8\\u00ad5' holds a control character" in refusals(project)[0]


@pytest.mark.parametrize("blank", [" ", "  ", "\u00a0", "\u3000", "\u2003 "])
def test_a_formula_after_blanks_is_refused_in_our_own_words(project: Project, blank: str) -> None:
    observe(project, OBSERVATION | {"note": f"{blank}=cmd|' /C calc'!A0"})
    assert "begins like a formula" in refusals(project)[0]


def test_what_is_visible_is_the_same_in_python_and_in_sql() -> None:
    codes = [code for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    with duckdb.connect() as connection:
        connection.execute("create table signs as select unnest(?::int[]) as code", [codes])
        answer = f"""select code, chr(code) <> {visible_in_sql("chr(code)")}, {visible_in_sql("'x' || chr(code)")}
            from signs where regexp_matches(chr(code), '{HIDDEN_IN_SQL}')"""
        in_sql = {code: spelled for code, is_changed, spelled in connection.execute(answer).fetchall() if is_changed}
    assert in_sql == {code: visible("x" + chr(code)) for code in codes if HIDDEN.match(chr(code))}
    assert len(in_sql) > 4_000
    assert visible("Hà Nội, 12 tỷ đồng\tvà\r\n€ 5 — “8”") == "Hà Nội, 12 tỷ đồng\tvà\r\n€ 5 — “8”"


def test_json_with_its_hidden_marks_spelled_out_still_means_the_same() -> None:
    value = {HIDING: ["tỷ", HIDING, 1.5]}
    text = visible_json(json.dumps(value, ensure_ascii=False))
    assert not HIDDEN.search(text)
    assert "tỷ" in text
    assert json.loads(text) == value


def test_formulas_are_the_same_in_python_and_in_sql() -> None:
    texts = [
        before + sign + "x" for before in ("", " ", "\t", "\u00a0 ", "' ", "a ", "\u3000'") for sign in "=+-@＝('\r"
    ]
    with duckdb.connect() as connection:
        query = "select regexp_matches(?, ?), unicode(?)"
        for text in texts:
            is_formula, first = connection.execute(query, [text, FORMULA_IN_SQL, text]).fetchone()
            assert is_formula == bool(FORMULA.match(text)), repr(text)
            assert first in FORMULA_STARTS or not is_formula, repr(text)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """Two releases; the passages of the second came from a document that was made to do harm."""
    made = tiny.make(tmp_path_factory.mktemp("hidden"))

    def hostile(project: Project, candidate: Path, evidence: Path) -> tiny.TinyTransformed:
        found = tiny.transform(project, candidate, evidence)
        with duckdb.connect(str(candidate)) as connection:
            update = "update fct_observation set passage = ? where observation_id = ?"
            connection.execute(update, [f"a{HIDING}z", "o00006"])
            connection.execute(update, [" =cmd|' /C calc'!A0", "o00007"])
            connection.execute(update, ["\u00a0\t@sum(1)", "o00008"])
        return found

    first = build.build(made, tiny.steps(), build.Options(), tiny.JsonReporter(sys.stderr))
    second = build.build(made, tiny.steps(transform=hostile), build.Options(), tiny.JsonReporter(sys.stderr))
    assert first is not None and second is not None
    return first, second


@pytest.mark.parametrize("kind", ["csv", "csv-excel"])
def test_csv_shows_hidden_marks_and_runs_no_formula_after_blanks(releases: tuple[Release, Release], kind: str) -> None:
    text = (releases[1].folder / kind / "fct_observation.csv").read_text(encoding="utf-8-sig")
    assert not HIDDEN.search(text)
    passages = {row["observation_id"]: row["passage"] for row in csv.DictReader(text.splitlines())}
    assert passages["o00006"] == f"a{visible(HIDING)}z"
    assert passages["o00007"] == "' =cmd|' /C calc'!A0"
    assert passages["o00008"] == "'\u00a0\t@sum(1)"
    assert passages["o00001"] == "'=1+1"
    assert passages["o00003"] == "-1,02%"


def test_the_workbook_shows_hidden_marks_and_keeps_formulas_text(releases: tuple[Release, Release]) -> None:
    sheet = openpyxl.load_workbook(releases[1].folder / "chitieu.xlsx")["fct_observation"]
    header = [cell.value for cell in sheet[1]]
    cells = {row[0].value: row[header.index("passage")] for row in sheet.iter_rows(min_row=2)}
    assert cells["o00006"].value == f"a{visible(HIDING)}z"
    for name in ("o00007", "o00008"):
        assert cells[name].data_type == "s"
        assert cells[name].quotePrefix


def test_the_database_and_parquet_keep_what_the_document_prints(releases: tuple[Release, Release]) -> None:
    query = f"select passage from '{releases[1].parquet}/fct_observation.parquet' where observation_id = 'o00006'"
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [(f"a{HIDING}z",)]


def test_the_change_note_shows_hidden_marks(releases: tuple[Release, Release]) -> None:
    note = (releases[1].folder / "changes.md").read_text(encoding="utf-8")
    assert not HIDDEN.search(note)
    assert f"a{visible(HIDING)}z" in note


def test_the_difference_on_a_terminal_shows_hidden_marks(
    releases: tuple[Release, Release], run: Callable[..., Result]
) -> None:
    warehouse = releases[1].folder.parents[1]
    printed = run("diff", "previous", "current", "--warehouse", str(warehouse)).stdout
    assert not HIDDEN.search(printed)
    assert visible("\x1b") in printed


def test_a_terminal_shows_hidden_marks_and_brackets_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("[red]column[/red]", f"b{HIDING}", title="[bold]title")
    table.add_row("[/]", f"cell{HIDING}")
    Terminal(markup=False, width=400).print(table, f"text{HIDING}", "[link=x]")
    printed = capsys.readouterr().out
    assert not HIDDEN.search(printed)
    for expected in (
        "[red]column[/red]",
        "[bold]title",
        "[/]",
        "[link=x]",
        f"b{visible(HIDING)}",
        f"cell{visible(HIDING)}",
    ):
        assert expected in printed


def test_pages_show_hidden_marks_and_keep_what_is_safe(tmp_path: Path) -> None:
    assert shown("a\u202eb") == "a\\u202eb"
    assert isinstance(shown(Markup("<b>\xad</b>")), Markup)
    folder = Folder(tmp_path)
    folder.text.write_text(f"Năm 2023, thu ngân sách đạt 4.825 tỷ{HIDING} đồng.\n", encoding="utf-8", newline="")
    assert folder.run().exit_code == 0
    page = folder.page.read_text(encoding="utf-8")
    assert not HIDDEN.search(page)
    assert visible(HIDING) in page


@pytest.mark.parametrize(
    "surroundings", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}]
)
def test_a_poor_encoding_degrades_and_does_not_fail(tiny_project: Project, surroundings: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    environment |= surroundings | {"PYTHONPATH": str(Path(__file__).parent)}

    def command(*words: str) -> str:
        program = [sys.executable, str(Path(__file__).with_name("tiny_command.py")), *words]
        done = subprocess.run(program, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("ascii")

    assert "Published" in command("build")
    assert "published" in command("build", "--log-format", "json")
    assert "H\\xe0 N\\u1ed9i" in command("sql", "from dim_area")
    assert "H\\xe0 N\\u1ed9i" in command("sql", "from dim_area", "--format", "csv")
    for name in ("build", "sql", "status"):
        command(name, "--help")
    assert Warehouse(tiny_project.warehouse).current()
