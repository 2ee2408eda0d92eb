-- Dự toán có được lập thấp một cách hệ thống không: bao nhiêu tỉnh vượt dự toán, của những khoản nào?
-- Are plans systematically low: how many provinces had more than planned, and of what?
-- Only pairs that count the same thing: plans and results after a break (status B) are out, and so is revenue after 2006.
select
    comparison.indicator_vi,
    comparison.year,
    count(case when comparison.attainment_pct > 100 then 1 end) as above_count,
    count(case when comparison.attainment_pct = 100 then 1 end) as equal_count,
    count(case when comparison.attainment_pct < 100 then 1 end) as below_count,
    median(comparison.attainment_pct) as median_pct,
    count(case when comparison.is_doubted then 1 end) as doubted,
    concat(count(*), ' of ', max(comparison.province_count)) as coverage
from comparison
inner join fct_observation as planned on comparison.target_observation_id = planned.observation_id
where
    comparison.year between 2006 and 2014
    and comparison.attainment_pct is not null
    and comparison.actual_obs_status != 'B'
    and planned.obs_status != 'B'
    and comparison.indicator_id in ('state_budget_revenue', 'transfers_from_central_budget', 'targeted_transfers', 'balancing_transfers')
group by comparison.indicator_id, comparison.indicator_vi, comparison.year
order by comparison.indicator_id, comparison.year
