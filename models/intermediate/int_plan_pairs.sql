-- One row per area, year, indicator and basis by which a plan can be held against its result.
-- level: both are printed. attainment: the result is printed in per cent of the plan. target_count: targets met of targets set.
-- The higher goal beside a target (stretch) is out: nobody is held to it.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

results as (

    select * from headlines
    where scenario = 'actual'

),

targets as (

    select * from headlines
    where scenario = 'target'

),

levels as (

    select
        results.area_id,
        results.year,
        results.indicator_id,
        'level' as basis,
        results.better,
        results.measure,
        targets.comparator as target_comparator,
        targets.value_low_std as target_low,
        targets.value_high_std as target_high,
        targets.is_approximate as is_target_approximate,
        results.comparator as actual_comparator,
        results.value_low_std as actual_low,
        results.value_high_std as actual_high,
        results.is_approximate as is_actual_approximate,
        results.standard_unit_id as unit_id,
        targets.observation_id as target_observation_id,
        results.observation_id as actual_observation_id,
        cast(null as string) as attainment_observation_id
    from results
    inner join targets
        on
            results.area_id = targets.area_id
            and results.year = targets.year
            and results.indicator_id = targets.indicator_id
    -- An attainment is judged by its own basis below; the place in an order has no plan.
    where results.measure not in ('plan_attainment', 'rank')

),

-- Held against 100, by the direction of what was planned: more than planned is good of revenue, not of poverty.
attainments as (

    select
        results.area_id,
        results.year,
        results.base_indicator_id as indicator_id,
        'attainment' as basis,
        indicators.better,
        results.measure,
        'eq' as target_comparator,
        cast(100 as decimal(38, 6)) as target_low,
        cast(100 as decimal(38, 6)) as target_high,
        false as is_target_approximate,
        results.comparator as actual_comparator,
        results.value_low_std as actual_low,
        results.value_high_std as actual_high,
        results.is_approximate as is_actual_approximate,
        results.standard_unit_id as unit_id,
        cast(null as string) as target_observation_id,
        cast(null as string) as actual_observation_id,
        results.observation_id as attainment_observation_id
    from results
    inner join indicators on results.base_indicator_id = indicators.indicator_id
    where results.measure = 'plan_attainment'

),

target_counts as (

    select
        met.area_id,
        met.year,
        met.indicator_id,
        'target_count' as basis,
        met.better,
        met.measure,
        planned.comparator as target_comparator,
        planned.value_low_std as target_low,
        planned.value_high_std as target_high,
        planned.is_approximate as is_target_approximate,
        met.comparator as actual_comparator,
        met.value_low_std as actual_low,
        met.value_high_std as actual_high,
        met.is_approximate as is_actual_approximate,
        met.standard_unit_id as unit_id,
        planned.observation_id as target_observation_id,
        met.observation_id as actual_observation_id,
        cast(null as string) as attainment_observation_id
    from results as met
    inner join results as planned
        on
            met.area_id = planned.area_id
            and met.year = planned.year
            and met.whole_indicator_id = planned.indicator_id
    where met.indicator_id = 'plan_targets_met'

)

select * from levels
union all
select * from attainments
union all
select * from target_counts
