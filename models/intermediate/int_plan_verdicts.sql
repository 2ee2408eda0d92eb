-- One row per plan held against its result, with the verdict: met, missed or undetermined. Nobody is out.
-- A verdict holds for every value that the two prints allow, or it is undetermined.
with

plan_pairs as (

    select * from {{ ref('int_plan_pairs') }}

),

-- An approximate number may lie a little to either side of what is printed.
widened as (

    select
        *,
        case
            when is_actual_approximate then actual_low - cast({{ var('approximate_margin') }} * abs(actual_low) as decimal(38, 6))
            else actual_low
        end as actual_from,
        case
            when is_actual_approximate then actual_high + cast({{ var('approximate_margin') }} * abs(actual_high) as decimal(38, 6))
            else actual_high
        end as actual_to,
        case
            when is_target_approximate then target_low - cast({{ var('approximate_margin') }} * abs(target_low) as decimal(38, 6))
            else target_low
        end as target_from,
        case
            when is_target_approximate then target_high + cast({{ var('approximate_margin') }} * abs(target_high) as decimal(38, 6))
            else target_high
        end as target_to
    from plan_pairs

),

-- Which way is good: an open target says so itself, any other one by its indicator.
directed as (

    select
        *,
        case
            when target_comparator in ('gt', 'ge') then 'up'
            when target_comparator in ('lt', 'le') then 'down'
            else better
        end as direction,
        -- A bound that is itself excluded: "trên 10%" never is 10.
        target_comparator in ('gt', 'lt') as is_target_strict,
        actual_comparator in ('gt', 'lt') as is_actual_strict,
        -- A range is reached at its near end. An approximate goal, or a result without an end, must clear the far one.
        is_target_approximate or actual_from is null or actual_to is null as needs_far_end
    from widened

),

bounded as (

    select
        *,
        case when needs_far_end then coalesce(target_to, target_from) else target_from end as reached_from,
        case when needs_far_end then coalesce(target_from, target_to) else target_to end as reached_to
    from directed

),

judged as (

    select
        *,
        case
            when direction = 'up' and actual_from > reached_from then 'met'
            when direction = 'up' and actual_from = reached_from and (is_actual_strict or not is_target_strict) then 'met'
            when direction = 'up' and actual_to < target_from then 'missed'
            when direction = 'up' and actual_to = target_from and (is_actual_strict or is_target_strict) then 'missed'
            when direction = 'down' and actual_to < reached_to then 'met'
            when direction = 'down' and actual_to = reached_to and (is_actual_strict or not is_target_strict) then 'met'
            when direction = 'down' and actual_from > target_to then 'missed'
            when direction = 'down' and actual_from = target_to and (is_actual_strict or is_target_strict) then 'missed'
            else 'undetermined'
        end as verdict
    from bounded

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
    target_observation_id,
    actual_observation_id,
    attainment_observation_id,
    case
        when basis = 'attainment' then actual_low
        -- Per cent of a growth rate says nothing; an open print has no quotient.
        when measure in ('level', 'count', 'share', 'rate') and actual_low = actual_high and target_low = target_high
            then {{ ratio('actual_low * 100', 'target_low', 2) }}
    end as attainment_pct
from judged
