-- evidence: the warehouse counts as many decimals of a verified figure as the reader read in the document.
select
    observations.observation_id,
    observations.figure,
    observations.decimals,
    evidence.decimals_read
from {{ ref('fct_observation') }} as observations
inner join {{ ref('stg_evidence') }} as evidence on observations.observation_id = evidence.observation_id
where observations.decimals != evidence.decimals_read
