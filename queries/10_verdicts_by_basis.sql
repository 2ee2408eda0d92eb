-- Biết ai đạt kế hoạch năm 2023 nhờ căn cứ nào, bao nhiêu lần đạt, không đạt, không kết luận được?
-- On which basis is it known who kept the plan of 2023, and how often was it met, missed, or cannot be said?
with

provinces as (

    select max(province_count) as province_count from comparison
    where year = 2023

)

select
    attainments.basis,
    count(case when attainments.verdict = 'met' then 1 end) as met,
    count(case when attainments.verdict = 'missed' then 1 end) as missed,
    count(case when attainments.verdict = 'undetermined' then 1 end) as undetermined,
    count(case when results.is_doubted then 1 end) as doubted,
    concat(count(distinct attainments.area_id), ' of ', provinces.province_count) as coverage
from fct_target_attainment as attainments
inner join dim_area as areas on attainments.area_id = areas.area_id
inner join fct_observation as results on coalesce(attainments.actual_observation_id, attainments.attainment_observation_id) = results.observation_id
cross join provinces
where
    attainments.period = '2023'
    and areas.area_type = 'province'
group by attainments.basis, provinces.province_count
order by attainments.basis
