-- Hà Nội và Hà Tây trước và sau ngày sáp nhập 1/8/2008: dự toán và quyết toán thu ngân sách là bao nhiêu?
-- What were the planned and final revenues of Hà Nội and Hà Tây before and after their union on 1 August 2008?
-- Before the union two areas, after it one: they are listed and never added, since other communes joined as well.
select
    panel.area_vi,
    panel.year,
    panel.scenario,
    panel.value,
    panel.unit_vi,
    panel.obs_status,
    panel.note,
    panel.is_doubted,
    panel.observation_id,
    concat(count(*) over (partition by panel.year, panel.scenario), ' of ', case when panel.area_id = 'VN63_01' then 1 else 2 end) as coverage
from panel
where
    panel.area_id in ('VN64_01', 'VN64_28', 'VN63_01')
    and panel.indicator_id = 'state_budget_revenue'
order by panel.year, panel.scenario, panel.area_id
