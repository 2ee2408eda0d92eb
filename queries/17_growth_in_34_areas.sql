-- Tăng trưởng năm 2023 của các tỉnh, thành phố hiện nay: nơi nào dùng được số cũ, nơi nào không vì địa giới đã đổi?
-- Growth in 2023 of the provinces of today: where does the old figure still hold, and where not, since the territory changed?
with

successors as (

    select count(*) as area_count from bridge_division_area
    where division_id = 'VN34'

)

select
    panel_34.area_vi,
    panel_34.basis,
    panel_34.comparator,
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
    panel_34.indicator_id = 'grdp_growth'
    and panel_34.year = 2023
    and panel_34.scenario = 'actual'
order by panel_34.value desc nulls last, panel_34.area_id asc
