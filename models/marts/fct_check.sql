-- One row per arithmetic or plausibility check evaluated, passed or not. Identities with a part that is not printed are out.
with

checks as (

    select * from {{ ref('int_checks') }}

)

select
    check_id,
    check_kind,
    area_id,
    year,
    indicator_id,
    expected_low,
    expected_high,
    published,
    verdict,
    severity,
    explanation,
    {{ list_text('observation_id') }} as observation_ids
from checks
group by
    check_id,
    check_kind,
    area_id,
    year,
    indicator_id,
    expected_low,
    expected_high,
    published,
    verdict,
    severity,
    explanation
order by check_kind, check_id
