-- contract: a registered document without a figure, or without an excluded numeral, has not been curated.
select documents.document_id
from {{ ref('dim_document') }} as documents
left join {{ ref('fct_observation') }} as observations on documents.document_id = observations.document_id
left join {{ ref('excluded_numeral') }} as numerals on documents.document_id = numerals.document_id
where
    observations.document_id is null
    or numerals.document_id is null
