-- One row per numeral of a document that is no figure, so that every numeral is accounted for. Figures are in fct_observation.
select
    document_id,
    char_start,
    char_end,
    figure,
    reason
from {{ ref('stg_exclusions') }}
order by document_id, char_start
