"""The proof: a curated row stands only if the machine reads the same, or a person settled the difference."""

import csv
import hashlib
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from chitieu.cli import app
from chitieu.project import ROOT, Project
from chitieu.proof import verify
from chitieu.seeds import inputs
from chitieu.seeds.seed_tables import CORRECTIONS, EXCLUSIONS, OBSERVATIONS, SETTLEMENTS
from typer.testing import CliRunner

DOCUMENT = "bac-lieu-2024-01-10"
TEXT = (
    "Năm 2023, tỉnh Bạc Liêu thu ngân sách đạt 4.825 tỷ đồng, tăng 7,5% so với cùng kỳ.\n"
    "Kim ngạch xuất khẩu ước đạt 1,2 tỷ USD. Có 17/19 chỉ tiêu đạt kế hoạch.\n"
    "Năm 2024, phấn đấu tốc độ tăng trưởng GRDP đạt trên 8%; tỷ lệ hộ nghèo giảm 0,5%.\n"
)
AREA = "VN63_95"


def row(figure: str, component: int = 1, after: str = "", **cells: str) -> dict[str, str]:
    """A curated row whose span is that of `figure`, the first behind `after`."""
    start = TEXT.index(figure, TEXT.index(after))
    usual = {
        "area_id": AREA,
        "period": "2023",
        "scenario": "actual",
        "comparator": "eq",
        "is_approximate": "false",
        "compared_with": "",
        "plan_giver": "",
        "obs_status": "A",
        "note": "",
    }
    place = {"char_start": str(start), "char_end": str(start + len(figure)), "figure": figure}
    return {**place, "component": str(component), **usual, **cells}


def level(value: str) -> dict[str, str]:
    return {"value_low": value, "value_high": value}


ROWS = [
    row("4.825 tỷ đồng", indicator_id="state_budget_revenue", unit_id="billion_vnd", **level("4825")),
    row(
        "7,5%",
        indicator_id="state_budget_revenue_growth",
        unit_id="percent",
        **level("7.5"),
        compared_with="same_period",
    ),
    row("1,2 tỷ USD", indicator_id="exports", unit_id="billion_usd", **level("1.2"), obs_status="E"),
    row("17/19 chỉ tiêu", 1, indicator_id="plan_targets_met", unit_id="target", **level("17")),
    row("17/19 chỉ tiêu", 2, indicator_id="plan_targets_set", unit_id="target", **level("19")),
    row(
        "8%",
        indicator_id="grdp_growth",
        unit_id="percent",
        value_low="8",
        value_high="",
        comparator="gt",
        period="2024",
        scenario="target",
    ),
    row(
        "0,5%",
        indicator_id="poverty_rate_change",
        unit_id="percentage_point",
        **level("-0.5"),
        period="2024",
        scenario="target",
    ),
]
YEARS = [
    {"char_start": str(start), "char_end": str(start + 4), "figure": TEXT[start : start + 4], "reason": "year"}
    for start in (TEXT.index("2023"), TEXT.index("2024"))
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The real registries, one document of our own, and its rows as a careful person would write them."""
    shutil.copytree(ROOT / "seeds" / "reference", tmp_path / "seeds" / "reference")
    project = Project(root=tmp_path, documents=tmp_path / "documents", warehouse=tmp_path / "warehouse")
    for folder in (
        project.observations,
        project.exclusions,
        project.settlements,
        project.corrections,
        project.documents,
    ):
        folder.mkdir(parents=True)
    (project.documents / "bac_lieu.txt").write_text(TEXT, encoding="utf-8", newline="")
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    (project.reference / "documents.csv").write_text(
        "document_id,file_name,sha256,title_en,issuer,issuer_area_id,published_on,published_precision,published_basis,"
        "supersedes_document_id,language\n"
        f"{DOCUMENT},bac_lieu.txt,{sha256},Bac Lieu,Bạc Liêu,{AREA},2024-01-10,day,printed,,vi\n",
        encoding="utf-8",
    )
    observe(project, ROWS)
    exclude(project, YEARS)
    write(project.corrections / f"{DOCUMENT}.csv", CORRECTIONS.header, [])
    return project


def write(path: Path, header: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def observe(project: Project, rows: list[dict[str, str]]) -> None:
    write(project.observations / f"{DOCUMENT}.csv", OBSERVATIONS.header, rows)


def exclude(project: Project, rows: list[dict[str, str]]) -> None:
    write(project.exclusions / f"{DOCUMENT}.csv", EXCLUSIONS.header, rows)


def settle(project: Project, *rows: tuple[int, str, str, str]) -> None:
    """Settlements of ROWS: (index of the row, field, the machine's value, the person's)."""
    cells = [
        {
            "char_start": ROWS[index]["char_start"],
            "component": ROWS[index]["component"],
            "field": field,
            "machine_value": machine,
            "person_value": person,
            "reason": "The person is right.",
        }
        for index, field, machine, person in rows
    ]
    write(project.settlements / f"{DOCUMENT}.csv", SETTLEMENTS.header, cells)


def edited(index: int, **cells: str) -> list[dict[str, str]]:
    """ROWS with some cells of one row changed."""
    return [{**one, **cells} if place == index else one for place, one in enumerate(ROWS)]


def differences(project: Project) -> list[str]:
    """The details of the proof without the end of each that says what to do."""
    inputs.check(project)
    gate = verify.prove(project).gate
    assert gate.failed == len(gate.details)
    return [detail.split(";")[0] for detail in gate.details]


def test_right_rows_are_proven_and_every_comparison_is_counted(project: Project) -> None:
    inputs.check(project)
    proof = verify.prove(project)
    assert proof.gate.details == []
    assert proof.gate.passed
    assert proof.gate.name == "proof"
    assert proof.gate.checked > len(ROWS) * len(verify.LIMITS)
    assert (proof.verified, proof.rows, proof.unverified, proof.settled) == (7, 7, 0, {})
    assert proof.documents_present
    assert proof.documents_absent == ()


@pytest.mark.parametrize(
    ("index", "column", "value", "machine"),
    [
        (0, "value_low", "4852", "4825"),
        (0, "unit_id", "million_vnd", "billion_vnd"),
        (0, "period", "2024", "2023"),
        (0, "area_id", "VN63_96", AREA),
        (0, "scenario", "target", "actual"),
        (1, "indicator_id", "iip_growth", "state_budget_revenue_growth"),
        (1, "compared_with", "previous_year", "same_period"),
        (2, "obs_status", "A", "E"),
        (4, "value_high", "91", "19"),
        (5, "comparator", "ge", "gt"),
        (6, "value_low", "0.5", "-0.5"),
    ],
)
def test_each_field_that_the_machine_reads_otherwise_is_named_with_its_line(
    project: Project, index: int, column: str, value: str, machine: str
) -> None:
    cells = {column: value}
    if column.startswith("value_"):
        cells = level(value)
    observe(project, edited(index, **cells))
    found = [detail for detail in differences(project) if f": {column}: " in detail]
    assert len(found) == 1
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:{index + 2}: {column}: the row says {value} of ")
    assert f"the machine reads {machine}" in found[0]


def test_a_dropped_row_is_told_where_it_belongs(project: Project) -> None:
    observe(project, [one for place, one in enumerate(ROWS) if place != 2])
    assert differences(project) == [
        f"seeds/observations/{DOCUMENT}.csv:3: char_start: the machine reads the figure '1,2 tỷ USD' at "
        f"{ROWS[2]['char_start']}, and no row holds it"
    ]


def test_the_second_number_of_a_pair_cannot_be_dropped_alone(project: Project) -> None:
    observe(project, [one for place, one in enumerate(ROWS) if place != 4])
    assert differences(project) == [
        f"seeds/observations/{DOCUMENT}.csv:5: component: the machine reads component 2 of '17/19 chỉ tiêu',"
        " and no row holds it"
    ]


def test_a_figure_cannot_hide_among_the_exclusions(project: Project) -> None:
    observe(project, [one for place, one in enumerate(ROWS) if place != 2])
    hidden = {name: ROWS[2][name] for name in ("char_start", "char_end", "figure")}
    exclude(project, [*YEARS, {**hidden, "reason": "year"}])
    assert differences(project) == [
        f"seeds/exclusions/{DOCUMENT}.csv:4: reason: the row says year of '1,2 tỷ USD', the machine reads none:"
        " it reads '1,2 tỷ USD' as a figure"
    ]


def test_an_exclusion_is_read_again_with_its_reason(project: Project) -> None:
    exclude(project, [{**YEARS[0], "reason": "period"}, YEARS[1]])
    found = differences(project)
    assert len(found) == 1
    assert "reason: the row says period of '2023', the machine reads year" in found[0]


def test_the_reason_of_an_exclusion_can_be_settled(project: Project) -> None:
    exclude(project, [{**YEARS[0], "reason": "period"}, YEARS[1]])
    settlement = {
        "char_start": YEARS[0]["char_start"],
        "component": "1",
        "field": "reason",
        "machine_value": "year",
        "person_value": "period",
        "reason": "The person is right.",
    }
    write(project.settlements / f"{DOCUMENT}.csv", SETTLEMENTS.header, [settlement])
    assert differences(project) == []
    assert verify.prove(project).settled == {"reason": 1}


def test_a_figure_that_the_machine_does_not_see_is_told_field_by_field(project: Project) -> None:
    start = TEXT.index("phấn đấu")
    unseen = {**ROWS[5], "char_start": str(start), "char_end": str(start + 8), "figure": "phấn đấu"}
    observe(project, [*ROWS[:5], unseen, *ROWS[5:]])
    found = [detail for detail in differences(project) if f"/{DOCUMENT}.csv:7: " in detail]
    assert any("figure: the row says phấn đấu of 'phấn đấu', the machine reads none" in detail for detail in found)
    assert {detail.split(": ")[1] for detail in found} >= {"value_low", "period", "indicator_id", "unit_id"}


def test_a_numeral_that_nobody_accounts_for_is_told(project: Project) -> None:
    exclude(project, YEARS[:1])
    found = differences(project)
    assert len(found) == 1
    assert f"the machine excludes '2024' at {YEARS[1]['char_start']} as year, and no row holds it" in found[0]


def test_a_moved_span_and_an_edited_figure_are_told(project: Project) -> None:
    moved = {"char_start": str(int(ROWS[2]["char_start"]) + 1), "char_end": str(int(ROWS[2]["char_end"]) + 1)}
    observe(project, edited(2, **moved))
    assert any("figure: the document prints ',2 tỷ USD.' from" in detail for detail in differences(project))
    observe(project, edited(2, figure="1,3 tỷ USD"))
    assert any("the row says '1,3 tỷ USD'" in detail for detail in differences(project))


def test_a_settlement_holds_for_exactly_its_two_values(project: Project) -> None:
    observe(project, edited(0, period="2022"))
    assert len(differences(project)) == 1
    settle(project, (0, "period", "2023", "2022"))
    proof = verify.prove(project)
    assert proof.settled == {"period": 1}
    assert [detail for detail in proof.gate.details if "more than 10%" not in detail] == []
    observe(project, edited(0, period="2021"))
    assert any("period: the row says 2021" in detail for detail in differences(project))
    settle(project, (0, "period", "2024", "2022"))
    observe(project, edited(0, period="2022"))
    assert any("the machine reads 2023" in detail for detail in differences(project))


def test_a_settlement_that_is_no_longer_needed_is_an_error(project: Project) -> None:
    settle(project, (0, "period", "2023", "2022"))
    assert differences(project) == [
        f"seeds/settlements/{DOCUMENT}.csv:2: field: no difference of period is left at {ROWS[0]['char_start']},"
        " component 1"
    ]


def test_too_many_settlements_stop_the_proof(project: Project) -> None:
    observe(project, edited(0, period="2022"))
    settle(project, (0, "period", "2023", "2022"))
    assert verify.prove(project).gate.details == [
        "seeds/settlements:0: period: 1 of 7 rows need a settlement of period, more than 10%;"
        " give the reader better rules of the language"
    ]


def test_both_ends_of_an_interval_count_as_one_settled_value(project: Project) -> None:
    observe(project, edited(0, **level("4826")))
    settle(project, (0, "value_low", "4825", "4826"), (0, "value_high", "4825", "4826"))
    assert verify.prove(project).settled == {"value": 1}


def test_another_file_under_the_registered_name_proves_nothing(project: Project) -> None:
    (project.documents / "bac_lieu.txt").write_text(TEXT.replace("7,5", "7,6"), encoding="utf-8", newline="")
    proof = verify.prove(project)
    assert proof.gate.details == [
        "seeds/reference/documents.csv:2: sha256: the file bac_lieu.txt is not the one registered: its SHA-256 differs;"
        " restore the file, or curate the new one and register its hash"
    ]
    assert proof.verified == 0


def test_without_documents_it_says_what_it_could_not_verify(project: Project) -> None:
    absent = replace(project, documents=project.root / "nowhere")
    proof = verify.prove(absent)
    assert not proof.documents_present
    assert (proof.verified, proof.unverified, proof.documents_absent) == (0, 7, (DOCUMENT,))
    assert proof.gate.failed == 0
    assert proof.gate.details == [f"documents absent: {DOCUMENT}; 7 figures could not be read again in their documents"]


def test_without_documents_a_figure_settled_twice_is_still_one_figure(project: Project) -> None:
    absent = replace(project, documents=project.root / "nowhere")
    before = verify.prove(absent)
    settle(project, (0, "value_low", "1", "2"), (0, "value_high", "1", "2"))
    proof = verify.prove(absent)
    assert (proof.unverified, proof.gate.failed) == (7, 0)
    assert proof.gate.checked == before.gate.checked - 1


def test_without_documents_a_value_must_still_fit_the_copied_figure(project: Project) -> None:
    absent = replace(project, documents=project.root / "nowhere")
    observe(project, edited(0, **level("4852")))
    assert (
        verify.prove(absent)
        .gate.details[0]
        .startswith(f"seeds/observations/{DOCUMENT}.csv:2: value_low: the row says 4852, its figure '4.825 tỷ đồng'")
    )
    observe(project, edited(0, unit_id="million_vnd"))
    assert "is in billion_vnd" in verify.prove(absent).gate.details[0]


def test_the_evidence_holds_each_figure_in_its_clause(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    verify.write_evidence(verify.prove(project), path)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == verify.EVIDENCE
    assert len(rows) == len(ROWS)
    for evidence, curated in zip(rows, ROWS, strict=True):
        assert evidence["verification"] == "verified"
        assert curated["figure"] in evidence["passage"]
        assert len(evidence["passage"]) > len(curated["figure"])
    absent = replace(project, documents=project.root / "nowhere")
    verify.write_evidence(verify.prove(absent), path)
    assert path.read_text(encoding="utf-8").splitlines() == [",".join(verify.EVIDENCE)]


def test_a_passage_is_one_line_and_keeps_the_figure_as_printed() -> None:
    text = "Thu đạt\n  12\ntỷ đồng,\r\n tăng mạnh."
    assert verify.passage(text, (10, 20), (0, len(text))) == "Thu đạt 12\ntỷ đồng, tăng mạnh."
    assert verify.passage(text, (10, 20), (12, 15)) == "12\ntỷ đồng"


@pytest.fixture
def command(project: Project, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CHITIEU_ROOT", str(project.root))
    monkeypatch.setenv("CHITIEU_DOCUMENTS", str(project.documents))
    return CliRunner()


def test_the_command_says_0_when_the_readings_agree_and_1_when_not(command: CliRunner, project: Project) -> None:
    fine = command.invoke(app, ["verify"])
    assert fine.exit_code == 0
    assert "7 of 7 observations read again" in fine.stdout
    observe(project, edited(0, scenario="target"))
    wrong = command.invoke(app, ["verify"])
    assert wrong.exit_code == 1
    assert f"seeds/observations/{DOCUMENT}.csv:2: scenario: the row says target" in wrong.stderr
    observe(project, edited(0, scenario="hoped"))
    assert command.invoke(app, ["verify"]).exit_code == 2


def test_the_command_explains_how_a_figure_was_read(command: CliRunner) -> None:
    explained = command.invoke(app, ["verify", "--explain", f"{DOCUMENT}:{ROWS[5]['char_start']}:1"])
    assert explained.exit_code == 0
    assert "trên 8%" in explained.stdout
    scenario = next(line for line in explained.stdout.splitlines() if "scenario" in line)
    assert "phấn đấu" in scenario
    unknown = command.invoke(app, ["verify", "--explain", f"{DOCUMENT}:5:1"])
    assert unknown.exit_code == 1
    assert "no observation has the id" in unknown.stderr
