-- One row per check that does not pass, the doubts first.
with

accused as (

    select
        bridge_check_observation.check_id,
        list(bridge_check_observation.observation_id order by bridge_check_observation.observation_id) as observation_ids,
        list_distinct(list(fct_observation.document_id)) as document_ids
    from bridge_check_observation
    inner join fct_observation on bridge_check_observation.observation_id = fct_observation.observation_id
    group by bridge_check_observation.check_id

)

select
    checks.check_id,
    checks.check_kind,
    checks.area_id,
    checks.year,
    checks.indicator_id,
    checks.expected_low,
    checks.published,
    checks.expected_high,
    checks.verdict,
    checks.severity,
    checks.explanation,
    checks.explanation_vi,
    accused.observation_ids,
    accused.document_ids
from fct_check as checks
left join accused on checks.check_id = accused.check_id
where checks.verdict <> 'pass'
order by checks.verdict <> 'fail' asc, checks.year desc, checks.check_kind asc, checks.check_id asc
