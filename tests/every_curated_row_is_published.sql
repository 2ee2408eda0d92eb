-- contract: no join on the way loses or doubles a curated figure.
with

curated as (

    select
        document_id,
        count(*) as row_count
    from {{ ref('stg_observations') }}
    group by document_id

),

published as (

    select
        document_id,
        count(*) as row_count
    from {{ ref('fct_observation') }}
    group by document_id

)

select
    curated.document_id,
    curated.row_count as curated_rows,
    published.row_count as published_rows
from curated
left join published on curated.document_id = published.document_id
where coalesce(published.row_count, 0) != curated.row_count
