-- One row per printed figure that follows from two other printed figures (int_formulas), span of days, and observation in it.
-- Open prints are out: they give no quotient. Only like goes with like: growth over 2020 with the level of 2020, an attainment with the plan of its giver.
with

headlines as (

    select
        headlines.*,
        territories.territory_id
    from {{ ref('int_headlines') }} as headlines
    inner join {{ ref('int_territories') }} as territories on headlines.area_id = territories.area_id
    where not headlines.is_open

),

formulas as (

    select * from {{ ref('int_formulas') }}

),

-- Which figures each printed result needs: the numerator of its own year and scenario, the denominator of the time or plan that it is compared with.
results as (

    select
        headlines.*,
        formulas.check_kind,
        formulas.numerator_id,
        formulas.denominator_id,
        formulas.scale,
        formulas.less,
        case
            when formulas.check_kind = 'attainment_of_target' or headlines.scenario = 'actual' then 'none'
            else coalesce(headlines.plan_giver, 'plan')
        end as numerator_comparison,
        case formulas.check_kind
            when 'attainment_of_target' then 'target'
            when 'share_of_levels' then headlines.scenario
            else 'actual'
        end as denominator_scenario,
        case
            when formulas.check_kind = 'attainment_of_target' then headlines.compared_to
            when formulas.check_kind = 'share_of_levels' and headlines.scenario != 'actual' then coalesce(headlines.plan_giver, 'plan')
            else 'none'
        end as denominator_comparison,
        case
            when formulas.check_kind in ('attainment_of_target', 'share_of_levels') then headlines.judged_period
            when headlines.compared_to = 'previous_year' then cast(headlines.year - 1 as string)
            else headlines.compared_to
        end as denominator_period
    from headlines
    inner join formulas on headlines.indicator_id = formulas.indicator_id
    -- A goal of attaining the plan is a goal, not the quotient of two prints.
    where formulas.check_kind != 'attainment_of_target' or headlines.scenario = 'actual'

),

terms as (

    select
        results.check_kind,
        results.area_id,
        results.judged_period,
        results.year,
        results.scenario,
        results.comparison,
        results.indicator_id,
        results.scale,
        results.less,
        results.observation_id as result_observation_id,
        results.allowed_low as result_low,
        results.allowed_high as result_high,
        results.value_std as result_value,
        numerators.observation_id as numerator_observation_id,
        denominators.observation_id as denominator_observation_id,
        numerators.allowed_low as numerator_low,
        numerators.allowed_high as numerator_high,
        denominators.allowed_low as denominator_low,
        denominators.allowed_high as denominator_high,
        {{ known_from(['results', 'numerators', 'denominators']) }} as known_from,
        {{ known_until(['results', 'numerators', 'denominators']) }} as known_until
    from results
    inner join headlines as numerators
        on
            results.numerator_id = numerators.indicator_id
            and results.area_id = numerators.area_id
            and results.judged_period = numerators.judged_period
            and results.scenario = numerators.scenario
            and results.numerator_comparison = numerators.comparison
    inner join headlines as denominators
        on
            results.denominator_id = denominators.indicator_id
            and results.territory_id = denominators.territory_id
            and results.denominator_period = denominators.judged_period
            and results.denominator_scenario = denominators.scenario
            and results.denominator_comparison = denominators.comparison
            and {{ known_together(['results', 'numerators', 'denominators']) }}

),

-- By a number that rounding may have made of nothing, nothing can be divided; a difference has no such care.
possible as (

    select * from terms
    where denominator_low > 0 or check_kind = 'change_of_levels'

),

quotients as (

    select
        *,
        case
            when check_kind = 'change_of_levels' then numerator_low - denominator_high
            when numerator_low >= 0 then {{ ratio('numerator_low * scale', 'denominator_high') }} - less
            else {{ ratio('numerator_low * scale', 'denominator_low') }} - less
        end as expected_low,
        case
            when check_kind = 'change_of_levels' then numerator_high - denominator_low
            when numerator_high >= 0 then {{ ratio('numerator_high * scale', 'denominator_low') }} - less
            else {{ ratio('numerator_high * scale', 'denominator_high') }} - less
        end as expected_high
    from possible

),

evaluated as (

    select
        *,
        result_high >= expected_low and result_low <= expected_high as is_passed
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
    check_kind,
    area_id,
    year,
    indicator_id,
    cast(expected_low as decimal(38, 6)) as expected_low,
    cast(expected_high as decimal(38, 6)) as expected_high,
    result_value as published,
    is_passed,
    'error' as severity,
    observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat(check_kind, ':', indicator_id, ':', area_id, ':', judged_period, ':', scenario, {{ unusual_comparison('comparison') }}) as check_id
from involved
