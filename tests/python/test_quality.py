"""The quality page: it tells what the tables hold, runs nothing and loads nothing."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from chitieu.gates import Gate
from chitieu.project import ROOT, Project
from chitieu.release import expectations, quality
from test_expectations import Release, release

__all__ = ["release"]  # the fixture

GATES = [Gate("input files", 300, 0, 0.25), Gate("second reading", 0, 0, 0.0, ["the documents are absent"])]
HOSTILE = "<script>alert(1)</script>"


class Page(HTMLParser):
    """The text of a page, its tags, and everything that could make a browser ask another host for something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path, tmp_path / "documents", tmp_path / "warehouse")
    project.settlements.mkdir(parents=True)
    return project


@pytest.fixture
def page(release: Release, project: Project) -> Iterator[Callable[..., tuple[str, "Page"]]]:
    """Writes the page of a release whose tables were changed by statements."""

    def write(*statements: str, name: str = "now") -> tuple[str, Page]:
        parquet = release(
            "insert into dim_document select 'd' || n, 'd.txt', 'hash', 'Report ' || n, 'Issuer', 'VN', '2024-01-05',"
            " 'day', 'printed', null, 'vi' from range(2) numbers (n)",
            "delete from dim_document where document_id not in ('d0', 'd1')",
            *statements,
            name=name,
        )
        html = quality.write(project, parquet.parent, GATES).read_text(encoding="utf-8")
        return html, Page(html)

    yield write


def test_the_page_loads_nothing_from_anywhere_and_runs_nothing(page) -> None:
    html, parsed = page()
    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)
    for tag, attributes in parsed.tags:
        assert tag not in ("script", "link", "img", "iframe", "object", "form")
        assert not {"src", "href", "srcset", "style"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    policy = next(attributes["content"] for tag, attributes in parsed.tags if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'")


def test_every_tag_that_opens_closes_and_a_phone_is_told_its_width(page) -> None:
    _, parsed = page()
    assert parsed.open == []
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in parsed.tags


def test_what_a_seed_says_is_shown_as_text(page) -> None:
    html, parsed = page(
        f"update fct_check set verdict = 'fail', explanation = '{HOSTILE}', check_kind = '{HOSTILE}'",
        f"update dim_document set title_en = '{HOSTILE}', issuer = '{{{{ 7 * 7 }}}}'",
        f"update dim_area set name_vi = '\"{HOSTILE}'",
        f"update dim_indicator set name_en = '{HOSTILE}', name_vi = '\" onclick=\"x', theme = '{HOSTILE}'",
    )
    assert HOSTILE not in html
    assert parsed.text.count(HOSTILE) > 5
    assert "{{ 7 * 7 }}" in parsed.text
    assert not any(name.startswith("on") for _, attributes in parsed.tags for name in attributes)


def test_gates_are_shown_with_counts_times_and_results(page) -> None:
    _, parsed = page()
    assert "input files passed 300 0 0.2" in parsed.text or "input files passed 300 0 0.3" in parsed.text
    assert "second reading details the documents are absent not possible 0 0 0.0" in parsed.text


def test_findings_are_shown_with_their_explanations_and_passes_only_counted(page) -> None:
    _, parsed = page(
        "insert into fct_check select * replace ('c2' as check_id, 'fail' as verdict, 'They differ.' as explanation)"
        " from fct_check where check_id = 'c1'",
        "insert into fct_check select * replace ('c3' as check_id, 'explained' as verdict, 'A break.' as explanation)"
        " from fct_check where check_id = 'c1'",
    )
    assert "1 fail , 1 explained , 1 pass." in parsed.text
    assert "They differ." in parsed.text
    assert "A break." in parsed.text
    assert "They agree." not in parsed.text
    assert "printed 8.5 · expected at least 8 · d0:1:1" in parsed.text


def test_a_release_without_findings_says_so(page) -> None:
    _, parsed = page()
    assert "0 fail , 0 explained , 1 pass." in parsed.text
    assert "No finding." in parsed.text


def test_only_the_first_of_very_many_findings_are_shown(page) -> None:
    _, parsed = page(
        "update fct_check set verdict = 'fail'",
        "insert into fct_check select c.* replace ('x' || n as check_id) from fct_check c, range(500) numbers (n)",
    )
    assert parsed.text.count("They agree.") == quality.MOST_FINDINGS
    assert "501 fail" in parsed.text
    assert "Only the first 200 are shown" in parsed.text


def test_documents_are_shown_with_their_counts(page, project: Project) -> None:
    (project.settlements / "d1.csv").write_text(
        "char_start,component,field,machine_value,person_value,reason\n1,1,year,a,b,c\n1,1,period,a,b,c\n2,1,year,a,b,c\n"
    )
    _, parsed = page(
        "update fct_observation set verification = 'unverified' where document_id = 'd1' and char_start < 40",
        "update fct_observation set is_doubted = true where document_id = 'd1' and char_start < 3",
    )
    assert "Report 0 Issuer, 2024-01-05 · d0 100 100 0 0 0 1" in parsed.text
    assert "Report 1 Issuer, 2024-01-05 · d1 100 60 40 2 3 0" in parsed.text
    assert "40 of 200 figures were not re-read" in parsed.text


def test_the_matrix_marks_what_is_there_and_names_the_provinces_without_any_figure(page) -> None:
    html, parsed = page(
        "delete from fct_province_year_indicator where area_id <> 'VN63_02'",
        "insert into fct_province_year_indicator select * replace (2024 as year, 'target' as scenario)"
        " from fct_province_year_indicator",
        "insert into fct_province_year_indicator select * replace (2021 as year)"
        " from fct_province_year_indicator where scenario = 'actual'",
    )
    marks = [attributes for tag, attributes in parsed.tags if tag == "td" and "title" in attributes]
    assert marks == [{"title": "Hà Giang: actual 2021–2023, target 2024"}]
    assert '<i class="actual"></i><i class="target"></i></td>' in html
    assert "62 provinces without any figure" in parsed.text
    assert "Hà Nội, Cao Bằng" in parsed.text


def test_a_unit_since_2025_joins_the_matrix_when_a_document_speaks_of_it(page) -> None:
    assert "Phú Thọ 2025–" not in page()[1].text
    spoken_of = "update fct_province_year_indicator set area_id = 'VN34_25' where area_id = 'VN63_02'"
    assert page(spoken_of, name="later")[1].text.count("Phú Thọ 2025–") == 1


def test_expectations_are_shown_from_the_result_json(page, release: Release, project: Project) -> None:
    parquet = release(name="other")
    expectations.check(Project(ROOT, ROOT, ROOT), parquet)
    parsed = Page(quality.write(project, parquet.parent, GATES).read_text(encoding="utf-8"))
    assert re.search(r"fct_observation: \d+ of \d+ met \(200 rows, by rows\)", parsed.text)
    assert "no value is above its indicator's maximum" in parsed.text
    _, without = page()
    assert "No results." in without.text


@pytest.mark.parametrize(
    ("value", "text"), [(95000000000000, "95,000,000,000,000"), (-9.28, "-9.28"), (8.0, "8"), (0, "0"), (None, "–")]
)
def test_numbers_are_written_for_people(value: float | None, text: str) -> None:
    assert quality.number(value) == text


def test_a_decimal_keeps_its_digits() -> None:
    value = duckdb.execute("select 12345678901234567.123456::decimal(38,6)").fetchone()[0]
    assert quality.number(value) == "12,345,678,901,234,567.123456"
