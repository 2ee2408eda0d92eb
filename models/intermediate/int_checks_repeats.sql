-- One row per figure that is printed more than once, span of days, and printing of it that held then: all of them can be true together.
with

printings as (

    select * from {{ ref('int_printings') }}
    where
        is_judged
        and printing_count > 1

),

headlines as (

    select * from {{ ref('int_headlines') }}
    where source_count > 1

)

select
    'repeated_figures_agree' as check_kind,
    headlines.area_id,
    headlines.year,
    headlines.indicator_id,
    headlines.value_low_std as expected_low,
    headlines.value_high_std as expected_high,
    headlines.value_std as published,
    headlines.agreement != 'conflict' as is_passed,
    'error' as severity,
    printings.observation_id,
    true as is_accused,
    headlines.known_from,
    headlines.known_until,
    concat(
        'repeated_figures_agree:', headlines.indicator_id, ':', headlines.area_id, ':', headlines.judged_period, ':', headlines.scenario,
        {{ unusual_comparison('headlines.comparison') }}
    ) as check_id
from headlines
inner join printings
    on
        headlines.area_id = printings.area_id
        and headlines.judged_period = printings.judged_period
        and headlines.indicator_id = printings.indicator_id
        and headlines.scenario = printings.scenario
        and headlines.comparison = printings.comparison
        and printings.known_from <= headlines.known_from
        and printings.known_until > headlines.known_from
