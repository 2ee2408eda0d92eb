-- Tỉnh nào hoàn thành bao nhiêu phần trăm số chỉ tiêu kế hoạch năm 2023?
-- What share of its plan targets for 2023 did each province meet?
-- The provinces named are the best and the worst of a report: not a sample of the 63.
select
    area_vi,
    attainment_pct,
    verdict,
    is_doubted,
    actual_observation_id as observation_id,
    rank() over (order by attainment_pct desc) as place,
    concat(actual_count, ' of ', province_count) as coverage
from comparison
where
    indicator_id = 'plan_targets_met'
    and year = 2023
    and actual_comparator is not null
order by place, area_id
