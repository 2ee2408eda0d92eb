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
    # The list of two digits begins in July 2004: an area that ended before has a code in its id alone.
    coded = [row for row in provinces if not row["area_id"].startswith("VN61_")]
    assert all(row["area_id"].endswith(f"_{row['gso_code']}") for row in coded)
    assert not [row for row in provinces if row not in coded and (row["gso_code"] or row["iso_code"])]


def test_every_division_has_its_provinces_and_each_of_them_one_code(project: Project) -> None:
    provinces = [row for row in rows(project, "areas.csv") if row["area_type"] == "province"]
    counts = {}
    for division in rows(project, "divisions.csv"):
        day = division["valid_from"]
        members = [
            row for row in provinces if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
        ]
        counts[division["division_id"]] = len(members)
        assert len({row["area_id"][5:] for row in members}) == len(members) == int(division["province_count"])
    assert counts == {"VN61": 61, "VN64": 64, "VN63": 63, "VN34": 34}
    # Decision 124/2004 gave Hà Tây the code 28, which nobody has had since.
    assert [row["area_id"] for row in provinces if row["gso_code"] == "28"] == ["VN64_28"]


def test_a_province_is_another_area_only_where_its_territory_was_another_one(project: Project) -> None:
    successions = [row for row in rows(project, "area_succession.csv") if row["effective_on"] < "2025-01-01"]
    changed = {row["successor_area_id"] for row in successions}
    areas = {row["area_id"]: row for row in rows(project, "areas.csv")}
    since_63 = [row for row in areas.values() if row["area_id"].startswith("VN63_")]
    assert {row["area_id"] for row in since_63 if row["valid_from"] > "1997-01-01"} == changed
    assert {row["valid_from"] for row in since_63} == {"1997-01-01", "2004-01-01", "2008-08-01"}
    for row in successions:
        former, successor = areas[row["predecessor_area_id"]], areas[row["successor_area_id"]]
        assert former["valid_to"] < row["effective_on"] == successor["valid_from"]
        assert row["is_same_territory"] == "false"
    assert {
        (row["predecessor_area_id"], row["successor_area_id"]) for row in successions if row["is_whole"] == "false"
    } == {
        ("VN64_17", "VN63_01"),
        ("VN64_26", "VN63_01"),
    }


def test_each_grouping_of_regions_holds_every_province_once(project: Project) -> None:
    members: dict[str, set[str]] = {}
    for row in rows(project, "region_members.csv"):
        members.setdefault(row["region_area_id"], set()).add(row["member_area_id"])
    regions = {row["area_id"]: row for row in rows(project, "areas.csv") if row["area_type"] == "region"}
    assert set(members) == set(regions)
    provinces = [row for row in rows(project, "areas.csv") if row["area_type"] == "province"]
    for day, year, count in (
        ("2003-06-01", "2004", 8),
        ("2004-06-01", "2006", 8),
        ("2007-06-01", "2007", 6),
        ("2009-06-01", "2009", 6),
    ):
        in_force = {
            row["area_id"] for row in provinces if row["valid_from"] <= day <= row["valid_to"] or not row["valid_to"]
        }
        in_force = {one for one in in_force if not one.startswith("VN34_")}
        grouping = [one for one, row in regions.items() if in_use(row, year, count)]
        listed = [province for region in grouping for province in members[region] & in_force]
        assert len(grouping) == count
        assert sorted(listed) == sorted(in_force)


def in_use(region: dict[str, str], year: str, count: int) -> bool:
    """Whether a region is one of the eight, or of the six: those of the eight alone end in 2009."""
    is_old, is_new = region["valid_to"] < "2010", region["valid_from"] >= "2007"
    return region["valid_from"][:4] <= year and not (is_new if count == 8 else is_old)


def test_no_iso_code_is_given_to_a_merged_unit(project: Project) -> None:
    merged = {
        row["successor_area_id"]
        for row in rows(project, "area_succession.csv")
        if row["is_same_territory"] == "false" and row["effective_on"] == "2025-07-01"
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
