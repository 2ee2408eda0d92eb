-- contract: no digit of a printed value, nor half of its last, is lost in the standard unit. A hundredth of a gram of what is counted in tonnes needs another
-- unit, or another standard.
select
    observations.observation_id,
    observations.figure,
    observations.unit_id,
    indicators.standard_unit_id
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_indicator') }} as indicators on observations.indicator_id = indicators.indicator_id
inner join {{ ref('dim_unit') }} as units on observations.unit_id = units.unit_id
where
    cast(observations.value_low_std as decimal(38, 12)) != observations.value_low * units.factor
    or cast(observations.value_high_std as decimal(38, 12)) != observations.value_high * units.factor
    -- Bounds hide nothing, and a fraction hides what its six decimals do.
    or (
        observations.comparator in ('eq', 'approx', 'range')
        and observations.unit_id != 'fraction'
        and cast({{ half_of_last_digit('observations.decimals') }} * units.factor as decimal(30, 8))
        != {{ half_of_last_digit('observations.decimals') }} * units.factor
    )
