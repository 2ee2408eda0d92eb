-- plausibility: a review whose check passes, or is not evaluated any more, would hide the next finding. Delete its row.
select reviews.check_id
from {{ ref('check_reviews') }} as reviews
left join {{ ref('int_checks') }} as checks
    on
        reviews.check_id = checks.check_id
        and not checks.is_passed
where checks.check_id is null
