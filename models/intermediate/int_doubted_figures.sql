-- One row per figure (area, judged period, indicator, scenario and comparison) and span of days in which a finding accused one of its printings.
-- A doubt about any printing is a doubt about the figure; half a year is no printing of the year.
with

checks as (

    select * from {{ ref('int_checks') }}
    where
        verdict = 'fail'
        and is_accused

),

printings as (

    select * from {{ ref('int_printings') }}
    where is_judged

)

select distinct
    printings.area_id,
    printings.judged_period,
    printings.indicator_id,
    printings.scenario,
    printings.comparison,
    checks.known_from,
    checks.known_until
from checks
inner join printings on checks.observation_id = printings.observation_id
