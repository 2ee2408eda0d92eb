-- Theo 34 tỉnh, thành phố hiện nay, dự toán thu năm 2024 biết được của những đâu, còn thiếu tỉnh nào?
-- By the 34 provinces of today, for which is the revenue goal of 2024 known, and which predecessors are missing?
with

successors as (

    select count(*) as area_count from bridge_division_area
    where division_id = 'VN34'

)

select
    panel_34.area_vi,
    panel_34.basis,
    panel_34.value,
    panel_34.unit_vi,
    panel_34.printed_count,
    panel_34.predecessor_count,
    panel_34.missing_vi,
    panel_34.is_doubted,
    panel_34.observation_ids,
    concat(count(panel_34.value) over (), ' of ', successors.area_count) as coverage
from panel_34
cross join successors
where
    panel_34.indicator_id = 'state_budget_revenue'
    and panel_34.year = 2024
    and panel_34.scenario = 'target'
order by panel_34.value desc nulls last, panel_34.area_id asc
