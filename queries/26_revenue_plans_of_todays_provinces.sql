-- Dự toán thu ngân sách của các tỉnh hợp nhất năm 2025 đã tăng thế nào từ 2009 đến 2017, tính theo địa giới hiện nay?
-- How did the revenue plans of the provinces merged in 2025 grow from 2009 to 2017, in the borders of today?
-- Sums of the provinces that went into them, whole; a year in which one of these is missing has no value and says which.
with

successors as (

    select count(*) as area_count from bridge_division_area
    where division_id = 'VN34'

)

select
    panel_34.area_vi,
    panel_34.year,
    panel_34.basis,
    panel_34.value,
    panel_34.unit_vi,
    panel_34.predecessor_count,
    panel_34.missing_vi,
    panel_34.is_doubted,
    panel_34.observation_ids,
    concat(count(panel_34.value) over (partition by panel_34.year), ' of ', successors.area_count) as coverage
from panel_34
cross join successors
where
    panel_34.indicator_id = 'state_budget_revenue'
    and panel_34.scenario = 'target'
    and panel_34.year between 2009 and 2017
order by panel_34.area_id, panel_34.year
