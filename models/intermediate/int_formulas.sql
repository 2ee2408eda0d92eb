-- One row per indicator that follows from two others: what is divided (or subtracted) by what. Follows from the measure; identities add what does not.
-- Growth, multiple and change: a figure and that of the time compared with. Attainment: a result and its plan. Share: a part and its whole.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

identities as (

    select * from {{ ref('identities') }}
    where identity_kind = 'share_of_levels'

),

levels as (

    select
        indicator_id,
        measure,
        standard_unit_id,
        price_basis
    from indicators
    where measure in ('level', 'count', 'rate', 'index', 'share')

)

select
    indicators.indicator_id,
    indicators.base_indicator_id as numerator_id,
    indicators.base_indicator_id as denominator_id,
    case
        when indicators.measure in ('plan_attainment', 'plan_deviation') then 'attainment_of_target'
        when indicators.measure = 'growth' then 'growth_of_levels'
        when indicators.measure = 'ratio' then 'ratio_of_levels'
        else 'change_of_levels'
    end as check_kind,
    -- A deviation and a growth are what the quotient adds to 100; a multiple is no percentage.
    case when indicators.measure = 'ratio' then 1 else 100 end as scale,
    case when indicators.measure in ('growth', 'plan_deviation') then 100 else 0 end as less
from indicators
inner join levels on indicators.base_indicator_id = levels.indicator_id
where
    indicators.measure in ('plan_attainment', 'plan_deviation', 'growth', 'ratio', 'change')
    -- Growth at constant prices does not follow from levels at current ones.
    and (indicators.measure not in ('growth', 'ratio') or coalesce(indicators.price_basis, '') = coalesce(levels.price_basis, ''))
    -- An index in per cent of the year before is a growth itself: two of them have no common base.
    and not (levels.measure = 'index' and levels.standard_unit_id = 'percent')
union all
select
    indicators.indicator_id,
    indicators.base_indicator_id as numerator_id,
    indicators.whole_indicator_id as denominator_id,
    'share_of_levels' as check_kind,
    100 as scale,
    0 as less
from indicators
inner join levels on indicators.base_indicator_id = levels.indicator_id
where
    indicators.measure = 'share'
    and indicators.whole_indicator_id is not null
union all
select
    results.indicator_id,
    numerators.indicator_id as numerator_id,
    denominators.indicator_id as denominator_id,
    'share_of_levels' as check_kind,
    100 as scale,
    0 as less
from identities as results
inner join identities as numerators
    on
        results.identity_id = numerators.identity_id
        and numerators.role = 'numerator'
inner join identities as denominators
    on
        results.identity_id = denominators.identity_id
        and denominators.role = 'denominator'
where results.role = 'result'
