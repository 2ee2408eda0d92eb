-- One row per area, year, indicator and basis: a plan held against its result, with the verdict.
-- Plans without a printed result, and the higher goals beside a target, are out.
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
    target_observation_id,
    actual_observation_id,
    attainment_observation_id
from {{ ref('int_plan_verdicts') }}
order by indicator_id, area_id, year, basis
