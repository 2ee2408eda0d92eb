-- One row per arithmetic or plausibility check evaluated, passed or not. Identities with a part that is not printed are out.
with

checks as (

    select * from {{ ref('int_checks') }}
    where is_current

),

reviews as (

    select * from {{ ref('check_reviews') }}

),

kinds as (

    select
        code as check_kind,
        description,
        description_vi
    from {{ ref('codes') }}
    where codelist in ('identity_kind', 'check_kind')

),

-- Most checks look at one figure, and at a million of them grouping costs more than all the rest: these need none.
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
        observation_id as observation_ids
    from checks
    where check_kind in ('plausible_range', 'target_of_its_time')

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
        {{ list_text('observation_id') }} as observation_ids
    from checks
    where check_kind not in ('plausible_range', 'target_of_its_time')
    group by check_id, check_kind, area_id, year, indicator_id, expected_low, expected_high, published, verdict, severity

),

united as (

    select * from of_one_observation
    union all
    select * from of_several_observations

)

select
    united.check_id,
    united.check_kind,
    united.area_id,
    united.year,
    united.indicator_id,
    united.expected_low,
    united.expected_high,
    united.published,
    united.verdict,
    united.severity,
    coalesce(reviews.explanation, kinds.description) as explanation,
    coalesce(reviews.explanation_vi, kinds.description_vi) as explanation_vi,
    united.observation_ids
from united
inner join kinds on united.check_kind = kinds.check_kind
left join reviews on united.check_id = reviews.check_id
order by united.check_id
