-- One row per area, indicator, year and plan whose target is printed and whose year before has a printed result, and span of days.
-- The higher goal (stretch) is out, and so are ranks and attainments, which have no level to step from.
with

headlines as (

    select
        headlines.*,
        territories.territory_id
    from {{ ref('int_headlines') }} as headlines
    inner join {{ ref('int_territories') }} as territories on headlines.area_id = territories.area_id
    where
        headlines.is_whole_year
        and headlines.measure not in ('rank', 'plan_attainment', 'plan_deviation')

)

select
    targets.area_id,
    targets.indicator_id,
    targets.year,
    targets.comparison,
    targets.plan_giver,
    targets.theme,
    targets.measure,
    targets.better,
    targets.standard_unit_id as unit_id,
    results.area_id as actual_area_id,
    results.comparison as actual_comparison,
    results.comparator as actual_comparator,
    results.value_low_std as actual_low,
    results.value_high_std as actual_high,
    results.allowed_low as actual_from,
    results.allowed_high as actual_to,
    results.obs_status,
    targets.comparator as target_comparator,
    targets.value_low_std as target_low,
    targets.value_high_std as target_high,
    targets.allowed_low as target_from,
    targets.allowed_high as target_to,
    results.observation_id as actual_observation_id,
    targets.observation_id as target_observation_id,
    {{ known_from(['targets', 'results']) }} as known_from,
    {{ known_until(['targets', 'results']) }} as known_until,
    -- Of two single numbers as they are printed; an open end of either leaves the change open on that side.
    case
        when targets.value_low_std = targets.value_high_std and results.value_low_std = results.value_high_std
            then targets.value_low_std - results.value_low_std
    end as change,
    cast(targets.allowed_low - results.allowed_high as decimal(36, 8)) as change_low,
    cast(targets.allowed_high - results.allowed_low as decimal(36, 8)) as change_high
from headlines as targets
inner join headlines as results
    on
        targets.territory_id = results.territory_id
        and targets.indicator_id = results.indicator_id
        and targets.year = results.year + 1
        and targets.compared_to = results.compared_to
        and {{ known_together(['targets', 'results']) }}
where
    targets.scenario = 'target'
    and results.scenario = 'actual'
