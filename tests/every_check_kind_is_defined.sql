-- contract: every kind of check that was evaluated is defined in codes.csv, as a kind of identity or of plausibility.
select distinct checks.check_kind
from {{ ref('fct_check') }} as checks
left join {{ ref('codes') }} as codes
    on
        checks.check_kind = codes.code
        and codes.codelist in ('identity_kind', 'check_kind')
where codes.code is null
