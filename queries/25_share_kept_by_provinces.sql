-- Tỉnh nào được giữ lại bao nhiêu phần trăm các khoản thu phân chia, và tỷ lệ thay đổi thế nào qua các thời kỳ?
-- What share of shared revenue does each province keep, and how did it change from one budget period to the next?
with

provinces as (

    select province_count from dim_division
    where division_id = 'VN63'

)

select
    panel.area_vi,
    max(case when panel.year = 2007 then panel.value end) as kept_in_2007,
    max(case when panel.year = 2011 then panel.value end) as kept_in_2011,
    max(case when panel.year = 2017 then panel.value end) as kept_in_2017,
    max(case when panel.year = 2017 then panel.observation_id end) as observation_id,
    bool_or(panel.is_doubted) as is_doubted,
    concat(count(case when max(case when panel.year = 2017 then panel.value end) is not null then 1 end) over (), ' of ', max(provinces.province_count))
        as coverage
from panel
cross join provinces
where
    panel.indicator_id = 'shared_revenue_retention_rate'
    and panel.scenario = 'target'
    and panel.area_type = 'province'
    and panel.year in (2007, 2011, 2017)
group by panel.area_id, panel.area_vi
order by kept_in_2017, panel.area_id
