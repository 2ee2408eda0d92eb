-- One row per indicator that the documents name, per level of a concept, and per base or whole of these. Nobody is out.
select
    indicator_id,
    name_vi,
    name_en,
    definition,
    definition_vi,
    theme,
    concept_id,
    breakdown_ids,
    measure,
    standard_unit_id,
    display_unit_id,
    price_basis,
    better,
    aggregation,
    minimum,
    maximum,
    plausible_low,
    plausible_high,
    base_indicator_id,
    whole_indicator_id,
    breakdown
from {{ ref('stg_indicators') }}
order by indicator_id
