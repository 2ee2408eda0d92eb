"""The areas of the registry against two independent lists of them."""

import csv
import unicodedata

import pycountry
from chitieu.project import Project
from vietnam_provinces import Province


def rows(project: Project, name: str) -> list[dict[str, str]]:
    with (project.reference / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_63_provinces_are_the_63_units_of_iso_3166_2(project: Project) -> None:
    ours = {row["iso_code"]: row for row in rows(project, "areas.csv") if row["area_id"].startswith("VN63_")}
    theirs = {unit.code: unit.name for unit in pycountry.subdivisions.get(country_code="VN")}
    assert len(theirs) == 63
    assert set(ours) == set(theirs)
    # ISO spells without or with other marks in places; the letters themselves agree.
    folded = {code: fold(row["name_vi"]) for code, row in ours.items()}
    assert folded == {code: fold(name) for code, name in theirs.items()}


def test_the_34_units_are_those_of_the_statistics_office(project: Project) -> None:
    ours = {row["gso_code"]: row["name_vi"] for row in rows(project, "areas.csv") if row["area_id"].startswith("VN34_")}
    theirs = {f"{province.code:02}": province.name for province in Province.iter_all()}
    assert len(theirs) == 34
    assert {code: fold(name) for code, name in ours.items()} == {code: fold(name) for code, name in theirs.items()}


def test_area_ids_are_made_of_the_code_of_their_own_list(project: Project) -> None:
    provinces = [row for row in rows(project, "areas.csv") if row["area_type"] == "province"]
    assert len(provinces) == 63 + 34
    assert all(row["area_id"].endswith(f"_{row['gso_code']}") for row in provinces)


def test_no_iso_code_is_given_to_a_merged_unit(project: Project) -> None:
    merged = {
        row["successor_area_id"] for row in rows(project, "area_succession.csv") if row["is_same_territory"] == "false"
    }
    assert len(merged) == 23
    assert not [row for row in rows(project, "areas.csv") if row["area_id"] in merged and row["iso_code"]]


def fold(name: str) -> str:
    """Letters only, without the words for province and city, tone marks and spacing."""
    lowered = name.lower().replace("đ", "d")
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(letter))
    for word in ("thanh pho ", "tinh "):
        bare = bare.removeprefix(word)
    return "".join(letter for letter in bare if letter.isalpha())
