-- contract: only growth, change, multiples, ranks and attainments are compared with something; an attainment always with a plan.
select
    observations.observation_id,
    indicators.measure,
    observations.compared_with
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_indicator') }} as indicators on observations.indicator_id = indicators.indicator_id
where
    (
        observations.compared_with is not null
        and indicators.measure not in ('growth', 'change', 'ratio', 'rank', 'plan_attainment')
    )
    or (
        indicators.measure = 'plan_attainment'
        and coalesce(observations.compared_with, '') not like 'plan%'
    )
