-- One row per province, year and indicator with a printed result: its place among the provinces that print one.
-- Nation and groups are out, and so are targets. Where nothing better or worse is known of an indicator, the greatest is first.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}

),

areas as (

    select * from {{ ref('dim_area') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

-- An approximate number may lie a little to either side of what is printed, as it may for a verdict.
results as (

    select
        headlines.area_id,
        headlines.year,
        headlines.indicator_id,
        indicators.better,
        headlines.comparator in ('gt', 'lt') as is_strict,
        case when headlines.is_approximate then {{ var('approximate_margin') }} else 0 end as margin,
        headlines.value_low,
        headlines.value_high
    from headlines
    inner join areas on headlines.area_id = areas.area_id
    inner join indicators on headlines.indicator_id = indicators.indicator_id
    where
        headlines.scenario = 'actual'
        and areas.area_type = 'province'
        -- A place in an order is not ranked again.
        and indicators.measure <> 'rank'

),

widened as (

    select
        *,
        value_low - cast(margin * abs(value_low) as decimal(38, 6)) as value_from,
        value_high + cast(margin * abs(value_high) as decimal(38, 6)) as value_to
    from results

),

-- Turned so that the greater score is the better place; an open end stays NULL.
scored as (

    select
        *,
        case when better = 'down' then -value_to else value_from end as score_low,
        case when better = 'down' then -value_from else value_to end as score_high
    from widened

),

-- Ahead for certain, or perhaps: "more than 10" is ahead of 10 for certain, and of 12 perhaps.
pairs as (

    select
        own.area_id,
        own.year,
        own.indicator_id,
        case
            when other.score_low > own.score_high then 1
            when other.score_low = own.score_high and (other.is_strict or own.is_strict) then 1
            else 0
        end as is_surely_ahead,
        case
            when other.area_id = own.area_id then 0
            when other.score_high <= own.score_low then 0
            else 1
        end as is_perhaps_ahead
    from scored as own
    inner join scored as other
        on
            own.year = other.year
            and own.indicator_id = other.indicator_id

)

select
    area_id,
    year,
    indicator_id,
    cast(1 + sum(is_surely_ahead) as int) as rank_from,
    cast(1 + sum(is_perhaps_ahead) as int) as rank_to,
    cast(count(*) as int) as ranked_count
from pairs
group by area_id, year, indicator_id
