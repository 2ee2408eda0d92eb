-- Năm 2017, mỗi tỉnh được giao chi bao nhiêu triệu đồng cho một người dân, và bao nhiêu cho một km²?
-- How many million dong was each province to spend in 2017 for each person, and on each square kilometre?
-- The money is that of 2017. A province without printed population or land is not there: see coverage.
with

provinces as (

    select province_count from dim_division
    where division_id = 'VN63'

)

select
    per_head.area_vi,
    round(per_head.value / 1000000, 2) as million_vnd_per_head,
    round(per_area.value / 1000000, 1) as million_vnd_per_km2,
    per_head.obs_status,
    per_head.is_doubted or coalesce(per_area.is_doubted, false) as is_doubted,
    per_head.observation_id,
    per_head.population_observation_id,
    per_area.land_observation_id,
    concat(count(*) over (), ' of ', provinces.province_count) as coverage
from per_head
left join per_area
    on
        per_head.area_id = per_area.area_id
        and per_head.year = per_area.year
        and per_head.indicator_id = per_area.indicator_id
        and per_head.scenario = per_area.scenario
cross join provinces
where
    per_head.indicator_id = 'balanced_local_budget_expenditure'
    and per_head.scenario = 'target'
    and per_head.area_type = 'province'
    and per_head.year = 2017
order by per_head.value desc, per_head.area_id asc
