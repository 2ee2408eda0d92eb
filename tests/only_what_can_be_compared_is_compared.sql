-- contract: only growth, change, multiples, ranks, contributions and attainments are compared with something; an attainment always with a plan.
-- Only a plan, or what is said of one, has a giver, and what an attainment says of its giver twice it says alike.
select
    observations.observation_id,
    indicators.measure,
    observations.compared_with,
    observations.plan_giver
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_indicator') }} as indicators on observations.indicator_id = indicators.indicator_id
where
    (
        observations.compared_with is not null
        and indicators.measure not in ('growth', 'change', 'ratio', 'rank', 'contribution', 'plan_attainment', 'plan_deviation')
    )
    or (
        indicators.measure in ('plan_attainment', 'plan_deviation')
        and coalesce(observations.compared_with, '') not like 'plan%'
    )
    or (
        observations.plan_giver is not null
        and observations.scenario = 'actual'
        and indicators.measure not in ('plan_attainment', 'plan_deviation')
    )
    or (
        observations.compared_with like 'plan_%'
        and observations.compared_with != concat('plan_', observations.plan_giver)
    )
