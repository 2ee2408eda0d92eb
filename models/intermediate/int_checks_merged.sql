-- One row per area made of whole others that prints a figure which may be added, period, scenario and comparison, span of days, and observation in it.
-- sum_of_predecessors: its own figure is the sum of theirs. Evaluated only where all of them print one, and where nobody gave it a part.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

indicators as (

    select indicator_id from {{ ref('stg_indicators') }}
    where
        aggregation = 'sum'
        and measure in ('level', 'count')

),

successions as (

    select
        *,
        count(*) over (partition by successor_area_id, effective_on) as predecessor_count,
        min(case when is_whole then 1 else 0 end) over (partition by successor_area_id, effective_on) = 1 as is_made_of_wholes
    from {{ ref('area_succession') }}

),

members as (

    select
        owns.area_id,
        owns.judged_period,
        owns.indicator_id,
        owns.scenario,
        owns.comparison,
        owns.year,
        owns.observation_id as own_observation_id,
        owns.value_std as published,
        owns.allowed_low as own_low,
        owns.allowed_high as own_high,
        parts.observation_id as part_observation_id,
        parts.allowed_low as part_low,
        parts.allowed_high as part_high,
        successions.effective_on,
        successions.predecessor_count,
        {{ known_from(['owns', 'parts']) }} as known_from,
        {{ known_until(['owns', 'parts']) }} as known_until
    from headlines as owns
    inner join indicators on owns.indicator_id = indicators.indicator_id
    inner join successions
        on
            owns.area_id = successions.successor_area_id
            and successions.is_made_of_wholes
            and successions.predecessor_count > 1
    inner join headlines as parts
        on
            successions.predecessor_area_id = parts.area_id
            and owns.judged_period = parts.judged_period
            and owns.indicator_id = parts.indicator_id
            and owns.scenario = parts.scenario
            and owns.comparison = parts.comparison
            and {{ known_together(['owns', 'parts']) }}

),

{% set keys = ['area_id', 'judged_period', 'indicator_id', 'scenario', 'comparison', 'effective_on'] %}

spans as (

    {{ spans_of_knowledge('members', keys) }}

),

printed as (

    select
        members.*,
        spans.day,
        spans.next_day
    from members
    inner join spans
        on
            members.area_id = spans.area_id
            and members.judged_period = spans.judged_period
            and members.indicator_id = spans.indicator_id
            and members.scenario = spans.scenario
            and members.comparison = spans.comparison
            and members.effective_on = spans.effective_on
            and members.known_from <= spans.day
            and members.known_until > spans.day

),

evaluated as (

    select
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison,
        effective_on,
        day,
        case when count(part_low) = count(*) then sum(part_low) end as expected_low,
        case when count(part_high) = count(*) then sum(part_high) end as expected_high,
        coalesce(max(own_high) >= case when count(part_low) = count(*) then sum(part_low) end, true)
        and coalesce(max(own_low) <= case when count(part_high) = count(*) then sum(part_high) end, true) as is_passed
    from printed
    group by area_id, judged_period, indicator_id, scenario, comparison, effective_on, day, predecessor_count
    having count(*) = predecessor_count

),

involved as (

    select
        *,
        part_observation_id as observation_id
    from printed
    union all
    select
        *,
        own_observation_id as observation_id
    from printed

)

select distinct
    'sum_of_predecessors' as check_kind,
    evaluated.area_id,
    involved.year,
    evaluated.indicator_id,
    cast(evaluated.expected_low as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    involved.published,
    evaluated.is_passed,
    'error' as severity,
    involved.observation_id,
    true as is_accused,
    involved.day as known_from,
    involved.next_day as known_until,
    concat(
        'sum_of_predecessors:', evaluated.indicator_id, ':', evaluated.area_id, ':', evaluated.judged_period, ':', evaluated.scenario,
        {{ unusual_comparison('evaluated.comparison') }}
    ) as check_id
from evaluated
inner join involved
    on
        evaluated.area_id = involved.area_id
        and evaluated.judged_period = involved.judged_period
        and evaluated.indicator_id = involved.indicator_id
        and evaluated.scenario = involved.scenario
        and evaluated.comparison = involved.comparison
        and evaluated.effective_on = involved.effective_on
        and evaluated.day = involved.day
