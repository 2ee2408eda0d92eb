-- One row per whole, breakdown, area, year and scenario, and observation in it: the printed parts together fit into the whole.
-- Holds for amounts, counts and shares, also where some parts are not printed; growth of a part may well exceed that of the whole.
with

headlines as (

    select * from {{ ref('int_headlines') }}
    where measure in ('level', 'count', 'share', 'rate')

),

pairs as (

    select
        parts.whole_indicator_id,
        parts.breakdown,
        parts.area_id,
        parts.year,
        parts.scenario,
        parts.observation_id as part_observation_id,
        parts.value_low_std as part_low,
        parts.value_std as part_value,
        parts.rounding_std as part_rounding,
        wholes.observation_id as whole_observation_id,
        wholes.value_high_std as whole_high,
        wholes.rounding_std as whole_rounding
    from headlines as parts
    inner join headlines as wholes
        on
            parts.whole_indicator_id = wholes.indicator_id
            and parts.area_id = wholes.area_id
            and parts.year = wholes.year
            and parts.scenario = wholes.scenario

),

evaluated as (

    select
        whole_indicator_id,
        breakdown,
        area_id,
        year,
        scenario,
        max(whole_high) + max(whole_rounding) + sum(part_rounding) as expected_high,
        sum(part_value) as published,
        coalesce(sum(coalesce(part_low, 0)) <= max(whole_high) + max(whole_rounding) + sum(part_rounding), true) as is_passed
    from pairs
    group by whole_indicator_id, breakdown, area_id, year, scenario

),

involved as (

    select
        whole_indicator_id,
        breakdown,
        area_id,
        year,
        scenario,
        part_observation_id as observation_id
    from pairs
    union
    select
        whole_indicator_id,
        breakdown,
        area_id,
        year,
        scenario,
        whole_observation_id as observation_id
    from pairs

)

select
    'parts_within_whole' as check_kind,
    evaluated.area_id,
    evaluated.year,
    evaluated.whole_indicator_id as indicator_id,
    cast(0 as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    cast(evaluated.published as decimal(38, 6)) as published,
    evaluated.is_passed,
    'error' as severity,
    'The printed parts of one breakdown together should not be more than the printed whole.' as explanation,
    involved.observation_id,
    concat(
        'parts_within_whole:',
        evaluated.whole_indicator_id,
        '/',
        evaluated.breakdown,
        ':',
        evaluated.area_id,
        ':',
        cast(evaluated.year as string),
        ':',
        evaluated.scenario
    )
        as check_id
from evaluated
inner join involved
    on
        evaluated.whole_indicator_id = involved.whole_indicator_id
        and evaluated.breakdown = involved.breakdown
        and evaluated.area_id = involved.area_id
        and evaluated.year = involved.year
        and evaluated.scenario = involved.scenario
