-- One row per printed figure, or per component of a printed pair, as printed and in the standard unit. Nobody is out:
-- figures of part of a year too, and every printing of one that is printed twice (the one that speaks for all is in
-- fct_province_year_indicator).
with

printings as (

    select * from {{ ref('int_printings') }}

),

evidence as (

    select * from {{ ref('stg_evidence') }}

),

corrections as (

    select * from {{ ref('stg_corrections') }}

),

-- The figure stands as printed; that a check fails on it is said beside it.
doubted as (

    select distinct observation_id from {{ ref('int_checks') }}
    where
        is_current
        and is_accused
        and verdict = 'fail'

),

joined as (

    select
        printings.*,
        evidence.passage,
        corrections.corrected_low,
        corrections.corrected_high,
        doubted.observation_id is not null as is_doubted,
        coalesce(evidence.verification, 'unverified') as verification
    from printings
    left join evidence on printings.observation_id = evidence.observation_id
    left join corrections on printings.observation_id = corrections.observation_id
    left join doubted on printings.observation_id = doubted.observation_id

)

select
    observation_id,
    document_id,
    locator,
    char_start,
    char_end,
    figure,
    component,
    rank_of,
    area_id,
    period,
    period_type,
    year,
    indicator_id,
    scenario,
    comparator,
    value_low,
    value_high,
    unit_id,
    value_low_std,
    value_high_std,
    decimals,
    is_approximate,
    plan_giver,
    compared_with,
    comparison,
    obs_status,
    known_from,
    nullif(known_until, {{ forever() }}) as known_until,
    is_doubted,
    corrected_low,
    corrected_high,
    verification,
    passage,
    note
from joined
order by area_id, year, indicator_id, scenario, observation_id
