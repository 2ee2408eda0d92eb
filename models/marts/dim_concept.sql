-- One row per concept: what a figure can be of, before it is broken down and measured. Nobody is out.
with

concepts as (

    select * from {{ ref('concepts') }}

),

units as (

    select * from {{ ref('units') }}

)

select
    concepts.concept_id,
    concepts.name_vi,
    concepts.name_en,
    concepts.definition,
    concepts.definition_vi,
    concepts.theme,
    concepts.official_code,
    concepts.kind,
    units.dimension,
    concepts.standard_unit_id,
    concepts.display_unit_id,
    concepts.price_basis,
    concepts.growth_price_basis,
    concepts.better,
    concepts.aggregation,
    concepts.minimum,
    concepts.maximum,
    concepts.plausible_low,
    concepts.plausible_high,
    concepts.whole_concept_id,
    concepts.area_type
from concepts
inner join units on concepts.standard_unit_id = units.unit_id
order by concepts.concept_id
