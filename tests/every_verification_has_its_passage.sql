-- evidence: a figure is verified with the passage that holds it, a cell with the headings of its row and column, or unverified without one.
select
    observation_id,
    verification
from {{ ref('fct_observation') }}
where
    verification not in ('verified', 'unverified')
    or (verification = 'verified' and char_start is not null and coalesce(strpos(passage, figure), 0) = 0)
    or (verification = 'verified' and char_start is null and strpos(coalesce(passage, ''), ' | ') = 0)
    or (verification = 'unverified' and passage is not null)
