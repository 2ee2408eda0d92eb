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

shares as (

    select
        results.identity_kind,
        results.identity_id,
        results.indicator_id,
        numerators.indicator_id as numerator_id,
        denominators.indicator_id as denominator_id
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

),

share_terms as (

    select
        shares.identity_kind,
        shares.identity_id,
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
        numerators.value_low_std - numerators.rounding_std as numerator_low,
        numerators.value_high_std + numerators.rounding_std as numerator_high,
        denominators.observation_id as denominator_observation_id,
        denominators.value_low_std - denominators.rounding_std as denominator_low,
        denominators.value_high_std + denominators.rounding_std as denominator_high
    from shares
    inner join headlines as results on shares.indicator_id = results.indicator_id
    inner join headlines as numerators
        on
            shares.numerator_id = numerators.indicator_id
            and results.area_id = numerators.area_id
            and results.year = numerators.year
            and results.scenario = numerators.scenario
    inner join headlines as denominators
        on
            shares.denominator_id = denominators.indicator_id
            and results.area_id = denominators.area_id
            and results.year = denominators.year
            and results.scenario = denominators.scenario

),

-- The printed plan, or the level of the year before: both divide the level of the same base indicator.
base_terms as (

    select
        identities.identity_kind,
        identities.identity_id,
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
        numerators.value_low_std - numerators.rounding_std as numerator_low,
        numerators.value_high_std + numerators.rounding_std as numerator_high,
        denominators.observation_id as denominator_observation_id,
        denominators.value_low_std - denominators.rounding_std as denominator_low,
        denominators.value_high_std + denominators.rounding_std as denominator_high
    from identities
    inner join headlines as results on identities.indicator_id = results.indicator_id
    inner join headlines as numerators
        on
            results.base_indicator_id = numerators.indicator_id
            and results.area_id = numerators.area_id
            and results.year = numerators.year
            and results.scenario = numerators.scenario
    inner join headlines as denominators
        on
            results.base_indicator_id = denominators.indicator_id
            and results.area_id = denominators.area_id
            and (
                (
                    identities.identity_kind = 'attainment_of_target'
                    and results.scenario = 'actual'
                    and denominators.scenario = 'target'
                    and results.year = denominators.year
                )
                or (
                    identities.identity_kind = 'growth_of_levels'
                    and denominators.scenario = 'actual'
                    and results.year = denominators.year + 1
                )
            )
    where identities.role = 'result'

),

terms as (

    select * from share_terms
    union all
    select * from base_terms

),

quotients as (

    select
        *,
        -- Growth is what the quotient adds to 100.
        {{ ratio('numerator_low * 100', 'denominator_high') }} - case when identity_kind = 'growth_of_levels' then 100 else 0 end as expected_low,
        {{ ratio('numerator_high * 100', 'denominator_low') }} - case when identity_kind = 'growth_of_levels' then 100 else 0 end as expected_high
    from terms

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
