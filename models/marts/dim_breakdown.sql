-- One row per breakdown: a part, grade or variant of a concept. Nobody is out.
with

breakdowns as (

    select * from {{ ref('breakdowns') }}

),

dimensions as (

    select * from {{ ref('breakdown_dimensions') }}

)

select
    breakdowns.breakdown_id,
    breakdowns.breakdown_dimension,
    breakdowns.name_vi,
    breakdowns.name_en,
    breakdowns.parent_breakdown_id,
    dimensions.name_vi as dimension_vi,
    dimensions.name_en as dimension_en,
    dimensions.role
from breakdowns
inner join dimensions on breakdowns.breakdown_dimension = dimensions.breakdown_dimension
order by breakdowns.breakdown_id
