-- One row per growth of a whole whose parts are all printed, area, period, scenario and comparison, span of days, and observation in it.
-- growth_between_parts: the whole grows no less than its slowest and no more than its fastest part.
-- growth_of_weighted_parts: near the parts' growth weighted by their printed shares; output and value added differ, hence a margin.
-- The weighted check accuses the parts: they are what does not measure the same thing as the whole. Whole and weights are its witnesses.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

identities as (

    select * from {{ ref('int_identities') }}
    where identity_kind in ('growth_between_parts', 'growth_of_weighted_parts')

),

part_counts as (

    select
        identity_id,
        count(*) as part_count
    from identities
    where role = 'part'
    group by identity_id

),

-- Growth over the year before only: growth over another year is another figure.
members as (

    select
        identities.identity_id,
        identities.identity_kind,
        identities.role,
        identities.indicator_id,
        headlines.observation_id,
        headlines.area_id,
        headlines.judged_period,
        headlines.year,
        headlines.scenario,
        headlines.comparison,
        headlines.allowed_low,
        headlines.allowed_high,
        headlines.value_std,
        weights.observation_id as weight_observation_id,
        weights.value_std as weight,
        part_counts.part_count,
        case when weights.observation_id is null then headlines.known_from else {{ known_from(['headlines', 'weights']) }} end as known_from,
        case when weights.observation_id is null then headlines.known_until else {{ known_until(['headlines', 'weights']) }} end as known_until
    from identities
    inner join part_counts on identities.identity_id = part_counts.identity_id
    inner join headlines
        on
            identities.indicator_id = headlines.indicator_id
            and headlines.compared_to = 'previous_year'
    left join headlines as weights
        on
            identities.weighted_by_indicator_id = weights.indicator_id
            and headlines.area_id = weights.area_id
            and headlines.judged_period = weights.judged_period
            and headlines.scenario = weights.scenario
            and coalesce(headlines.plan_giver, '') = coalesce(weights.plan_giver, '')
            and {{ known_together(['headlines', 'weights']) }}
    where
        identities.weighted_by_indicator_id is null
        or weights.value_std is not null

),

{% set keys = ['identity_id', 'area_id', 'judged_period', 'scenario', 'comparison'] %}

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
            members.identity_id = spans.identity_id
            and members.area_id = spans.area_id
            and members.judged_period = spans.judged_period
            and members.scenario = spans.scenario
            and members.comparison = spans.comparison
            and members.known_from <= spans.day
            and members.known_until > spans.day

),

combined as (

    select
        identity_id,
        area_id,
        judged_period,
        scenario,
        comparison,
        day,
        min(allowed_low) as slowest,
        max(allowed_high) as fastest,
        {{ ratio('sum(cast(allowed_low * weight as decimal(38, 6)))', 'sum(weight)') }} as weighted_low,
        {{ ratio('sum(cast(allowed_high * weight as decimal(38, 6)))', 'sum(weight)') }} as weighted_high
    from printed
    where role = 'part'
    group by identity_id, area_id, judged_period, scenario, comparison, day, part_count
    -- Every part is printed, and closed on both sides.
    having
        count(allowed_low) = part_count
        and count(allowed_high) = part_count

),

bounded as (

    select
        wholes.*,
        case wholes.identity_kind
            when 'growth_between_parts' then combined.slowest
            else combined.weighted_low - {{ var('weighted_growth_margin') }}
        end as expected_low,
        case wholes.identity_kind
            when 'growth_between_parts' then combined.fastest
            else combined.weighted_high + {{ var('weighted_growth_margin') }}
        end as expected_high
    from printed as wholes
    inner join combined
        on
            wholes.identity_id = combined.identity_id
            and wholes.area_id = combined.area_id
            and wholes.judged_period = combined.judged_period
            and wholes.scenario = combined.scenario
            and wholes.comparison = combined.comparison
            and wholes.day = combined.day
    where wholes.role = 'whole'

),

involved as (

    select
        identity_id,
        area_id,
        judged_period,
        scenario,
        comparison,
        day,
        observation_id,
        role = 'part' or identity_kind = 'growth_between_parts' as is_accused
    from printed
    union all
    select
        identity_id,
        area_id,
        judged_period,
        scenario,
        comparison,
        day,
        weight_observation_id as observation_id,
        false as is_accused
    from printed
    where weight_observation_id is not null

)

select
    bounded.identity_kind as check_kind,
    bounded.area_id,
    bounded.year,
    bounded.indicator_id,
    cast(bounded.expected_low as decimal(38, 6)) as expected_low,
    cast(bounded.expected_high as decimal(38, 6)) as expected_high,
    bounded.value_std as published,
    coalesce(bounded.allowed_high >= bounded.expected_low, true) and coalesce(bounded.allowed_low <= bounded.expected_high, true) as is_passed,
    'warning' as severity,
    involved.observation_id,
    involved.is_accused,
    bounded.day as known_from,
    bounded.next_day as known_until,
    concat(
        bounded.identity_kind, ':', bounded.identity_id, ':', bounded.area_id, ':', bounded.judged_period, ':', bounded.scenario,
        {{ unusual_comparison('bounded.comparison') }}
    ) as check_id
from bounded
inner join involved
    on
        bounded.identity_id = involved.identity_id
        and bounded.area_id = involved.area_id
        and bounded.judged_period = involved.judged_period
        and bounded.scenario = involved.scenario
        and bounded.comparison = involved.comparison
        and bounded.day = involved.day
