-- Thu ngân sách của Hà Tĩnh từ 2003 đến 2024: dự toán, kết quả, và những năm nào không có số?
-- How did the revenue of Hà Tĩnh develop from 2003 to 2024, planned and collected, and which years are not printed?
with

years as (

    select unnest(generate_series(2003, 2024)) as year

),

revenue as (

    select * from panel
    where
        area_id = 'VN63_42'
        and indicator_id = 'state_budget_revenue'

)

select
    years.year,
    targets.value as planned,
    results.value as collected,
    results.obs_status,
    targets.observation_id as target_observation_id,
    results.observation_id as actual_observation_id,
    coalesce(targets.is_doubted, false) or coalesce(results.is_doubted, false) as is_doubted,
    coalesce(results.source_title, targets.source_title) as source_title,
    concat(count(coalesce(targets.value, results.value)) over (), ' of ', count(*) over ()) as coverage
from years
left join revenue as targets
    on
        years.year = targets.year
        and targets.scenario = 'target'
left join revenue as results
    on
        years.year = results.year
        and results.scenario = 'actual'
order by years.year
