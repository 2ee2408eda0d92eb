-- One row per figure that is printed more than once, and printing of it: all printings can be true together.
with

observations as (

    select * from {{ ref('int_observations') }}
    where is_whole_year

),

headlines as (

    select * from {{ ref('int_headlines') }}
    where source_count > 1

)

select
    'repeated_figures_agree' as check_kind,
    headlines.area_id,
    headlines.year,
    headlines.indicator_id,
    headlines.value_low_std as expected_low,
    headlines.value_high_std as expected_high,
    headlines.value_std as published,
    'error' as severity,
    'All printings of one figure should be able to be true together.' as explanation,
    observations.observation_id,
    concat('repeated_figures_agree:', headlines.indicator_id, ':', headlines.area_id, ':', cast(headlines.year as string), ':', headlines.scenario)
        as check_id,
    headlines.agreement != 'conflict' as is_passed
from headlines
inner join observations
    on
        headlines.area_id = observations.area_id
        and headlines.year = observations.year
        and headlines.indicator_id = observations.indicator_id
        and headlines.scenario = observations.scenario
