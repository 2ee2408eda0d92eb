-- Thu ngân sách của Hà Tĩnh theo nguồn: các phần cộng lại có bằng tổng không?
-- Hà Tĩnh's revenue by source: do the parts add up to the printed total?
-- Of most years only the total is printed: a sum that cannot be checked is not said to hold.
with

revenue as (

    select
        panel.*,
        indicators.whole_indicator_id
    from panel
    inner join dim_indicator as indicators on panel.indicator_id = indicators.indicator_id
    where
        panel.area_id = 'VN63_42'
        and 'state_budget_revenue' in (panel.indicator_id, indicators.whole_indicator_id)

)

select
    revenue.year,
    revenue.scenario,
    revenue.indicator_vi,
    revenue.value,
    revenue.unit_vi,
    revenue.obs_status,
    revenue.is_doubted,
    revenue.observation_id,
    case when revenue.whole_indicator_id is null then 'total' else 'part' end as role,
    sum(case when revenue.whole_indicator_id is not null then revenue.value end) over per_year as sum_of_parts,
    coalesce(checks.verdict, 'not checked') as sum_check,
    concat(count(*) over per_year - 1, ' of 2') as coverage
from revenue
left join fct_check as checks
    on
        revenue.area_id = checks.area_id
        and revenue.year = checks.year
        and checks.check_kind = 'sum_of_parts'
        and checks.indicator_id = 'state_budget_revenue'
window per_year as (partition by revenue.year, revenue.scenario)
order by revenue.year, revenue.scenario, role, revenue.value
