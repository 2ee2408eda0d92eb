-- One row per observation whose indicator has a plausible range: the figure can lie in it.
-- Amounts and counts of other areas than provinces are out: their ranges are those of a province.
with

observations as (

    select * from {{ ref('int_observations') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

areas as (

    select * from {{ ref('areas') }}

),

evaluated as (

    select
        observations.observation_id,
        observations.area_id,
        observations.year,
        observations.indicator_id,
        observations.value_std,
        indicators.plausible_low,
        indicators.plausible_high,
        coalesce(observations.value_high_std >= indicators.plausible_low, true)
        and coalesce(observations.value_low_std <= indicators.plausible_high, true) as is_passed
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    inner join areas on observations.area_id = areas.area_id
    where
        (indicators.plausible_low is not null or indicators.plausible_high is not null)
        and (areas.area_type = 'province' or indicators.measure not in ('level', 'count'))

)

select
    'plausible_range' as check_kind,
    area_id,
    year,
    indicator_id,
    plausible_low as expected_low,
    plausible_high as expected_high,
    value_std as published,
    is_passed,
    'warning' as severity,
    'The figure should lie in the plausible range of its indicator.' as explanation,
    observation_id,
    concat('plausible_range:', observation_id) as check_id
from evaluated
