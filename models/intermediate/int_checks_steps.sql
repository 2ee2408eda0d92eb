-- One row per target that follows a printed result, kind of check, and observation in it.
-- target_below_result: the target does not fall behind the result; growth and change are out, since they may well slow down.
-- plausible_jump: a share or rate in per cent does not move by more than can be believed in one year.
with

steps as (

    select * from {{ ref('int_target_steps') }}

),

behind as (

    select
        *,
        'target_below_result' as check_kind,
        case when better = 'up' then actual_low end as expected_low,
        case when better = 'down' then actual_high end as expected_high,
        case when better = 'up' then coalesce(change_high >= 0, true) else coalesce(change_low <= 0, true) end as is_passed,
        -- Provinces plan with caution: a plan a little short of the result is a habit, not a slip.
        case
            when better = 'up' then change_high >= -1 * {{ var('cautious_plan_margin') }} * abs(actual_low)
            else change_low <= {{ var('cautious_plan_margin') }} * abs(actual_high)
        end as is_cautious
    from steps
    where
        better in ('up', 'down')
        and measure in ('level', 'count', 'share', 'rate', 'index')

),

jumps as (

    select
        *,
        'plausible_jump' as check_kind,
        actual_low - {{ var('plausible_jump') }} as expected_low,
        actual_high + {{ var('plausible_jump') }} as expected_high,
        coalesce(change_low <= {{ var('plausible_jump') }}, true)
        and coalesce(change_high >= -1 * {{ var('plausible_jump') }}, true) as is_passed,
        false as is_cautious
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
    concat(check_kind, ':', indicator_id, ':', area_id, ':', cast(year as string)) as check_id,
    check_kind,
    area_id,
    year,
    indicator_id,
    cast(expected_low as decimal(38, 6)) as expected_low,
    cast(expected_high as decimal(38, 6)) as expected_high,
    coalesce(target_low, target_high) as published,
    is_passed or is_cautious as is_passed,
    'warning' as severity,
    case
        when check_kind = 'plausible_jump' then 'A share should not move by more than {{ var("plausible_jump") }} points from one year to the next.'
        when is_cautious and not is_passed then 'The target is short of the result before it, but by no more than a cautious plan.'
        else 'The target should not fall behind the result of the year before it.'
    end as explanation,
    observation_id
from involved
