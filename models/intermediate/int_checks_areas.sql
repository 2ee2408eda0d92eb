-- One row per table, total of areas in it and figure that may be added, and observation in it.
-- sum_of_areas: in a table the provinces add up to their region and the regions, or the provinces where there are none, to the country.
-- A table lists all provinces of one division; one without a number in a column has none to add. Texts are out: they name whom they like.
with

-- Rates and densities do not add up.
printings as (

    select printings.*
    from {{ ref('int_printings') }} as printings
    inner join {{ ref('stg_indicators') }} as indicators on printings.indicator_id = indicators.indicator_id
    where
        printings.char_start is null
        and indicators.aggregation = 'sum'
        and indicators.measure in ('level', 'count')

),

areas as (

    select * from {{ ref('areas') }}

),

members as (

    select * from {{ ref('region_members') }}

),

listed as (

    select distinct
        printings.document_id,
        printings.area_id,
        areas.area_type,
        areas.valid_from
    from {{ ref('int_printings') }} as printings
    inner join areas on printings.area_id = areas.area_id
    where printings.char_start is null

),

-- The division of a table is that of its youngest province.
divisions as (

    select
        document_id,
        max(valid_from) as division_from,
        max(case when area_type = 'region' then 1 else 0 end) = 1 as has_regions
    from (
        select
            document_id,
            area_type,
            case when area_type = 'province' then valid_from end as valid_from
        from listed
    ) as dated
    group by document_id

),

-- What should make up each total of each table.
wanted as (

    select
        listed.document_id,
        listed.area_id as whole_area_id,
        provinces.area_id as part_area_id
    from listed
    inner join divisions on listed.document_id = divisions.document_id
    inner join members on listed.area_id = members.region_area_id
    inner join areas as provinces
        on
            members.member_area_id = provinces.area_id
            and divisions.division_from between provinces.valid_from and coalesce(provinces.valid_to, {{ forever() }})
    union all
    select
        listed.document_id,
        listed.area_id as whole_area_id,
        parts.area_id as part_area_id
    from listed
    inner join divisions on listed.document_id = divisions.document_id
    inner join listed as parts
        on
            listed.document_id = parts.document_id
            and parts.area_type = case when divisions.has_regions then 'region' else 'province' end
    where listed.area_type = 'nation'

),

-- A total below which somebody is not listed at all is no total of what is listed.
complete as (

    select
        wanted.document_id,
        wanted.whole_area_id
    from wanted
    left join listed
        on
            wanted.document_id = listed.document_id
            and wanted.part_area_id = listed.area_id
    group by wanted.document_id, wanted.whole_area_id
    having count(*) = count(listed.area_id)

),

summed as (

    select
        wholes.observation_id as whole_observation_id,
        wholes.document_id,
        wholes.area_id,
        wholes.year,
        wholes.judged_period,
        wholes.indicator_id,
        wholes.scenario,
        wholes.comparison,
        wholes.value_std as published,
        wholes.allowed_low as own_low,
        wholes.allowed_high as own_high,
        sum(parts.allowed_low) as expected_low,
        sum(parts.allowed_high) as expected_high,
        greatest(wholes.known_from, max(parts.known_from)) as known_from,
        least(wholes.known_until, min(parts.known_until)) as known_until
    from printings as wholes
    inner join complete
        on
            wholes.document_id = complete.document_id
            and wholes.area_id = complete.whole_area_id
    inner join wanted
        on
            wholes.document_id = wanted.document_id
            and wholes.area_id = wanted.whole_area_id
    inner join printings as parts
        on
            wanted.document_id = parts.document_id
            and wanted.part_area_id = parts.area_id
            and wholes.judged_period = parts.judged_period
            and wholes.indicator_id = parts.indicator_id
            and wholes.scenario = parts.scenario
            and wholes.comparison = parts.comparison
    group by
        wholes.observation_id,
        wholes.document_id,
        wholes.area_id,
        wholes.year,
        wholes.judged_period,
        wholes.indicator_id,
        wholes.scenario,
        wholes.comparison,
        wholes.value_std,
        wholes.allowed_low,
        wholes.allowed_high,
        wholes.known_from,
        wholes.known_until

)

-- The total is accused, not its parts: of sixty provinces one at most is wrong, and which the numbers do not say.
select
    'sum_of_areas' as check_kind,
    area_id,
    year,
    indicator_id,
    cast(expected_low as decimal(38, 6)) as expected_low,
    cast(expected_high as decimal(38, 6)) as expected_high,
    published,
    own_high >= expected_low and own_low <= expected_high as is_passed,
    'error' as severity,
    whole_observation_id as observation_id,
    true as is_accused,
    known_from,
    known_until,
    concat(
        'sum_of_areas:', document_id, ':', indicator_id, ':', area_id, ':', judged_period, ':', scenario,
        {{ unusual_comparison('comparison') }}
    ) as check_id
from summed
