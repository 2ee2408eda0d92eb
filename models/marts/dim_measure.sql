-- One row per measure: what can be said of a concept, and what becomes of its unit, direction and limits. Nobody is out.
select
    measure,
    suffix,
    published_as,
    name_vi,
    name_en,
    definition,
    definition_vi,
    unit_id,
    better,
    aggregation,
    minimum,
    maximum,
    plausible_low,
    plausible_high,
    kinds
from {{ ref('measures') }}
order by measure
