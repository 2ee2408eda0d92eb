-- One row per province, indicator and year that any area prints: plan, result, verdict, place among the provinces and distance from the nation.
-- Provinces of the compared division that print nothing are in, so that coverage shows; nation and groups are out. In the unit that people use.
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

divisions as (

    select * from {{ ref('compared_division') }}

),

members as (

    select * from {{ ref('bridge_division_area') }}

),

successions as (

    select * from {{ ref('bridge_area_succession') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

results as (

    select * from headlines
    where
        scenario = 'actual'
        and is_default

),

-- The higher goal beside a target (stretch) is nobody's plan.
own_targets as (

    select * from headlines
    where
        scenario = 'target'
        and is_default

),

-- In the year of a merger the plan may be that of the area before: of one territory, it is shown where the area has none of its own.
targets as (

    select
        own_targets.area_id as shown_for_area_id,
        own_targets.*
    from own_targets
    union all
    select
        successions.successor_area_id as shown_for_area_id,
        earlier.*
    from own_targets as earlier
    inner join successions
        on
            earlier.area_id = successions.predecessor_area_id
            and successions.is_same_territory
            and earlier.year >= extract(year from successions.effective_on)
    left join own_targets
        on
            successions.successor_area_id = own_targets.area_id
            and earlier.year = own_targets.year
            and earlier.indicator_id = own_targets.indicator_id
    where own_targets.area_id is null

),

-- Two printed numbers speak before a printed percentage of plan, and that before a count of targets; of several plans the usual one.
verdicts as (

    select
        *,
        row_number() over (
            partition by area_id, year, indicator_id
            order by case basis when 'level' then 1 when 'attainment' then 2 else 3 end
        ) as basis_order
    from attainments
    where
        is_default
        and is_whole_year

),

provinces as (

    select
        areas.*,
        divisions.division_id,
        divisions.indicator_id,
        divisions.year
    from divisions
    inner join members on divisions.division_id = members.division_id
    inner join areas on members.area_id = areas.area_id

),

joined as (

    select
        provinces.area_id,
        provinces.name_vi as area_vi,
        provinces.name_en as area_en,
        provinces.year,
        provinces.division_id,
        provinces.indicator_id,
        indicators.name_vi as indicator_vi,
        indicators.name_en as indicator_en,
        targets.comparator as target_comparator,
        results.comparator as actual_comparator,
        targets.plan_giver,
        results.comparison as actual_comparison,
        verdicts.verdict,
        verdicts.basis as verdict_basis,
        verdicts.comparison as verdict_comparison,
        verdicts.attainment_pct,
        rankings.rank_from,
        rankings.rank_to,
        indicators.display_unit_id as unit_id,
        units.name_vi as unit_vi,
        units.name_en as unit_en,
        results.obs_status as actual_obs_status,
        targets.agreement as target_agreement,
        results.agreement as actual_agreement,
        targets.note as target_note,
        results.note as actual_note,
        targets.headline_observation_id as target_observation_id,
        results.headline_observation_id as actual_observation_id,
        verdicts.attainment_observation_id,
        {{ ratio('targets.value_low', 'units.factor') }} as target_low,
        {{ ratio('targets.value_high', 'units.factor') }} as target_high,
        {{ ratio('results.value_low', 'units.factor') }} as actual_low,
        {{ ratio('results.value_high', 'units.factor') }} as actual_high,
        {{ ratio('results.allowed_low - national_results.allowed_high', 'units.factor', places=8) }} as actual_less_nation_low,
        {{ ratio('results.allowed_high - national_results.allowed_low', 'units.factor', places=8) }} as actual_less_nation_high,
        {{ ratio('targets.allowed_low - national_targets.allowed_high', 'units.factor', places=8) }} as target_less_nation_low,
        {{ ratio('targets.allowed_high - national_targets.allowed_low', 'units.factor', places=8) }} as target_less_nation_high,
        coalesce(results.is_doubted, false) or coalesce(targets.is_doubted, false) or coalesce(verdicts.is_doubted, false) as is_doubted,
        cast(count(results.area_id) over (partition by provinces.indicator_id, provinces.year) as int) as actual_count,
        cast(count(targets.shown_for_area_id) over (partition by provinces.indicator_id, provinces.year) as int) as target_count,
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
            provinces.area_id = targets.shown_for_area_id
            and provinces.year = targets.year
            and provinces.indicator_id = targets.indicator_id
    left join results as national_results
        on
            national_results.area_id = 'VN'
            and provinces.year = national_results.year
            and provinces.indicator_id = national_results.indicator_id
            and results.comparison = national_results.comparison
    left join own_targets as national_targets
        on
            national_targets.area_id = 'VN'
            and provinces.year = national_targets.year
            and provinces.indicator_id = national_targets.indicator_id
            and targets.comparison = national_targets.comparison
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
    division_id,
    indicator_vi,
    indicator_en,
    target_comparator,
    target_low,
    target_high,
    plan_giver,
    actual_comparator,
    actual_low,
    actual_high,
    actual_comparison,
    unit_vi,
    unit_en,
    verdict,
    verdict_basis,
    verdict_comparison,
    attainment_pct,
    rank_from,
    rank_to,
    actual_less_nation_low,
    actual_less_nation_high,
    target_less_nation_low,
    target_less_nation_high,
    actual_obs_status,
    target_agreement,
    actual_agreement,
    target_note,
    actual_note,
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
