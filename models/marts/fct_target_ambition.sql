-- One row per area, indicator, year of a target and plan, whose year before has a printed result: how far the target is from it.
-- Ranks, attainments and the higher goals beside a target are out. Per cent is given for amounts and counts only.
with

steps as (

    select * from {{ ref('int_target_steps') }}
    where known_until = {{ forever() }}

),

doubted as (

    select distinct
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison
    from {{ ref('int_doubted_figures') }}
    where known_until = {{ forever() }}

),

measured as (

    select
        steps.*,
        steps.year - 1 as actual_year,
        -- A doubt about either side is a doubt about the step.
        results.area_id is not null or targets.area_id is not null as is_doubted,
        case when steps.measure in ('level', 'count') and steps.actual_low = steps.actual_high then steps.actual_low end as per_cent_of
    from steps
    left join doubted as results
        on
            steps.actual_area_id = results.area_id
            and cast(steps.year - 1 as string) = results.judged_period
            and steps.indicator_id = results.indicator_id
            and results.scenario = 'actual'
            and steps.actual_comparison = results.comparison
    left join doubted as targets
        on
            steps.area_id = targets.area_id
            and cast(steps.year as string) = targets.judged_period
            and steps.indicator_id = targets.indicator_id
            and targets.scenario = 'target'
            and steps.comparison = targets.comparison

)

select
    area_id,
    indicator_id,
    actual_year,
    year as target_year,
    comparison,
    plan_giver,
    actual_comparator,
    actual_low,
    actual_high,
    target_comparator,
    target_low,
    target_high,
    unit_id,
    change,
    change_low,
    change_high,
    {{ ratio('change * 100', 'per_cent_of', 2) }} as change_pct,
    {{ ratio('change_low * 100', 'per_cent_of', 2) }} as change_pct_low,
    {{ ratio('change_high * 100', 'per_cent_of', 2) }} as change_pct_high,
    obs_status,
    is_doubted,
    actual_observation_id,
    target_observation_id
from measured
order by area_id, indicator_id, target_year, comparison
