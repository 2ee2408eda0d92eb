"""Behaviour: the notebooks run from a clean kernel on a published release, and show what they say they show."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import nbformat
import pandas as pd
import pytest
import vl_convert
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# What a reader must find in the printed answers, and the charts that each notebook keeps.
SHOWN = {
    "1_start_here": (["12 of 63 provinces", "state_budget_revenue", "17.946 tỷ đồng"], ["first_chart"]),
    "2_plan_and_result": (["target_count", "14 địa phương"], ["targets_met", "distance_from_plan"]),
    "3_growth_2023": (
        ["12 of 63 provinces printed; the other 51 lie between 0 and 10 per cent"],
        ["growth_ranks", "growth_distribution", "growth_targets", "growth_map"],
    ),
    "4_hung_yen": (["have both a result of 2023 and a goal of 2024"], ["hung_yen_amounts", "hung_yen_rates"]),
    "5_your_own_data": (["5 of 11", "0 of 5"], []),
    "6_official_tables": (
        ["2009: 0, 2010: 63", "63 of 63 provinces printed; more than half: 28", "435 of 440 paid more than planned"],
        ["revenue_and_plan", "transfers_share", "plan_errors", "ha_noi_2008", "provinces_of_today"],
    ),
}
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@dataclass(frozen=True)
class Executed:
    """What a notebook printed, and the folder of the charts it kept."""

    text: str
    charts: Path


@pytest.fixture(scope="session", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="session")
def executed(notebook: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Executed:
    """The notebook run by a kernel of its own, in its folder, as a reader starts it."""
    charts = tmp_path_factory.mktemp("charts")
    environment = {
        **os.environ,
        "CHITIEU_WAREHOUSE": str(release.parents[1]),
        "CHITIEU_CHARTS": str(charts),
        "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython")),
    }
    client = NotebookClient(
        nbformat.read(notebook, as_version=4),
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    outputs = [output for cell in client.execute(env=environment).cells for output in cell.get("outputs", [])]
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return Executed("\n".join(texts), charts)


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def setup_of(path: Path) -> str:
    return next(source for source in sources(path) if "def ask(" in source)


def test_every_notebook_is_known_here() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(SHOWN)


def test_a_notebook_runs_and_shows_what_it_promises(notebook: Path, executed: Executed) -> None:
    texts, charts = SHOWN[notebook.stem]
    for text in texts:
        assert text in executed.text
    assert sorted(path.stem for path in executed.charts.iterdir()) == sorted(charts)
    for path in executed.charts.iterdir():
        picture = path.read_bytes()
        width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        assert picture.startswith(b"\x89PNG") and width > 600 and height > 300


def test_notebooks_are_stored_without_outputs_or_machine_paths(notebook: Path) -> None:
    stored = nbformat.read(notebook, as_version=4)
    nbformat.validate(stored)
    for cell in stored.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    assert not re.search(r"(?<![\w.$)])/(?:home|root|tmp|work|usr|Users|mnt)\b|[A-Z]:\\\\", notebook.read_text("utf-8"))


def is_vietnamese(paragraph: str) -> bool:
    """True if more than one letter in twelve is not of the English alphabet; a name in an English text is fewer."""
    letters = [letter for letter in paragraph.lower() if letter.isalpha()]
    return sum(letter not in "abcdefghijklmnopqrstuvwxyz" for letter in letters) > len(letters) / 12


def test_text_is_in_both_languages(notebook: Path) -> None:
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "markdown"]
    assert len(cells) > 3
    for cell in cells:
        paragraphs = [part for part in cell.split("\n\n") if not part.startswith("#") and ".ipynb" not in part]
        if paragraphs:
            assert {is_vietnamese(paragraph) for paragraph in paragraphs} == {True, False}, cell


def test_notebooks_begin_alike(notebook: Path) -> None:
    assert setup_of(notebook) == setup_of(NOTEBOOKS[0])
    styles = [source for source in sources(notebook) if "def keep(" in source]
    assert styles == [source for source in sources(NOTEBOOKS[0]) if "def keep(" in source] * len(styles)


def test_reading_picks_up_a_new_release_without_a_restart(tmp_path: Path) -> None:
    for release in ("first", "second"):
        folder = tmp_path / "releases" / release
        folder.mkdir(parents=True)
        with duckdb.connect(str(folder / "chitieu.duckdb")) as connection:
            connection.execute(f"create table edition as select '{release}' as name")
    (tmp_path / "current").symlink_to("releases/first")
    (tmp_path / "spare").symlink_to("releases/second")
    script = f"""{setup_of(NOTEBOOKS[0])}
print(ask("from edition")["name"][0])
(DATABASE.parent.parent / "spare").replace(DATABASE.parent)
print(ask("from edition")["name"][0])
"""
    environment = {**os.environ, "CHITIEU_WAREHOUSE": str(tmp_path)}
    outcome = subprocess.run(
        [sys.executable, "-c", script], cwd=FOLDER, env=environment, capture_output=True, text=True, check=True
    )
    assert outcome.stdout.split() == ["first", "second"]


def test_all_vietnamese_letters_show_in_charts() -> None:
    style = next(source for source in sources(NOTEBOOKS[0]) if "def keep(" in source)
    fonts = re.search(r'^FONT = "([^"]+)"', style, re.MULTILINE).group(1)

    def picture(letter: str) -> bytes:
        text = f'<text x="8" y="44" font-family="{fonts}" font-size="40">{letter}</text>'
        return vl_convert.svg_to_png(f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">{text}</svg>')

    # A letter that the font lacks would be empty, or the same box as another one.
    pictures = {letter: picture(letter) for letter in " " + LETTERS + LETTERS.upper()}
    assert len(set(pictures.values())) == len(pictures)


def test_tiles_and_regions_cover_the_63_provinces_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    provinces = warehouse.execute(
        "select area_id, gso_code, name_vi from dim_area where area_type = 'province' and area_id like 'VN63%'"
    ).fetchall()
    tiles = pd.read_csv(FOLDER / "data" / "province_tiles.csv")
    regions = pd.read_csv(FOLDER / "data" / "regions_2023.csv", dtype="string")
    assert len(provinces) == 63
    assert set(zip(tiles["area_id"], tiles["name_vi"], strict=True)) == {(p[0], p[2]) for p in provinces}
    assert not tiles.duplicated(["tile_column", "tile_row"]).any() and len(tiles) == 63
    assert set(zip(regions["gso_code"], regions["name_vi"], strict=True)) == {(p[1], p[2]) for p in provinces}
    assert sorted(regions["region_vi"].value_counts()) == [5, 6, 11, 13, 14, 14] and len(regions) == 63


def test_notebooks_are_small() -> None:
    assert all(path.stat().st_size < 30_000 for path in NOTEBOOKS)
    assert all(json.loads(path.read_text("utf-8"))["metadata"]["kernelspec"]["name"] == "python3" for path in NOTEBOOKS)
