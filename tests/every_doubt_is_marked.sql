-- contract: a figure is doubted exactly when a check that fct_check shows as failing involves it.
with

failing as (

    select distinct checks.observation_id
    from {{ ref('int_checks') }} as checks
    inner join {{ ref('fct_check') }} as published on checks.check_id = published.check_id
    where published.verdict = 'fail'

)

select
    observations.observation_id,
    observations.is_doubted
from {{ ref('fct_observation') }} as observations
left join failing on observations.observation_id = failing.observation_id
where observations.is_doubted != (failing.observation_id is not null)
