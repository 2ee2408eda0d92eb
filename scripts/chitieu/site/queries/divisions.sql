-- One row per division of the country, the youngest first.
select
    division_id,
    name_vi,
    name_en,
    province_count
from dim_division
order by valid_from desc
