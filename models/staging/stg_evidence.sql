-- One row per observation that the reader proved at this build. Observations of absent documents are out.
with

source as (

    select * from {{ source('proof', 'evidence') }}

)

select
    verification,
    decimals as decimals_read,
    passage,
    concat(document_id, ':', place, ':', cast(component as string)) as observation_id
from source
