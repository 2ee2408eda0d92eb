-- contract: a registered document without a figure, or without an excluded numeral, has not been curated.
select documents.document_id
from {{ ref('dim_document') }} as documents
where
    documents.document_id not in (select observations.document_id from {{ ref('fct_observation') }} as observations)
    or documents.document_id not in (select numerals.document_id from {{ ref('excluded_numeral') }} as numerals)
