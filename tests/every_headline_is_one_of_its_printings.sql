-- contract: one printing speaks for an area, year, indicator and scenario, it is one of theirs, and no figure of a whole year is left out.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}

),

observations as (

    select * from {{ ref('fct_observation') }}
    where
        period_type = 'year'
        or (period_type = 'date' and period like '%-12-31')

)

select
    observations.observation_id,
    headlines.headline_observation_id
from observations
full outer join headlines
    on
        observations.area_id = headlines.area_id
        and observations.year = headlines.year
        and observations.indicator_id = headlines.indicator_id
        and observations.scenario = headlines.scenario
left join observations as spoken_for
    on
        headlines.headline_observation_id = spoken_for.observation_id
        and headlines.area_id = spoken_for.area_id
        and headlines.year = spoken_for.year
        and headlines.indicator_id = spoken_for.indicator_id
        and headlines.scenario = spoken_for.scenario
where
    observations.observation_id is null
    or headlines.headline_observation_id is null
    or spoken_for.observation_id is null
