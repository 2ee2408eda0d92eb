-- One row per observation, with its interval and its rounding in the indicator's standard unit. Nobody is out.
with

observations as (

    select * from {{ ref('stg_observations') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

units as (

    select * from {{ ref('units') }}

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

converted as (

    select
        observations.*,
        indicators.measure,
        indicators.theme,
        indicators.better,
        indicators.base_indicator_id,
        indicators.whole_indicator_id,
        indicators.breakdown,
        indicators.standard_unit_id,
        documents.published_on,
        case when indicators.measure = 'rank' then cast(ranked_numbers.rank_of as int) end as rank_of,
        cast(observations.value_low * units.factor as decimal(38, 6)) as value_low_std,
        cast(observations.value_high * units.factor as decimal(38, 6)) as value_high_std,
        cast({{ half_of_last_digit('observations.decimals') }} * units.factor as decimal(38, 6)) as rounding_std
    from observations
    inner join indicators on observations.indicator_id = indicators.indicator_id
    inner join units on observations.unit_id = units.unit_id
    inner join documents on observations.document_id = documents.document_id
    left join ranked_numbers
        on
            observations.component = 1
            and observations.document_id = ranked_numbers.document_id
            and observations.char_start = ranked_numbers.char_start

)

select
    observation_id,
    document_id,
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
    indicator_id,
    scenario,
    comparator,
    value_low,
    value_high,
    unit_id,
    value_low_std,
    value_high_std,
    rounding_std,
    decimals,
    is_approximate,
    compared_with,
    obs_status,
    note,
    published_on,
    measure,
    theme,
    better,
    base_indicator_id,
    whole_indicator_id,
    breakdown,
    standard_unit_id,
    comparator in ('gt', 'ge', 'lt', 'le') as is_open,
    -- What a chart plots: the printed number, or the middle of a range.
    case
        when value_low_std is null then value_high_std
        when value_high_std is null then value_low_std
        else cast((value_low_std + value_high_std) * 0.5 as decimal(38, 6))
    end as value_std
from converted
