-- One row per province, year and indicator with a printed result: its place among the provinces of one division that print one.
-- Nation and groups are out, and so are targets. Where nothing better or worse is known of an indicator, the greatest is first.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}

),

divisions as (

    select * from {{ ref('compared_division') }}

),

members as (

    select * from {{ ref('bridge_division_area') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

results as (

    select
        headlines.area_id,
        headlines.year,
        headlines.indicator_id,
        headlines.comparison,
        divisions.division_id,
        headlines.is_doubted,
        headlines.agreement,
        headlines.note,
        -- Turned so that the greater score is the better place; an open end stays NULL.
        case when indicators.better = 'down' then -headlines.allowed_high else headlines.allowed_low end as score_low,
        case when indicators.better = 'down' then -headlines.allowed_low else headlines.allowed_high end as score_high,
        case when indicators.better = 'down' then headlines.is_high_included else headlines.is_low_included end as is_score_low_included,
        case when indicators.better = 'down' then headlines.is_low_included else headlines.is_high_included end as is_score_high_included
    from headlines
    inner join divisions
        on
            headlines.indicator_id = divisions.indicator_id
            and headlines.year = divisions.year
    inner join members
        on
            divisions.division_id = members.division_id
            and headlines.area_id = members.area_id
    inner join indicators on headlines.indicator_id = indicators.indicator_id
    where
        headlines.scenario = 'actual'
        and headlines.is_default
        -- A place in an order is not ranked again.
        and indicators.measure <> 'rank'

),

-- Ahead for certain, or perhaps: "more than 10" is ahead of 10 for certain, and of 12 perhaps; 7,2 is ahead of 7 perhaps, which may be 7,4 rounded.
pairs as (

    select
        own.area_id,
        own.year,
        own.indicator_id,
        own.comparison,
        own.division_id,
        own.is_doubted,
        own.agreement,
        own.note,
        case
            when other.score_low > own.score_high then 1
            when other.score_low = own.score_high and not (other.is_score_low_included and own.is_score_high_included) then 1
            else 0
        end as is_surely_ahead,
        case
            when other.area_id = own.area_id then 0
            when other.score_high <= own.score_low then 0
            else 1
        end as is_perhaps_ahead
    from results as own
    inner join results as other
        on
            own.year = other.year
            and own.indicator_id = other.indicator_id
            and own.comparison = other.comparison

)

select
    area_id,
    year,
    indicator_id,
    comparison,
    division_id,
    cast(1 + sum(is_surely_ahead) as int) as rank_from,
    cast(1 + sum(is_perhaps_ahead) as int) as rank_to,
    cast(count(*) as int) as ranked_count,
    is_doubted,
    agreement,
    note
from pairs
group by area_id, year, indicator_id, comparison, division_id, is_doubted, agreement, note
