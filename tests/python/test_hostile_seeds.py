"""Seeds written to do harm are refused, or are text like any other text."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from chitieu.project import Project
from chitieu.seeds import inputs
from chitieu.seeds.csv_files import quoted
from chitieu.seeds.seed_tables import OBSERVATIONS
from test_inputs import DOCUMENT, OBSERVATION, SECOND, edit_text, observe, project, refusals

__all__ = ["project"]  # the fixture


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "a/b", "a\\b", "/etc/passwd", "a\nb", "-rf", "$(reboot)", "*"]
)
def test_a_document_id_that_leads_elsewhere_is_refused(project: Project, name: str) -> None:
    register = project.reference / "documents.csv"
    rows = list(csv.reader(register.open(encoding="utf-8", newline="")))
    rows[1][0] = name
    with register.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    found = refusals(project)
    assert found[0].startswith("seeds/reference/documents.csv:2: document_id: ")
    assert "is not a document id; use a-z" in found[0]


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "..", ".hidden", "a/../b", "a\\b", "a\x07b"])
def test_a_document_outside_its_folder_is_refused(project: Project, name: str) -> None:
    edit_text(project.reference / "documents.csv", "001_f645dcc1a991b265.txt", name)
    found = refusals(project)
    assert "documents.csv:3: file_name: " in found[0]
    assert "is not a plain file name" in found[0]


def test_a_link_out_of_the_seeds_is_refused_and_not_read(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a secret\n")
    link = project.observations / "hung-yen-2024-01.csv"
    link.symlink_to(secret)
    found = refusals(project)
    assert found == [
        "seeds/observations/hung-yen-2024-01.csv:0: it is a link that leads out of its folder; put the file itself here"
    ]


def test_a_file_name_with_a_terminal_command_in_it_is_shown_harmless(project: Project) -> None:
    (project.observations / "\x1b]0;mine\x07\n.csv").write_text("")
    found = refusals(project)
    assert "\x1b" not in "".join(found)
    assert "seeds/observations/\\u001b]0;mine\\u0007\\u000a.csv:1: " in found[0]


LIMITED = """
import resource, sys, time
from pathlib import Path
from chitieu.seeds import inputs
from chitieu.errors import InputError
from chitieu.project import Project
root = Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
try:
    inputs.check(Project(root, root / "documents", root / "warehouse"))
except InputError as error:
    print(error)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def _checked_apart(project: Project) -> tuple[list[str], float, float]:
    """The problems, the seconds and the growth of memory (MB) of a check in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(project.root)], capture_output=True, text=True, check=True, timeout=120
    )
    *problems, measured = run.stdout.splitlines()
    seconds, kilobytes = measured.split()
    return problems, float(seconds), float(kilobytes) / 1024


@pytest.mark.parametrize("filling", [b"x", b"x\n", b'""', "ộ".encode()])
def test_100_mb_in_one_cell_are_refused_quickly_and_in_little_memory(project: Project, filling: bytes) -> None:
    path = project.observations / f"{DOCUMENT}.csv"
    count = 100_000_000 // len(filling)
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b'"' + filling * count + b'"\n')
    problems, seconds, megabytes = _checked_apart(project)
    path.unlink()
    assert len(problems) == 1
    assert problems[0].startswith(f"seeds/observations/{DOCUMENT}.csv:2: note: ")
    assert "longer than" in problems[0] or "cells" in problems[0] or "quote" in problems[0]
    assert len(problems[0]) < 1_000
    # Measured: below 1 s and 20 MB, but for 100 MB of short lines, which must be read to be counted.
    assert seconds < 10
    assert megabytes < 300


def test_a_nul_byte_is_refused_at_its_line_and_column(project: Project) -> None:
    observe(project, OBSERVATION, SECOND | {"note": "before\0after"})
    assert refusals(project) == [
        f"seeds/observations/{DOCUMENT}.csv:3: note: there is a NUL byte; remove it; save the file as UTF-8"
    ]


@pytest.mark.parametrize("cell", ['"unclosed', '"closed" and more', '"twice""'])
def test_quotes_that_do_not_balance_are_refused_where_they_open(project: Project, cell: str) -> None:
    observe(project, OBSERVATION, SECOND | {"note": "HERE"}, OBSERVATION | {"char_start": "50", "char_end": "53"})
    edit_text(project.observations / f"{DOCUMENT}.csv", "HERE", cell)
    found = refusals(project)
    assert len(found) == 1
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:3: note: a quote opens here")
    assert "close it" in found[0]


def test_a_quote_that_swallows_rows_until_the_next_one_is_found_where_it_opens(project: Project) -> None:
    rows = [SECOND | {"char_start": str(start), "char_end": str(start + 3)} for start in (50, 60, 70)]
    observe(project, OBSERVATION | {"note": "HERE"}, *rows, SECOND | {"note": 'a "word"'})
    edit_text(project.observations / f"{DOCUMENT}.csv", "HERE", '"open')
    found = refusals(project)
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:2: note: ")


HARMLESS = [
    "{{ env_var('HOME') }}",
    "{% for x in range(10**9) %}{% endfor %}",
    "!!python/object/apply:os.system ['touch owned']",
    "key: [unclosed",
    "'; drop table fct_observation; --",
    "$(touch owned) `touch owned` && touch owned",
    "<script>alert(1)</script>",
    "%s %d %n {0.__class__} {note}",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_code_of_other_languages_in_a_note_is_text(project: Project, text: str) -> None:
    observe(project, OBSERVATION | {"note": text})
    assert refusals(project) == []


@pytest.mark.parametrize(
    "column", [column.name for column in OBSERVATIONS.columns if column.kind not in ("text", "verbatim")]
)
def test_code_of_other_languages_in_place_of_a_code_is_refused_and_shown_as_it_is(
    project: Project, column: str
) -> None:
    observe(project, *(OBSERVATION | {column: text} for text in HARMLESS[:4]))
    found = refusals(project)
    for line, text in enumerate(HARMLESS[:4], start=2):
        assert any(f":{line}: {column}: " in problem and quoted(text) in problem for problem in found), found
    assert not (project.root / "owned").exists()


@pytest.mark.parametrize("registry", ["units.csv", "concepts.csv", "areas.csv", "codes.csv"])
def test_sql_in_a_name_of_a_registry_is_refused_or_text(project: Project, registry: str) -> None:
    path = project.reference / registry
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    names = [index for index, column in enumerate(rows[0]) if column == "name_en"]
    rows[1][names[0]] = "x'); drop table units; --"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert refusals(project) == []
    rows[1][0] = "x'); drop table units; --"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert "is not an identifier" in refusals(project)[0]


def test_the_gate_reads_nothing_outside_the_seeds(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = project.root / "outside.csv"
    outside.write_text((project.observations / f"{DOCUMENT}.csv").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(inputs, "_csv_files", lambda table, folder, found: [outside])
    monkeypatch.setattr(inputs, "_check_names", lambda con, files, found: None)
    with pytest.raises(Exception, match=r"Permission Error|disabled by configuration"):
        inputs.check(project)


def test_a_project_in_a_folder_with_a_quote_in_its_name_is_checked(project: Project, tmp_path: Path) -> None:
    moved = tmp_path / "it's; here"
    moved.mkdir()
    (project.root / "seeds").rename(moved / "seeds")
    assert inputs.check(Project(moved, moved / "documents", moved / "warehouse")).passed
