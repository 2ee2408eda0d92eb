-- One row: what the release holds, in numbers.
with

figures as (

    select
        count(*) as figures,
        count(*) filter (verification = 'verified') as verified,
        count(*) filter (is_doubted) as doubted,
        count(distinct indicator_id) as indicators,
        count(distinct area_id) as areas,
        min(year) as first_year,
        max(year) as last_year
    from fct_observation

),

checks as (

    select
        count(*) as checks,
        count(*) filter (verdict = 'fail') as failed,
        count(*) filter (verdict = 'explained') as explained
    from fct_check

)

select
    figures.figures,
    figures.verified,
    figures.doubted,
    figures.indicators,
    figures.areas,
    figures.first_year,
    figures.last_year,
    checks.checks,
    checks.failed,
    checks.explained,
    (select count(*) from dim_document) as documents
from figures
cross join checks
