-- One row per observation, with what makes it another figure: its time, what it is compared with or whose plan it is. Nobody is out.
with

observations as (

    select * from {{ ref('stg_observations') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

documents as (

    select * from {{ ref('documents') }}

),

-- A pair prints the place and the number ranked in one span: the place needs the other to mean anything.
ranked_numbers as (

    select
        document_id,
        char_start,
        value_low as rank_of
    from observations
    where component = 2

),

joined as (

    select
        observations.observation_id,
        observations.document_id,
        observations.locator,
        observations.char_start,
        observations.char_end,
        observations.figure,
        observations.component,
        observations.area_id,
        observations.period,
        observations.period_type,
        observations.indicator_id,
        observations.scenario,
        observations.comparator,
        observations.value_low,
        observations.value_high,
        observations.unit_id,
        observations.decimals,
        observations.is_approximate,
        observations.compared_with,
        observations.obs_status,
        observations.note,
        indicators.measure,
        indicators.theme,
        indicators.better,
        indicators.base_indicator_id,
        indicators.whole_indicator_id,
        indicators.breakdown,
        indicators.standard_unit_id,
        documents.issuer,
        documents.published_on,
        case when indicators.measure = 'rank' then cast(ranked_numbers.rank_of as int) end as rank_of,
        -- What is attained is attained of somebody's plan, which says whose.
        coalesce(
            observations.plan_giver,
            case observations.compared_with
                when 'plan_central' then 'central'
                when 'plan_prime_minister' then 'prime_minister'
                when 'plan_council' then 'council'
            end
        ) as plan_giver,
        case
            when indicators.closes_in_january and observations.period_type = 'date' and observations.period like '%-01-31' then observations.year - 1
            else observations.year
        end as year,
        -- Only a whole year, or the state at its end, can stand beside a plan of that year.
        observations.period_type = 'year'
        or (observations.period_type = 'date' and observations.period like '%-12-31')
        or (observations.period_type = 'date' and observations.period like '%-01-31' and indicators.closes_in_january)
        or (observations.period like '____-01/____-12' and substr(observations.period, 1, 4) = substr(observations.period, 9, 4)) as is_whole_year,
        observations.period_type = 'years' or observations.period like '____-01/____-12' as is_span_of_years
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    inner join documents on observations.document_id = documents.document_id
    left join ranked_numbers
        on
            observations.component = 1
            and observations.document_id = ranked_numbers.document_id
            and observations.char_start = ranked_numbers.char_start

),

compared as (

    select
        *,
        case
            when is_whole_year then cast(year as string)
            when is_span_of_years then concat(substr(period, 1, 4), '/', cast(year as string))
            else period
        end as judged_period,
        is_whole_year or is_span_of_years as is_judged,
        case
            when measure in ('plan_attainment', 'plan_deviation') then coalesce(plan_giver, 'plan')
            -- A place is one among others: those of the country, where the document names nobody.
            when measure = 'rank' then coalesce(compared_with, 'nation')
            when measure not in ('growth', 'change', 'ratio', 'contribution') then 'none'
            -- The same period of a year is the year before, and so is the year before by its number.
            when coalesce(compared_with, 'same_period') = 'same_period' or compared_with = cast(year - 1 as string) then 'previous_year'
            else compared_with
        end as compared_to
    from joined

)

select
    observation_id,
    document_id,
    locator,
    char_start,
    char_end,
    figure,
    component,
    rank_of,
    area_id,
    period,
    period_type,
    year,
    is_whole_year,
    is_judged,
    judged_period,
    indicator_id,
    scenario,
    compared_to,
    plan_giver,
    comparator,
    value_low,
    value_high,
    unit_id,
    decimals,
    is_approximate,
    compared_with,
    obs_status,
    note,
    issuer,
    published_on,
    measure,
    theme,
    better,
    base_indicator_id,
    whole_indicator_id,
    breakdown,
    standard_unit_id,
    comparator in ('gt', 'ge', 'lt', 'le') as is_open,
    -- A result stands by what it is compared with; a plan also by who gave it.
    case
        when scenario = 'actual' or measure in ('plan_attainment', 'plan_deviation') then compared_to
        when compared_to = 'none' then coalesce(plan_giver, 'plan')
        when plan_giver is null then compared_to
        else concat(compared_to, ', ', plan_giver)
    end as comparison
from compared
