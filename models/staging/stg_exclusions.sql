-- One row per numeral of a text, or range of cells of a table, that is no figure. Nobody is out.
with

source as (

    select * from {{ source('curated', 'exclusions') }}

)

select
    document_id,
    char_start,
    char_end,
    figure,
    reason,
    note,
    case
        when char_start is not null then concat(cast(char_start as string), '-', cast(char_end as string))
        when sheet is not null then concat(sheet, '!', cells)
        else cells
    end as locator
from source
