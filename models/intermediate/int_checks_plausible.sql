-- One row per observation and kind of check that looks at it alone.
-- plausible_range: the figure can lie in the range of its indicator. Amounts and counts of other areas than provinces are out: the ranges are those of a
-- province. One that was made of several may have as much more.
-- target_of_its_time: a plan is quoted in its own year or the next; an older one, in a review of a term, is looked at once.
with

printings as (

    select * from {{ ref('int_printings') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

areas as (

    select * from {{ ref('areas') }}

),

mergers as (

    select
        successor_area_id,
        count(*) as predecessor_count
    from {{ ref('area_succession') }}
    where is_whole
    group by successor_area_id

),

ranges as (

    select
        printings.observation_id,
        printings.area_id,
        printings.year,
        printings.indicator_id,
        printings.value_std,
        printings.allowed_low,
        printings.allowed_high,
        printings.known_from,
        printings.known_until,
        indicators.plausible_low,
        case
            when indicators.aggregation = 'sum' then cast(indicators.plausible_high * coalesce(mergers.predecessor_count, 1) as decimal(38, 6))
            else indicators.plausible_high
        end as plausible_high
    from printings
    inner join indicators on printings.indicator_id = indicators.indicator_id
    inner join areas on printings.area_id = areas.area_id
    left join mergers on printings.area_id = mergers.successor_area_id
    where
        (indicators.plausible_low is not null or indicators.plausible_high is not null)
        and (areas.area_type = 'province' or indicators.measure not in ('level', 'count'))

)

select
    'plausible_range' as check_kind,
    area_id,
    year,
    indicator_id,
    plausible_low as expected_low,
    plausible_high as expected_high,
    value_std as published,
    coalesce(allowed_high >= plausible_low, true) and coalesce(allowed_low <= plausible_high, true) as is_passed,
    'warning' as severity,
    observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat('plausible_range:', observation_id) as check_id
from ranges
union all
select
    'target_of_its_time' as check_kind,
    area_id,
    year,
    indicator_id,
    cast(null as decimal(38, 6)) as expected_low,
    cast(null as decimal(38, 6)) as expected_high,
    value_std as published,
    year >= extract(year from published_on) - 1 as is_passed,
    'warning' as severity,
    observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat('target_of_its_time:', observation_id) as check_id
from printings
where scenario != 'actual'
