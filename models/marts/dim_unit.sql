-- One row per unit of measure. Nobody is out.
select
    unit_id,
    name_vi,
    name_en,
    dimension,
    standard_unit_id,
    factor,
    sdmx_code,
    sdmx_unit_mult
from {{ ref('units') }}
order by unit_id
