-- plausibility: a finding that no curator has looked at stops the release. Look at the figure; then mend it, or add a row to
-- seeds/reference/check_reviews.csv that says why it stands (fail) or why it is no doubt (explained).
select distinct
    check_id,
    expected_low,
    expected_high,
    published
from {{ ref('int_checks') }}
where needs_review
