-- Tỉnh tự nêu thứ hạng tăng trưởng bao nhiêu, và đứng thứ mấy trong các tỉnh có in số liệu ở đây?
-- Which place in growth does a province claim, and which has it among the provinces that are printed here?
-- The difference is coverage: those that would stand between are not printed.
with

provinces as (

    select max(province_count) as province_count from comparison
    where year = 2023

)

select
    claims.area_vi,
    claims.figure as claimed_place,
    claims.value as claimed_rank,
    claims.is_doubted,
    claims.observation_id,
    ranking.rank_from,
    ranking.rank_to,
    claims.value - ranking.rank_to as at_least_missing,
    concat(ranking.ranked_count, ' of ', provinces.province_count) as coverage
from panel as claims
inner join ranking
    on
        claims.area_id = ranking.area_id
        and claims.year = ranking.year
        and ranking.indicator_id = 'grdp_growth'
cross join provinces
where claims.indicator_id = 'grdp_growth_rank'
order by claims.area_id
