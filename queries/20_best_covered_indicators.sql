-- Chỉ tiêu nào so sánh được giữa các tỉnh: bao nhiêu tỉnh in kết quả 2023, bao nhiêu tỉnh in mục tiêu 2024?
-- Which indicators can be compared among provinces: how many print a result of 2023, how many a goal of 2024?
select
    indicator_id,
    indicator_vi,
    year,
    count(case when is_doubted then 1 end) as doubted,
    concat(max(actual_count), ' of ', max(province_count)) as result_coverage,
    concat(max(target_count), ' of ', max(province_count)) as target_coverage
from comparison
where year in (2023, 2024)
group by indicator_id, indicator_vi, year
having max(actual_count) > 1 or max(target_count) > 1
order by greatest(max(actual_count), max(target_count)) desc, indicator_id asc, year asc
