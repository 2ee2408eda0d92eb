"""`chitieu indicators`: found without accents, in both languages, in any order; the nearest where nothing fits."""

import json

import pytest
from chitieu import cli
from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.find import Finder
from chitieu.project import ROOT
from typer.testing import CliRunner

FINDER = Finder(Catalogue.load(ROOT / "seeds" / "reference"))


@pytest.mark.parametrize(
    ("query", "indicator_id"),
    [
        ("thu noi dia", "domestic_revenue"),
        ("Thu nội địa", "domestic_revenue"),
        ("domestic revenue", "domestic_revenue"),
        ("ty le ho ngheo", "poverty_rate"),
        ("poverty", "poverty_rate"),
        ("growth of retail sales", "retail_sales_growth"),
        ("tang truong tong muc ban le", "retail_sales_growth"),
        ("xuat khau san pham cong nghe cao", "exports__high_tech"),
        ("cong nghe cao xuat khau", "exports__high_tech"),
        ("ty trong cong nghiep xay dung trong GRDP", "grdp__industry_construction_share"),
        ("nuoc sach nong thon", "clean_water_coverage__rural"),
        ("khach du lich quoc te", "tourist_visits__international_visitors"),
        ("grdp_growth", "grdp_growth"),
        ("students_per_class__primary", "students_per_class__primary"),
    ],
)
def test_words_lead_to_the_indicator_that_they_say(query: str, indicator_id: str) -> None:
    found = FINDER.find(query)
    assert found.is_exact and found.indicators[0].indicator_id == indicator_id


def test_where_nothing_fits_the_nearest_concepts_are_offered() -> None:
    found = FINDER.find("thu nooi dja")
    assert not found.is_exact and len(found.indicators) == 3
    assert "domestic_revenue" in {one.indicator_id for one in found.indicators}


def test_a_word_that_no_part_explains_is_not_passed_over() -> None:
    assert not FINDER.find("thu noi dia xyzzy").is_exact
    assert not FINDER.find("").is_exact and FINDER.find("").indicators == ()


def test_no_more_are_shown_than_asked_for() -> None:
    assert len(FINDER.find("dat chuan", limit=2).indicators) == 2


def test_the_command_prints_a_table_for_people() -> None:
    answer = CliRunner().invoke(cli.app, ["indicators", "thu", "noi", "dia"])
    assert answer.exit_code == 0
    assert "domestic_revenue" in answer.stdout and "Thu nội địa" in answer.stdout and "billion_vnd" in answer.stdout


def test_the_command_writes_json_for_machines() -> None:
    answer = CliRunner().invoke(cli.app, ["indicators", "grdp_growth", "--json"])
    told = json.loads(answer.stdout)
    assert told["is_exact"] and told["indicators"][0]["indicator_id"] == "grdp_growth"
    assert told["indicators"][0]["plausible_high"] == "18"


def test_the_command_says_where_nothing_was_found() -> None:
    answer = CliRunner().invoke(cli.app, ["indicators", "xyzzy"])
    assert answer.exit_code == 1
    assert "nothing is called xyzzy" in answer.stderr


def test_the_examples_of_the_help_work() -> None:
    page = CliRunner().invoke(cli.app, ["indicators", "--help"], env={"COLUMNS": "160"}).stdout
    examples = [
        line.strip().removeprefix("chitieu ") for line in page.split("Examples")[1].splitlines() if "chitieu" in line
    ]
    assert len(examples) == 3
    for example in examples:
        assert CliRunner().invoke(cli.app, example.split()).exit_code == 0
