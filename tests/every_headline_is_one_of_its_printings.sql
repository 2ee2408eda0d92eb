-- contract: one printing speaks for an area, year, indicator, scenario and comparison, it is one of theirs and still holds; no figure of a whole year is left
-- out, but those of documents that were replaced; and of several comparisons exactly one is the default, if any can be.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}

),

printings as (

    select * from {{ ref('int_printings') }}
    where
        is_whole_year
        and known_until = {{ forever() }}

),

defaults as (

    select
        area_id,
        year,
        indicator_id,
        scenario,
        sum(case when is_default then 1 else 0 end) as default_count,
        min(comparison_order) as first_order,
        min(case when is_default then comparison_order end) as default_order
    from headlines
    group by area_id, year, indicator_id, scenario

)

select
    printings.observation_id as id,
    headlines.headline_observation_id as other_id
from printings
full outer join headlines
    on
        printings.area_id = headlines.area_id
        and printings.year = headlines.year
        and printings.indicator_id = headlines.indicator_id
        and printings.scenario = headlines.scenario
        and printings.comparison = headlines.comparison
left join printings as spoken_for
    on
        headlines.headline_observation_id = spoken_for.observation_id
        and headlines.area_id = spoken_for.area_id
        and headlines.year = spoken_for.year
        and headlines.indicator_id = spoken_for.indicator_id
        and headlines.scenario = spoken_for.scenario
        and headlines.comparison = spoken_for.comparison
where
    printings.observation_id is null
    or headlines.headline_observation_id is null
    or spoken_for.observation_id is null
union all
select
    concat(area_id, ' ', cast(year as string), ' ', indicator_id, ' ', scenario) as id,
    'has not one default' as other_id
from defaults
where
    default_count != case when first_order is null then 0 else 1 end
    or default_order != first_order
