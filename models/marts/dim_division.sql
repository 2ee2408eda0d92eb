-- One row per division of the country into provinces, with the days on which it was in force.
select
    division_id,
    name_vi,
    name_en,
    valid_from,
    valid_to,
    province_count
from {{ ref('divisions') }}
order by division_id
