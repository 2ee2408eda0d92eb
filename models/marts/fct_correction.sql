-- One row per printed figure whose source is known to be wrong: what is printed, what is right, and how that is known. The print itself is never changed.
select
    observation_id,
    document_id,
    printed_low,
    printed_high,
    corrected_low,
    corrected_high,
    evidence,
    corrected_by,
    corrected_on
from {{ ref('stg_corrections') }}
order by observation_id
