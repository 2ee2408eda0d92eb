-- Thu ngân sách của từng tỉnh đạt bao nhiêu so với dự toán trung ương giao, từ 2006 đến 2014?
-- How far did the revenue of each province miss or pass the plan of the centre, from 2006 to 2014?
-- From 2007 on the final accounts count more than the plans do (status B): a percentage is shown, a verdict is not given.
select
    area_vi,
    year,
    target_low,
    actual_low,
    attainment_pct,
    verdict,
    actual_obs_status,
    is_doubted,
    actual_observation_id,
    target_observation_id,
    concat(count(*) over (partition by year), ' of ', province_count) as coverage
from comparison
where
    indicator_id = 'state_budget_revenue'
    and year between 2006 and 2014
    and verdict is not null
order by year, attainment_pct, area_id
