-- One row per province, indicator and year that any area prints: plan, result, verdict, place among the provinces and distance from the nation.
-- Provinces that print nothing are in, so that coverage shows; nation and groups are out. In the unit that people use.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}

),

attainments as (

    select * from {{ ref('fct_target_attainment') }}

),

rankings as (

    select * from {{ ref('ranking') }}

),

areas as (

    select * from {{ ref('dim_area') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

results as (

    select * from headlines
    where scenario = 'actual'

),

-- The higher goal beside a target (stretch) is nobody's plan.
targets as (

    select * from headlines
    where scenario = 'target'

),

-- Two printed numbers speak before a printed percentage of plan, and that before a count of targets.
verdicts as (

    select
        *,
        row_number() over (
            partition by area_id, year, indicator_id
            order by case basis when 'level' then 1 when 'attainment' then 2 else 3 end
        ) as basis_order
    from attainments

),

-- A printed percentage of plan speaks of a base that need not be printed itself.
printed_years as (

    select
        indicator_id,
        year
    from headlines
    union
    select
        indicator_id,
        year
    from attainments

),

-- The division of the country on the first day of the year: 63 provinces in 2023, 34 units in 2026.
provinces as (

    select
        areas.*,
        printed_years.indicator_id,
        printed_years.year
    from printed_years
    inner join areas
        on
            areas.area_type = 'province'
            and areas.valid_from <= make_date(printed_years.year, 1, 1)
            and coalesce(areas.valid_to >= make_date(printed_years.year, 1, 1), true)

),

joined as (

    select
        provinces.area_id,
        provinces.name_vi as area_vi,
        provinces.name_en as area_en,
        provinces.year,
        provinces.indicator_id,
        indicators.name_vi as indicator_vi,
        indicators.name_en as indicator_en,
        targets.comparator as target_comparator,
        results.comparator as actual_comparator,
        verdicts.verdict,
        verdicts.basis as verdict_basis,
        verdicts.attainment_pct,
        rankings.rank_from,
        rankings.rank_to,
        indicators.display_unit_id as unit_id,
        units.name_vi as unit_vi,
        units.name_en as unit_en,
        results.obs_status as actual_obs_status,
        targets.headline_observation_id as target_observation_id,
        results.headline_observation_id as actual_observation_id,
        verdicts.attainment_observation_id,
        {{ ratio('targets.value_low', 'units.factor') }} as target_low,
        {{ ratio('targets.value_high', 'units.factor') }} as target_high,
        {{ ratio('results.value_low', 'units.factor') }} as actual_low,
        {{ ratio('results.value_high', 'units.factor') }} as actual_high,
        {{ ratio('results.value_low - national_results.value_high', 'units.factor') }} as actual_less_nation_low,
        {{ ratio('results.value_high - national_results.value_low', 'units.factor') }} as actual_less_nation_high,
        {{ ratio('targets.value_low - national_targets.value_high', 'units.factor') }} as target_less_nation_low,
        {{ ratio('targets.value_high - national_targets.value_low', 'units.factor') }} as target_less_nation_high,
        coalesce(results.is_doubted, false) or coalesce(targets.is_doubted, false) as is_doubted,
        cast(count(results.area_id) over (partition by provinces.indicator_id, provinces.year) as int) as actual_count,
        cast(count(targets.area_id) over (partition by provinces.indicator_id, provinces.year) as int) as target_count,
        cast(count(*) over (partition by provinces.indicator_id, provinces.year) as int) as province_count
    from provinces
    inner join indicators on provinces.indicator_id = indicators.indicator_id
    inner join units on indicators.display_unit_id = units.unit_id
    left join results
        on
            provinces.area_id = results.area_id
            and provinces.year = results.year
            and provinces.indicator_id = results.indicator_id
    left join targets
        on
            provinces.area_id = targets.area_id
            and provinces.year = targets.year
            and provinces.indicator_id = targets.indicator_id
    left join results as national_results
        on
            national_results.area_id = 'VN'
            and provinces.year = national_results.year
            and provinces.indicator_id = national_results.indicator_id
    left join targets as national_targets
        on
            national_targets.area_id = 'VN'
            and provinces.year = national_targets.year
            and provinces.indicator_id = national_targets.indicator_id
    left join verdicts
        on
            verdicts.basis_order = 1
            and provinces.area_id = verdicts.area_id
            and provinces.year = verdicts.year
            and provinces.indicator_id = verdicts.indicator_id
    left join rankings
        on
            provinces.area_id = rankings.area_id
            and provinces.year = rankings.year
            and provinces.indicator_id = rankings.indicator_id

)

select
    area_vi,
    area_en,
    year,
    indicator_vi,
    indicator_en,
    target_comparator,
    target_low,
    target_high,
    actual_comparator,
    actual_low,
    actual_high,
    unit_vi,
    unit_en,
    verdict,
    verdict_basis,
    attainment_pct,
    rank_from,
    rank_to,
    actual_less_nation_low,
    actual_less_nation_high,
    target_less_nation_low,
    target_less_nation_high,
    actual_obs_status,
    is_doubted,
    actual_count,
    target_count,
    province_count,
    area_id,
    indicator_id,
    unit_id,
    target_observation_id,
    actual_observation_id,
    attainment_observation_id
from joined
