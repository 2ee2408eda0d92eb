-- One row per check and figure in it: accused, when a finding would be a doubt about the figure, or a witness that the check only needs.
select distinct
    check_id,
    observation_id,
    case when is_accused then 'accused' else 'witness' end as role
from {{ ref('int_checks') }}
where is_current
order by check_id, observation_id
