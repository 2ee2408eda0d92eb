-- One row per arithmetic or plausibility check evaluated, passed or not. Identities with a part that is not printed are out.
with

checks as (

    select * from {{ ref('int_checks') }}

),

-- Nearly all checks look at one figure, and at a million of them grouping costs more than all the rest: these need none.
of_one_observation as (

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
        observation_id as observation_ids
    from checks
    where check_kind = 'plausible_range'

),

of_several_observations as (

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
    where check_kind != 'plausible_range'
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

),

united as (

    select * from of_one_observation
    union all
    select * from of_several_observations

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
    observation_ids
from united
order by check_id
