"""Indicators are composed by one rule: what the id says, what follows from it, and how it reads aloud."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from chitieu.catalogue import names, table, words
from chitieu.catalogue.compose import Catalogue
from chitieu.catalogue.ids import Grammar, NotComposed, Parts
from chitieu.catalogue.records import OVERRIDABLE, VARIANT, Override
from chitieu.project import ROOT
from hypothesis import given
from hypothesis import strategies as st

CATALOGUE = Catalogue.load(ROOT / "seeds" / "reference")
CONCEPTS, BREAKDOWNS, MEASURES = sorted(CATALOGUE.concepts), sorted(CATALOGUE.breakdowns), sorted(CATALOGUE.measures)


# --- ids


def test_what_is_composed_is_read_back_over_every_concept_measure_and_breakdown() -> None:
    grammar = CATALOGUE.grammar
    checked = 0
    for measure in MEASURES:
        for concept in CONCEPTS:
            parts = Parts(concept, (), measure)
            assert grammar.parse(grammar.compose(parts)) == parts
            checked += 1
        for breakdown in BREAKDOWNS:
            parts = Parts(CONCEPTS[0], (breakdown,), measure)
            assert grammar.parse(grammar.compose(parts)) == parts
            checked += 1
    assert checked == len(MEASURES) * (len(CONCEPTS) + len(BREAKDOWNS))


@given(
    st.sampled_from(CONCEPTS),
    st.sets(st.sampled_from(BREAKDOWNS), max_size=4),
    st.sampled_from(MEASURES),
)
def test_what_is_composed_of_any_breakdowns_is_read_back(concept: str, breakdowns: set[str], measure: str) -> None:
    parts = Parts(concept, tuple(sorted(breakdowns)), measure)
    assert CATALOGUE.grammar.parse(CATALOGUE.grammar.compose(parts)) == parts


@given(st.text(alphabet="abcdefg_", max_size=30))
def test_any_other_text_is_refused_or_read_back_as_it_stands(text: str) -> None:
    try:
        parts = CATALOGUE.grammar.parse(text)
    except NotComposed as refused:
        assert refused.reason and refused.remedy
    else:
        assert CATALOGUE.grammar.compose(parts) == text


def test_two_compositions_never_share_an_id() -> None:
    every = [Parts(concept, (), measure) for concept in CONCEPTS for measure in MEASURES]
    every += [Parts("exports", pair, measure) for pair in combinations(BREAKDOWNS[:40], 2) for measure in MEASURES]
    assert len({CATALOGUE.grammar.compose(parts) for parts in every}) == len(every)


@pytest.mark.parametrize(
    ("indicator_id", "reason", "remedy"),
    [
        ("grdp_grwoth", "is no concept, nor one with a measure", "write grdp_growth"),
        ("exprots__high_tech", "begins with no concept exprots", "write exports"),
        ("exports__high_teck_growth", "names no breakdown high_teck_growth, nor one", "write high_tech_growth"),
        ("exports__hi__high_tech", "names no breakdown hi", "chitieu indicators"),
        ("exports__rural__high_tech", "out of order", "write exports__high_tech__rural"),
        ("exports__high_tech__high_tech", "names a breakdown twice", "name it once"),
        ("exports__rural__urban", "two breakdowns of one dimension", "keep the narrower one"),
        ("poverty_rate_growth", "a rate in per cent such as poverty_rate has not", "percentage points"),
        ("poverty_rate_share", "does not fit a rate such as poverty_rate", "use a measure of level"),
        ("grdp_share", "grdp is a part of nothing", "name a breakdown"),
        ("districts__usd", "usd, which says nothing of district", "leave it out"),
        ("grdp__current_prices", "names the prices that it has anyway", "write grdp"),
        ("", "is no concept", "chitieu indicators"),
        ("x'); drop table", "is no concept, nor one with a measure", "chitieu indicators"),
        ("x'__\x1b[31m", "begins with no concept", "chitieu indicators"),
    ],
)
def test_an_id_that_is_none_is_refused_with_a_reason_and_a_remedy(indicator_id: str, reason: str, remedy: str) -> None:
    with pytest.raises(NotComposed) as refused:
        CATALOGUE.read(indicator_id)
    assert reason in refused.value.reason and remedy in refused.value.remedy
    assert "'" not in str(refused.value) and "\x1b" not in str(refused.value)
    assert CATALOGUE.get(indicator_id) is None and indicator_id not in CATALOGUE
    with pytest.raises(KeyError):
        CATALOGUE[indicator_id]


def test_an_id_of_two_readings_is_refused() -> None:
    grammar = Grammar({"price", "price_index"}, (), {"level": "", "index": "_index"})
    with pytest.raises(NotComposed, match="can be read as price_index with measure level or price with measure index"):
        grammar.parse("price_index")


# --- what follows


def test_growth_is_in_per_cent_and_goes_the_way_of_its_concept() -> None:
    growth = CATALOGUE["near_poor_households_growth"]
    assert (growth.measure, growth.standard_unit_id, growth.better, growth.aggregation) == (
        "growth",
        "percent",
        "down",
        "none",
    )
    assert growth.base_indicator_id == "near_poor_households" and growth.whole_indicator_id is None


def test_the_level_is_published_by_the_kind_of_its_concept() -> None:
    kinds = {"exports": "level", "poor_households": "count", "poverty_rate": "rate", "iip": "index"}
    assert {one: CATALOGUE[one].measure for one in kinds} == kinds


def test_a_part_by_breakdown_is_a_part_of_the_undivided_or_of_its_parent() -> None:
    assert CATALOGUE["exports__high_tech"].whole_indicator_id == "exports"
    assert CATALOGUE["exports__high_tech"].breakdown == "product"
    assert CATALOGUE["output_value__industry"].whole_indicator_id == "output_value__industry_construction"
    assert CATALOGUE["output_value__industry_construction"].whole_indicator_id == "output_value"


def test_a_share_by_breakdown_is_of_the_undivided_whole_and_has_no_direction() -> None:
    share = CATALOGUE["grdp__industry_share"]
    assert (share.base_indicator_id, share.whole_indicator_id) == ("grdp__industry", "grdp")
    assert (share.measure, share.better, share.minimum, share.maximum) == ("share", "none", 0, 100)


def test_a_share_of_a_concept_with_a_whole_of_its_own_is_of_that_whole_broken_down_alike() -> None:
    share = CATALOGUE["trained_labour__rural_share"]
    assert (share.base_indicator_id, share.whole_indicator_id) == ("trained_labour__rural", "labour_force__rural")
    assert share.better == "up"


def test_a_share_by_a_part_is_of_the_concept_though_that_has_a_whole_of_its_own() -> None:
    assert CATALOGUE["exports"].whole_indicator_id == "trade_turnover"
    share = CATALOGUE["exports__high_tech_share"]
    assert (share.base_indicator_id, share.whole_indicator_id) == ("exports__high_tech", "exports")
    assert CATALOGUE["exports_share"].whole_indicator_id == "trade_turnover"


def test_a_grade_divides_the_concept_and_not_what_it_is_a_share_of() -> None:
    share = CATALOGUE["new_rural_communes__advanced_share"]
    assert (share.base_indicator_id, share.whole_indicator_id) == ("new_rural_communes__advanced", "communes")
    assert CATALOGUE["new_rural_communes__advanced"].whole_indicator_id == "new_rural_communes"


def test_concepts_that_divide_their_whole_together_are_one_breakdown_and_others_stand_alone() -> None:
    assert CATALOGUE["domestic_revenue"].breakdown == CATALOGUE["trade_revenue"].breakdown == "revenue_by_origin"
    assert CATALOGUE["trained_labour"].breakdown == "trained_labour"


def test_a_rate_of_a_part_is_a_part_of_nothing() -> None:
    assert CATALOGUE["poverty_rate__rural"].whole_indicator_id is None
    assert CATALOGUE["poverty_rate__rural"].breakdown is None


def test_another_currency_is_the_same_concept_and_no_part_of_it() -> None:
    dollars = CATALOGUE["registered_investment__usd"]
    assert (dollars.standard_unit_id, dollars.display_unit_id) == ("usd", "million_usd")
    assert dollars.whole_indicator_id is None and dollars.concept_id == "registered_investment"
    assert CATALOGUE["public_debt__usd"].plausible_high is None, "the range of dong says nothing of dollars"


def test_change_is_in_points_for_what_is_in_per_cent_and_else_in_the_unit_of_the_concept() -> None:
    assert CATALOGUE["poverty_rate_change"].standard_unit_id == "percentage_point"
    assert CATALOGUE["exports_change"].standard_unit_id == "usd"
    assert CATALOGUE["exports_change"].minimum is None


def test_prices_are_kept_apart_and_those_that_an_indicator_has_anyway_are_not_named() -> None:
    assert CATALOGUE["grdp"].price_basis == "current"
    assert CATALOGUE["grdp__constant_prices"].price_basis == "constant"
    assert CATALOGUE["grdp__constant_prices"].whole_indicator_id is None
    assert "grdp__current_prices" not in CATALOGUE and "grdp__constant_prices_growth" not in CATALOGUE
    assert CATALOGUE.find("grdp", ["constant_prices"], "growth") == CATALOGUE["grdp_growth"]


def test_grdp_is_told_at_current_prices_and_grows_at_constant_ones_as_its_parts_do() -> None:
    assert CATALOGUE["grdp__mining"].price_basis == "current"
    assert CATALOGUE["grdp__mining_growth"].price_basis == CATALOGUE["grdp_growth"].price_basis == "constant"
    assert CATALOGUE["retail_sales_growth"].price_basis == CATALOGUE["retail_sales"].price_basis


def test_income_of_a_month_is_not_income_of_a_year() -> None:
    monthly = CATALOGUE["income_per_capita__per_month"]
    assert monthly.concept_id == "income_per_capita" and monthly.indicator_id != "income_per_capita"
    assert (monthly.plausible_low, monthly.whole_indicator_id) == (None, None)


def test_what_has_no_share_in_its_kind_of_area_is_told_by_the_concept() -> None:
    assert CATALOGUE.concepts["gdp"].area_type == "nation" and CATALOGUE.concepts["grdp"].area_type == "province"


def test_a_rank_of_growth_is_of_the_growth_and_one_of_the_level_of_the_level() -> None:
    assert CATALOGUE["grdp_growth_rank"].base_indicator_id == "grdp_growth"
    assert CATALOGUE["grdp_rank"].base_indicator_id == "grdp"
    assert CATALOGUE["grdp_growth_rank"].measure == CATALOGUE["grdp_rank"].measure == "rank"


def test_a_part_may_be_nothing_where_its_whole_may_not() -> None:
    assert CATALOGUE["exports"].plausible_low == 1_000_000
    assert CATALOGUE["exports__high_tech"].plausible_low == 0


def test_a_row_of_the_registry_overrules_and_leaves_the_rest() -> None:
    growth = CATALOGUE["grdp_growth"]
    assert (growth.price_basis, growth.plausible_low, growth.plausible_high) == ("constant", -12, 18)
    assert (growth.minimum, growth.better, growth.base_indicator_id) == (-100, "up", "grdp")


@given(st.sampled_from(CONCEPTS), st.sets(st.sampled_from(BREAKDOWNS), max_size=2), st.sampled_from(MEASURES))
def test_whatever_is_composed_holds_together(concept: str, breakdowns: set[str], measure: str) -> None:
    indicator = CATALOGUE.find(concept, breakdowns, measure)
    if indicator is None:
        return
    assert indicator.name_vi and indicator.name_en and indicator.definition
    assert "{" not in indicator.name_vi + indicator.name_en + indicator.definition
    for other in (indicator.base_indicator_id, indicator.whole_indicator_id):
        assert other is None or (other in CATALOGUE and other != indicator.indicator_id)
    if measure == "level":
        whole = CATALOGUE[indicator.whole_indicator_id] if indicator.whole_indicator_id else None
        assert whole is None or whole.standard_unit_id == indicator.standard_unit_id
    limits = (indicator.minimum, indicator.plausible_low, indicator.plausible_high, indicator.maximum)
    told = [one for one in limits if one is not None]
    assert told == sorted(told)


def test_breakdowns_are_known_to_fit_some_concepts_and_a_dimension_without_rows_fits_all() -> None:
    assert CATALOGUE.fits("exports", "product") and not CATALOGUE.fits("schools", "product")
    free = Catalogue(replace(CATALOGUE.rows, breakdown_fits=()))
    assert free.fits("schools", "product")


def test_wholes_lead_upwards_and_never_round() -> None:
    pairs = [(concept, ()) for concept in CONCEPTS]
    pairs += [(concept, (breakdown,)) for concept in ("exports", "population") for breakdown in BREAKDOWNS]
    indicators = [CATALOGUE.find(concept, breakdowns) for concept, breakdowns in pairs]
    for indicator in filter(None, indicators):
        above, steps = indicator.whole_indicator_id, 0
        while above is not None:
            above, steps = CATALOGUE[above].whole_indicator_id, steps + 1
            assert steps < 20


# --- names


@pytest.mark.parametrize(
    ("indicator_id", "name_vi", "name_en"),
    [
        (
            "grdp_growth",
            "Tốc độ tăng tổng sản phẩm trên địa bàn (GRDP)",
            "Growth of gross regional domestic product",
        ),
        ("new_enterprises_growth", "Tốc độ tăng số doanh nghiệp thành lập mới", "Growth of new enterprises"),
        ("poverty_rate_change", "Mức thay đổi tỷ lệ hộ nghèo", "Change of poverty rate"),
        ("trained_labour_share", "Tỷ lệ lao động qua đào tạo", "Share of trained labour"),
        ("grdp_per_capita_growth", "Tốc độ tăng GRDP bình quân đầu người", "Growth of GRDP per capita"),
        (
            "exports__high_tech_share",
            "Tỷ trọng sản phẩm công nghệ cao trong kim ngạch xuất khẩu hàng hóa",
            "Share of high-technology goods in exports of goods",
        ),
    ],
)
def test_names_are_composed_so_that_they_can_be_read_aloud(indicator_id: str, name_vi: str, name_en: str) -> None:
    indicator = CATALOGUE[indicator_id]
    assert (indicator.name_vi, indicator.name_en) == (name_vi, name_en)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Tổng thu ngân sách", "tổng thu ngân sách"),
        ("GRDP per capita", "GRDP per capita"),
        ("Internet subscribers", "Internet subscribers"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_begins_small_unless_it_is_a_proper_one(name: str, inside: str) -> None:
    assert names.in_sentence(name) == inside


# --- the words of a search, and of a term


def test_words_have_one_spelling_wherever_the_tone_stands_and_none_without_it() -> None:
    assert words.spelling("Hàng  Hoá") == words.spelling("hàng hóa")
    assert words.spelling("hoá") != words.spelling("hoa")
    assert words.plain("Tỷ lệ hộ nghèo, Đồng Nai") == "ty le ho ngheo dong nai"


# --- the table for the models


def test_the_table_holds_what_is_used_and_all_that_it_is_measured_against() -> None:
    composed = {one.indicator_id for one in table.closure(CATALOGUE, ["grdp__industry_share"])}
    assert {"grdp__industry_share", "grdp__industry", "grdp__industry_construction", "grdp"} <= composed
    assert set(CATALOGUE.concepts) <= composed
    assert {one.indicator_id for one in CATALOGUE.rows.overrides} <= composed


def test_an_indicator_that_is_none_stops_the_table() -> None:
    with pytest.raises(KeyError):
        table.closure(CATALOGUE, ["grdp_grwoth"])


def test_every_column_that_may_be_overruled_is_one_of_an_indicator() -> None:
    assert set(OVERRIDABLE) < set(table.HEADER)
    rows = replace(CATALOGUE.rows, overrides=(Override("exports", {"minimum": "5", "name_en": "Exports"}),))
    exports = Catalogue(rows)["exports"]
    assert (exports.minimum, exports.name_en, exports.maximum) == (Decimal(5), "Exports", None)


def test_a_variant_is_a_breakdown_of_a_dimension_that_says_so() -> None:
    assert CATALOGUE.dimensions["currency"].role == VARIANT
    assert set(CATALOGUE.currencies("registered_investment")) == {"usd"}
