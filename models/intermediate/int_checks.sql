-- One row per check evaluated, span of days, and observation in it, with the verdict that stands after a curator has looked at it.
-- The checks that still hold have known_until on the last day there is; only they are findings, the others are what was once to be seen.
with

evaluated as (

    {% for kind in ['sums', 'areas', 'parts', 'quotients', 'counts', 'growth_parts', 'repeats', 'steps', 'plausible', 'digits', 'merged'] %}
        {% if not loop.first %}union all{% endif %}
        select
            check_id,
            check_kind,
            area_id,
            year,
            indicator_id,
            expected_low,
            expected_high,
            published,
            is_passed,
            severity,
            observation_id,
            is_accused,
            known_from,
            known_until
        from {{ ref('int_checks_' ~ kind) }}
    {% endfor %}

),

reviews as (

    select * from {{ ref('check_reviews') }}

)

select
    evaluated.*,
    evaluated.known_until = {{ forever() }} as is_current,
    case
        when evaluated.is_passed then 'pass'
        else coalesce(reviews.verdict, 'fail')
    end as verdict,
    not evaluated.is_passed and reviews.check_id is null and evaluated.known_until = {{ forever() }} as needs_review
from evaluated
left join reviews on evaluated.check_id = reviews.check_id
