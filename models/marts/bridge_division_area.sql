-- One row per division and province of it. A province whose territory stayed the same is in several divisions.
select
    divisions.division_id,
    areas.area_id
from {{ ref('divisions') }} as divisions
inner join {{ ref('areas') }} as areas
    on
        areas.area_type = 'province'
        and areas.valid_from <= divisions.valid_from
        and coalesce(areas.valid_to >= divisions.valid_from, true)
order by divisions.division_id, areas.area_id
