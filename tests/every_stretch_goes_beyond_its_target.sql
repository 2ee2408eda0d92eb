-- plausibility: a higher goal stands beside a target of the same document, and is not short of it.
select stretches.observation_id
from {{ ref('fct_observation') }} as stretches
inner join {{ ref('dim_indicator') }} as indicators on stretches.indicator_id = indicators.indicator_id
left join {{ ref('fct_observation') }} as targets
    on
        stretches.document_id = targets.document_id
        and stretches.area_id = targets.area_id
        and stretches.period = targets.period
        and stretches.indicator_id = targets.indicator_id
        and targets.scenario = 'target'
where
    stretches.scenario = 'stretch'
    and (
        targets.observation_id is null
        or (indicators.better = 'up' and stretches.value_low_std < targets.value_low_std)
        or (indicators.better = 'down' and stretches.value_high_std > targets.value_high_std)
    )
