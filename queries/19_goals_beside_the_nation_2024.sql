-- Mục tiêu năm 2024 của tỉnh cao hơn hay thấp hơn mục tiêu của cả nước?
-- Are the goals of a province for 2024 above or below those of the nation?
-- NULL on one side: an open bound leaves the difference open there.
select
    compared.indicator_vi,
    compared.area_vi,
    compared.target_comparator,
    compared.target_low,
    compared.target_high,
    nation.comparator as national_comparator,
    nation.figure as national_goal,
    compared.target_less_nation_low,
    compared.target_less_nation_high,
    compared.unit_vi,
    compared.target_observation_id as observation_id,
    compared.is_doubted or nation.is_doubted as is_doubted,
    concat(compared.target_count, ' of ', compared.province_count) as coverage
from comparison as compared
inner join panel as nation
    on
        compared.indicator_id = nation.indicator_id
        and compared.year = nation.year
        and nation.area_id = 'VN'
        and nation.scenario = 'target'
where
    compared.year = 2024
    and compared.target_comparator is not null
order by compared.indicator_id, compared.area_id
