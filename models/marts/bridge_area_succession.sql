-- One row per predecessor: into which area its territory went, and when.
select
    predecessor_area_id,
    successor_area_id,
    effective_on,
    is_same_territory
from {{ ref('area_succession') }}
order by predecessor_area_id
