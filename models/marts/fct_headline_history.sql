-- One row per area, year, indicator, scenario and comparison, and span of days that is over: what fct_province_year_indicator showed then.
with

headlines as (

    select * from {{ ref('int_headlines') }}
    where
        is_whole_year
        and known_until < {{ forever() }}

)

select
    area_id,
    year,
    indicator_id,
    scenario,
    comparison,
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
    source_count,
    document_count,
    agreement,
    note,
    {{ order_among_comparisons('headlines') }} as comparison_order,
    known_from,
    known_until,
    observation_id as headline_observation_id
from headlines
order by area_id, year, indicator_id, scenario, comparison, known_from
