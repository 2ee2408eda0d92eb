-- plausibility: a result cannot be of a year that had not begun when the document was published.
select
    observations.observation_id,
    observations.scenario,
    observations.year,
    documents.published_on
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_document') }} as documents on observations.document_id = documents.document_id
where
    observations.scenario = 'actual'
    and observations.year > extract(year from documents.published_on)
