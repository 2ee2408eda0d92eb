-- One row per area, period, indicator, basis and plan, and span of days that is over: the verdict that fct_target_attainment showed then.
select
    area_id,
    judged_period as period,
    year,
    is_whole_year,
    indicator_id,
    basis,
    comparison,
    plan_giver,
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
    target_agreement,
    actual_agreement,
    known_from,
    known_until,
    target_observation_id,
    actual_observation_id,
    attainment_observation_id
from {{ ref('int_plan_verdicts') }}
where known_until < {{ forever() }}
order by area_id, period, indicator_id, basis, comparison, known_from
