-- evidence: a figure is verified with the passage that holds it, or unverified without one.
select
    observation_id,
    verification
from {{ ref('fct_observation') }}
where
    verification not in ('verified', 'unverified')
    or (verification = 'verified' and coalesce(strpos(passage, figure), 0) = 0)
    or (verification = 'unverified' and passage is not null)
