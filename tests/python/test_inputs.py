"""The first gate: each fault of a seed file is refused with file, line, column and remedy."""

import csv
import io
import re
import shutil
import time
from pathlib import Path

import pytest
from chitieu.errors import InputError
from chitieu.project import ROOT, Project
from chitieu.seeds import inputs
from chitieu.seeds.seed_tables import (
    CELL_EXCLUSIONS,
    CELL_OBSERVATIONS,
    CORRECTIONS,
    EXCLUSIONS,
    OBSERVATIONS,
    REFERENCE,
    SETTLEMENTS,
)

DOCUMENT = "ha-tinh-2024-01-20"
OBSERVATION = {
    "char_start": "10",
    "char_end": "13",
    "figure": "8,5",
    "component": "1",
    "area_id": "VN63_42",
    "period": "2023",
    "indicator_id": "grdp_growth",
    "scenario": "actual",
    "comparator": "eq",
    "is_approximate": "false",
    "value_low": "8.5",
    "value_high": "8.5",
    "unit_id": "percent",
    "compared_with": "",
    "plan_giver": "",
    "obs_status": "A",
    "note": "",
}
EXCLUSION = {"char_start": "40", "char_end": "44", "figure": "2023", "reason": "year"}
SECOND = OBSERVATION | {"char_start": "20", "char_end": "23"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the real registries and one good row of each kind."""
    shutil.copytree(ROOT / "seeds" / "reference", tmp_path / "seeds" / "reference")
    project = Project(root=tmp_path, documents=tmp_path / "documents", warehouse=tmp_path / "warehouse")
    project.observations.mkdir()
    project.exclusions.mkdir()
    project.corrections.mkdir()
    write(project.observations / f"{DOCUMENT}.csv", OBSERVATIONS.header, [OBSERVATION])
    write(project.exclusions / f"{DOCUMENT}.csv", EXCLUSIONS.header, [EXCLUSION])
    write(project.corrections / f"{DOCUMENT}.csv", CORRECTIONS.header, [])
    return project


def write(path: Path, header: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def observe(project: Project, *rows: dict[str, str]) -> None:
    write(project.observations / f"{DOCUMENT}.csv", OBSERVATIONS.header, list(rows))


def exclude(project: Project, *rows: dict[str, str]) -> None:
    write(project.exclusions / f"{DOCUMENT}.csv", EXCLUSIONS.header, list(rows))


def refusals(project: Project) -> list[str]:
    """The printed lines of the problems; empty if the gate lets the project pass."""
    try:
        assert inputs.check(project).passed
    except InputError as error:
        assert error.exit_status == 2
        return str(error).splitlines()
    return []


def edit_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_seeds_of_this_checkout_pass_and_every_row_is_counted() -> None:
    project = Project(ROOT, ROOT / "documents", ROOT / "warehouse")
    rows = 0
    for folder in (project.reference, project.observations, project.exclusions):
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as lines:
                rows += sum(1 for _ in csv.reader(lines)) - 1
    gate = inputs.check(project)
    assert gate.passed
    assert gate.checked == rows


def test_good_rows_pass(project: Project) -> None:
    pair = [
        OBSERVATION | {"figure": "2/3", "indicator_id": "plan_targets_met", "unit_id": "target"},
        OBSERVATION | {"figure": "2/3", "indicator_id": "plan_targets_set", "unit_id": "target", "component": "2"},
    ]
    ends = [
        OBSERVATION | {"char_start": str(start), "char_end": str(start + 3), "comparator": comparator} | bounds
        for start, comparator, bounds in (
            (50, "gt", {"value_high": ""}),
            (60, "ge", {"value_high": ""}),
            (70, "lt", {"value_low": ""}),
            (80, "le", {"value_low": "", "compared_with": "2020"}),
            (90, "range", {"value_low": "-1.5", "is_approximate": "true"}),
            (100, "approx", {"is_approximate": "true", "note": 'Two lines,\nand "quotes".'}),
        )
    ]
    observe(project, *pair, *ends)
    assert refusals(project) == []


@pytest.mark.parametrize(
    "period", ["2023", "2023-H1", "2023-Q4", "2023-03", "2023-01/2023-08", "2024/2030", "2023-12-31", "2024-02-29"]
)
def test_every_form_of_a_period_is_understood(project: Project, period: str) -> None:
    observe(project, OBSERVATION | {"period": period})
    assert refusals(project) == []


CELLS = [
    # column, cell, what is said, what to do
    ("char_start", "1O", "is not a whole number", "digits only"),
    ("char_start", "", "the cell is empty", "fill it in"),
    ("char_end", "10", "ends at '10', not after its start '20'", "first character behind"),
    ("figure", "8,55", "is not as long as its span", "count characters"),
    ("component", "3", "is not 1 or 2", "second number of a pair"),
    ("area_id", "VN63_97", "is not in areas", "areas.csv"),
    ("period", "2023-13", "is not a period", "2023-01/2023-08"),
    ("period", "2023-02-30", "is no day", "mend it"),
    ("period", "2030/2024", "ends before it begins", "earlier end first"),
    ("period", "quý 1", "is not a period", "2023-Q1"),
    ("indicator_id", "grdp_grwoth", "is no concept, nor one with a measure", "write grdp_growth"),
    ("scenario", "actuals", "is not in the code list scenario", "actual, target, stretch"),
    ("comparator", ">", "is not in the code list comparator", "eq, approx"),
    ("is_approximate", "True", "is neither true nor false", "true or false"),
    ("value_low", "8,5", "is not a number", "here 8.5"),
    ("value_low", "1.234,5", "is not a number", "here 1234.5"),
    ("value_low", "1,234", "is not a number", "a point before the decimals"),
    ("value_low", "1e3", "is not a number", "like 1234.5"),
    ("value_low", "+8.5", "is not a number", "like 1234.5"),
    ("value_low", ".5", "is not a number", "like 1234.5"),
    ("value_low", "8.5000001", "more than 6 decimals", "round it"),
    ("value_high", "1234567890123456789", "more than 18 digits", "larger unit"),
    ("unit_id", "per cent", "is not in units", "percent"),
    ("unit_id", "billion_vnd", "does not measure 'grdp_growth'", "dimension"),
    ("compared_with", "last_year", "is not in the code list compared_with", "or a year"),
    ("obs_status", "a", "is not in the code list obs_status", "A, E, P, F"),
    ("note", "=1+1", "begins like a formula", "begin with a word"),
    ("note", "-1", "begins like a formula", "begin with a word"),
    ("note", "@x", "begins like a formula", "begin with a word"),
    ("note", "a\x07b", "holds a control character", "type the cell anew"),
    ("note", "a\u202eb", "invisible mark", "type the cell anew"),
    ("note", "Ha\u0300", "stored apart", "NFC"),
    ("note", "x" * 2_001, "more than 2,000 characters", "shorten it"),
]


@pytest.mark.parametrize(("column", "cell", "message", "remedy"), CELLS)
def test_a_wrong_cell_is_named_with_its_place_and_remedy(
    project: Project, column: str, cell: str, message: str, remedy: str
) -> None:
    # The row before has a note of two lines: the line named must be the editor's, not the count of rows.
    observe(project, OBSERVATION | {"note": "one\ntwo"}, SECOND | {column: cell})
    found = refusals(project)
    place = f"seeds/observations/{DOCUMENT}.csv:4: {column}: "
    named = [line for line in found if line.startswith(place) and message in line]
    assert named, found
    assert remedy in named[0].split("; ", 1)[1]


BOUNDS = [
    ({"comparator": "gt"}, "value_high", "is filled in, though comparator is 'gt'"),
    ({"comparator": "ge", "value_low": "", "value_high": ""}, "value_low", "is empty, though comparator is 'ge'"),
    ({"comparator": "le"}, "value_low", "is filled in, though comparator is 'le'"),
    ({"comparator": "lt", "value_low": "", "value_high": ""}, "value_high", "is empty, though comparator is 'lt'"),
    ({"value_high": "8.6"}, "value_high", "differs from value_low"),
    ({"value_high": ""}, "value_high", "is empty, though comparator is 'eq'"),
    ({"comparator": "range"}, "value_high", "is not above value_low"),
    ({"comparator": "range", "value_low": "9"}, "value_high", "is not above value_low"),
    ({"comparator": "approx"}, "is_approximate", "though comparator is approx"),
    ({"is_approximate": "true"}, "is_approximate", "though comparator is eq"),
]


@pytest.mark.parametrize(("cells", "column", "message"), BOUNDS)
def test_bounds_that_contradict_the_comparator_are_refused(
    project: Project, cells: dict[str, str], column: str, message: str
) -> None:
    observe(project, OBSERVATION, SECOND | cells)
    found = refusals(project)
    assert len(found) == 1
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:3: {column}: ")
    assert message in found[0]
    assert "; " in found[0]


def test_a_row_twice_is_refused_and_the_first_one_named(project: Project) -> None:
    observe(project, OBSERVATION, SECOND, OBSERVATION)
    path = f"seeds/observations/{DOCUMENT}.csv"
    assert refusals(project) == [
        f"{path}:4: char_start: the span 10 to 13 of {path}:2 is here again; keep one of the two rows"
    ]


def test_spans_that_overlap_are_refused(project: Project) -> None:
    observe(project, OBSERVATION, OBSERVATION | {"char_start": "12", "char_end": "15"})
    path = f"seeds/observations/{DOCUMENT}.csv"
    assert refusals(project) == [
        f"{path}:3: char_start: characters 12 to 15 overlap the span in {path}:2; give each character to one figure"
    ]


def test_a_span_inside_a_longer_one_is_seen_though_another_stands_between(project: Project) -> None:
    longer = OBSERVATION | {"char_end": "60", "figure": "x" * 50}
    observe(project, longer, SECOND, SECOND | {"char_start": "30", "char_end": "33"})
    assert [line.split(": ")[0] for line in refusals(project)] == [
        f"seeds/observations/{DOCUMENT}.csv:3",
        f"seeds/observations/{DOCUMENT}.csv:4",
        f"seeds/exclusions/{DOCUMENT}.csv:2",
    ]


def test_an_observation_that_is_excluded_as_well_is_refused(project: Project) -> None:
    exclude(project, EXCLUSION | {"char_start": "10", "char_end": "13", "figure": "8,5"})
    found = refusals(project)
    assert len(found) == 1
    assert f"exclusions/{DOCUMENT}.csv:2: char_start: characters 10 to 13 are an observation in seeds/obs" in found[0]


def test_a_second_component_needs_the_first_on_the_same_span(project: Project) -> None:
    observe(project, OBSERVATION, SECOND | {"component": "2"})
    found = refusals(project)
    assert len(found) == 1
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:3: component: the span 20 to 23 has no component 1")


def test_the_same_span_in_two_documents_is_no_duplicate(project: Project) -> None:
    write(project.observations / "hung-yen-2024-01.csv", OBSERVATIONS.header, [OBSERVATION])
    assert refusals(project) == []


HEADER = ",".join(OBSERVATIONS.header)
HEADERS = [
    (HEADER.replace("period,", ""), "period", "the column is missing"),
    (HEADER.replace("char_start,char_end", "char_end,char_start"), "char_start", "'char_end' stands where char_start"),
    (HEADER + ",comment", "'comment'", "the contract has no such column"),
    (HEADER + ",note", "'note'", "the column is there twice"),
    (HEADER.replace("figure", "Figure"), "figure", "the column is missing"),
    (HEADER.replace(",", ";"), "char_start", "not separated by commas"),
    ("", "char_start", "the header is missing"),
    ('"' + HEADER, "char_start", "a quote that does not close"),
]


@pytest.mark.parametrize(("header", "column", "message"), HEADERS)
def test_a_wrong_header_is_refused_and_the_column_named(
    project: Project, header: str, column: str, message: str
) -> None:
    edit_text(project.observations / f"{DOCUMENT}.csv", HEADER, header)
    found = refusals(project)
    assert any(
        line.startswith(f"seeds/observations/{DOCUMENT}.csv:1: {column}: ") and message in line for line in found
    ), found
    assert all("; " in line for line in found)


def test_an_empty_file_is_refused(project: Project) -> None:
    (project.exclusions / f"{DOCUMENT}.csv").write_bytes(b"")
    assert refusals(project) == [
        f"seeds/exclusions/{DOCUMENT}.csv:1: char_start: the header is missing;"
        " write the header char_start,char_end,figure,reason"
    ]


def test_too_few_and_too_many_cells_are_refused(project: Project) -> None:
    path = project.exclusions / f"{DOCUMENT}.csv"
    path.write_text("char_start,char_end,figure,reason\n40,44,2023,year\n50,54,2023\n60,64,2,023,year\n70,71,2,year,\n")
    found = refusals(project)
    shown = f"seeds/exclusions/{DOCUMENT}.csv"
    assert found[0].startswith(f"{shown}:3: reason: the row has 3 cells, not 4; give it the 4 cells char_start")
    assert found[1].startswith(f"{shown}:4: cell 5: the row has 5 cells, not 4")
    assert found[2].startswith(f"{shown}:5: cell 5: the row has 5 cells, not 4")


ENCODINGS = [
    ("utf-8-sig", 1, "byte order mark", "UTF-8 without BOM"),
    ("utf-16", 1, "byte order mark", "UTF-8 without BOM"),
    ("cp1258", 3, "is not UTF-8", "save the file as UTF-8"),
]


@pytest.mark.parametrize(("encoding", "line", "message", "remedy"), ENCODINGS)
def test_another_encoding_is_refused(project: Project, encoding: str, line: int, message: str, remedy: str) -> None:
    observe(project, OBSERVATION, SECOND | {"note": "Đọc lần hai"})
    path = project.observations / f"{DOCUMENT}.csv"
    text = path.read_text(encoding="utf-8").replace("ọ", "o").replace("ầ", "â")
    path.write_bytes(text.encode(encoding))
    found = refusals(project)
    assert len(found) == 1
    assert found[0].startswith(f"seeds/observations/{DOCUMENT}.csv:{line}: ")
    assert ": note: " in found[0] or line == 1
    assert message in found[0]
    assert remedy in found[0]


def test_a_broken_byte_far_down_a_large_file_is_found_at_its_line_and_column(project: Project) -> None:
    rows = [OBSERVATION | {"char_start": str(10 * row), "char_end": str(10 * row + 3)} for row in range(5_000)]
    observe(project, *rows)
    path = project.observations / f"{DOCUMENT}.csv"
    lines = path.read_bytes().split(b"\n")
    lines[4_321] = lines[4_321].replace(b"grdp_growth", b"grdp_\xffgrowth")
    path.write_bytes(b"\n".join(lines))
    assert refusals(project)[0].startswith(f"seeds/observations/{DOCUMENT}.csv:4322: indicator_id: byte 0xff is not")


def test_a_character_cut_off_at_the_end_is_refused(project: Project) -> None:
    path = project.exclusions / f"{DOCUMENT}.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\xc4")
    assert "reason: the last character is cut off; " in refusals(project)[0]


def test_windows_line_ends_pass_and_mixed_ones_are_refused(project: Project) -> None:
    path = project.exclusions / f"{DOCUMENT}.csv"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert refusals(project) == []
    path.write_bytes(text.replace(b"\n", b"\r\n", 1))
    assert "mixes line ends" in refusals(project)[0]


def test_files_that_belong_to_no_document_are_refused(project: Project) -> None:
    (project.observations / f"{DOCUMENT}.csv").rename(project.observations / "ha-tinh-2024-01-02.csv")
    (project.exclusions / "notes.txt").write_text("a")
    (project.exclusions / "old.csv").mkdir()
    (project.exclusions / ".gitkeep").write_text("")
    found = refusals(project)
    assert [line.split(":")[0] for line in found] == [
        "seeds/exclusions/notes.txt",
        "seeds/exclusions/old.csv",
        "seeds/observations/ha-tinh-2024-01-02.csv",
    ]
    assert f"name it {DOCUMENT}.csv" in found[2]


@pytest.mark.parametrize("folder", ["observations", "exclusions"])
def test_a_folder_without_files_is_refused(project: Project, folder: str) -> None:
    shutil.rmtree(project.root / "seeds" / folder)
    assert refusals(project) == [
        f"seeds/{folder}:0: there is no file of {folder};"
        " add <document_id>.csv, with the header alone if there is nothing to say"
    ]


def test_a_missing_or_unknown_registry_is_refused(project: Project) -> None:
    (project.reference / "units.csv").rename(project.reference / "unit.csv")
    found = refusals(project)
    assert found[0].startswith("seeds/reference/unit.csv:0: no such registry is known; ")
    assert found[1].startswith("seeds/reference/units.csv:0: the registry is missing; ")


REGISTRIES = [
    ("units.csv", "percent,%,per cent,share,percent,1,", 'percent,%,per cent,share,percent,"1,0",', "factor", "number"),
    ("units.csv", "percent,%,per cent,share,percent,1,", "percent,%,per cent,share,percent,0,", "factor", "above 0"),
    ("concepts.csv", ",flow,usd,billion_usd,", ",flow,usdd,billion_usd,", "standard_unit_id", "units"),
    ("concepts.csv", ",flow,usd,billion_usd,", ",flow,usd,billion_vnd,", "display_unit_id", "measures money_vnd"),
    ("concepts.csv", ",flow,usd,billion_usd,", ",flows,usd,billion_usd,", "kind", "code list concept_kind"),
    ("concepts.csv", ",trade_turnover,", ",trade_turnovers,", "whole_concept_id", "concepts"),
    ("breakdowns.csv", "crop_farming,branch,", "crop_farming,brunch,", "breakdown_dimension", "breakdown_dimensions"),
    ("measures.csv", "growth,_growth,growth,", "growth,_growth,growing,", "published_as", "code list measure"),
    (
        "measures.csv",
        "percent,own,own,none,-100,,-70",
        "percent,own,own,none,100,,-70",
        "plausible_low",
        "below minimum",
    ),
    ("partitions.csv", ",urban,", ",urbane,", "part_breakdown_id", "breakdowns"),
    ("concept_terms.csv", "grdp,GRDP,", "grpd,GRDP,", "concept_id", "concepts"),
    ("indicators.csv", "grdp_growth,", "grdp_grwoth,", "indicator_id", "no concept, nor one with a measure"),
    ("indicators.csv", ",-12,18", ",18,-12", "plausible_high", "below plausible_low"),
    ("identities.csv", ",grdp_growth,", ",grdp_grwoth,", "indicator_id", "no concept, nor one with a measure"),
    ("areas.csv", "2008-08-01", "2008-08-32", "valid_from", "is no day"),
    ("areas.csv", "2008-08-01", "2038-08-01", "valid_to", "before valid_from"),
    ("documents.csv", "ee13708681261becd79f75aa0c4f75c9", "ee1370", "sha256", "SHA-256"),
    ("area_succession.csv", "VN63_01", "VN99_01", "successor_area_id", "areas"),
    ("codes.csv", "scenario,actual,thực hiện,actual,", "scenario,target,thực hiện,actual,", "codelist", "again"),
]


@pytest.mark.parametrize(("file", "old", "new", "column", "message"), REGISTRIES)
def test_a_wrong_registry_is_refused(
    project: Project, file: str, old: str, new: str, column: str, message: str
) -> None:
    edit_text(project.reference / file, old, new)
    found = refusals(project)
    pattern = rf"seeds/reference/{file}:[1-9][0-9]*: {column}: .*{message}.*; .+"
    assert any(re.fullmatch(pattern, line) for line in found), found


def test_a_fault_of_the_catalogue_is_named_with_its_line(project: Project) -> None:
    path = project.reference / "concept_terms.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("districts,GRDP,,\n")
    last = len(path.read_text(encoding="utf-8").splitlines())
    expected = f"seeds/reference/concept_terms.csv:{last}: term: 'GRDP' names districts, and grdp in row "
    assert refusals(project)[0].startswith(expected)


@pytest.mark.parametrize(
    ("indicator", "area", "message"),
    [
        ("grdp_growth", "VN", "'grdp_growth' is a figure of a province, 'VN' is none"),
        ("gdp_growth", "VN63_42", "'gdp_growth' is a figure of the nation, 'VN63_42' is no nation"),
        ("gdp__services_growth", "VN63_42", "'gdp__services_growth' is a figure of the nation"),
    ],
)
def test_gdp_is_the_nations_and_grdp_a_provinces(project: Project, indicator: str, area: str, message: str) -> None:
    observe(project, OBSERVATION | {"indicator_id": indicator, "area_id": area})
    assert any(f".csv:2: indicator_id: {message}" in line for line in refusals(project))
    other = {"gdp": "grdp", "grdp": "gdp"}
    name = re.sub("^g(r?)dp", lambda found: other[found[0]], indicator)
    observe(project, OBSERVATION | {"indicator_id": name, "area_id": area})
    assert refusals(project) == []


def test_a_unit_of_another_dimension_than_that_of_a_composed_indicator_is_refused(project: Project) -> None:
    observe(project, OBSERVATION | {"indicator_id": "exports__rice", "unit_id": "billion_usd"})
    assert refusals(project) == []
    observe(project, OBSERVATION | {"indicator_id": "exports__rice", "unit_id": "billion_vnd"})
    assert any("unit_id: 'billion_vnd' does not measure 'exports__rice'" in line for line in refusals(project))


def test_a_settlement_names_a_column_of_an_observation(project: Project) -> None:
    folder = project.settlements
    folder.mkdir()
    good = {"char_start": "10", "component": "1", "field": "period", "reason": "The heading says it."}
    good |= {"machine_value": "2024", "person_value": "2023"}
    write(folder / f"{DOCUMENT}.csv", SETTLEMENTS.header, [good])
    assert refusals(project) == []
    write(folder / f"{DOCUMENT}.csv", SETTLEMENTS.header, [good | {"field": "periods"}])
    assert refusals(project)[0].startswith(f"seeds/settlements/{DOCUMENT}.csv:2: field: 'periods' is no column of")


def test_many_faults_are_counted_and_only_the_first_shown(project: Project) -> None:
    rows = [
        OBSERVATION | {"char_start": str(10 * row), "char_end": str(10 * row + 3), "scenario": "plan"}
        for row in range(5, 505)
    ]
    observe(project, *rows)
    found = refusals(project)
    assert len(found) == inputs.SHOWN + 1
    assert found[-1].startswith(f"and {500 - inputs.SHOWN} more")


def test_a_structural_fault_in_one_file_does_not_hide_a_wrong_cell_in_another(project: Project) -> None:
    observe(project, OBSERVATION | {"scenario": "plan"})
    (project.exclusions / f"{DOCUMENT}.csv").write_text("char_start,char_end,figure\n")
    found = refusals(project)
    assert any("exclusions" in line and "reason: the column is missing" in line for line in found)
    assert any("observations" in line and "'plan' is not in" in line for line in found)


def test_a_hundred_thousand_rows_take_about_a_second(project: Project) -> None:
    rows = [OBSERVATION | {"char_start": str(10 * row), "char_end": str(10 * row + 3)} for row in range(50, 100_050)]
    observe(project, *rows)
    start = time.perf_counter()
    assert inputs.check(project).checked > 100_000
    # Measured: 0.6 s on 2 cores. The limit leaves room for a busy machine and still refuses a loop over rows.
    assert time.perf_counter() - start < 5


def test_the_columns_declared_here_are_those_that_dbt_loads() -> None:
    sources = (ROOT / "models" / "staging" / "_sources.yml").read_text(encoding="utf-8")
    for texts, cells in ((OBSERVATIONS, CELL_OBSERVATIONS), (EXCLUSIONS, CELL_EXCLUSIONS)):
        query = sources[sources.index(f"- name: {texts.name}") :]
        # Columns are taken by name; those of one kind of file alone are NULL in the other.
        columns = re.findall(r"cast\(null as\s+varchar\)\s+as\s+(\w+)", query[: query.index("where false")])
        assert len(columns) == len(set(columns))
        assert set(columns) == {*texts.header, *cells.header}
    assert {f"{table.name}.csv" for table in REFERENCE} == {
        path.name for path in (ROOT / "seeds" / "reference").glob("*.csv")
    }


TABLE = "mof-budget-plan-2017"
CELL = {name: cell for name, cell in OBSERVATION.items() if name in CELL_OBSERVATIONS.header} | {
    "sheet": "M09",
    "cell": "C14",
}


def of_table(project: Project, *rows: dict[str, str]) -> None:
    """The rows of a table, which has a map."""
    project.tables.mkdir(exist_ok=True)
    (project.tables / f"{TABLE}.csv").write_text("rule\n", encoding="utf-8")
    write(project.observations / f"{TABLE}.csv", CELL_OBSERVATIONS.header, list(rows))


def test_rows_of_a_table_have_a_cell_in_place_of_a_span(project: Project) -> None:
    of_table(project, CELL, CELL | {"cell": "C15"})
    assert refusals(project) == []


def test_a_cell_that_is_there_twice_or_is_none_is_refused(project: Project) -> None:
    of_table(project, CELL, CELL, CELL | {"cell": "14C"}, CELL | {"cell": "D1", "unit_id": "vnd"})
    said = "\n".join(refusals(project))
    assert f"seeds/observations/{TABLE}.csv:2: cell: the cell 'C14' of sheet 'M09' is here again" in said
    assert f"seeds/observations/{TABLE}.csv:4: cell: '14C' is not a cell" in said
    assert f"seeds/observations/{TABLE}.csv:5: unit_id: 'vnd' does not measure 'grdp_growth'" in said


def test_a_table_without_a_map_and_a_text_with_one_are_refused(project: Project) -> None:
    of_table(project, CELL)
    (project.tables / f"{TABLE}.csv").rename(project.tables / f"{DOCUMENT}.csv")
    write(project.observations / f"{DOCUMENT}.csv", CELL_OBSERVATIONS.header, [])
    write(project.observations / f"{TABLE}.csv", OBSERVATIONS.header, [])
    write(project.exclusions / f"{DOCUMENT}.csv", ("sheet", "cells", "reason", "note"), [])
    said = "\n".join(refusals(project))
    assert f"seeds/tables/{TABLE}.csv:0: there is no map of this table" in said
    assert f"seeds/tables/{DOCUMENT}.csv:0: its document is a text" in said


CIRCLES = [
    # registry, column, rows by line with the new cell, the line and column named, what is said
    ("areas", {"VN63_42": {"parent_area_id": "VN63_42"}}, "parent_area_id", "'VN63_42' is its own ancestor"),
    (
        "areas",
        {"VN63_42": {"parent_area_id": "VN63_33"}, "VN63_33": {"parent_area_id": "VN63_42"}},
        "parent_area_id",
        "'VN63_42' is its own ancestor",
    ),
    (
        "area_succession",
        {"VN61_12": {"successor_area_id": "VN61_12"}},
        "successor_area_id",
        "comes after its successor",
    ),
    (
        "region_members",
        {"REGION_NORTH_EAST": {"member_area_id": "REGION_NORTH_EAST"}},
        "region_area_id",
        "is a part of its part 'REGION_NORTH_EAST'",
    ),
    (
        "documents",
        {
            "government-2024-01-05": {"supersedes_document_id": "ha-tinh-2024-01-20"},
            "ha-tinh-2024-01-20": {"supersedes_document_id": "government-2024-01-05"},
        },
        "supersedes_document_id",
        "supersedes a document that supersedes it",
    ),
    ("concepts", {"grdp": {"whole_concept_id": "grdp"}}, "whole_concept_id", "grdp is a part of grdp"),
    (
        "breakdowns",
        {"agriculture_forestry_fishery": {"parent_breakdown_id": "agriculture_forestry_fishery"}},
        "parent_breakdown_id",
        "is below agriculture_forestry_fishery",
    ),
    (
        "partitions",
        {"grdp_by_branch": {"whole_breakdown_id": "agriculture_forestry_fishery"}},
        "part_breakdown_id",
        "agriculture_forestry_fishery is a part of itself",
    ),
]


def change_registry(project: Project, registry: str, changes: dict[str, dict[str, str]]) -> list[int]:
    """Change cells of the first row that begins with each key; returns the lines of those rows."""
    path = project.reference / f"{registry}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        header, rows = tuple(reader.fieldnames or ()), list(reader)
    touched = []
    for key, cells in changes.items():
        number = next(number for number, row in enumerate(rows) if row[header[0]] == key)
        rows[number] |= cells
        touched.append(number + 2)
    write(path, header, rows)
    return touched


@pytest.mark.parametrize(("registry", "changes", "column", "message"), CIRCLES)
def test_a_circle_of_references_is_refused_at_each_row_of_it(
    project: Project, registry: str, changes: dict[str, dict[str, str]], column: str, message: str
) -> None:
    lines = change_registry(project, registry, changes)
    found = refusals(project)
    for line in lines:
        place = f"seeds/reference/{registry}.csv:{line}: {column}: "
        assert [one for one in found if one.startswith(place)], found
    assert any(message in one for one in found), found


def test_a_succession_in_a_circle_of_three_names_its_rows_and_no_other(project: Project) -> None:
    path = project.reference / "area_succession.csv"
    before = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("VN61_12,GROUP,2001-01-01,false,true\n".replace("GROUP", "VN63_42"))
        file.write("VN63_42,VN61_12,2002-01-01,false,true\n")
    found = refusals(project)
    assert [one.split(": ")[0] for one in found] == [
        f"seeds/reference/area_succession.csv:{before + 1}",
        f"seeds/reference/area_succession.csv:{before + 2}",
    ]


@pytest.mark.parametrize("day", ["0000-01-01", "0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    ("registry", "key", "column"),
    [
        ("areas", "VN61_12", "valid_from"),
        ("areas", "VN61_12", "valid_to"),
        ("documents", "ha-tinh-2024-01-20", "published_on"),
        ("area_succession", "VN61_12", "effective_on"),
    ],
)
def test_a_date_outside_of_history_is_refused(project: Project, registry: str, key: str, column: str, day: str) -> None:
    (line,) = change_registry(project, registry, {key: {column: day}})
    found = refusals(project)
    place = f"seeds/reference/{registry}.csv:{line}: {column}: '{day}' is not from 1800-01-01 to 2199-12-31"
    assert any(one.startswith(place) for one in found), found
