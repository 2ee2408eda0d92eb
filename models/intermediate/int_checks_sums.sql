-- One row per identity of parts that make a whole, area, period, scenario and comparison, span of days, and observation in it.
-- sum_of_parts: the parts are all there are. shares_of_whole: the same in per cent, the whole being 100.
-- Evaluated only where every part (and the whole) is printed: a missing part is no finding. An optional part that is not printed is nothing.
with

headlines as (

    select * from {{ ref('int_headlines') }}

),

identities as (

    select * from {{ ref('int_identities') }}
    where identity_kind in ('sum_of_parts', 'shares_of_whole')

),

terms as (

    select
        identity_id,
        identity_kind,
        role,
        indicator_id,
        count(case when role != 'optional_part' then 1 end) over (partition by identity_id) as term_count,
        -- The indicator that the finding is filed under: the whole, or the first share where there is none.
        first_value(indicator_id) over (partition by identity_id order by role desc, indicator_id asc) as filed_under
    from identities

),

members as (

    select
        terms.identity_id,
        terms.identity_kind,
        terms.role,
        terms.term_count,
        terms.filed_under,
        headlines.observation_id,
        headlines.area_id,
        headlines.judged_period,
        headlines.year,
        headlines.scenario,
        headlines.comparison,
        headlines.allowed_low,
        headlines.allowed_high,
        headlines.value_std,
        headlines.known_from,
        headlines.known_until
    from terms
    inner join headlines on terms.indicator_id = headlines.indicator_id

),

{% set keys = ['identity_id', 'area_id', 'judged_period', 'scenario', 'comparison'] %}

spans as (

    {{ spans_of_knowledge('members', keys) }}

),

printed as (

    select
        members.*,
        spans.day,
        spans.next_day
    from members
    inner join spans
        on
            members.identity_id = spans.identity_id
            and members.area_id = spans.area_id
            and members.judged_period = spans.judged_period
            and members.scenario = spans.scenario
            and members.comparison = spans.comparison
            and members.known_from <= spans.day
            and members.known_until > spans.day

),

sums as (

    select
        identity_id,
        identity_kind,
        filed_under,
        area_id,
        judged_period,
        scenario,
        comparison,
        day,
        -- An open end of one part leaves the sum open on that side.
        case
            when count(case when role in ('part', 'optional_part') and allowed_low is null then 1 end) = 0
                then sum(case when role in ('part', 'optional_part') then allowed_low end)
        end as parts_low,
        case
            when count(case when role in ('part', 'optional_part') and allowed_high is null then 1 end) = 0
                then sum(case when role in ('part', 'optional_part') then allowed_high end)
        end as parts_high,
        case when identity_kind = 'shares_of_whole' then 100 else max(case when role = 'whole' then allowed_low end) end as whole_low,
        case when identity_kind = 'shares_of_whole' then 100 else max(case when role = 'whole' then allowed_high end) end as whole_high,
        sum(case when role in ('part', 'optional_part') then value_std end) as parts_value,
        max(case when role = 'whole' then value_std end) as whole_value
    from printed
    group by identity_id, identity_kind, filed_under, area_id, judged_period, scenario, comparison, day, term_count
    having count(case when role != 'optional_part' then 1 end) = term_count

),

-- Of shares the sum is what was printed, and 100 what is expected of it; of parts the whole is.
evaluated as (

    select
        *,
        case when identity_kind = 'shares_of_whole' then 100 - (parts_high - parts_value) else parts_low end as expected_low,
        case when identity_kind = 'shares_of_whole' then 100 + (parts_value - parts_low) else parts_high end as expected_high,
        case when identity_kind = 'shares_of_whole' then parts_value else whole_value end as published,
        coalesce(whole_high >= parts_low, true) and coalesce(whole_low <= parts_high, true) as is_passed
    from sums

)

select
    evaluated.identity_kind as check_kind,
    evaluated.area_id,
    printed.year,
    evaluated.filed_under as indicator_id,
    cast(evaluated.expected_low as decimal(38, 6)) as expected_low,
    cast(evaluated.expected_high as decimal(38, 6)) as expected_high,
    cast(evaluated.published as decimal(38, 6)) as published,
    evaluated.is_passed,
    'error' as severity,
    printed.observation_id,
    true as is_accused,
    printed.day as known_from,
    printed.next_day as known_until,
    concat(
        evaluated.identity_kind, ':', evaluated.identity_id, ':', evaluated.area_id, ':', evaluated.judged_period, ':', evaluated.scenario,
        {{ unusual_comparison('evaluated.comparison') }}
    ) as check_id
from evaluated
inner join printed
    on
        evaluated.identity_id = printed.identity_id
        and evaluated.area_id = printed.area_id
        and evaluated.judged_period = printed.judged_period
        and evaluated.scenario = printed.scenario
        and evaluated.comparison = printed.comparison
        and evaluated.day = printed.day
