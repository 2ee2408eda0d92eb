-- One row per identity of parts that make a whole, area, year and scenario, and observation in it.
-- sum_of_parts: the parts are all there are. shares_of_whole: the same in per cent, the whole being 100.
-- Evaluated only where every part (and the whole) is printed: a missing part is no finding.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

identities as (

    select * from {{ ref('identities') }}
    where identity_kind in ('sum_of_parts', 'shares_of_whole')

),

terms as (

    select
        identity_id,
        identity_kind,
        role,
        indicator_id,
        count(*) over (partition by identity_id) as term_count,
        -- The indicator that the finding is filed under: the whole, or the first share where there is none.
        first_value(indicator_id) over (partition by identity_id order by role desc, indicator_id asc) as filed_under
    from identities

),

printed as (

    select
        terms.identity_id,
        terms.identity_kind,
        terms.role,
        terms.term_count,
        terms.filed_under,
        headlines.observation_id,
        headlines.area_id,
        headlines.year,
        headlines.scenario,
        headlines.value_low_std,
        headlines.value_high_std,
        headlines.value_std,
        headlines.rounding_std
    from terms
    inner join headlines on terms.indicator_id = headlines.indicator_id

),

sums as (

    select
        identity_id,
        identity_kind,
        filed_under,
        area_id,
        year,
        scenario,
        -- An open end of one part leaves the sum open on that side.
        case
            when count(case when role = 'part' and value_low_std is null then 1 end) = 0
                then sum(case when role = 'part' then value_low_std end)
        end as parts_low,
        case
            when count(case when role = 'part' and value_high_std is null then 1 end) = 0
                then sum(case when role = 'part' then value_high_std end)
        end as parts_high,
        sum(rounding_std) as rounding,
        max(case when role = 'whole' then value_low_std end) as whole_low,
        max(case when role = 'whole' then value_high_std end) as whole_high,
        sum(case when role = 'part' then value_std end) as parts_value,
        max(case when role = 'whole' then value_std end) as whole_value
    from printed
    group by identity_id, identity_kind, filed_under, area_id, year, scenario, term_count
    having count(*) = term_count

),

evaluated as (

    select
        identity_id,
        identity_kind,
        filed_under,
        area_id,
        year,
        scenario,
        case when identity_kind = 'shares_of_whole' then 100 - rounding else parts_low - rounding end as expected_low,
        case when identity_kind = 'shares_of_whole' then 100 + rounding else parts_high + rounding end as expected_high,
        case when identity_kind = 'shares_of_whole' then parts_value else whole_value end as published,
        case
            when identity_kind = 'shares_of_whole'
                then coalesce(parts_low <= 100 + rounding, true) and coalesce(parts_high >= 100 - rounding, true)
            else coalesce(whole_high >= parts_low - rounding, true) and coalesce(whole_low <= parts_high + rounding, true)
        end as is_passed
    from sums

)

select
    evaluated.identity_kind as check_kind,
    evaluated.area_id,
    evaluated.year,
    evaluated.filed_under as indicator_id,
    cast(evaluated.expected_low as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    cast(evaluated.published as decimal(38, 6)) as published,
    evaluated.is_passed,
    'error' as severity,
    printed.observation_id,
    concat(evaluated.identity_kind, ':', evaluated.identity_id, ':', evaluated.area_id, ':', cast(evaluated.year as string), ':', evaluated.scenario)
        as check_id,
    case evaluated.identity_kind
        when 'shares_of_whole' then 'The printed shares, which are all there are, should add up to 100 within their rounding.'
        else 'The printed parts, which are all there are, should add up to the printed whole within their rounding.'
    end as explanation
from evaluated
inner join printed
    on
        evaluated.identity_id = printed.identity_id
        and evaluated.area_id = printed.area_id
        and evaluated.year = printed.year
        and evaluated.scenario = printed.scenario
