-- One row per target that follows a printed result, kind of check, span of days, and observation in it.
-- target_below_result: the target does not fall behind the result; growth and change are out, since they may well slow down, and so are final accounts
-- that came out years after the plan: nobody could plan by them.
-- plausible_jump: a share or rate in per cent does not move by more than can be believed in one year.
with

steps as (

    select * from {{ ref('int_target_steps') }}

),

-- Provinces plan with caution: a plan a little short of the result is a habit, not a slip.
behind as (

    select
        *,
        'target_below_result' as check_kind,
        case when better = 'up' then actual_low end as expected_low,
        case when better = 'down' then actual_high end as expected_high,
        case
            when better = 'up' then coalesce(change_high >= -1 * {{ var('cautious_plan_margin') }} * abs(actual_from), true)
            else coalesce(change_low <= {{ var('cautious_plan_margin') }} * abs(actual_to), true)
        end as is_passed
    from steps
    where
        better in ('up', 'down')
        and is_result_known_in_time
        and measure in ('level', 'count', 'share', 'rate', 'index')

),

jumps as (

    select
        *,
        'plausible_jump' as check_kind,
        actual_low - {{ var('plausible_jump') }} as expected_low,
        actual_high + {{ var('plausible_jump') }} as expected_high,
        coalesce(change_low <= {{ var('plausible_jump') }}, true)
        and coalesce(change_high >= -1 * {{ var('plausible_jump') }}, true) as is_passed
    from steps
    where
        measure in ('share', 'rate')
        and unit_id = 'percent'

),

evaluated as (

    select * from behind
    union all
    select * from jumps

),

involved as (

    select
        *,
        actual_observation_id as observation_id
    from evaluated
    union all
    select
        *,
        target_observation_id as observation_id
    from evaluated

)

select
    check_kind,
    area_id,
    year,
    indicator_id,
    cast(expected_low as decimal(38, 6)) as expected_low,
    cast(expected_high as decimal(38, 6)) as expected_high,
    coalesce(target_low, target_high) as published,
    is_passed,
    'warning' as severity,
    observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat(check_kind, ':', indicator_id, ':', area_id, ':', cast(year as string), {{ unusual_comparison('comparison') }}) as check_id
from involved
