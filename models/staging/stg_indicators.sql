-- One row per composed indicator: those that the seeds name, the level of every concept, and their bases and wholes.
-- Read from a file of the build, and by many models: hence a table.
with

source as (

    select * from {{ source('catalogue', 'indicators') }}

)

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
    breakdown,
    -- The budget year, and that of the public investment it pays for, closes on 31 January of the next (State Budget Law, article 64).
    theme = 'budget' or concept_id = 'public_investment_disbursement' as closes_in_january
from source
