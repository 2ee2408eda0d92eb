-- contract: the unit of a figure, the display unit of its indicator and the total that an amount is a part of all have the indicator's dimension.
with

indicators as (

    select
        indicators.indicator_id,
        indicators.display_unit_id,
        indicators.measure,
        indicators.whole_indicator_id,
        units.dimension,
        units.standard_unit_id = units.unit_id as is_standard
    from {{ ref('dim_indicator') }} as indicators
    inner join {{ ref('dim_unit') }} as units on indicators.standard_unit_id = units.unit_id

)

select
    observations.observation_id as id,
    observations.unit_id as misfit
from {{ ref('fct_observation') }} as observations
inner join indicators on observations.indicator_id = indicators.indicator_id
inner join {{ ref('dim_unit') }} as units on observations.unit_id = units.unit_id
where units.dimension != indicators.dimension
union all
select
    indicators.indicator_id as id,
    indicators.display_unit_id as misfit
from indicators
inner join {{ ref('dim_unit') }} as units on indicators.display_unit_id = units.unit_id
where units.dimension != indicators.dimension or not indicators.is_standard
union all
select
    indicators.indicator_id as id,
    wholes.indicator_id as misfit
from indicators
inner join indicators as wholes on indicators.whole_indicator_id = wholes.indicator_id
where
    wholes.dimension != indicators.dimension
    -- A share is in per cent, a contribution in points of what its whole is in.
    and indicators.measure not in ('share', 'contribution')
