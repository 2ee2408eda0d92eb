-- Tỉnh nào đặt mục tiêu tăng trưởng năm 2024 thấp hơn mức đã đạt năm 2023?
-- Which provinces plan slower growth in 2024 than they reached in 2023?
-- A range that begins below the result and ends above it is neither.
with

provinces as (

    select max(province_count) as province_count from comparison
    where year = 2024

),

ambitions as (

    select
        fct_target_ambition.*,
        areas.name_vi as area_vi
    from fct_target_ambition
    inner join dim_area as areas on fct_target_ambition.area_id = areas.area_id
    where
        areas.area_type = 'province'
        and fct_target_ambition.indicator_id = 'grdp_growth'
        and fct_target_ambition.target_year = 2024

)

select
    ambitions.area_vi,
    results.figure as growth_2023,
    targets.figure as goal_2024,
    ambitions.target_comparator,
    ambitions.change as change_points,
    ambitions.change_low as change_low_points,
    ambitions.change_high as change_high_points,
    targets.observation_id,
    case
        when ambitions.change_high < 0 then 'slower'
        when ambitions.change_low >= 0 then 'not slower'
        else 'not said'
    end as intention,
    results.is_doubted or targets.is_doubted as is_doubted,
    concat(count(*) over (), ' of ', provinces.province_count) as coverage
from ambitions
inner join fct_observation as results on ambitions.actual_observation_id = results.observation_id
inner join fct_observation as targets on ambitions.target_observation_id = targets.observation_id
cross join provinces
order by ambitions.change_low
