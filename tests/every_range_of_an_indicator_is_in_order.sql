-- contract: hard limits enclose the plausible range, and both are in order.
select indicator_id
from {{ ref('dim_indicator') }}
where
    minimum >= maximum
    or plausible_low >= plausible_high
    or plausible_low < minimum
    or plausible_high > maximum
