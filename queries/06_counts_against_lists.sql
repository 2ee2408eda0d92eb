-- Trung ương nói bao nhiêu tỉnh tăng hai con số, bao nhiêu tỉnh tăng trưởng âm; đếm các tỉnh có in số liệu có đúng thế không?
-- The centre counts the provinces with double-digit and with negative growth: do the provinces that are printed bear it out?
with

growth as (

    select * from comparison
    where
        indicator_id = 'grdp_growth'
        and year = 2023
        and actual_comparator is not null

)

select
    counts.indicator_vi,
    counts.figure,
    counts.value as printed_count,
    counts.is_doubted,
    counts.observation_id,
    count(*) as listed_count,
    string_agg(growth.area_vi, ', ' order by growth.rank_from) as listed,
    concat(max(growth.actual_count), ' of ', max(growth.province_count)) as coverage
from panel as counts
inner join growth
    on
        (counts.indicator_id = 'double_digit_growth_provinces' and growth.actual_low >= 10)
        or (counts.indicator_id = 'negative_growth_provinces' and growth.actual_high < 0)
where counts.year = 2023
group by counts.indicator_vi, counts.figure, counts.value, counts.is_doubted, counts.observation_id
order by printed_count
