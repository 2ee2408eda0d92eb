-- contract: an open comparator leaves its own end open; a single value has equal ends; a range has two ends in order.
select
    observation_id,
    comparator,
    value_low,
    value_high
from {{ ref('fct_observation') }}
where
    not case
        when comparator in ('gt', 'ge') then value_low is not null and value_high is null
        when comparator in ('lt', 'le') then value_low is null and value_high is not null
        when comparator = 'range' then coalesce(value_low < value_high, false)
        else coalesce(value_low = value_high, false)
    end
    or (comparator = 'approx' and not is_approximate)
