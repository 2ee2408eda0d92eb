-- Các tỉnh nói gì về hộ nghèo, và những con số đó có so sánh được với nhau không?
-- What do the provinces say of poverty, and can the figures be compared?
-- A rate, its change and a number of households are three indicators: only rows of one indicator_id compare.
with

provinces as (

    select max(province_count) as province_count from comparison
    where year = 2023

)

select
    panel.area_vi,
    panel.year,
    panel.indicator_id,
    panel.indicator_vi,
    panel.scenario,
    panel.comparator,
    panel.value_low,
    panel.value_high,
    panel.unit_vi,
    panel.figure,
    panel.is_approximate,
    panel.is_doubted,
    panel.observation_id,
    concat(count(distinct panel.area_id) over (partition by panel.indicator_id), ' of ', provinces.province_count) as coverage
from panel
cross join provinces
where
    panel.indicator_id in ('poverty_rate', 'poverty_rate_change', 'poor_households')
    and panel.area_type = 'province'
order by panel.indicator_id, panel.area_id, panel.year
