-- Hưng Yên muốn gì trong năm 2024, bên cạnh kết quả năm 2023?
-- What does Hưng Yên want in 2024, beside what it did in 2023?
-- The change of two single numbers as printed, and the least and greatest that both prints allow; an open end leaves that side NULL.
with

planned as (

    select count(*) as target_count from panel
    where
        area_id = 'VN63_33'
        and year = 2024
        and scenario = 'target'

)

select
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    results.figure as result_2023,
    ambitions.actual_comparator,
    targets.figure as target_2024,
    ambitions.target_comparator,
    units.name_vi as unit_vi,
    ambitions.change_pct_low,
    ambitions.change_pct_high,
    round(ambitions.change / units.factor, 2) as change,
    ambitions.change_pct,
    round(ambitions.change_low / units.factor, 2) as change_low,
    round(ambitions.change_high / units.factor, 2) as change_high,
    results.is_doubted or targets.is_doubted as is_doubted,
    concat(count(*) over (), ' of ', planned.target_count) as coverage
from fct_target_ambition as ambitions
inner join dim_indicator as indicators on ambitions.indicator_id = indicators.indicator_id
inner join dim_unit as units on indicators.display_unit_id = units.unit_id
inner join fct_observation as results on ambitions.actual_observation_id = results.observation_id
inner join fct_observation as targets on ambitions.target_observation_id = targets.observation_id
cross join planned
where
    ambitions.area_id = 'VN63_33'
    and ambitions.target_year = 2024
order by indicators.theme, ambitions.indicator_id
