-- Năm 2017, dự toán thu ngân sách tính trên đầu người ở mỗi tỉnh là bao nhiêu triệu đồng?
-- How many million dong of revenue were planned per head in each province in 2017?
-- The money is that of 2017; the population is its average of the year, adjusted to the census of 2019.
with

provinces as (

    select province_count from dim_division
    where division_id = 'VN63'

)

select
    revenue.area_vi,
    revenue.value as revenue,
    people.value as thousand_people,
    revenue.observation_id as revenue_observation_id,
    people.observation_id as population_observation_id,
    -- Billions of dong by thousands of people are millions a head.
    round(revenue.value / people.value, 2) as million_vnd_per_head,
    revenue.is_doubted or people.is_doubted as is_doubted,
    concat(count(*) over (), ' of ', provinces.province_count) as coverage
from panel as revenue
inner join panel as people
    on
        revenue.area_id = people.area_id
        and revenue.year = people.year
cross join provinces
where
    revenue.indicator_id = 'state_budget_revenue'
    and revenue.scenario = 'target'
    and revenue.area_type = 'province'
    and people.indicator_id = 'average_population'
    and people.scenario = 'actual'
    and revenue.year = 2017
order by million_vnd_per_head desc, revenue.area_id asc
