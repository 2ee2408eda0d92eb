-- One row per kind of check: how many were made and how they ended.
select
    check_kind,
    count(*) as checks,
    count(*) filter (verdict = 'pass') as passed,
    count(*) filter (verdict = 'explained') as explained,
    count(*) filter (verdict = 'fail') as failed
from fct_check
group by check_kind
order by failed desc, explained desc, checks desc, check_kind asc
