-- One row per indicator. Nobody is out.
select
    indicator_id,
    name_vi,
    name_en,
    definition,
    theme,
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
from {{ ref('indicators') }}
order by indicator_id
