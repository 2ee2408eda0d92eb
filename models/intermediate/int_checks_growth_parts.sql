-- One row per growth of a whole whose parts are all printed, area, year and scenario, and observation in it.
-- growth_between_parts: the whole grows no less than its slowest and no more than its fastest part.
-- growth_of_weighted_parts: near the parts' growth weighted by their printed shares; output and value added differ, hence a margin.
-- The doubt of a weighted check falls on the parts: they are what does not measure the same thing as the whole.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

identities as (

    select * from {{ ref('identities') }}
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

wholes as (

    select
        identities.identity_id,
        identities.identity_kind,
        headlines.observation_id,
        headlines.area_id,
        headlines.year,
        headlines.scenario,
        headlines.indicator_id,
        headlines.value_low_std,
        headlines.value_high_std,
        headlines.value_std,
        headlines.rounding_std
    from identities
    inner join headlines on identities.indicator_id = headlines.indicator_id
    where identities.role = 'whole'

),

parts as (

    select
        identities.identity_id,
        headlines.observation_id,
        headlines.area_id,
        headlines.year,
        headlines.scenario,
        headlines.value_low_std,
        headlines.value_high_std,
        headlines.rounding_std,
        weights.value_std as weight
    from identities
    inner join headlines on identities.indicator_id = headlines.indicator_id
    left join headlines as weights
        on
            identities.weighted_by_indicator_id = weights.indicator_id
            and headlines.area_id = weights.area_id
            and headlines.year = weights.year
            and headlines.scenario = weights.scenario
    where
        identities.role = 'part'
        and (identities.weighted_by_indicator_id is null or weights.value_std is not null)

),

combined as (

    select
        parts.identity_id,
        parts.area_id,
        parts.year,
        parts.scenario,
        min(parts.value_low_std - parts.rounding_std) as slowest,
        max(parts.value_high_std + parts.rounding_std) as fastest,
        {{ ratio('sum(cast(parts.value_low_std * parts.weight as decimal(38, 6)))', 'sum(parts.weight)') }} as weighted_low,
        {{ ratio('sum(cast(parts.value_high_std * parts.weight as decimal(38, 6)))', 'sum(parts.weight)') }} as weighted_high
    from parts
    inner join part_counts on parts.identity_id = part_counts.identity_id
    group by parts.identity_id, parts.area_id, parts.year, parts.scenario, part_counts.part_count
    -- Every part is printed, and closed on both sides.
    having
        count(parts.value_low_std) = part_counts.part_count
        and count(parts.value_high_std) = part_counts.part_count

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
    from wholes
    inner join combined
        on
            wholes.identity_id = combined.identity_id
            and wholes.area_id = combined.area_id
            and wholes.year = combined.year
            and wholes.scenario = combined.scenario

),

evaluated as (

    select
        *,
        coalesce(value_high_std + rounding_std >= expected_low, true)
        and coalesce(value_low_std - rounding_std <= expected_high, true) as is_passed
    from bounded

),

involved as (

    select
        identity_id,
        area_id,
        year,
        scenario,
        observation_id
    from parts
    union all
    select
        identity_id,
        area_id,
        year,
        scenario,
        observation_id
    from wholes
    where identity_kind = 'growth_between_parts'

)

select
    evaluated.identity_kind as check_kind,
    evaluated.area_id,
    evaluated.year,
    evaluated.indicator_id,
    cast(evaluated.expected_low as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    evaluated.value_std as published,
    evaluated.is_passed,
    'warning' as severity,
    involved.observation_id,
    concat(evaluated.identity_kind, ':', evaluated.identity_id, ':', evaluated.area_id, ':', cast(evaluated.year as string), ':', evaluated.scenario)
        as check_id,
    case evaluated.identity_kind
        when 'growth_between_parts' then 'The whole should grow no less than its slowest part and no more than its fastest.'
        else 'The growth of the whole should be near that of its parts weighted by their printed shares.'
    end as explanation
from evaluated
inner join involved
    on
        evaluated.identity_id = involved.identity_id
        and evaluated.area_id = involved.area_id
        and evaluated.year = involved.year
        and evaluated.scenario = involved.scenario
