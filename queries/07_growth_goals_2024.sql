-- Năm 2024 tỉnh nào đặt mục tiêu tăng trưởng cao nhất, khi "trên 10%" không phải là 10%?
-- Which province has the highest growth goal for 2024, when "more than 10 %" is not 10 %?
-- rank_to is the worst place that the prints allow: two ranges that touch may share one.
with

goals as (

    select * from comparison
    where
        indicator_id = 'grdp_growth'
        and year = 2024
        and target_comparator is not null

)

select
    own.area_vi,
    own.target_comparator,
    own.target_low,
    own.target_high,
    own.unit_vi,
    own.is_doubted,
    stretches.figure as higher_goal,
    own.target_observation_id as observation_id,
    1 + count(case when other.target_low > own.target_high then 1 end) as rank_from,
    count(case when coalesce(other.target_high > own.target_low, true) then 1 end) as rank_to,
    concat(max(own.target_count), ' of ', max(own.province_count)) as coverage
from goals as own
cross join goals as other
left join panel as stretches
    on
        own.area_id = stretches.area_id
        and own.indicator_id = stretches.indicator_id
        and own.year = stretches.year
        and stretches.scenario = 'stretch'
group by all
order by rank_from, rank_to, own.area_vi
