-- Số bổ sung thực tế lệch bao nhiêu so với dự toán, từng năm, và phân bố giữa các tỉnh ra sao?
-- How are the errors of planned transfers distributed over the provinces, year by year?
-- Quartiles of the result in per cent of its plan; paid_more_count tells on which side the provinces lie.
select
    year,
    count(*) as pair_count,
    min(attainment_pct) as least_pct,
    quantile_cont(attainment_pct, 0.25) as lower_quartile_pct,
    median(attainment_pct) as median_pct,
    quantile_cont(attainment_pct, 0.75) as upper_quartile_pct,
    max(attainment_pct) as most_pct,
    count(case when attainment_pct > 100 then 1 end) as paid_more_count,
    count(case when is_doubted then 1 end) as doubted,
    concat(count(*), ' of ', max(province_count)) as coverage
from comparison
where
    indicator_id = 'transfers_from_central_budget'
    and attainment_pct is not null
    and actual_obs_status != 'B'
group by year
order by year
