-- Thu ngân sách năm 2023 của các tỉnh so với dự toán; dự toán suy ra được nằm trong khoảng nào?
-- Provincial budget revenue in 2023 against its estimate: where must the estimate, which is not printed, lie?
-- The attainment is printed to one decimal, so that the estimate follows only within half of it to either side.
select
    compared.area_vi,
    compared.actual_low as revenue,
    compared.unit_vi,
    compared.actual_obs_status,
    compared.attainment_pct,
    attained.compared_with,
    compared.verdict,
    compared.is_doubted,
    compared.actual_observation_id as observation_id,
    round(compared.actual_low * 100 / (compared.attainment_pct + 0.05)) as estimate_from,
    round(compared.actual_low * 100 / (compared.attainment_pct - 0.05)) as estimate_to,
    concat(compared.actual_count, ' of ', compared.province_count) as coverage
from comparison as compared
inner join fct_observation as attained on compared.attainment_observation_id = attained.observation_id
where
    compared.indicator_id = 'state_budget_revenue'
    and compared.year = 2023
order by compared.area_id
