-- Tổng điều tra 2019 đã điều chỉnh dân số 2018 của từng tỉnh bao nhiêu?
-- How much did the census of 2019 revise the population of each province in 2018?
with

provinces as (

    select province_count from dim_division
    where division_id = 'VN63'

)

select
    dim_area.name_vi as area_vi,
    observations.is_doubted,
    fct_revision.to_observation_id as observation_id,
    fct_revision.from_low / 1000 as thousand_before,
    fct_revision.to_low / 1000 as thousand_after,
    round((fct_revision.to_low - fct_revision.from_low) * 100 / fct_revision.from_low, 2) as revised_by_pct,
    concat(count(*) over (), ' of ', provinces.province_count) as coverage
from fct_revision
inner join dim_area on fct_revision.area_id = dim_area.area_id
inner join fct_observation as observations on fct_revision.to_observation_id = observations.observation_id
cross join provinces
where
    fct_revision.indicator_id = 'average_population'
    and dim_area.area_type = 'province'
    and fct_revision.year = 2018
order by abs(fct_revision.to_low - fct_revision.from_low) desc, dim_area.area_id asc
