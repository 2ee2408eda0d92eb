-- contract: a view shows each row of what it is made of once. Removing one filter of comparison doubled a province, and was published.
-- Rows are counted against what the view is made of, and keys against themselves.
with

panel_keys as (

    select
        concat_ws('|', area_id, cast(year as string), indicator_id, scenario) as key,
        observation_id
    from {{ ref('panel') }}

),

panel_expected as (

    select
        concat_ws('|', area_id, cast(year as string), indicator_id, scenario) as key,
        headline_observation_id as observation_id
    from {{ ref('fct_province_year_indicator') }}
    where is_default

),

ranking_keys as (

    select concat_ws('|', area_id, cast(year as string), indicator_id) as key from {{ ref('ranking') }}

),

-- A place is one of the places there are, and the greatest is no further than all of them.
ranking_places as (

    select concat_ws('|', area_id, cast(year as string), indicator_id) as key from {{ ref('ranking') }}
    where
        rank_from < 1
        or rank_from > rank_to
        or rank_to > ranked_count

),

ranking_expected as (

    select concat_ws('|', headlines.area_id, cast(headlines.year as string), headlines.indicator_id) as key
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('compared_division') }} as divisions
        on
            headlines.indicator_id = divisions.indicator_id
            and headlines.year = divisions.year
    inner join {{ ref('bridge_division_area') }} as members
        on
            divisions.division_id = members.division_id
            and headlines.area_id = members.area_id
    inner join {{ ref('dim_indicator') }} as indicators on headlines.indicator_id = indicators.indicator_id
    where
        headlines.scenario = 'actual'
        and headlines.is_default
        and indicators.measure != 'rank'

),

comparison_keys as (

    select concat_ws('|', area_id, cast(year as string), indicator_id) as key from {{ ref('comparison') }}

),

comparison_expected as (

    select concat_ws('|', members.area_id, cast(divisions.year as string), divisions.indicator_id) as key
    from {{ ref('compared_division') }} as divisions
    inner join {{ ref('bridge_division_area') }} as members on divisions.division_id = members.division_id

),

-- Of each compared set, how many provinces it has and how many of them print.
comparison_counts as (

    select concat_ws('|', comparison.area_id, cast(comparison.year as string), comparison.indicator_id) as key
    from {{ ref('comparison') }} as comparison
    inner join {{ ref('dim_division') }} as divisions on comparison.division_id = divisions.division_id
    where
        comparison.province_count != divisions.province_count
        or comparison.actual_count > comparison.province_count
        or comparison.target_count > comparison.province_count
        or (comparison.actual_comparator is not null and comparison.actual_count = 0)

),

printings_keys as (

    select observation_id as key from {{ ref('printings') }}

),

printings_expected as (

    select observation_id as key from {{ ref('fct_observation') }}

),

panel_34_keys as (

    select concat_ws('|', area_id, cast(year as string), indicator_id, scenario, comparison) as key from {{ ref('panel_34') }}

),

-- Every figure of a predecessor reaches its successor, and every figure that a successor prints itself stands.
panel_34_expected as (

    select concat_ws('|', bridge.successor_area_id, cast(headlines.year as string), headlines.indicator_id, headlines.scenario, headlines.comparison) as key
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('bridge_area_succession') }} as bridge on headlines.area_id = bridge.predecessor_area_id
    inner join {{ ref('bridge_division_area') }} as members on bridge.successor_area_id = members.area_id
    inner join {{ ref('dim_division') }} as divisions
        on
            members.division_id = divisions.division_id
            and bridge.effective_on = divisions.valid_from
    where
        headlines.is_default
        and bridge.is_whole
        and divisions.valid_to is null
    union
    select concat_ws('|', headlines.area_id, cast(headlines.year as string), headlines.indicator_id, headlines.scenario, headlines.comparison) as key
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('bridge_division_area') }} as members on headlines.area_id = members.area_id
    inner join {{ ref('dim_division') }} as divisions on members.division_id = divisions.division_id
    inner join {{ ref('bridge_area_succession') }} as bridge
        on
            headlines.area_id = bridge.successor_area_id
            and bridge.effective_on = divisions.valid_from
    where
        headlines.is_default
        and bridge.is_whole
        and divisions.valid_to is null

),

per_head_keys as (

    select concat_ws('|', area_id, cast(year as string), indicator_id, scenario) as key from {{ ref('per_head') }}

),

per_head_expected as (

    select concat_ws('|', headlines.area_id, cast(headlines.year as string), headlines.indicator_id, headlines.scenario) as key
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('dim_indicator') }} as indicators on headlines.indicator_id = indicators.indicator_id
    where
        headlines.is_default
        and indicators.aggregation = 'sum'
        and indicators.concept_id != 'average_population'
        and exists (
            select 1 from {{ ref('fct_province_year_indicator') }} as divisors
            where
                headlines.area_id = divisors.area_id
                and headlines.year = divisors.year
                and divisors.indicator_id = 'average_population'
                and divisors.scenario = 'actual'
                and divisors.is_default
                and divisors.value_low = divisors.value_high
        )

),

per_area_keys as (

    select concat_ws('|', area_id, cast(year as string), indicator_id, scenario) as key from {{ ref('per_area') }}

),

per_area_expected as (

    select concat_ws('|', headlines.area_id, cast(headlines.year as string), headlines.indicator_id, headlines.scenario) as key
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('dim_indicator') }} as indicators on headlines.indicator_id = indicators.indicator_id
    where
        headlines.is_default
        and indicators.aggregation = 'sum'
        and indicators.concept_id != 'natural_area'
        and exists (
            select 1 from {{ ref('fct_province_year_indicator') }} as divisors
            where
                headlines.area_id = divisors.area_id
                and headlines.year = divisors.year
                and divisors.indicator_id = 'natural_area'
                and divisors.scenario = 'actual'
                and divisors.is_default
                and divisors.value_low = divisors.value_high
        )

)

select
    'panel' as shown_in,
    coalesce(panel_keys.key, panel_expected.key) as key
from panel_keys
full outer join panel_expected
    on
        panel_keys.key = panel_expected.key
        and panel_keys.observation_id = panel_expected.observation_id
where
    panel_keys.key is null
    or panel_expected.key is null
{% for view in ['ranking', 'comparison', 'printings', 'panel_34', 'per_head', 'per_area'] %}
    union all
    select
        '{{ view }}' as shown_in,
        coalesce({{ view }}_keys.key, {{ view }}_expected.key) as key
    from {{ view }}_keys
    full outer join {{ view }}_expected on {{ view }}_keys.key = {{ view }}_expected.key
    where
        {{ view }}_keys.key is null
        or {{ view }}_expected.key is null
{% endfor %}
{% for view in ['panel', 'ranking', 'comparison', 'printings', 'panel_34', 'per_head', 'per_area'] %}
    union all
    select
        '{{ view }} twice' as shown_in,
        key
    from {{ view }}_keys
    group by key
    having count(*) > 1
{% endfor %}
union all
select
    'ranking: no such place' as shown_in,
    key
from ranking_places
union all
select
    'comparison: counts' as shown_in,
    key
from comparison_counts
