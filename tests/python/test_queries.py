"""The questions in queries/, asked of a published release as a reader asks them, and what they must answer."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

QUERIES = sorted((Path(__file__).parents[2] / "queries").glob("*.sql"))
VIETNAMESE_LETTERS = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")

Row = dict[str, Any]


def ask(warehouse: duckdb.DuckDBPyConnection, number: int) -> list[Row]:
    """The rows of a query by column, of the one file whose name begins with the number."""
    (path,) = (path for path in QUERIES if path.name.startswith(f"{number:02}_"))
    result = warehouse.execute(path.read_text(encoding="utf-8"))
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def only(rows: list[Row], **wanted: Any) -> Row:
    """The one row with these values."""
    (row,) = (row for row in rows if all(row[name] == value for name, value in wanted.items()))
    return row


def coverage(rows: list[Row], name: str = "coverage") -> str:
    """The coverage that all rows print alike."""
    (printed,) = {row[name] for row in rows}
    return printed


def counted(warehouse: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has: what is covered is told of all there is, however much that is."""
    return warehouse.execute(f"select count(*) from {table}").fetchone()[0]


def test_the_questions_are_numbered_from_one_without_a_gap() -> None:
    assert [int(path.name[:2]) for path in QUERIES] == list(range(1, len(QUERIES) + 1))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_begins_with_its_question_in_vietnamese_and_in_english(path: Path) -> None:
    vietnamese, english, *_ = path.read_text(encoding="utf-8").splitlines()
    assert vietnamese.startswith("-- ") and set(vietnamese.casefold()) & VIETNAMESE_LETTERS
    assert vietnamese.endswith("?") and english.endswith("?")
    # Names of places keep their letters in English; its words have none.
    assert re.match(r"-- [A-Z][a-z]+ ", english) or english.startswith("-- Hà Tĩnh's ")


@pytest.mark.parametrize("number", range(1, len(QUERIES) + 1))
def test_each_answers_and_prints_its_coverage_and_our_doubts(warehouse: duckdb.DuckDBPyConnection, number: int) -> None:
    rows = ask(warehouse, number)
    assert rows
    assert {"is_doubted", "doubted"} & rows[0].keys()
    printed = [row[name] for row in rows for name in row if name.endswith("coverage")]
    assert len(printed) >= len(rows)
    for cell in printed:
        covered, of_all = map(int, re.fullmatch(r"(\d+) of (\d+)", cell).groups())
        assert 0 <= covered <= of_all and of_all > 0


def test_the_fastest_growth_is_a_rank_among_the_twelve_that_printed_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 1)
    assert coverage(rows) == "12 of 63"
    assert [(row["rank_from"], row["area_vi"], row["growth_low"]) for row in rows] == [
        (1, "Bắc Giang", Decimal("13.45")),
        (2, "Hậu Giang", Decimal("12.27")),
        (3, "Quảng Ninh", Decimal("11.03")),
        (4, "Khánh Hòa", Decimal("10.55")),
        (5, "Hải Phòng", Decimal("10.34")),
        (6, "Nam Định", Decimal("10.19")),
        (7, "Hưng Yên", Decimal("10.05")),
        (8, "Hà Tĩnh", Decimal("8.05")),
        (9, "Bà Rịa - Vũng Tàu", Decimal("-1.02")),
        (10, "Lai Châu", Decimal("-2.27")),
        (11, "Quảng Nam", Decimal("-8.25")),
        (12, "Bắc Ninh", Decimal("-9.28")),
    ]
    assert all(row["rank_from"] == row["rank_to"] for row in rows)


def test_those_who_missed_their_plan_are_found_on_all_three_bases(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 2)
    hung_yen = [row for row in rows if row["area_vi"] == "Hưng Yên"]
    assert [(row["planned"], row["reached"]) for row in hung_yen if row["basis"] == "level"] == [
        ("7 tỷ USD", "5,8 tỷ USD"),
        ("9,5", "9,3 bác sĩ"),
        ("112 triệu đồng", "110,4 triệu đồng"),
    ]
    assert only(hung_yen, basis="attainment")["reached"] == "91,1%"
    counted = [row["area_vi"] for row in rows if row["basis"] == "target_count"]
    # The widest miss first.
    assert counted.index("Đà Nẵng") < counted.index("Kiên Giang")
    # All targets met is not missed.
    assert not {"Quảng Ninh", "Phú Thọ", "Hậu Giang"} & set(counted)


def test_what_hung_yen_wants_stands_beside_what_it_did_with_doubts_and_open_ends(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(warehouse, 3)
    assert coverage(rows) == "29 of 59"
    growth = only(rows, result_2023="10,05%")
    # 7.5 (7.45 at least) to 8 (below 8.05) beside 10.05 (10.045 to 10.055)
    assert (growth["target_2024"], growth["change_low"], growth["change_high"]) == ("7,5-8%", -2.61, -2)
    exports = only(rows, result_2023="5,8 tỷ USD")
    assert (exports["target_2024"], exports["change"], exports["unit_vi"]) == ("7 tỷ USD", 1.2, "tỷ USD")
    assert (exports["change_low"], exports["change_high"]) == (0.65, 1.75)
    assert exports["change_pct"] == Decimal("20.69")
    retail = only(rows, result_2023="109.501 tỷ đồng")
    assert retail["is_doubted"] and retail["change"] == -14501
    assert not growth["is_doubted"]
    # From "more than 69 %" to 70 %, which is below 70.5: at most one point and a half, and no telling how little.
    trained = only(rows, result_2023="69%")
    assert (trained["actual_comparator"], trained["change_low"], trained["change_high"]) == ("gt", None, 1.5)
    poverty = only(rows, result_2023="0,9%")
    assert (poverty["change_low"], poverty["change_high"]) == (-0.2, None)


def test_the_revenue_of_ha_tinh_is_checked_where_its_parts_are_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    everything = ask(warehouse, 4)
    # Before 2018 tables print the total alone.
    assert {(row["role"], row["sum_check"]) for row in everything if row["year"] < 2018} <= {("total", "not checked")}
    rows = [row for row in everything if row["year"] >= 2018]
    assert [(row["year"], row["scenario"], row["role"], row["value"], row["sum_check"]) for row in rows] == [
        (2023, "actual", "total", Decimal(17946), "not checked"),
        (2024, "target", "part", Decimal(8100), "pass"),
        (2024, "target", "part", Decimal(9400), "pass"),
        (2024, "target", "total", Decimal(17500), "pass"),
    ]
    assert [row["coverage"] for row in rows] == ["0 of 2", "2 of 2", "2 of 2", "2 of 2"]
    assert rows[0]["sum_of_parts"] is None
    assert {row["sum_of_parts"] for row in rows[1:]} == {Decimal(17500)}


def test_a_number_is_traced_to_the_characters_it_was_printed_in(warehouse: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(warehouse, 5)
    assert (row["area_vi"], row["year"], row["figure"]) == ("Hà Tĩnh", 2023, "17.946 tỷ đồng")
    assert (row["file_name"], row["char_start"], row["char_end"]) == ("001_f645dcc1a991b265.txt", 1718, 1732)
    assert str(row["published_on"]) == "2024-01-20"
    assert (row["verification"] == "verified") == (row["passage"] is not None)
    assert row["passage"] is None or row["figure"] in row["passage"]
    assert row["coverage"] == f"1 of {counted(warehouse, 'dim_document')}"


def test_the_counts_of_the_centre_are_borne_out_by_its_list(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 6)
    assert [(row["figure"], row["printed_count"], row["listed_count"]) for row in rows] == [
        ("4 tỉnh", 4, 4),
        ("7 địa phương", 7, 7),
    ]
    assert rows[0]["listed"] == "Bà Rịa - Vũng Tàu, Lai Châu, Quảng Nam, Bắc Ninh"
    assert rows[1]["listed"].split(", ")[-1] == "Hưng Yên"


def test_a_goal_above_ten_is_first_and_ranges_that_touch_may_share_a_place(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(warehouse, 7)
    quang_ninh, ha_tinh, hung_yen = (only(rows, area_vi=name) for name in ("Quảng Ninh", "Hà Tĩnh", "Hưng Yên"))
    # More than 10 is ahead of both for certain; 7,5 to 8 may share the place of 8, or not.
    assert quang_ninh["rank_from"] < min(ha_tinh["rank_from"], hung_yen["rank_from"])
    assert ha_tinh["rank_from"] == hung_yen["rank_from"] and ha_tinh["rank_to"] < hung_yen["rank_to"]
    assert (quang_ninh["target_comparator"], quang_ninh["target_low"], quang_ninh["target_high"]) == ("gt", 10, None)
    assert (hung_yen["target_low"], hung_yen["target_high"]) == (Decimal("7.5"), 8)
    assert hung_yen["higher_goal"] == "8%"


def test_only_a_goal_wholly_below_the_result_is_called_slower(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 8)
    assert coverage(rows) == "3 of 63"
    assert {row["area_vi"]: row["intention"] for row in rows} == {
        "Hưng Yên": "slower",
        "Quảng Ninh": "not said",
        "Hà Tĩnh": "not said",
    }
    assert only(rows, area_vi="Quảng Ninh")["change_high_points"] is None


def test_the_share_of_targets_met_ranks_equals_alike(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 9)
    assert coverage(rows) == f"{len(rows)} of 63"
    assert {"Quảng Ninh", "Phú Thọ", "Hậu Giang"} <= {row["area_vi"] for row in rows if row["place"] == 1}
    assert {row["verdict"] for row in rows if row["place"] > 1} == {"missed"}
    assert only(rows, area_vi="Đà Nẵng")["attainment_pct"] == 40
    for row in rows:
        assert row["place"] == 1 + sum(other["attainment_pct"] > row["attainment_pct"] for other in rows)


def test_verdicts_are_counted_by_what_they_rest_on(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 10)
    assert [row["basis"] for row in rows] == ["attainment", "level", "target_count"]
    judged = warehouse.execute(
        "select basis, count(*), count(distinct area_id) from fct_target_attainment "
        "inner join dim_area using (area_id) where period = '2023' and area_type = 'province' "
        "group by basis order by basis"
    ).fetchall()
    found = [(row["basis"], row["met"] + row["missed"] + row["undetermined"], row["coverage"]) for row in rows]
    assert found == [(basis, verdicts, f"{areas} of 63") for basis, verdicts, areas in judged]


def test_an_estimate_that_is_not_printed_is_given_as_what_rounding_allows(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 11)
    ha_tinh = only(rows, area_vi="Hà Tĩnh")
    assert (ha_tinh["revenue"], ha_tinh["attainment_pct"]) == (17946, Decimal("102.60"))
    assert (ha_tinh["estimate_from"], ha_tinh["estimate_to"]) == (17483, 17500)
    assert (ha_tinh["compared_with"], ha_tinh["verdict"]) == ("plan_central", "met")
    # The province calls its own figure an estimate.
    assert only(rows, area_vi="Hưng Yên")["actual_obs_status"] == "E"


def test_a_claimed_place_and_ours_differ_by_those_who_are_not_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(warehouse, 12)
    assert (row["area_vi"], row["claimed_rank"], row["rank_from"], row["rank_to"]) == ("Hà Tĩnh", 15, 8, 8)
    assert (row["at_least_missing"], row["coverage"]) == (7, "12 of 63")


def test_every_doubted_figure_is_listed_with_its_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 13)
    doubted = warehouse.execute("select count(*) from fct_observation where is_doubted").fetchone()[0]
    assert len({row["observation_id"] for row in rows}) == doubted
    assert coverage(rows) == f"{doubted} of {counted(warehouse, 'fct_observation')}"
    assert all(row["is_doubted"] and row["explanation"] for row in rows)
    assert {row["figure"] for row in rows} >= {"109.501 tỷ đồng", "74,19%", "95.000 tỷ đồng", "93,85%", "93,58%"}
    assert "Đắk Lắk" in {row["area_vi"] for row in rows}


def test_repeated_figures_say_whether_their_printings_agree(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 14)
    assert coverage(rows) == f"{len(rows)} of {counted(warehouse, 'fct_province_year_indicator')}"
    growth = only(rows, area_vi="Hưng Yên", indicator_vi="Tốc độ tăng tổng sản phẩm trên địa bàn (GRDP)", year=2023)
    assert growth["printed_as"] == "hung-yen-2024-01: 10,05%; secretariat-2024-01-17: 10,05%"
    assert growth["agreement"] == "agree"
    # Printings of one document that cannot be compared stand alone; a later table revises the one before.
    assert {row["agreement"] for row in rows if row["document_count"] == 1} == {"single"}
    population = [row for row in rows if row["indicator_vi"] == "Dân số trung bình"]
    assert {row["agreement"] for row in population} == {"agree", "revised"}


def test_only_documents_published_by_the_day_are_known_on_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    everything = ask(warehouse, 15)
    assert all(str(row["published_on"]) <= "2024-01-17" for row in everything)
    texts = {"quang-ninh-2023-12-14": 26, "government-2024-01-05": 12, "secretariat-2024-01-17": 61}
    assert texts.items() <= {row["document_id"]: row["figure_count"] for row in everything}.items()
    assert "ha-tinh-2024-01-20" not in {row["document_id"] for row in everything}
    assert coverage(everything) == f"{len(everything)} of {counted(warehouse, 'dim_document')}"


def test_revenue_moves_to_the_new_areas_or_says_who_is_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 16)
    assert coverage(rows) == "2 of 34"
    assert [(row["area_vi"], row["basis"], row["value"], row["missing_vi"]) for row in rows] == [
        ("Quảng Ninh", "same_territory", 55600, None),
        ("Hà Tĩnh", "same_territory", 17500, None),
        ("Hưng Yên", "incomplete", None, "Thái Bình"),
    ]


def test_growth_holds_only_where_the_territory_did_not_change(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 17)
    assert coverage(rows) == "3 of 34"
    assert [(row["area_vi"], row["value"]) for row in rows if row["basis"] == "same_territory"] == [
        ("Quảng Ninh", Decimal("11.03")),
        ("Hà Tĩnh", Decimal("8.05")),
        ("Lai Châu", Decimal("-2.27")),
    ]
    bac_ninh = only(rows, area_vi="Bắc Ninh")
    assert (bac_ninh["basis"], bac_ninh["value"], bac_ninh["printed_count"]) == ("not_additive", None, 2)


def test_poverty_is_three_indicators_that_are_not_mixed(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = [row for row in ask(warehouse, 18) if row["area_vi"] in ("Quảng Ninh", "Hưng Yên", "Hà Tĩnh")]
    assert [(row["indicator_id"], row["area_vi"], row["year"], row["comparator"]) for row in rows] == [
        ("poor_households", "Quảng Ninh", 2024, "eq"),
        ("poverty_rate", "Hưng Yên", 2023, "lt"),
        ("poverty_rate", "Hưng Yên", 2024, "eq"),
        ("poverty_rate", "Hưng Yên", 2025, "eq"),
        ("poverty_rate_change", "Hà Tĩnh", 2024, "range"),
    ]
    assert (rows[1]["value_low"], rows[1]["value_high"]) == (None, Decimal("0.9"))
    assert (rows[4]["value_low"], rows[4]["value_high"], rows[4]["unit_vi"]) == (-1, Decimal("-0.6"), "điểm phần trăm")


def test_a_goal_beside_an_open_national_one_leaves_that_side_open(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 19)
    told = {
        (row["area_vi"], row["national_goal"]): (row["target_less_nation_low"], row["target_less_nation_high"])
        for row in rows
    }
    assert told == {
        # 8 (7.5 to 8.5) beside 7 (6.5 at least) to 8 (below 8.5), and 46 beside more than 43.7
        ("Hưng Yên", "7-8%"): (-1, 2),
        ("Hưng Yên", "43,7%"): (None, Decimal("2.8")),
        ("Quảng Ninh", "43,7%"): (None, None),
    }


def test_the_best_covered_indicators_come_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 20)
    assert {(row["indicator_id"], row["year"]) for row in rows[:3]} == {
        ("plan_targets_met", 2023),
        ("plan_targets_set", 2023),
        ("grdp_growth", 2023),
    }
    # A year without a print of one kind has no count of it.
    counts = [[row[name].split(" of ")[0] for name in ("result_coverage", "target_coverage")] for row in rows]
    covered = [max(int(count or 0) for count in pair) for pair in counts]
    assert covered == sorted(covered, reverse=True)
    assert only(rows, indicator_id="national_standard_schools_share")["doubted"] == 1


def test_revenue_is_judged_only_where_plan_and_account_count_the_same(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 21)
    years = {row["year"]: row["coverage"] for row in rows}
    # The plan of 2008 still knows Hà Tây and three provinces that changed their borders; 2009 has no such account.
    later = dict.fromkeys(range(2010, 2015), "63 of 63")
    assert years == {2006: "64 of 64", 2007: "64 of 64", 2008: "60 of 63"} | later
    assert {row["verdict"] for row in rows if row["actual_obs_status"] == "B"} == {"undetermined"}
    ha_giang = only(rows, area_vi="Hà Giang", year=2006)
    assert (ha_giang["target_low"], ha_giang["actual_low"], ha_giang["verdict"]) == (204, Decimal("188.312"), "missed")


def test_mountain_provinces_depend_on_transfers_for_most_of_what_they_spend(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(warehouse, 22)
    assert (len(rows), coverage(rows)) == (63, "63 of 63")
    assert (rows[0]["area_vi"], rows[0]["transfers"]) == ("Hà Giang", Decimal("7631.364"))
    assert all(0 <= row["transfers_pct"] <= 100 for row in rows)


def test_planned_transfers_are_exceeded_almost_everywhere(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 23)
    assert [row["year"] for row in rows] == list(range(2006, 2013))
    for row in rows:
        quartiles = [row[f"{name}_pct"] for name in ("least", "lower_quartile", "median", "upper_quartile", "most")]
        assert quartiles == sorted(quartiles)
        assert row["paid_more_count"] >= row["pair_count"] - 3


def test_fixed_transfers_equal_their_plan_and_the_others_exceed_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 24)
    fixed = [row for row in rows if "cân đối" in row["indicator_vi"]]
    assert [row["year"] for row in fixed] == [2006, 2007, 2011]
    assert all(row["median_pct"] == 100 for row in fixed)
    assert all(row["median_pct"] > 100 and row["above_count"] > row["below_count"] for row in rows if row not in fixed)


def test_the_share_that_a_province_keeps_stands_beside_that_of_earlier_periods(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = ask(warehouse, 25)
    assert coverage(rows) == "63 of 63"
    city = only(rows, area_vi="Hồ Chí Minh")
    assert [city[f"kept_in_{year}"] for year in (2007, 2011, 2017)] == [26, 23, 18]
    # Hà Nội of before August 2008 is another area, and keeps no row of its successor's.
    assert len([row for row in rows if row["area_vi"] == "Hà Nội"]) == 2


def test_every_province_of_today_has_its_history_of_plans(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 26)
    assert (len(rows), coverage(rows)) == (34 * 9, "34 of 34")
    parts = warehouse.execute(
        """
        select sum(value) from panel inner join bridge_area_succession as bridge
            on panel.area_id = bridge.predecessor_area_id and bridge.is_whole
        inner join dim_area as area on bridge.successor_area_id = area.area_id
        where area.name_vi = 'Phú Thọ' and area.valid_to is null
            and panel.indicator_id = 'state_budget_revenue' and panel.scenario = 'target' and panel.year = 2017
        """
    ).fetchone()[0]
    phu_tho = only(rows, area_vi="Phú Thọ", year=2017)
    assert (phu_tho["basis"], phu_tho["predecessor_count"], phu_tho["value"]) == ("sum", 3, parts)


def test_ha_noi_is_two_areas_before_its_union_and_one_after(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 27)
    assert {row["area_vi"] for row in rows if row["year"] < 2008} == {"Hà Nội", "Hà Tây"}
    assert {row["area_vi"] for row in rows if row["year"] > 2008} == {"Hà Nội"}
    assert only(rows, area_vi="Hà Tây", year=2003)["value"] == Decimal("715.3")


def test_years_without_a_print_stay_gaps(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 28)
    assert [row["year"] for row in rows] == list(range(2003, 2025))
    gaps = [row["year"] for row in rows if row["planned"] is None and row["collected"] is None]
    assert gaps == [2005, *range(2018, 2023)]
    assert coverage(rows) == f"{22 - len(gaps)} of 22"
    assert only(rows, year=2023)["collected"] == 17946


def test_revenue_per_head_divides_money_of_a_year_by_its_people(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 29)
    assert coverage(rows) == "63 of 63"
    oil = only(rows, area_vi="Bà Rịa - Vũng Tàu")
    assert (oil["revenue"], oil["thousand_people"], oil["million_vnd_per_head"]) == (66681, Decimal("1127.2"), 59.16)


def test_the_census_revised_nearly_every_province(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 30)
    assert coverage(rows) == f"{len(rows)} of 63"
    ha_noi = only(rows, area_vi="Hà Nội")
    assert (ha_noi["thousand_before"], ha_noi["thousand_after"]) == (7520.7, 7914.5)
    assert {row["revised_by_pct"] > 0 for row in rows} == {True, False}


def test_expenditure_is_planned_for_people_and_for_land(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 31)
    assert coverage(rows) == "63 of 63"
    ha_noi = only(rows, area_vi="Hà Nội")
    people, land = (ha_noi[name] for name in ("population_observation_id", "land_observation_id"))
    planned, persons, hectares = (
        warehouse.execute("select value_low_std from fct_observation where observation_id = ?", [one]).fetchone()[0]
        for one in (ha_noi["observation_id"], people, land)
    )
    assert float(ha_noi["million_vnd_per_head"]) == pytest.approx(float(planned / persons) / 1e6, abs=0.005)
    assert float(ha_noi["million_vnd_per_km2"]) == pytest.approx(float(planned / hectares) / 1e4, abs=0.05)
