-- One row per printed percentage that follows from two other printed figures, and observation in it.
-- share_of_levels: numerator in per cent of denominator. attainment_of_target: result in per cent of the plan of the same year.
-- growth_of_levels: the change from the result of the year before. Open prints are out: they give no quotient.
with

headlines as (

    select * from {{ ref('int_headlines') }}
    where not is_open

),

identities as (

    select * from {{ ref('identities') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

-- What divides what. A share names both; an attainment and a growth divide their base indicator by itself: by its plan, or by its year before.
formulas as (

    select
        results.identity_kind,
        results.identity_id,
        results.indicator_id,
        numerators.indicator_id as numerator_id,
        denominators.indicator_id as denominator_id,
        cast(null as string) as denominator_scenario,
        0 as years_back
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
    union all
    select
        identities.identity_kind,
        identities.identity_id,
        identities.indicator_id,
        indicators.base_indicator_id as numerator_id,
        indicators.base_indicator_id as denominator_id,
        case when identities.identity_kind = 'attainment_of_target' then 'target' else 'actual' end as denominator_scenario,
        case when identities.identity_kind = 'growth_of_levels' then 1 else 0 end as years_back
    from identities
    inner join indicators on identities.indicator_id = indicators.indicator_id
    where identities.identity_kind in ('attainment_of_target', 'growth_of_levels')

),

terms as (

    select
        formulas.identity_kind,
        formulas.identity_id,
        results.area_id,
        results.year,
        results.scenario,
        results.indicator_id,
        results.observation_id as result_observation_id,
        results.value_low_std as result_low,
        results.value_high_std as result_high,
        results.value_std as result_value,
        results.rounding_std as result_rounding,
        numerators.observation_id as numerator_observation_id,
        denominators.observation_id as denominator_observation_id,
        numerators.value_low_std - numerators.rounding_std as numerator_low,
        numerators.value_high_std + numerators.rounding_std as numerator_high,
        denominators.value_low_std - denominators.rounding_std as denominator_low,
        denominators.value_high_std + denominators.rounding_std as denominator_high
    from formulas
    inner join headlines as results on formulas.indicator_id = results.indicator_id
    inner join headlines as numerators
        on
            formulas.numerator_id = numerators.indicator_id
            and results.area_id = numerators.area_id
            and results.year = numerators.year
            and results.scenario = numerators.scenario
    inner join headlines as denominators
        on
            formulas.denominator_id = denominators.indicator_id
            and results.area_id = denominators.area_id
            and results.year = denominators.year + formulas.years_back
            and coalesce(formulas.denominator_scenario, results.scenario) = denominators.scenario
    -- A goal of attaining the plan is a goal, not the quotient of two prints.
    where formulas.identity_kind != 'attainment_of_target' or results.scenario = 'actual'

),

quotients as (

    select
        *,
        -- Growth is what the quotient adds to 100.
        {{ ratio('numerator_low * 100', 'denominator_high') }} - case when identity_kind = 'growth_of_levels' then 100 else 0 end as expected_low,
        {{ ratio('numerator_high * 100', 'denominator_low') }} - case when identity_kind = 'growth_of_levels' then 100 else 0 end as expected_high
    from terms
    -- By a number that rounding may have made of nothing, nothing can be divided.
    where denominator_low > 0

),

evaluated as (

    select
        *,
        result_high + result_rounding >= expected_low and result_low - result_rounding <= expected_high as is_passed
    from quotients

),

involved as (

    select
        *,
        result_observation_id as observation_id
    from evaluated
    union all
    select
        *,
        numerator_observation_id as observation_id
    from evaluated
    union all
    select
        *,
        denominator_observation_id as observation_id
    from evaluated

)

select
    identity_kind as check_kind,
    area_id,
    year,
    indicator_id,
    cast(expected_low as decimal(38, 6)) as expected_low,
    cast(expected_high as decimal(38, 6)) as expected_high,
    result_value as published,
    is_passed,
    'error' as severity,
    observation_id,
    concat(identity_kind, ':', identity_id, ':', area_id, ':', cast(year as string), ':', scenario) as check_id,
    case identity_kind
        when 'share_of_levels' then 'The printed share should be that of the two printed amounts within their rounding.'
        when 'attainment_of_target' then 'The printed attainment should be the printed result in per cent of the printed plan within their rounding.'
        else 'The printed growth should be that of the printed levels of two years within their rounding.'
    end as explanation
from involved
