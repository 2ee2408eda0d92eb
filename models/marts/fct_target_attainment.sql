-- One row per area, period, indicator, basis and plan: a plan held against its result, with the verdict. Periods are years and terms of years.
-- Plans without a printed result, and the higher goals beside a target, are out.
with

verdicts as (

    select * from {{ ref('int_plan_verdicts') }}
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

-- A doubt about either side is a doubt about the verdict.
marked as (

    select
        verdicts.*,
        targets.area_id is not null or results.area_id is not null as is_doubted,
        row_number() over (
            partition by verdicts.area_id, verdicts.judged_period, verdicts.indicator_id, verdicts.basis
            order by verdicts.comparison_order nulls last, verdicts.comparison
        ) as plan_order
    from verdicts
    left join doubted as targets
        on
            verdicts.target_area_id = targets.area_id
            and verdicts.judged_period = targets.judged_period
            and verdicts.target_indicator_id = targets.indicator_id
            and verdicts.target_scenario = targets.scenario
            and verdicts.target_comparison = targets.comparison
    left join doubted as results
        on
            verdicts.area_id = results.area_id
            and verdicts.judged_period = results.judged_period
            and verdicts.actual_indicator_id = results.indicator_id
            and results.scenario = 'actual'
            and verdicts.actual_comparison = results.comparison

)

select
    area_id,
    judged_period as period,
    year,
    is_whole_year,
    indicator_id,
    basis,
    comparison,
    plan_giver,
    comparison_order is not null and plan_order = 1 as is_default,
    target_comparator,
    target_low,
    target_high,
    actual_comparator,
    actual_low,
    actual_high,
    unit_id,
    verdict,
    attainment_pct,
    obs_status,
    is_doubted,
    target_agreement,
    actual_agreement,
    known_from,
    target_observation_id,
    actual_observation_id,
    attainment_observation_id
from marked
order by area_id, period, indicator_id, basis, comparison
