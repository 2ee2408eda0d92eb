-- Tỉnh nào không đạt kế hoạch năm 2023, theo cả ba căn cứ: hai số được in, tỷ lệ hoàn thành, số chỉ tiêu đạt?
-- Which provinces missed their plan in 2023, on each basis: two printed levels, a percentage of plan, targets met of targets set?
with

provinces as (

    select max(province_count) as province_count from comparison
    where year = 2023

),

held as (

    select
        attainments.*,
        areas.name_vi as area_vi,
        concat(count(distinct attainments.area_id) over (), ' of ', provinces.province_count) as coverage
    from fct_target_attainment as attainments
    inner join dim_area as areas on attainments.area_id = areas.area_id
    cross join provinces
    where
        attainments.period = '2023'
        and areas.area_type = 'province'

)

select
    held.area_vi,
    held.basis,
    held.plan_giver,
    indicators.name_vi as indicator_vi,
    targets.figure as planned,
    results.figure as reached,
    held.attainment_pct,
    held.coverage,
    results.observation_id,
    results.is_doubted or coalesce(targets.is_doubted, false) as is_doubted
from held
inner join dim_indicator as indicators on held.indicator_id = indicators.indicator_id
inner join fct_observation as results on coalesce(held.actual_observation_id, held.attainment_observation_id) = results.observation_id
left join fct_observation as targets on held.target_observation_id = targets.observation_id
where held.verdict = 'missed'
order by held.attainment_pct, held.area_id, held.indicator_id
