-- One row per numeral of a document that is no figure. Nobody is out.
with

source as (

    select * from {{ source('curated', 'exclusions') }}

)

select
    document_id,
    char_start,
    char_end,
    figure,
    reason
from source
