-- One row per whole, breakdown, area, period, scenario and comparison, span of days, and observation in it: the printed parts together fit into the whole.
-- Holds for amounts and counts, and for what identities name, also where some parts are not printed; growth of a part may well exceed that of the whole.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

identities as (

    select * from {{ ref('identities') }}
    where identity_kind = 'parts_within_whole'

),

-- The whole of a share is an amount: that of which it is a part itself, and of which no part is, stands in an identity.
wholes_of_parts as (

    select
        indicator_id,
        whole_indicator_id,
        breakdown
    from {{ ref('stg_indicators') }}
    where
        measure in ('level', 'count')
        and whole_indicator_id is not null
    union all
    select
        parts.indicator_id,
        wholes.indicator_id as whole_indicator_id,
        parts.identity_id as breakdown
    from identities as parts
    inner join identities as wholes
        on
            parts.identity_id = wholes.identity_id
            and wholes.role = 'whole'
    where parts.role = 'part'

),

pairs as (

    select
        wholes_of_parts.whole_indicator_id,
        wholes_of_parts.breakdown,
        parts.area_id,
        parts.judged_period,
        parts.year,
        parts.scenario,
        parts.comparison,
        parts.observation_id as part_observation_id,
        parts.allowed_low as part_low,
        parts.value_std as part_value,
        wholes.observation_id as whole_observation_id,
        wholes.allowed_high as whole_high,
        {{ known_from(['parts', 'wholes']) }} as known_from,
        {{ known_until(['parts', 'wholes']) }} as known_until
    from headlines as parts
    inner join wholes_of_parts on parts.indicator_id = wholes_of_parts.indicator_id
    inner join headlines as wholes
        on
            wholes_of_parts.whole_indicator_id = wholes.indicator_id
            and parts.area_id = wholes.area_id
            and parts.judged_period = wholes.judged_period
            and parts.scenario = wholes.scenario
            and parts.comparison = wholes.comparison
            and {{ known_together(['parts', 'wholes']) }}

),

{% set keys = ['whole_indicator_id', 'breakdown', 'area_id', 'judged_period', 'scenario', 'comparison'] %}

spans as (

    {{ spans_of_knowledge('pairs', keys) }}

),

printed as (

    select
        pairs.*,
        spans.day,
        spans.next_day
    from pairs
    inner join spans
        on
            pairs.whole_indicator_id = spans.whole_indicator_id
            and pairs.breakdown = spans.breakdown
            and pairs.area_id = spans.area_id
            and pairs.judged_period = spans.judged_period
            and pairs.scenario = spans.scenario
            and pairs.comparison = spans.comparison
            and pairs.known_from <= spans.day
            and pairs.known_until > spans.day

),

evaluated as (

    select
        whole_indicator_id,
        breakdown,
        area_id,
        judged_period,
        scenario,
        comparison,
        day,
        max(whole_high) as expected_high,
        sum(part_value) as published,
        -- A part without a lower end may be nothing.
        coalesce(sum(coalesce(part_low, 0)) <= max(whole_high), true) as is_passed
    from printed
    group by whole_indicator_id, breakdown, area_id, judged_period, scenario, comparison, day

),

involved as (

    select
        *,
        part_observation_id as observation_id
    from printed
    union
    select
        *,
        whole_observation_id as observation_id
    from printed

)

select distinct
    'parts_within_whole' as check_kind,
    evaluated.area_id,
    involved.year,
    evaluated.whole_indicator_id as indicator_id,
    cast(0 as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    cast(evaluated.published as decimal(38, 6)) as published,
    evaluated.is_passed,
    'error' as severity,
    involved.observation_id,
    true as is_accused,
    involved.day as known_from,
    involved.next_day as known_until,
    concat(
        'parts_within_whole:', evaluated.whole_indicator_id, '/', evaluated.breakdown, ':', evaluated.area_id, ':', evaluated.judged_period, ':',
        evaluated.scenario, {{ unusual_comparison('evaluated.comparison') }}
    ) as check_id
from evaluated
inner join involved
    on
        evaluated.whole_indicator_id = involved.whole_indicator_id
        and evaluated.breakdown = involved.breakdown
        and evaluated.area_id = involved.area_id
        and evaluated.judged_period = involved.judged_period
        and evaluated.scenario = involved.scenario
        and evaluated.comparison = involved.comparison
        and evaluated.day = involved.day
