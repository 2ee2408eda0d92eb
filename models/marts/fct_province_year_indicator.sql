-- One row per area, year, indicator and scenario, in the standard unit. Areas are all of dim_area, the nation and groups included.
-- Figures of part of a year are out (they are in fct_observation).
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

-- A doubt about any printing is a doubt about the figure; half a year is no printing of the year.
doubted as (

    select distinct
        printings.area_id,
        printings.year,
        printings.indicator_id,
        printings.scenario
    from {{ ref('fct_observation') }} as observations
    inner join {{ ref('int_observations') }} as printings on observations.observation_id = printings.observation_id
    where
        observations.is_doubted
        and printings.is_whole_year

),

marked as (

    select
        headlines.*,
        doubted.area_id is not null as is_doubted
    from headlines
    left join doubted
        on
            headlines.area_id = doubted.area_id
            and headlines.year = doubted.year
            and headlines.indicator_id = doubted.indicator_id
            and headlines.scenario = doubted.scenario

)

select
    area_id,
    year,
    indicator_id,
    scenario,
    comparator,
    value_low_std as value_low,
    value_high_std as value_high,
    value_std as value,
    standard_unit_id as unit_id,
    is_approximate,
    obs_status,
    is_doubted,
    source_count,
    agreement,
    observation_id as headline_observation_id
from marked
order by area_id, year, indicator_id, scenario
