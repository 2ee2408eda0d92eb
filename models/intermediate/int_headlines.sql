-- One row per area, year, indicator and scenario: the printing that speaks for all of them, and how they agree.
-- Figures of a part of a year, and of spans of years, are out: nothing of a whole year can be read from them.
with

observations as (

    select * from {{ ref('int_observations') }}
    where is_whole_year

),

-- The most precise printing speaks; then that of the later document; then the earlier in it. Ties cannot remain:
-- place and component are unique in a document.
ordered as (

    select
        *,
        row_number() over (
            partition by area_id, year, indicator_id, scenario
            order by rounding_std asc, published_on desc, document_id asc, char_start asc, component asc
        ) as headline_order
    from observations

),

headlines as (

    select * from ordered
    where headline_order = 1

),

-- What every printing allows: rounding widens a number, never an open bound.
allowed as (

    select
        *,
        case when is_open then value_low_std else value_low_std - rounding_std end as allowed_low,
        case when is_open then value_high_std else value_high_std + rounding_std end as allowed_high
    from observations

),

printings as (

    select
        area_id,
        year,
        indicator_id,
        scenario,
        count(*) as source_count,
        count(distinct document_id) as document_count,
        count(distinct concat_ws(' ', comparator, cast(value_low_std as string), '|', cast(value_high_std as string))) as reading_count,
        max(case when is_open then 1 else 0 end) as open_count,
        coalesce(max(allowed_low) <= min(allowed_high), true) as can_all_be_true
    from allowed
    group by area_id, year, indicator_id, scenario

)

select
    headlines.observation_id,
    headlines.document_id,
    headlines.area_id,
    headlines.year,
    headlines.indicator_id,
    headlines.scenario,
    headlines.comparator,
    headlines.value_low_std,
    headlines.value_high_std,
    headlines.value_std,
    headlines.rounding_std,
    headlines.is_open,
    headlines.is_approximate,
    headlines.obs_status,
    headlines.measure,
    headlines.theme,
    headlines.better,
    headlines.base_indicator_id,
    headlines.whole_indicator_id,
    headlines.breakdown,
    headlines.standard_unit_id,
    cast(printings.source_count as int) as source_count,
    cast(printings.document_count as int) as document_count,
    case
        when printings.source_count = 1 then 'single'
        when printings.reading_count = 1 then 'agree'
        when not printings.can_all_be_true then 'conflict'
        when printings.open_count = 1 then 'consistent'
        else 'rounding'
    end as agreement
from headlines
inner join printings
    on
        headlines.area_id = printings.area_id
        and headlines.year = printings.year
        and headlines.indicator_id = printings.indicator_id
        and headlines.scenario = printings.scenario
