-- One row per printed figure, finding that accuses it, and span of days in which a reader would have seen the finding.
-- Findings that a curator has explained are out.
with

checks as (

    select * from {{ ref('int_checks') }}
    where
        verdict = 'fail'
        and is_accused

),

printings as (

    select * from {{ ref('int_printings') }}

)

select distinct
    checks.observation_id,
    checks.check_id,
    printings.area_id,
    printings.year,
    printings.is_whole_year,
    printings.indicator_id,
    printings.scenario,
    printings.comparison,
    checks.known_from,
    nullif(checks.known_until, {{ forever() }}) as known_until
from checks
inner join printings on checks.observation_id = printings.observation_id
order by checks.observation_id, checks.check_id, checks.known_from
