-- One row per indicator and year that is compared: how many provinces of its division print a plan and a result.
select
    comparison.indicator_id,
    comparison.year,
    comparison.division_id,
    any_value(divisions.name_vi) as division_vi,
    any_value(divisions.name_en) as division_en,
    any_value(comparison.province_count) as province_count,
    any_value(comparison.target_count) as target_count,
    any_value(comparison.actual_count) as actual_count
from comparison
inner join dim_division as divisions on comparison.division_id = divisions.division_id
group by comparison.indicator_id, comparison.year, comparison.division_id
order by comparison.indicator_id, comparison.year
