-- One row per reference area: the world, the nation, the 63 provinces until 30 June 2025, the 34 since, and groups that documents name.
select
    area_id,
    name_vi,
    name_en,
    area_type,
    gso_code,
    iso_code,
    valid_from,
    valid_to,
    parent_area_id
from {{ ref('areas') }}
order by area_id
