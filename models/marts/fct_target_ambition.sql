-- One row per area, indicator and year of a target whose year before has a printed result: how far the target is from it.
-- Ranks, attainments and the higher goals beside a target are out. Per cent is given for amounts and counts only.
with

steps as (

    select * from {{ ref('int_target_steps') }}

),

measured as (

    select
        *,
        year - 1 as actual_year,
        case
            when measure in ('level', 'count') and actual_low = actual_high
                then {{ ratio('change_low * 100', 'actual_low', 2) }}
        end as change_pct_low,
        case
            when measure in ('level', 'count') and actual_low = actual_high
                then {{ ratio('change_high * 100', 'actual_low', 2) }}
        end as change_pct_high
    from steps

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
    actual_observation_id,
    target_observation_id
from measured
order by indicator_id, area_id, target_year
