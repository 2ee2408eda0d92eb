-- One row per plan held against its result, and span of days, with the verdict: met, missed or undetermined. Nobody is out.
-- A verdict holds for every value that the two prints allow (int_intervals), or it is undetermined.
with

plan_pairs as (

    select * from {{ ref('int_plan_pairs') }}

),

-- Which way is good: an open target says so itself, any other one by its indicator. A range is reached at its near end.
directed as (

    select
        *,
        case
            when target_comparator in ('gt', 'ge') then 'up'
            when target_comparator in ('lt', 'le') then 'down'
            else better
        end as direction
    from plan_pairs

),

-- The mark that the result is held against lies itself between two ends, the least of them possible, the most only where rounding does not exclude it.
marked as (

    select
        *,
        case when direction = 'down' then target_high_least else target_low_least end as mark_least,
        case when direction = 'down' then target_high_most else target_low_most end as mark_most
    from directed

),

-- Where result and mark may only just meet, that is enough, unless the mark itself is excluded ("trên 10%" never is 10) or one of them cannot be there.
judged as (

    select
        *,
        case
            -- After a break in its series (SDMX status B) a result counts another thing than its plan does.
            when obs_status = 'B' then 'undetermined'
            when direction = 'up' and actual_from > mark_most then 'met'
            when direction = 'up' and actual_from = mark_most and not (is_target_strict and is_actual_from_included and is_target_most_included) then 'met'
            when direction = 'up' and actual_to < mark_least then 'missed'
            when direction = 'up' and actual_to = mark_least and (is_target_strict or not is_actual_to_included) then 'missed'
            when direction = 'down' and actual_to < mark_least then 'met'
            when direction = 'down' and actual_to = mark_least and not (is_target_strict and is_actual_to_included) then 'met'
            when direction = 'down' and actual_from > mark_most then 'missed'
            when
                direction = 'down'
                and actual_from = mark_most
                and (is_target_strict or not is_actual_from_included or not is_target_most_included) then 'missed'
            else 'undetermined'
        end as verdict
    from marked

)

select
    area_id,
    judged_period,
    year,
    is_whole_year,
    indicator_id,
    basis,
    comparison,
    plan_giver,
    comparison_order,
    target_comparator,
    target_low,
    target_high,
    actual_comparator,
    actual_low,
    actual_high,
    unit_id,
    verdict,
    obs_status,
    target_agreement,
    actual_agreement,
    target_area_id,
    target_scenario,
    target_indicator_id,
    target_comparison,
    actual_indicator_id,
    actual_comparison,
    target_observation_id,
    actual_observation_id,
    attainment_observation_id,
    known_from,
    known_until,
    case
        when basis = 'attainment' and actual_low = actual_high then actual_low
        -- Per cent of a growth rate says nothing; an open print has no quotient.
        when measure in ('level', 'count', 'share', 'rate') and actual_low = actual_high and target_low = target_high
            then {{ ratio('actual_low * 100', 'target_low', 2) }}
    end as attainment_pct
from judged
