-- One row per printed count of provinces that the same document also lists, and observation in it.
-- count_of_list: the list is whole. count_covers_list: it may name fewer than were counted.
with

observations as (

    select * from {{ ref('int_printings') }}
    where
        is_whole_year
        and not is_open
        and compared_to in ('none', 'previous_year')

),

identities as (

    select * from {{ ref('identities') }}
    where identity_kind in ('count_of_list', 'count_covers_list')

),

provinces as (

    select area_id from {{ ref('areas') }}
    where area_type = 'province'

),

counts as (

    select
        identities.identity_id,
        identities.identity_kind,
        observations.observation_id,
        observations.document_id,
        observations.area_id,
        observations.year,
        observations.scenario,
        observations.indicator_id,
        observations.value_std as published,
        observations.allowed_low,
        observations.allowed_high,
        observations.known_from,
        observations.known_until
    from identities
    inner join observations on identities.indicator_id = observations.indicator_id
    where identities.role = 'count'

),

-- A member is measured by its own value, or in per cent of the figure beside it (targets met of targets set).
candidates as (

    select
        identities.identity_id,
        identities.member_low,
        identities.member_high,
        members.document_id,
        members.year,
        members.scenario,
        members.area_id,
        members.observation_id,
        case
            when identities.relative_to_indicator_id is null then members.allowed_low
            else {{ ratio('members.allowed_low * 100', 'wholes.allowed_high') }}
        end as measured_low,
        case
            when identities.relative_to_indicator_id is null then members.allowed_high
            else {{ ratio('members.allowed_high * 100', 'wholes.allowed_low') }}
        end as measured_high
    from identities
    inner join observations as members on identities.indicator_id = members.indicator_id
    inner join provinces on members.area_id = provinces.area_id
    left join observations as wholes
        on
            identities.relative_to_indicator_id = wholes.indicator_id
            and members.document_id = wholes.document_id
            and members.area_id = wholes.area_id
            and members.year = wholes.year
            and members.scenario = wholes.scenario
            and members.char_start = wholes.char_start
    where identities.role = 'member'

),

-- A member that cannot be measured, for want of the figure beside it, is not listed. What rounding leaves open is listed perhaps.
listed as (

    select
        *,
        coalesce(measured_low >= member_low, true) and coalesce(measured_high < member_high, true) as is_surely_listed
    from candidates
    where
        measured_low is not null
        and (member_low is null or measured_high >= member_low)
        and (member_high is null or measured_low < member_high)

),

-- A province printed twice is one province.
list_lengths as (

    select
        identity_id,
        document_id,
        year,
        scenario,
        count(distinct case when is_surely_listed then area_id end) as least,
        count(distinct area_id) as most
    from listed
    group by identity_id, document_id, year, scenario

),

evaluated as (

    select
        counts.*,
        cast(coalesce(list_lengths.least, 0) as decimal(38, 6)) as expected_low,
        case when counts.identity_kind = 'count_of_list' then cast(coalesce(list_lengths.most, 0) as decimal(38, 6)) end as expected_high
    from counts
    left join list_lengths
        on
            counts.identity_id = list_lengths.identity_id
            and counts.document_id = list_lengths.document_id
            and counts.year = list_lengths.year
            and counts.scenario = list_lengths.scenario

),

involved as (

    select
        *,
        observation_id as involved_observation_id
    from evaluated
    union all
    select
        evaluated.*,
        listed.observation_id as involved_observation_id
    from evaluated
    inner join listed
        on
            evaluated.identity_id = listed.identity_id
            and evaluated.document_id = listed.document_id
            and evaluated.year = listed.year
            and evaluated.scenario = listed.scenario

)

-- One of the two is wrong, the count or a member of the list: which, the numbers do not say.
select
    identity_kind as check_kind,
    area_id,
    year,
    indicator_id,
    expected_low,
    expected_high,
    published,
    allowed_high >= expected_low and coalesce(allowed_low <= expected_high, true) as is_passed,
    'error' as severity,
    involved_observation_id as observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat(identity_kind, ':', identity_id, ':', observation_id) as check_id
from involved
