import json
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest
import tiny
from chitieu import build, cli
from chitieu.errors import InputError, Problem
from chitieu.gates import Gate
from chitieu.project import ROOT, Project
from chitieu.release.releases import Warehouse
from typer.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def project(tiny_project: Project) -> Project:
    return tiny_project


def command_names() -> list[str]:
    return sorted(command.name for command in cli.app.registered_commands)


def test_every_command_is_documented_with_an_example(run: Run) -> None:
    assert {"build", "diff", "rollback", "sql", "status"} <= set(command_names())
    for name in command_names():
        page = run(name, "--help").stdout
        assert f"chitieu {name}" in page.split("Examples")[1]


def test_build_publishes_and_tells_what(run: Run, project: Project) -> None:
    result = run("build")
    assert result.exit_code == 0
    assert f"Published {Warehouse(project.warehouse).current().release_id}" in result.stdout
    assert "Observations" in result.stdout
    assert "each figure read again" in result.stdout


def test_build_tells_machines_in_json_lines(run: Run, project: Project) -> None:
    lines = [json.loads(line) for line in run("build", "--log-format", "json").stdout.splitlines()]
    finished = [line["step"] for line in lines if line["event"] == "step finished"]
    assert finished == [
        "input files",
        "second reading",
        "models and their tests",
        "public tables",
        "files for readers",
        "expectations of readers",
        "explorer",
        "release notes",
        "publication",
    ]
    assert all(line["seconds"] >= 0 for line in lines if line["event"] == "step finished")
    assert lines[-1]["event"] == "published"
    assert lines[-1]["observations"] == tiny.OBSERVATIONS


def test_build_with_nothing_changed_has_status_3(run: Run) -> None:
    assert run("build", "--if-changed").exit_code == 0
    result = run("build", "--if-changed")
    assert result.exit_code == 3
    assert "nothing changed since release" in result.stdout


def test_build_while_another_holds_the_lock_has_status_4(run: Run, project: Project) -> None:
    with Warehouse(project.warehouse).lock():
        result = run("build", "--wait", "0.2")
    assert result.exit_code == 4
    assert "--wait SECONDS" in result.stderr


def test_a_failed_gate_has_status_1_and_says_why_on_standard_error(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate("expectations", 8, 2, 0.0, ["two rows lack a unit"])
    failing = tiny.steps(checking_expectations=lambda *_: nullcontext(lambda: gate))
    monkeypatch.setattr(build, "real_steps", lambda: failing)
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "gate expectations failed: 2 of 8 checks failed"
    assert "two rows lack a unit" in result.stderr
    assert Warehouse(project.warehouse).current() is None


def test_broken_input_has_status_2_and_names_file_line_and_column(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Project) -> Gate:
        raise InputError([Problem("seeds/x.csv", 3, "value_low", "no number", "write it with a point")])

    monkeypatch.setattr(build, "real_steps", lambda: tiny.steps(check_inputs=broken))
    result = run("build")
    assert result.exit_code == 2
    assert result.stderr == "seeds/x.csv:3: value_low: no number; write it with a point\n"


@pytest.mark.parametrize(
    "arguments", [["build", "--keep", "0"], ["build", "--nonsense"], ["status", "--max-age", "soon"], ["nonsense"]]
)
def test_wrong_usage_has_status_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_disk_that_gives_out_has_status_1_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "evidence.csv")

    monkeypatch.setattr(build, "real_steps", lambda: tiny.steps(write_evidence=full))
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr == "evidence.csv: No space left on device; mend that and try again\n"


@pytest.mark.parametrize("problem", [duckdb.OutOfMemoryException("a\nb"), BrokenProcessPool("a\nb"), MemoryError()])
def test_memory_that_gives_out_has_status_1_and_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def large(project: Project) -> None:
        raise problem

    monkeypatch.setattr(build, "real_steps", lambda: tiny.steps(prove=large))
    result = run("build")
    assert result.exit_code == 1
    assert "memory; " in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_folders_of_the_command_line_go_before_those_of_the_environment(
    run: Run, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHITIEU_WAREHOUSE", "from_environment")
    assert run("build").exit_code == 0
    assert Warehouse(project.root / "from_environment").current()
    assert run("build", "--warehouse", str(tmp_path / "given"), "--documents", str(tmp_path)).exit_code == 0
    assert Warehouse(tmp_path / "given").current().manifest["documents"] == {"tiny.txt": None}


def test_an_empty_variable_names_nothing(run: Run, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_WAREHOUSE", "")
    monkeypatch.setenv("CHITIEU_DOCUMENTS", "")
    assert run("build").exit_code == 0
    current = Warehouse(project.root / "warehouse").current()
    assert current is not None
    assert len(current.manifest["documents"]["tiny.txt"]) == 64, "the documents are those of the checkout"
    assert not (project.root / "releases").exists()
    monkeypatch.setenv("CHITIEU_ROOT", "")
    assert Project.from_environment().root == ROOT


@pytest.mark.parametrize("command", ["build", "verify"])
def test_a_named_folder_of_documents_that_is_not_there_is_wrong_usage(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    refused = run(command, "--documents", str(project.root / "nowhere"))
    assert refused.exit_code == 2
    assert f"{project.root / 'nowhere'}: there is no such folder" in refused.stderr
    assert run(command, "--documents", str(project.reference / "documents.csv")).exit_code == 2
    monkeypatch.setenv("CHITIEU_DOCUMENTS", "nowhere")
    assert run(command).exit_code == 2
    assert Warehouse(project.warehouse).releases() == []


def test_without_a_name_the_documents_may_be_absent(run: Run, project: Project) -> None:
    (project.documents / "tiny.txt").unlink()
    project.documents.rmdir()
    assert run("build").exit_code == 0


def test_a_checkout_that_is_not_there_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_ROOT", "/nowhere/chitieu")
    assert run("status").exit_code == 2


def test_unverified_figures_replace_verified_ones_only_when_told_to(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = tiny.TinyProof(Gate("proof", 9, 0, 0.0), False, 7)
    partly = tiny.TinyProof(Gate("proof", 9, 0, 0.0), True, 1)
    run("build")
    verified = Warehouse(project.warehouse).current()
    for proof in (absent, partly):
        monkeypatch.setattr(build, "real_steps", lambda proof=proof: tiny.steps(prove=lambda _: proof))
        refused = run("build")
        assert refused.exit_code == 1
        assert f"{proof.unverified} figures were not read again" in refused.stderr
        assert "--accept-unverified" in refused.stderr
        assert Warehouse(project.warehouse).current() == verified
    assert run("build", "--accept-unverified").exit_code == 0
    assert run("build").exit_code == 0, "an unverified release may follow one"
    monkeypatch.setattr(build, "real_steps", tiny.steps)
    assert run("build").exit_code == 0
    (project.current.resolve() / "manifest.json").unlink()
    monkeypatch.setattr(build, "real_steps", lambda: tiny.steps(prove=lambda _: absent))
    assert run("build").exit_code == 0, "the newest release of which it can be told is unverified"


def test_where_it_cannot_be_told_whether_figures_were_verified_unverified_ones_do_not_replace_them(
    run: Run, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    (project.current.resolve() / "manifest.json").unlink()
    absent = tiny.TinyProof(Gate("proof", 9, 0, 0.0), False, 7)
    monkeypatch.setattr(build, "real_steps", lambda: tiny.steps(prove=lambda _: absent))
    refused = run("build", "--accept-shrink")
    assert refused.exit_code == 1
    assert "may have been" in refused.stderr
    assert run("build", "--accept-shrink", "--accept-unverified").exit_code == 0


def test_status_without_a_release_has_status_1(run: Run) -> None:
    result = run("status")
    assert result.exit_code == 1
    assert "chitieu build" in result.stderr


def test_status_shows_the_current_release_and_its_gates(run: Run, project: Project) -> None:
    run("build")
    result = run("status", "--max-age", "1h")
    assert result.exit_code == 0
    assert Warehouse(project.warehouse).current().release_id in result.stdout
    assert f"{tiny.OBSERVATIONS} rows" in result.stdout
    assert "Gate expectations" in result.stdout


def test_status_of_a_release_that_is_too_old_has_status_1(run: Run) -> None:
    run("build")
    result = run("status", "--max-age", "0s")
    assert result.exit_code == 1
    assert "more than 0s" in result.stderr


def test_status_as_json_lists_every_release(run: Run, project: Project) -> None:
    run("build")
    tiny.edit(project, 2)
    run("build")
    facts = json.loads(run("status", "--all", "--json").stdout)
    assert [release["is_current"] for release in facts["releases"]] == [True, False]
    assert facts["age_seconds"] < 60
    assert facts["releases"][0]["rows"]["fct_observation"] == tiny.OBSERVATIONS
    shown = run("status", "--all").stdout
    assert all(release["release_id"] in shown for release in facts["releases"])


def two_editions(run: Run, project: Project) -> None:
    run("build")
    tiny.edit(project, 2)
    seeds = project.observations / "tiny.csv"
    lines = seeds.read_text(encoding="utf-8").splitlines()
    lines[1] = "o00000,77.5,2"
    seeds.write_text("\n".join([*lines[:-1], "o99999,1.5,2"]) + "\n", encoding="utf-8")
    run("build")


def test_diff_tells_rows_added_removed_and_changed_field_by_field(run: Run, project: Project) -> None:
    two_editions(run, project)
    found = json.loads(run("diff", "previous", "current", "--json").stdout)
    observations = found["tables"]["fct_observation"]
    assert [row["observation_id"] for row in observations["added"]] == ["o99999"]
    assert [row["observation_id"] for row in observations["removed"]] == ["o00399"]
    assert observations["fields"] == {"figure": 1, "value_low": 1, "edition": tiny.OBSERVATIONS - 1}
    values = [change for change in observations["changed"] if change["field"] == "value_low"]
    assert values == [
        {"key": {"observation_id": "o00000"}, "field": "value_low", "before": "0.250000", "after": "77.500000"}
    ]
    verdict = {"key": {"check_id": "is_even"}, "field": "verdict", "before": "fail", "after": "pass"}
    assert found["changed_verdicts"] == [verdict]
    assert "dim_area" not in found["tables"]


def test_diff_is_readable_and_goes_into_the_release_as_a_note(run: Run, project: Project) -> None:
    two_editions(run, project)
    shown = run("diff", "previous", "current", "--limit", "3").stdout
    assert "Checks that changed their verdict" in shown
    assert "77.500000" in shown
    assert "and 398 more rows" in shown
    assert "edition 399" in shown
    note = (Warehouse(project.warehouse).current().folder / "changes.md").read_text(encoding="utf-8")
    assert "`fct_observation`: 1 added, 1 removed, 399 changed (figure 1, value_low 1, edition 399)" in note
    assert "- o00000: value_low 0.250000 → 77.500000" in note
    assert "- is_even: verdict fail → pass" in note
    assert "- o00001: edition" not in note, "what changed in every row is counted, not listed"


def test_diff_of_a_release_with_itself_is_empty_and_of_an_unknown_one_an_error(run: Run) -> None:
    run("build")
    assert "No row differs" in run("diff", "current", "current").stdout
    result = run("diff", "current", "20200101")
    assert result.exit_code == 1
    assert "20200101" in result.stderr


def test_rollback_returns_to_the_release_before_or_to_the_one_named(run: Run, project: Project) -> None:
    two_editions(run, project)
    newest, oldest = Warehouse(project.warehouse).releases()
    assert run("rollback").exit_code == 0
    assert Warehouse(project.warehouse).current() == oldest
    assert run("rollback", newest.release_id).exit_code == 0
    assert Warehouse(project.warehouse).current() == newest


def test_rollback_refuses_what_is_absent_broken_or_locked(run: Run, project: Project) -> None:
    assert run("rollback").exit_code == 1
    two_editions(run, project)
    newest, oldest = Warehouse(project.warehouse).releases()
    assert run("rollback", "2020").exit_code == 1
    with Warehouse(project.warehouse).lock():
        assert run("rollback").exit_code == 1
    (oldest.csv / "dim_area.csv").unlink()
    result = run("rollback")
    assert result.exit_code == 1
    assert "dim_area.csv is missing" in result.stderr
    assert Warehouse(project.warehouse).current() == newest


def test_sql_answers_as_table_csv_and_json(run: Run) -> None:
    run("build")
    query = "select area_id, value_low, passage, value_low > 1 as is_more from fct_observation order by all limit 2"
    assert run("sql", query, "--format", "csv").stdout == (
        "area_id,value_low,passage,is_more\nVN63_01,0.25,,false\nVN63_01,1.25,=1+1,true\n"
    )
    assert json.loads(run("sql", query, "--format", "json").stdout) == [
        {"area_id": "VN63_01", "value_low": 0.25, "passage": None, "is_more": False},
        {"area_id": "VN63_01", "value_low": 1.25, "passage": "=1+1", "is_more": True},
    ]
    table = run("sql", query).stdout
    assert "area_id" in table
    assert "NULL" in table
    assert run("sql", "-", "--format", "csv", input="select 1 as one").stdout == "one\n1\n"


def test_sql_loses_no_digit_and_shows_brackets_as_they_are(run: Run) -> None:
    run("build")
    query = "select 12345678901234567890.123456::decimal(38,6) as n, '[red]x' as s"
    text = run("sql", query, "--format", "json").stdout
    assert json.loads(text, parse_float=str) == [{"n": "12345678901234567890.123456", "s": "[red]x"}]
    assert "[red]x" in run("sql", query).stdout


@pytest.mark.parametrize(
    "query",
    [
        "selec 1",
        "delete from dim_area",
        "create table t (i int)",
        "from read_csv('{path}')",
        "copy (select 1) to '{path}'",
        "attach '{path}.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
        "export database '{path}.export'",
    ],
)
def test_sql_that_is_wrong_writes_or_reaches_out_has_status_1(run: Run, project: Project, query: str) -> None:
    run("build")
    path = project.root / "a.csv"
    path.write_text("i\n1\n", encoding="utf-8")
    before = sorted(project.root.rglob("*"))
    result = run("sql", query.replace("{path}", str(path)))
    assert result.exit_code == 1
    assert result.stderr
    assert result.stdout == ""
    assert sorted(project.root.rglob("*")) == before
    assert path.read_text(encoding="utf-8") == "i\n1\n"


def test_sql_asks_the_release_it_is_told_to(run: Run, project: Project) -> None:
    two_editions(run, project)
    query = "select max(edition) as edition from dim_document"
    assert run("sql", query, "--format", "csv").stdout == "edition\n2\n"
    assert run("sql", query, "--format", "csv", "--release", "previous").stdout == "edition\n1\n"
