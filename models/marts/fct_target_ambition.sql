-- One row per area, indicator and year of a target whose year before has a printed result: how far the target is from it.
-- Ranks, attainments and the higher goals beside a target are out. Per cent is given for amounts and counts only.
with

steps as (

    select * from {{ ref('int_target_steps') }}

),

observations as (

    select * from {{ ref('fct_observation') }}

),

measured as (

    select
        steps.*,
        results.obs_status,
        steps.year - 1 as actual_year,
        -- A doubt about either side is a doubt about the step.
        results.is_doubted or targets.is_doubted as is_doubted,
        case
            when steps.measure in ('level', 'count') and steps.actual_low = steps.actual_high
                then {{ ratio('steps.change_low * 100', 'steps.actual_low', 2) }}
        end as change_pct_low,
        case
            when steps.measure in ('level', 'count') and steps.actual_low = steps.actual_high
                then {{ ratio('steps.change_high * 100', 'steps.actual_low', 2) }}
        end as change_pct_high
    from steps
    inner join observations as results on steps.actual_observation_id = results.observation_id
    inner join observations as targets on steps.target_observation_id = targets.observation_id

)

select
    area_id,
    indicator_id,
    actual_year,
    year as target_year,
    actual_comparator,
    actual_low,
    actual_high,
    target_comparator,
    target_low,
    target_high,
    unit_id,
    change_low,
    change_high,
    change_pct_low,
    change_pct_high,
    obs_status,
    is_doubted,
    actual_observation_id,
    target_observation_id
from measured
order by area_id, indicator_id, target_year
