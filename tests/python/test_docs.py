"""Behaviour: the documents say what the release says, in both languages, and what they show is what happens."""

import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml
from chitieu.manual import catalogue, dictionary, plot, shown_code
from chitieu.project import ROOT, Project
from chitieu.release.promises import PROMISES

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_no_page_is_stale(project: Project, release: Path) -> None:
    stale = dictionary.stale_pages(project, release.parents[1])
    assert [str(path.relative_to(ROOT)) for path in stale] == [], "run `make docs`"


def test_a_changed_answer_and_a_page_of_no_table_would_be_found(
    project: Project, release: Path, tmp_path: Path
) -> None:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    figures = str(manifest["headlines"]["observations"])
    for path in [DOCS / "en" / "method.md", DOCS / "en" / "tables" / "panel.md"]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace(figures, f"{figures}0"), encoding="utf-8")
    gone = tmp_path / "docs" / "en" / "tables" / "no_such_table.md"
    gone.write_text("# no_such_table", encoding="utf-8")
    (tmp_path / "seeds").symlink_to(project.root / "seeds")
    stale = dictionary.stale_pages(Project(tmp_path, project.documents, project.warehouse), release.parents[1])
    assert stale[gone] is None
    assert figures in str(stale[tmp_path / "docs" / "en" / "method.md"])
    assert tmp_path / "docs" / "en" / "tables" / "panel.md" not in stale
    assert tmp_path / "docs" / "vi" / "tables" / "panel.md" in stale


def test_a_plot_that_says_something_else_is_found(project: Project, release: Path, tmp_path: Path) -> None:
    kept = DOCS / plot.NAME
    assert "12 of 63 provinces" in kept.read_text(encoding="utf-8")
    copy = tmp_path / "docs" / plot.NAME
    copy.parent.mkdir()
    copy.write_text(kept.read_text(encoding="utf-8").replace("13.45", "13.54"), encoding="utf-8")
    (tmp_path / "seeds").symlink_to(project.root / "seeds")
    stale = dictionary.stale_pages(Project(tmp_path, project.documents, project.warehouse), release.parents[1])
    assert "13.45" in str(stale[copy])


def test_every_description_has_vietnamese_words_and_no_translation_is_needless(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    known, described = dictionary.translations(), dictionary.described(warehouse)
    assert described - set(known) == set()
    assert set(known) - described == set()
    assert [text for text, words in known.items() if words.strip() in ("", text)] == []


def test_a_description_without_vietnamese_words_stops_the_generator(
    project: Project, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dictionary.translations()
    lost = next(iter(known))
    monkeypatch.setattr(dictionary, "translations", lambda: {key: known[key] for key in known if key != lost})
    with pytest.raises(dictionary.MissingTranslation, match=re.escape(lost)):
        dictionary.render(project, release / "chitieu.duckdb")


@pytest.mark.parametrize("language", dictionary.LANGUAGES)
def test_every_promised_table_has_a_page_with_its_columns(language: str) -> None:
    for promise in PROMISES:
        page = (DOCS / language / "tables" / f"{promise.table}.md").read_text(encoding="utf-8")
        assert set(promise.columns) <= set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))


def test_every_public_table_has_an_example_and_no_example_is_needless(warehouse: duckdb.DuckDBPyConnection) -> None:
    examples = tomllib.loads((dictionary.TEMPLATES / "examples.toml").read_text(encoding="utf-8"))
    tables = warehouse.execute("select table_name from information_schema.tables where table_schema = 'main'")
    assert sorted(examples) == sorted(name for (name,) in tables.fetchall())


def test_every_printed_indicator_is_told_in_both_languages(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select distinct indicator_id from fct_observation"
    indicators = {name for (name,) in warehouse.execute(query).fetchall()}
    for language in dictionary.LANGUAGES:
        page = (DOCS / language / "indicators.md").read_text(encoding="utf-8")
        assert set(re.findall(r"^### (\w+)$", page, re.MULTILINE)) == indicators


@pytest.mark.parametrize("language", dictionary.LANGUAGES)
def test_every_concept_breakdown_and_measure_is_in_the_catalogue(
    language: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    page = (DOCS / language / "catalogue.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    for table, column in (("dim_concept", "concept_id"), ("dim_breakdown", "breakdown_id"), ("dim_measure", "measure")):
        assert {name for (name,) in warehouse.execute(f"select {column} from {table}").fetchall()} <= told


def test_the_page_of_indicators_says_who_prints_one() -> None:
    page = (DOCS / "en" / "indicators.md").read_text(encoding="utf-8")
    growth = page.split("### grdp_growth\n")[1].split("###")[0]
    assert re.search(r"actual 2023: \d+ of 63 provinces", growth) and "Bac Ninh" in growth
    count, named = re.search(r"target 2024: (\d+) of 63 provinces \(([^)]*)\)", growth).groups()
    assert {"Quang Ninh", "Hung Yen", "Ha Tinh"} <= set(named.split(", "))
    assert int(count) == len(named.split(", "))


@pytest.mark.parametrize("language", dictionary.LANGUAGES)
def test_the_method_tells_every_number_that_is_a_matter_of_judgement(language: str) -> None:
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    page = (DOCS / language / "method.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", page, re.MULTILINE))
    assert told == {name: str(value) for name, value in variables.items()}


@pytest.mark.parametrize("language", dictionary.LANGUAGES)
def test_the_page_on_quality_names_every_gate_of_a_release(language: str, release: Path) -> None:
    gates = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["gates"]
    page = (DOCS / language / "quality.md").read_text(encoding="utf-8")
    assert {gate["name"] for gate in gates} == set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE))


def test_both_languages_have_the_same_pages() -> None:
    english, vietnamese = (
        {path.relative_to(DOCS / language) for path in (DOCS / language).rglob("*.md")} for language in ("en", "vi")
    )
    assert english == vietnamese and len(english) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_shown_code_gets_the_answer_of_its_language() -> None:
    page = "```sql\nselect 1\n```\n\n```python\nprint(2)\n```\n\n```text\nold\n```\n\n```sh\nmake build\n```\n"
    fresh = shown_code.refresh(page, {"sql": lambda _: " one  \n\n", "python": lambda code: code, "sh": lambda _: "no"})
    assert fresh == (
        "```sql\nselect 1\n```\n\n```text\n one\n```\n\n"
        "```python\nprint(2)\n```\n\n```text\nprint(2)\n```\n\n```sh\nmake build\n```\n"
    )
    assert shown_code.refresh(fresh, {"sql": lambda _: " one", "python": lambda code: code}) == fresh


def test_python_and_the_command_run_where_the_warehouse_is(release: Path) -> None:
    runs = shown_code.runs_on(release.parents[1])
    opened = "duckdb.connect('warehouse/current/chitieu.duckdb', read_only=True)"
    code = f"import duckdb\nprint({opened}.execute('select 6 * 7').fetchone())"
    assert runs["python"](code) == "(42,)\n"
    assert "42" in runs["sh"](".venv/bin/chitieu sql 'select 6 * 7 as answer'")
    with pytest.raises(ValueError, match=r"only \.venv/bin/chitieu is run"):
        runs["sh"]("ls")


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (Decimal("1234567.500000"), "1,234,567.5", "1.234.567,5"),
        (Decimal("-12.00"), "−12", "−12"),
        (Decimal("1E+3"), "1,000", "1.000"),
        (None, "", ""),
    ],
)
def test_numbers_are_printed_as_the_language_does(value: Decimal | None, english: str, vietnamese: str) -> None:
    assert (catalogue.number(value, "en"), catalogue.number(value, "vi")) == (english, vietnamese)


def test_ranges_are_said_in_words() -> None:
    assert catalogue.between(Decimal(0), None, "en") == "0 or more"
    assert catalogue.between(None, Decimal(5), "vi") == "từ 5 trở xuống"
    assert catalogue.between(Decimal("0.5"), Decimal(1000), "vi") == "từ 0,5 đến 1.000"
    assert catalogue.between(None, None, "en") == ""
