-- One row per area, year, indicator, scenario and comparison, in the standard unit. Areas are all of dim_area, the nation and groups included.
-- Figures of part of a year are out (they are in fct_observation), and so are words that have ended (in fct_headline_history).
with

headlines as (

    select * from {{ ref('int_headlines') }}
    where
        is_whole_year
        and known_until = {{ forever() }}

),

doubted as (

    select distinct
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison
    from {{ ref('int_doubted_figures') }}
    where known_until = {{ forever() }}

),

marked as (

    select
        headlines.*,
        doubted.area_id is not null as is_doubted,
        {{ order_among_comparisons('headlines') }} as comparison_order
    from headlines
    left join doubted
        on
            headlines.area_id = doubted.area_id
            and headlines.judged_period = doubted.judged_period
            and headlines.indicator_id = doubted.indicator_id
            and headlines.scenario = doubted.scenario
            and headlines.comparison = doubted.comparison

)

select
    area_id,
    year,
    indicator_id,
    scenario,
    comparison,
    comparison_order is not null
    and row_number() over (partition by area_id, year, indicator_id, scenario order by comparison_order nulls last, comparison) = 1 as is_default,
    comparator,
    value_low_std as value_low,
    value_high_std as value_high,
    value_std as value,
    standard_unit_id as unit_id,
    allowed_low,
    allowed_high,
    is_low_included,
    is_high_included,
    is_approximate,
    plan_giver,
    obs_status,
    is_doubted,
    source_count,
    document_count,
    agreement,
    note,
    comparison_order,
    known_from,
    observation_id as headline_observation_id
from marked
order by area_id, year, indicator_id, scenario, comparison
