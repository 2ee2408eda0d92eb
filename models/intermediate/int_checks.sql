-- One row per check evaluated and observation in it, with the verdict that stands after a curator has looked at it.
with

evaluated as (

    {% for kind in ['sums', 'parts', 'quotients', 'counts', 'growth_parts', 'repeats', 'steps', 'plausible', 'digits'] %}
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
            explanation,
            observation_id
        from {{ ref('int_checks_' ~ kind) }}
    {% endfor %}

),

reviews as (

    select * from {{ ref('check_reviews') }}

)

select
    evaluated.check_id,
    evaluated.check_kind,
    evaluated.area_id,
    evaluated.year,
    evaluated.indicator_id,
    evaluated.expected_low,
    evaluated.expected_high,
    evaluated.published,
    evaluated.severity,
    evaluated.observation_id,
    case
        when evaluated.is_passed then 'pass'
        else coalesce(reviews.verdict, 'fail')
    end as verdict,
    coalesce(reviews.explanation, evaluated.explanation) as explanation,
    not evaluated.is_passed and reviews.check_id is null as needs_review,
    evaluated.is_passed and reviews.check_id is not null as has_needless_review
from evaluated
left join reviews on evaluated.check_id = reviews.check_id
