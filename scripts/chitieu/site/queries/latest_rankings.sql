-- One row per indicator that provinces are ranked by: the latest year in which three or more of them print a result.
select
    indicator_id,
    max(year) as year
from ranking
where ranked_count >= 3
group by indicator_id
order by indicator_id
