-- One row per area: the latest area that has exactly its territory, itself where there is none later. Nobody is out.
-- Three steps, for the divisions of 2004, 2008 and 2025; a test finds a chain that is longer.
with

areas as (

    select area_id from {{ ref('areas') }}

),

successions as (

    select * from {{ ref('area_succession') }}
    where is_same_territory

)

select
    areas.area_id,
    coalesce(third.successor_area_id, second.successor_area_id, first.successor_area_id, areas.area_id) as territory_id
from areas
left join successions as first on areas.area_id = first.predecessor_area_id
left join successions as second on first.successor_area_id = second.predecessor_area_id
left join successions as third on second.successor_area_id = third.predecessor_area_id
