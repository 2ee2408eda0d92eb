-- evidence: a correction is of one printed figure, whose value is still the one that was corrected, and changes it.
select
    corrections.observation_id,
    observations.figure,
    corrections.printed_low,
    corrections.printed_high
from {{ ref('fct_correction') }} as corrections
left join {{ ref('fct_observation') }} as observations on corrections.observation_id = observations.observation_id
where
    observations.observation_id is null
    or coalesce(corrections.printed_low != observations.value_low, (corrections.printed_low is null) != (observations.value_low is null))
    or coalesce(corrections.printed_high != observations.value_high, (corrections.printed_high is null) != (observations.value_high is null))
    or (
        coalesce(corrections.corrected_low = corrections.printed_low, corrections.corrected_low is null and corrections.printed_low is null)
        and coalesce(corrections.corrected_high = corrections.printed_high, corrections.corrected_high is null and corrections.printed_high is null)
    )
