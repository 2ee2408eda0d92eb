-- One row per printed figure whose source is known to be wrong, with what is right and how that is known. Nobody is out.
with

source as (

    select * from {{ source('curated', 'corrections') }}

)

select
    document_id,
    printed_low,
    printed_high,
    corrected_low,
    corrected_high,
    evidence,
    corrected_by,
    corrected_on,
    concat(document_id, ':', cast(char_start as string), ':', cast(component as string)) as observation_id
from source
