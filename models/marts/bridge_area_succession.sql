-- One row per predecessor, successor and day: into which areas its territory went, and when. A predecessor that was split has several successors.
select
    predecessor_area_id,
    successor_area_id,
    effective_on,
    is_same_territory,
    is_whole
from {{ ref('area_succession') }}
order by predecessor_area_id, successor_area_id, effective_on
