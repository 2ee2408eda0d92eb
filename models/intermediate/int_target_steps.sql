-- One row per area, indicator and year whose target is printed and whose year before has a printed result.
-- The higher goal (stretch) is out, and so are ranks and attainments, which have no level to step from.
with

headlines as (

    select * from {{ ref('int_headlines') }}
    where measure not in ('rank', 'plan_attainment')

)

select
    targets.area_id,
    targets.indicator_id,
    targets.year,
    targets.theme,
    targets.measure,
    targets.better,
    targets.standard_unit_id as unit_id,
    results.comparator as actual_comparator,
    results.value_low_std as actual_low,
    results.value_high_std as actual_high,
    targets.comparator as target_comparator,
    targets.value_low_std as target_low,
    targets.value_high_std as target_high,
    results.observation_id as actual_observation_id,
    targets.observation_id as target_observation_id,
    -- An open end of either leaves the change open on that side.
    targets.value_low_std - results.value_high_std as change_low,
    targets.value_high_std - results.value_low_std as change_high
from headlines as targets
inner join headlines as results
    on
        targets.area_id = results.area_id
        and targets.indicator_id = results.indicator_id
        and targets.year = results.year + 1
where
    targets.scenario = 'target'
    and results.scenario = 'actual'
