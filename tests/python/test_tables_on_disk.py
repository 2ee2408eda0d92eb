"""Official tables on disk: proposed by `chitieu curate`, and proven with their file and without it."""

import csv
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_table
import xlwt
from chitieu.cli import app
from chitieu.errors import InputError
from chitieu.project import Project
from chitieu.proof import tables
from chitieu.seeds import inputs
from chitieu.seeds.registry import Document, Registry
from tiny_table import DOCUMENT, GRID, MAP, MERGED, TERMS, rule
from typer.testing import CliRunner

OBSERVATIONS = f"seeds/observations/{DOCUMENT}.csv"


def workbook(path: Path, grid: list[list[object]] = GRID) -> None:
    """The tiny table as an .xls file of two sheets."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bang")
    book.add_sheet("Sheet2")
    for row, line in enumerate(grid):
        for column, value in enumerate(line):
            number, number_format = value if isinstance(value, tuple) else (value, tiny_table.GROUPED)
            if number is not None and not any((row + 1, column + 1) in one for one in MERGED):
                sheet.write(row, column, number, xlwt.easyxf(num_format_str=number_format))
    for one in MERGED:
        text = grid[one.first_row - 1][one.first_column - 1]
        sheet.write_merge(one.first_row - 1, one.last_row - 1, one.first_column - 1, one.last_column - 1, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


@pytest.fixture
def project(tmp_path: Path, project: Project) -> Project:
    """A checkout with the registries of units and the words of the tiny table, its map and its file."""
    root = tmp_path / "checkout"
    (root / "seeds" / "tables").mkdir(parents=True)
    reference = root / "seeds" / "reference"
    reference.mkdir()
    shutil.copy(project.reference / "unit_terms.csv", reference)
    members = [(region, area) for region, areas in tiny_table.MEMBERS.items() for area in sorted(areas)]
    written(reference / "region_members.csv", ("region_area_id", "member_area_id"), members)
    for kind in ("concept", "breakdown"):
        rows = [(one.id, one.term, "|".join(one.requires), "|".join(one.excludes)) for one in TERMS if one.kind == kind]
        written(reference / f"{kind}_terms.csv", (f"{kind}_id", "term", "requires", "excludes"), rows)
    workbook(root / "documents" / "bang.xls")
    found = Project(root, root / "documents", root / "warehouse")
    (found.tables / f"{DOCUMENT}.csv").write_text(MAP, encoding="utf-8")
    return found


def written(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def registry(project: Project, sha256: str | None = None) -> Registry:
    """The tiny registry with the table registered by the hash of its file."""
    path = project.documents / "bang.xls"
    digest = sha256 or (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
    document = replace(tiny_table.document(), sha256=digest)
    return replace(tiny_table.registry(), documents={DOCUMENT: document})


def curate(project: Project, file: str = "bang.xls") -> tables.TableCuration:
    document: Document = tiny_table.document()
    return tables.curate_table(project, registry(project), document, project.documents / file, project.root / "seeds")


def prove(project: Project, sha256: str | None = None) -> tables.TablesProof:
    return tables.prove_tables(project, registry(project, sha256), {DOCUMENT: 7})


def said(proof: tables.TablesProof) -> list[str]:
    return [str(problem) for problem in proof.problems]


def test_a_table_is_proposed_written_and_proven(project: Project) -> None:
    curation = curate(project)
    assert [path.relative_to(project.root).as_posix() for path in curation.files] == [
        OBSERVATIONS,
        f"seeds/exclusions/{DOCUMENT}.csv",
    ]
    assert curation.outcome.problems == ()
    with curation.files[0].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 29
    assert (rows[0]["sheet"], rows[0]["cell"], rows[0]["figure"]) == ("Bang", "C7", "1.000")
    proof = prove(project)
    assert (said(proof), proof.present, proof.absent) == ([], (DOCUMENT,), ())
    assert (proof.rows, proof.unverified, len(proof.outcomes[0].verified)) == (29, 0, 29)
    # The same input gives the same bytes.
    before = [path.read_bytes() for path in curation.files]
    assert [path.read_bytes() for path in curate(project).files] == before


def test_a_row_edited_by_hand_is_told_at_its_line(project: Project) -> None:
    path = curate(project).files[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",VN,", ",VN63_02,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert said(prove(project)) == [
        f"{OBSERVATIONS}:4: area_id: the row says VN63_02, the map VN; mend the row, or seeds/tables/{DOCUMENT}.csv"
    ]


def test_a_file_that_is_not_the_one_registered_is_refused(project: Project) -> None:
    curate(project)
    assert said(prove(project, "0" * 64)) == [
        "seeds/reference/documents.csv:7: sha256: the file bang.xls is not the one registered: its SHA-256 differs;"
        " restore the file, or draw the new one and register its hash"
    ]
    (project.documents / "bang.xls").write_bytes(b"no workbook")
    assert "the file bang.xls cannot be read: it is no .xls workbook" in said(prove(project))[0]


def test_without_its_file_a_table_is_held_against_its_map_alone(project: Project) -> None:
    path = curate(project).files[0]
    (project.documents / "bang.xls").unlink()
    proof = prove(project)
    assert (said(proof), proof.absent, proof.unverified, proof.rows) == ([], (DOCUMENT,), 29, 0)
    assert proof.checked > 29
    path.write_text(path.read_text(encoding="utf-8").replace(",2007,", ",2008,", 1), encoding="utf-8")
    assert "period: the row says 2008, the map 2007" in said(prove(project))[0]


def test_a_table_without_a_map_is_a_problem(project: Project) -> None:
    curate(project)
    (project.tables / f"{DOCUMENT}.csv").unlink()
    assert "the table has no map" in said(prove(project))[0]
    with pytest.raises(InputError, match="the table has no map"):
        curate(project)


def test_a_number_without_a_place_in_the_map_is_not_proposed_away(project: Project) -> None:
    workbook(project.documents / "bang.xls", tiny_table.changed(("H3", 7)))
    with pytest.raises(InputError, match="Bang!H3 holds '7': the number stands in no row and column of figures"):
        curate(project)
    assert not (project.root / OBSERVATIONS).exists()


def test_a_file_or_a_sheet_that_is_not_there_is_told(project: Project) -> None:
    with pytest.raises(InputError, match="absent"):
        curate(project, "absent.xls")
    (project.tables / f"{DOCUMENT}.csv").write_text(MAP.replace(",Bang,", ",Bảng,"), encoding="utf-8")
    with pytest.raises(InputError, match="the file has no sheet 'Bảng'; name one of Bang, Sheet2"):
        curate(project)


def test_the_command_shows_figures_sums_and_what_is_to_mend(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_ROOT", str(project.root))
    monkeypatch.setattr(Registry, "load", lambda folder: registry(project))
    # The registries of this project are made here, and not all of them are files.
    monkeypatch.setattr(inputs, "check_reference", lambda project: None)
    options = ["--document-id", DOCUMENT, "--area", "VN", "--published-on", "2006-11-24"]
    shown = CliRunner().invoke(app, ["curate", str(project.documents / "bang.xls"), *options])
    assert shown.exit_code == 0, shown.output
    assert "18 sums of rows and columns: 17 hold, 1 explained" in shown.stdout
    assert "0 differences settled, 0 to mend" in shown.stdout
    workbook(project.documents / "bang.xls", tiny_table.changed(("B9", "HÀ TÂY"), ("C8", 340)))
    wrong = CliRunner().invoke(app, ["curate", str(project.documents / "bang.xls"), *options])
    assert wrong.exit_code == 0
    assert "the machine reads VN64_28 in 'HÀ TÂY'" in wrong.stdout
    assert "Bang!C8 prints 340, its 2 rows make 300" in wrong.stdout
    (project.tables / f"{DOCUMENT}.csv").write_text(MAP + rule("hope", "C9"), encoding="utf-8")
    broken = CliRunner().invoke(app, ["curate", str(project.documents / "bang.xls"), *options])
    assert broken.exit_code == 2
    assert f"{DOCUMENT}.csv:21: rule: 'hope' is no rule of a map" in broken.stderr
