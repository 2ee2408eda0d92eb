"""The explorer: every link leads somewhere, every number is the database's, and nothing from a document can act."""

import hashlib
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest
from chitieu.errors import GateFailed
from chitieu.project import Project
from chitieu.release.disk import share_unchanged
from chitieu.site import charts, making, pages, serving, words
from html_page import Element, read_html

HOSTILE = '"><script>alert(1)</script>\u202eevil</script>&amp;'


@pytest.fixture(scope="session")
def site(release: Path) -> Path:
    return release / "site"


@pytest.fixture(scope="session")
def read(site: Path) -> dict[Path, Element]:
    """Every page, read as a browser reads it."""
    return {path: read_html(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="session")
def database(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(release / "chitieu.duckdb"), read_only=True) as connection:
        yield connection


def test_every_link_and_anchor_leads_somewhere(read: dict[Path, Element]) -> None:
    anchors = {path: [one["id"] for one in page.all() if "id" in one] for path, page in read.items()}
    for path, names in anchors.items():
        assert len(names) == len(set(names)), f"{path} names a place twice"
    checked = 0
    for path, page in read.items():
        for element in page.all():
            for name in ("href", "src", "data-index"):
                address = element.get(name)
                if address is None or address == "data:,":
                    continue
                parts = urlsplit(address)
                assert not parts.scheme and not parts.netloc, f"{path} leads to {address}"
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                assert target.is_file(), f"{path} leads to {address}"
                if parts.fragment:
                    assert unquote(parts.fragment) in anchors[target], f"{path} leads to {address}"
                checked += 1
    assert checked > 50_000


def test_both_languages_have_the_same_pages(site: Path) -> None:
    vi, en = ({path.relative_to(site / one) for path in (site / one).rglob("*.*")} for one in words.LANGUAGES)
    assert vi == en
    assert len(vi) > 250


def spoken(language: str) -> words.Words:
    return words.read(language, {})


def number(text: str, language: str) -> Decimal:
    """A number as a page writes it, read back."""
    text = text.replace("\u2212", "-")
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    return Decimal(text.replace(thousands, "").replace(point, "."))


def bounds(text: str, language: str) -> tuple[str, Decimal | None, Decimal | None, bool]:
    """What a value on a page says: comparator, ends, and whether it is about. Written here once more, backwards."""
    text = text.replace("\u202f", "")
    is_about = text.startswith("≈")
    text = text.removeprefix("≈")
    if text[0] in "≥>":
        return {"≥": "ge", ">": "gt"}[text[0]], number(text[1:], language), None, is_about
    if text[0] in "≤<":
        return {"≤": "le", "<": "lt"}[text[0]], None, number(text[1:], language), is_about
    if "\u2013" in text:
        low, high = text.split("\u2013")
        return "range", number(low, language), number(high, language), is_about
    return "eq", number(text, language), number(text, language), is_about


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_value_of_areas_and_indicators_is_the_database_s(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection, language: str
) -> None:
    stored = {
        row[0]: row[1:]
        for row in database.execute(
            "select observation_id, comparator, value_low, value_high, is_approximate, obs_status, is_doubted, "
            "area_id, indicator_id, year, scenario from panel"
        ).fetchall()
    }
    ids = addresses(database)
    shown: dict[str, set[str]] = {"areas": set(), "indicators": set()}
    for kind, seen in shown.items():
        for path in sorted((site / language / kind).glob("*.html")):
            # What is added up for a province of today has a test of its own.
            for cell in [] if path.stem.startswith("VN34") else read[path].all("td"):
                links = [link for link in cell.all("a") if "/documents/" in link["href"]]
                for link in links:
                    observation_id = ids[unquote(link["href"].removeprefix("../"))]
                    comparator, low, high, is_approximate, status, is_doubted, area_id, indicator_id, *_ = stored[
                        observation_id
                    ]
                    said = bounds(link.text, language)
                    comparator = "eq" if comparator == "approx" else comparator
                    assert said == (comparator, low, high, is_approximate), f"{path}: {link.text}"
                    if len(links) == 1:
                        marks = [mark.text for mark in cell.all("abbr")]
                        assert ("?" in marks) == is_doubted
                        assert (status == "A") == (status.lower() not in marks)
                    assert path.stem == (area_id if kind == "areas" else indicator_id)
                    seen.add(observation_id)
    assert shown["areas"] == set(stored), "an area page lacks a figure"
    ranked_or_listed = {one for one, row in stored.items() if row[-1] != "stretch"}
    assert shown["indicators"] == ranked_or_listed, "an indicator page lacks a figure"


def addresses(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Each figure by the address that its place has."""
    found = {}
    for observation_id, document_id, locator, component, char_start in database.execute(
        "select observation_id, document_id, locator, component, char_start from fct_observation"
    ).fetchall():
        row = re.search(r"R(\d+)C\d+$|![A-Z]+(\d+)$", locator)
        page = char_start // 20000 if row is None else (int(row[1] or row[2]) - 1) // 400
        name = document_id if page == 0 else f"{document_id}-{page}"
        anchor = re.sub(r"\s", "_", locator)
        found[f"documents/{name}.html#{anchor}:{component}"] = observation_id
    return found


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_figure_stands_in_its_document_as_printed(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection, language: str
) -> None:
    stored = {
        row[0]: row[1:]
        for row in database.execute(
            "select observation_id, figure, area_id, indicator_id from fct_observation"
        ).fetchall()
    }
    seen = set()
    for address, observation_id in addresses(database).items():
        figure, area_id, indicator_id = stored[observation_id]
        name, anchor = address.split("#")
        page = read[site / language / name]
        place = page.by_id[anchor]
        if place.tag == "tr":
            cells = place.children
            assert cells[1].text == figure
            assert cells[2].all("a")[0]["href"].endswith(f"/{area_id}.html")
            assert cells[3].all("a")[0]["href"].endswith(f"/{indicator_id}.html")
        else:
            assert place.all("a")[0].text == figure
            line, table = place.parent, place.parent.parent.parent
            assert line.children[0].all("a")[0]["href"].endswith(f"/{area_id}.html")
            head = table.all("thead")[0].all("th")[line.children.index(place)]
            assert head.all("a")[0]["href"].endswith(f"/{indicator_id}.html")
        seen.add(observation_id)
    assert seen == set(stored)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_verdicts_and_ranks_are_the_database_s(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection, language: str
) -> None:
    ranks = {
        row[:3]: row[3:]
        for row in database.execute(
            "select area_id, indicator_id, year, rank_from, rank_to, ranked_count from ranking"
        ).fetchall()
    }
    verdicts = {}
    for row in database.execute(
        "select area_id, indicator_id, year, verdict, attainment_pct from fct_target_attainment "
        "where is_default and is_whole_year "
        "order by case basis when 'level' then 1 when 'attainment' then 2 else 3 end desc"
    ).fetchall():
        verdicts[row[:3]] = row[3:]
    phrases = spoken(language).phrases
    said_ranks, said_verdicts = {}, {}
    for path in sorted((site / language / "areas").glob("*.html")):
        for figure in read[path].all("figure"):
            indicator_id = Path(figure.all("a")[0]["href"]).stem
            collect(path.stem, indicator_id, figure.all("tbody")[0], 0, phrases, said_ranks, said_verdicts)
        for table in read[path].all("table"):
            if table.get("class") == "latest":
                for body in table.all("tbody"):
                    indicator_id = Path(body.all("a")[0]["href"]).stem
                    collect(path.stem, indicator_id, body, 1, phrases, said_ranks, said_verdicts)
    assert said_ranks
    for place, text in said_ranks.items():
        low, high, count = ranks[place]
        assert text == (f"{low}/{count}" if low == high else f"{low}–{high}/{count}")
    assert set(verdicts) == set(said_verdicts)
    for place, text in said_verdicts.items():
        verdict, share = verdicts[place]
        assert phrases[verdict] in text
        assert share is None or number(text.split()[-1].rstrip("%"), language) == share


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_today_s_provinces_show_is_the_sum_that_the_database_takes(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection, language: str
) -> None:
    stored = {
        row[:4]: row[4:]
        for row in database.execute(
            "select area_id, indicator_id, year, scenario, comparator, value_low, value_high, is_approximate, "
            "observation_ids from panel_34 where basis in ('same_territory', 'sum')"
        ).fetchall()
    }
    ids = addresses(database)
    seen = 0
    for path in sorted((site / language / "areas").glob("VN34_*.html")):
        for table in read[path].all("table"):
            for line in table.all("tbody")[0].children if table.get("class") == "latest today" else ():
                name, year, *values = line.children
                for scenario, cell in zip(("target", "actual"), values, strict=True):
                    if not cell.children:
                        continue
                    *value, sources = stored[path.stem, Path(name.all("a")[0]["href"]).stem, int(year.text), scenario]
                    value[0] = "eq" if value[0] == "approx" else value[0]
                    assert bounds(cell.all("b")[0].text, language) == tuple(value)
                    linked = [ids[unquote(link["href"].removeprefix("../"))] for link in cell.all("a")]
                    assert ", ".join(linked) == sources
                    seen += 1
    assert seen > 1_000


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_map_shows_each_province_of_its_division_with_what_it_prints(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection, language: str
) -> None:
    members = database.execute(
        "select area_id, division_id from bridge_division_area where division_id in ('VN63', 'VN34')"
    ).fetchall()
    stored = {
        row[:3]: row[3:]
        for row in database.execute(
            "select area_id, indicator_id, year, comparator, value_low, value_high, is_approximate from panel where "
            "scenario = 'actual' union all select area_id, indicator_id, year, comparator, value_low, value_high, "
            "is_approximate from panel_34 where scenario = 'actual' and basis in ('same_territory', 'sum')"
        ).fetchall()
    }
    pictures = 0
    for path in sorted((site / language / "indicators").glob("*.html")):
        for picture in [one for one in read[path].all("svg") if one.get("class") == "map"]:
            title = next(one.text for one in picture.parent.parent.all("h2"))
            year = int(re.search(r"\d{4}", title)[0])
            tiles = {Path(link["href"]).stem: link for link in picture.all("a")}
            assert set(tiles) in [{area for area, one in members if one == division} for division in ("VN63", "VN34")]
            for area_id, tile in tiles.items():
                said = tile["aria-label"].rsplit(": ", 1)[1]
                if (area_id, path.stem, year) not in stored:
                    assert tile["class"] == "f0" and said == spoken(language)["map_none"]
                    continue
                comparator, *ends = stored[area_id, path.stem, year]
                comparator = "eq" if comparator == "approx" else comparator
                assert bounds(said, language) == (comparator, *ends)
            pictures += 1
    assert pictures > 20


def collect(area_id, indicator_id, body, skipped, phrases, ranks, verdicts) -> None:
    """The ranks and verdicts that the rows of a table say; the year's cell follows the indicator's name, if any."""
    for line in body.all("tr"):
        cells = line.children[-5:]
        place = area_id, indicator_id, int(cells[0].text)
        if cells[4].text:
            ranks[place] = cells[4].text
        if cells[3].text:
            verdicts[place] = cells[3].text


def test_the_totals_are_the_database_s(
    site: Path, read: dict[Path, Element], database: duckdb.DuckDBPyConnection
) -> None:
    wanted = database.execute(
        "select (select count(*) from fct_observation), (select count(*) from fct_observation where verification = "
        "'verified'), (select count(*) from fct_observation where is_doubted), (select count(*) from dim_document), "
        "(select count(*) from fct_check)"
    ).fetchone()
    for language in words.LANGUAGES:
        front = read[site / language / "index.html"]
        assert tuple(number(one.text, language) for one in front.all("dd")) == wanted
        failing = database.execute("select count(*) from fct_check where verdict <> 'pass'").fetchone()[0]
        assert len(read[site / language / "findings.html"].all("article")) == failing
        changed = database.execute("select count(*) from fct_revision").fetchone()[0]
        assert len(read[site / language / "revisions.html"].all("tbody")[0].children) == changed


def test_every_page_is_closed_to_other_hosts_and_inline_scripts(site: Path, read: dict[Path, Element]) -> None:
    for path, page in read.items():
        policy = next(one["content"] for one in page.all("meta") if "http-equiv" in one)
        assert "default-src 'none'" in policy and "unsafe" not in policy, path
        for element in page.all():
            assert element.tag != "style" and "style" not in element, f"{path}: an inline style"
            assert not [name for name in element.attributes if name.startswith("on")], path
            if element.tag == "script":
                assert element["src"] and not element.text, f"{path}: an inline script"
        assert page.all("html")[0]["lang"] in words.LANGUAGES
        assert len(page.all("h1")) == 1 and page.all("title")[0].text, path


def test_every_picture_has_words_and_every_table_heads(read: dict[Path, Element]) -> None:
    pictures = 0
    for path, page in read.items():
        for picture in page.all("svg"):
            assert (
                picture.get("aria-hidden") == "true"
                or picture.get("aria-label")
                or picture.parent.tag == "svg"
                or (picture.parent.tag == "g")
            ), path
            pictures += picture.get("role") == "img"
        for table in page.all("table"):
            assert table.all("th"), path
    assert pictures > 1_000


def test_the_site_is_no_larger_than_it_may_be(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= 25_000_000


def test_the_same_rows_give_the_same_bytes(project: Project, release: Path, site: Path, tmp_path: Path) -> None:
    made = made_again(project, release / "chitieu.duckdb", tmp_path, "en")
    before = {path: digest(path) for path in (site / "en").rglob("*") if path.is_file()}
    after = {site / path.relative_to(made): digest(path) for path in (made / "en").rglob("*") if path.is_file()}
    # Which files stand beside it is what the page of downloads says.
    assert {name: one for name, one in before.items() if name.stem != "downloads"} == {
        name: one for name, one in after.items() if name.stem != "downloads"
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def made_again(project: Project, database: Path, folder: Path, language: str) -> Path:
    target = folder / "site"
    target.mkdir()
    pages.write(database, project.reference / "codes.csv", target, language)
    return target


def test_what_a_document_or_a_seed_says_cannot_act(project: Project, release: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "chitieu.duckdb"
    hostile.write_bytes((release / "chitieu.duckdb").read_bytes())
    planted = {
        "dim_area": ("name_vi", "name_en"),
        "dim_indicator": ("name_vi", "name_en", "definition", "definition_vi"),
        "dim_unit": ("name_vi", "name_en"),
        "dim_document": ("title_en", "issuer", "file_name"),
        "fct_check": ("explanation", "explanation_vi"),
        "excluded_numeral": ("figure", "note"),
        "fct_observation": ("figure", "passage", "note"),
    }
    with duckdb.connect(str(hostile)) as connection:
        for table, columns in planted.items():
            changed = ", ".join(f"{column} = ?" for column in columns)
            connection.execute(f"update {table} set {changed}", [HOSTILE] * len(columns))
    made = made_again(project, hostile, tmp_path, "vi")
    seen = 0
    for path in sorted((made / "vi").rglob("*.html")):
        page = read_html(path.read_text(encoding="utf-8"))
        assert all(one.get("src") and not one.text for one in page.all("script")), path
        assert len(page.all("html")) == 1
        seen += HOSTILE.replace("\u202e", r"\u202e") in page.all("body")[0].text
    assert seen > 250
    index = (made / "vi" / "search.js").read_text(encoding="ascii")
    assert "\u202e" not in index and '"\\">' not in index.replace('\\"', "")


def test_a_process_that_fails_stops_the_release(project: Project, tmp_path: Path) -> None:
    (tmp_path / "chitieu.duckdb").write_bytes(b"no database")
    with making.making(project, tmp_path) as finished, pytest.raises(GateFailed, match="writes its vi pages ended"):
        finished()


def test_unchanged_pages_are_the_files_of_the_release_before(tmp_path: Path) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    for folder, changed in ((before, "1"), (now, "2")):
        (folder / "vi").mkdir(parents=True)
        (folder / "vi" / "same.html").write_text("same")
        (folder / "changed.html").write_text(changed)
    (now / "new.html").write_text("new")
    assert share_unchanged(now, before) == 1
    assert (now / "vi" / "same.html").samefile(before / "vi" / "same.html")
    assert (now / "changed.html").read_text() == "2"
    assert sorted(path.name for path in now.rglob("*.html")) == ["changed.html", "new.html", "same.html"]


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("vi", ("eq", "1234567.500000", "1234567.500000", False), "1.234.567,5"),
        ("en", ("eq", "1234567.500000", "1234567.500000", False), "1,234,567.5"),
        ("en", ("eq", "-2.270000", "-2.270000", False), "\u22122.27"),
        ("en", ("eq", "100.000000", "100.000000", False), "100"),
        ("vi", ("gt", "10", None, False), ">\u202f10"),
        ("vi", ("ge", "10", None, False), "≥\u202f10"),
        ("vi", ("le", None, "5", False), "≤\u202f5"),
        ("vi", ("lt", None, "5", False), "<\u202f5"),
        ("vi", ("range", "7.5", "8", False), "7,5\u20138"),
        ("vi", ("range", "7.5", "8", True), "≈\u202f7,5\u20138"),
        ("vi", ("approx", "55", "55", True), "≈\u202f55"),
        ("vi", ("ge", "10", None, True), "≈\u202f≥\u202f10"),
    ],
)
def test_a_value_is_written_as_people_write_it(
    language: str, value: tuple[str, str | None, str | None, bool], said: str
) -> None:
    comparator, low, high, is_approximate = value
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert spoken(language).value(comparator, *ends, is_approximate) == said


def headline(comparator: str, low: int | None, high: int | None, **more: object) -> dict[str, object]:
    plain = {"plotted": float(low if low is not None else high), "allowed_low": None, "allowed_high": None}
    ends = {"low": None if low is None else Decimal(low), "high": None if high is None else Decimal(high)}
    return {"comparator": comparator, **ends, **plain, "is_approximate": False, "is_doubted": False, **more}


def test_a_gap_is_a_gap_and_marks_tell_what_is_known() -> None:
    years = {2010: headline("eq", 10, 10), 2011: headline("eq", 12, 12), 2013: headline("ge", 20, None)}
    rows = [{"year": year, "actual": None, "stretch": None, "target": one} for year, one in years.items()]
    rows.append({"year": 2014, "target": None, "stretch": None, "actual": headline("eq", 5, 5, is_doubted=True)})
    drawn = str(charts.history(rows, spoken("en"), "words & <marks>"))
    line = re.search(r'<g class="target"><path class="marked"[^>]* d="([^"]+)"', drawn)[1]
    assert re.sub(r"[\d. ]", "", line) == "MLM"
    assert drawn.count('marker-mid="url(#m-target)"') == drawn.count('marker-end="url(#m-actual)"') == 1
    assert drawn.count('class="open"') == 1
    assert drawn.count('class="doubt"') == 1
    assert 'aria-label="words &amp; &lt;marks&gt;"' in drawn


def test_a_range_is_a_bar_and_about_a_dashed_one() -> None:
    about = headline("approx", 55, 55, is_approximate=True, allowed_low=52.0, allowed_high=58.0)
    row = {"target": headline("range", 10, 20), "actual": about}
    drawn = str(charts.strip(row, charts.domain(row.values())))
    assert drawn.count('class="range"') == drawn.count('class="about"') == 1
    assert '<use href="#target"' not in drawn, "the middle of a range was not printed"


@contextmanager
def served(release: Path) -> Iterator[str]:
    with serving.server(release, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{serving.ADDRESS}:{server.server_port}"
        server.shutdown()


def test_serve_shows_the_files_of_a_release_and_nothing_else(release: Path) -> None:
    with served(release) as address:
        with urllib.request.urlopen(f"{address}/") as answer:
            assert answer.url == f"{address}/site/index.html"
        with urllib.request.urlopen(f"{address}/site/assets/search.js") as answer:
            assert answer.headers["Content-Type"].startswith("text/javascript")
        for path in ("/parquet/", "/%2e%2e/%2e%2e/current", "/site/vi/none.html"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(address + path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_what_it_shows_and_ends(release: Path, number: int) -> None:
    warehouse = release.parent.parent
    command = [sys.executable, "-m", "chitieu.cli", "serve", "--port", "0", "--warehouse", str(warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline()
            process.send_signal(number)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert release.name in said and "http://127.0.0.1:" in said


def test_the_pages_know_their_release(release: Path) -> None:
    assert (release / "site" / "release.js").read_text() == f'window.chitieuRelease="{release.name}";\n'
