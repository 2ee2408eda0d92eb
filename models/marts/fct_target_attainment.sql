-- One row per area, year, indicator and basis: a plan held against its result, with the verdict.
-- Plans without a printed result, and the higher goals beside a target, are out.
with

verdicts as (

    select * from {{ ref('int_plan_verdicts') }}

),

observations as (

    select * from {{ ref('fct_observation') }}

),

-- A doubt about either side is a doubt about the verdict; the status is that of the result, or of the printed attainment.
sourced as (

    select
        verdicts.*,
        coalesce(results.obs_status, attainments.obs_status) as obs_status,
        coalesce(targets.is_doubted, false)
        or coalesce(results.is_doubted, false)
        or coalesce(attainments.is_doubted, false) as is_doubted
    from verdicts
    left join observations as targets on verdicts.target_observation_id = targets.observation_id
    left join observations as results on verdicts.actual_observation_id = results.observation_id
    left join observations as attainments on verdicts.attainment_observation_id = attainments.observation_id

)

select
    area_id,
    year,
    indicator_id,
    basis,
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
    target_observation_id,
    actual_observation_id,
    attainment_observation_id
from sourced
order by area_id, year, indicator_id, basis
