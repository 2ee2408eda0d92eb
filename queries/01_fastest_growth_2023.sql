-- Tỉnh nào tăng trưởng nhanh nhất năm 2023, trong bao nhiêu tỉnh có in số liệu?
-- Which provinces grew fastest in 2023, of how many that printed it?
-- Equal ranks are certain; two different ones say that an open or approximate figure could stand anywhere between them.
select
    rank_from,
    rank_to,
    area_vi,
    area_en,
    actual_comparator as comparator,
    actual_low as growth_low,
    actual_high as growth_high,
    unit_vi,
    is_doubted,
    actual_observation_id as observation_id,
    concat(actual_count, ' of ', province_count) as coverage
from comparison
where
    indicator_id = 'grdp_growth'
    and year = 2023
    and rank_from is not null
order by rank_from, rank_to, area_id
