-- One row per predecessor, successor and day.
select
    predecessor_area_id,
    successor_area_id,
    effective_on,
    is_same_territory,
    is_whole
from bridge_area_succession
order by effective_on, predecessor_area_id, successor_area_id
