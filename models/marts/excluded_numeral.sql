-- One row per numeral of a text, or range of cells of a table, that is no figure, so that every number is accounted for. Figures are in fct_observation.
select
    document_id,
    locator,
    char_start,
    char_end,
    figure,
    reason,
    note
from {{ ref('stg_exclusions') }}
order by document_id, char_start, locator
