-- One row per indicator. Nobody is out.
select
    *,
    -- The budget year, and that of the public investment it pays for, closes on 31 January of the next (State Budget Law, article 64).
    theme = 'budget' or indicator_id like 'public_investment_disbursement%' as closes_in_january
from {{ ref('indicators') }}
