-- plausibility: no figure lies beyond what its indicator can be at all. The plausible range is a finding in fct_check instead.
select
    observations.observation_id,
    observations.value_low_std,
    observations.value_high_std,
    indicators.minimum,
    indicators.maximum
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_indicator') }} as indicators on observations.indicator_id = indicators.indicator_id
where
    observations.value_low_std < indicators.minimum
    or observations.value_high_std < indicators.minimum
    or observations.value_low_std > indicators.maximum
    or observations.value_high_std > indicators.maximum
