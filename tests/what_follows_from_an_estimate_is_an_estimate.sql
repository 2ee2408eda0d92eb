-- contract: growth, change, a multiple or an attainment of a level that its own document calls an estimate is no firmer than that level.
with

observations as (

    select * from {{ ref('int_printings') }}

)

select
    derived.observation_id,
    derived.obs_status,
    levels.observation_id as level_observation_id,
    levels.obs_status as level_obs_status
from observations as derived
inner join observations as levels
    on
        derived.document_id = levels.document_id
        and derived.area_id = levels.area_id
        and derived.period = levels.period
        and derived.base_indicator_id = levels.indicator_id
        and levels.scenario = 'actual'
where
    derived.scenario = 'actual'
    and derived.firmness > levels.firmness
