"""The twenty questions in queries/, asked of a published release as a reader asks them, and what they must answer."""

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


def test_there_are_twenty_questions_numbered_from_one() -> None:
    assert [int(path.name[:2]) for path in QUERIES] == list(range(1, 21))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_begins_with_its_question_in_vietnamese_and_in_english(path: Path) -> None:
    vietnamese, english, *_ = path.read_text(encoding="utf-8").splitlines()
    assert vietnamese.startswith("-- ") and set(vietnamese.casefold()) & VIETNAMESE_LETTERS
    assert vietnamese.endswith("?") and english.endswith("?")
    # Names of places keep their letters in English; its words have none.
    assert re.match(r"-- [A-Z][a-z]+ ", english) or english.startswith("-- Hà Tĩnh's ")


@pytest.mark.parametrize("number", range(1, 21))
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
    assert coverage(rows) == "22 of 63"
    level = [(row["area_vi"], row["planned"], row["reached"]) for row in rows if row["basis"] == "level"]
    assert level == [
        ("Hưng Yên", "7 tỷ USD", "5,8 tỷ USD"),
        ("Hưng Yên", "9,5", "9,3 bác sĩ"),
        ("Hưng Yên", "112 triệu đồng", "110,4 triệu đồng"),
    ]
    attained = only(rows, basis="attainment")
    assert (attained["area_vi"], attained["reached"]) == ("Hưng Yên", "91,1%")
    counted = [row["area_vi"] for row in rows if row["basis"] == "target_count"]
    assert len(counted) == 18
    assert (counted[0], counted[-1]) == ("Đà Nẵng", "Kiên Giang")
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
    rows = ask(warehouse, 4)
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
    assert row["coverage"] == "1 of 5"


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
    assert coverage(rows) == "3 of 63"
    assert [(row["area_vi"], row["rank_from"], row["rank_to"]) for row in rows] == [
        ("Quảng Ninh", 1, 1),
        ("Hà Tĩnh", 2, 2),
        ("Hưng Yên", 2, 3),
    ]
    assert (rows[0]["target_comparator"], rows[0]["target_low"], rows[0]["target_high"]) == ("gt", 10, None)
    assert (rows[2]["target_low"], rows[2]["target_high"]) == (Decimal("7.5"), 8)
    assert rows[2]["higher_goal"] == "8%"


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
    assert (len(rows), coverage(rows)) == (21, "21 of 63")
    assert [row["area_vi"] for row in rows if row["place"] == 1] == ["Quảng Ninh", "Phú Thọ", "Hậu Giang"]
    assert {row["verdict"] for row in rows if row["place"] > 1} == {"missed"}
    assert (rows[-1]["area_vi"], rows[-1]["attainment_pct"], rows[-1]["place"]) == ("Đà Nẵng", 40, 21)


def test_verdicts_are_counted_by_what_they_rest_on(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 10)
    assert [
        (row["basis"], row["met"], row["missed"], row["undetermined"], row["doubted"], row["coverage"]) for row in rows
    ] == [
        ("attainment", 4, 1, 1, 0, "2 of 63"),
        ("level", 1, 3, 0, 0, "2 of 63"),
        ("target_count", 3, 18, 0, 0, "21 of 63"),
    ]


def test_an_estimate_that_is_not_printed_is_given_as_what_rounding_allows(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 11)
    assert coverage(rows) == "2 of 63"
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
    assert coverage(rows) == f"{doubted} of 258"
    assert all(row["is_doubted"] and row["explanation"] for row in rows)
    assert {row["figure"] for row in rows} >= {"109.501 tỷ đồng", "74,19%", "95.000 tỷ đồng", "93,85%", "93,58%"}
    assert {row["area_vi"] for row in rows} == {"Hưng Yên"}


def test_repeated_figures_say_whether_their_printings_agree(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 14)
    assert coverage(rows) == "13 of 244"
    assert [row["agreement"] for row in rows] == ["agree", *["single"] * 12]
    first, *others = rows
    assert (first["area_vi"], first["document_count"]) == ("Hưng Yên", 2)
    assert first["printed_as"] == "hung-yen-2024-01: 10,05%; secretariat-2024-01-17: 10,05%"
    assert {row["document_count"] for row in others} == {1}


def test_only_documents_published_by_the_day_are_known_on_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = ask(warehouse, 15)
    assert [(row["document_id"], row["figure_count"]) for row in rows] == [
        ("quang-ninh-2023-12-14", 26),
        ("government-2024-01-05", 12),
        ("secretariat-2024-01-17", 61),
    ]
    assert coverage(rows) == "3 of 5"


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
    rows = ask(warehouse, 18)
    assert coverage(rows) == "1 of 63"
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
    assert [(row["indicator_id"], row["year"], row["result_coverage"]) for row in rows[:3]] == [
        ("plan_targets_met", 2023, "21 of 63"),
        ("plan_targets_set", 2023, "21 of 63"),
        ("grdp_growth", 2023, "12 of 63"),
    ]
    assert only(rows, indicator_id="state_budget_revenue", year=2024)["target_coverage"] == "3 of 63"
    assert only(rows, indicator_id="national_standard_schools_share")["doubted"] == 1
