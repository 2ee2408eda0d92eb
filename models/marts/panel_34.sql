-- One row per area of the division since 1 July 2025, year, indicator and scenario that its territory prints: as its own figure, as that of the one
-- province whose territory it has, or as the sum of all provinces it was made of; else without a value and with the reason. Figures of the nation,
-- of groups and of provinces as they were are in panel.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}
    where is_default

),

members as (

    select * from {{ ref('bridge_division_area') }}

),

divisions as (

    select * from {{ ref('dim_division') }}

),

-- What went into the areas of 2025, whole; who was merged before is in the areas before.
successions as (

    select bridge.*
    from {{ ref('bridge_area_succession') }} as bridge
    inner join divisions on bridge.effective_on = divisions.valid_from
    inner join members
        on
            divisions.division_id = members.division_id
            and bridge.successor_area_id = members.area_id
    where
        divisions.valid_to is null
        and bridge.is_whole

),

areas as (

    select * from {{ ref('dim_area') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

-- Each successor meets each figure of any predecessor, so that those that did not print it are known by name.
wanted as (

    select distinct
        successions.successor_area_id,
        headlines.year,
        headlines.indicator_id,
        headlines.scenario,
        headlines.comparison
    from successions
    inner join headlines on successions.predecessor_area_id = headlines.area_id

),

parts as (

    select
        wanted.successor_area_id as area_id,
        wanted.year,
        wanted.indicator_id,
        wanted.scenario,
        wanted.comparison,
        successions.is_same_territory,
        headlines.comparator,
        headlines.value,
        headlines.value_low,
        headlines.value_high,
        headlines.is_approximate,
        headlines.obs_status,
        headlines.is_doubted,
        headlines.headline_observation_id,
        headlines.area_id is not null as is_printed,
        -- An open bound, or a range, has no one value to add.
        coalesce(headlines.value_low = headlines.value_high, false) as is_single_value,
        case when headlines.area_id is null then predecessors.name_vi end as missing_vi,
        case when headlines.area_id is null then predecessors.area_id end as missing_area_id
    from wanted
    inner join successions on wanted.successor_area_id = successions.successor_area_id
    inner join areas as predecessors on successions.predecessor_area_id = predecessors.area_id
    left join headlines
        on
            successions.predecessor_area_id = headlines.area_id
            and wanted.year = headlines.year
            and wanted.indicator_id = headlines.indicator_id
            and wanted.scenario = headlines.scenario
            and wanted.comparison = headlines.comparison

),

-- For a territory that did not change the one part is the figure; of several parts only the sums can be used.
merged as (

    select
        area_id,
        year,
        indicator_id,
        scenario,
        comparison,
        min(comparator) as comparator,
        sum(value) as value,
        sum(value_low) as value_low,
        sum(value_high) as value_high,
        min(case when is_same_territory then 1 else 0 end) = 1 as is_same_territory,
        min(case when is_single_value then 1 else 0 end) = 1 as is_single_value,
        max(case when is_approximate then 1 else 0 end) = 1 as is_approximate,
        max(case when is_doubted then 1 else 0 end) = 1 as is_doubted,
        -- A sum is as firm as the least firm of its parts, and breaks its series where one of them does.
        min(case when is_printed then {{ firmness('obs_status') }} end) as firmness,
        max(case when obs_status = 'B' then 1 else 0 end) = 1 as has_break,
        cast(count(*) as int) as predecessor_count,
        cast(sum(case when is_printed then 1 else 0 end) as int) as printed_count,
        {{ list_text('missing_vi') }} as missing_vi,
        {{ list_text('missing_area_id') }} as missing_area_ids,
        {{ list_text('headline_observation_id') }} as observation_ids
    from parts
    group by area_id, year, indicator_id, scenario, comparison

),

-- What the new area prints of itself needs no predecessors.
own_figures as (

    select * from headlines
    where area_id in (select successions.successor_area_id from successions)

),

-- The order of the reasons is that of what a reader could do about them: nothing, then wait for better prints, then for more.
reasoned as (

    select
        merged.*,
        case
            when merged.is_same_territory then 'same_territory'
            when indicators.aggregation <> 'sum' then 'not_additive'
            when merged.printed_count < merged.predecessor_count then 'incomplete'
            when not merged.is_single_value then 'not_a_single_value'
            else 'sum'
        end as basis
    from merged
    inner join indicators on merged.indicator_id = indicators.indicator_id
    left join own_figures
        on
            merged.area_id = own_figures.area_id
            and merged.year = own_figures.year
            and merged.indicator_id = own_figures.indicator_id
            and merged.scenario = own_figures.scenario
            and merged.comparison = own_figures.comparison
    where own_figures.area_id is null

),

valued as (

    select
        *,
        basis in ('same_territory', 'sum') as has_value
    from reasoned

),

united as (

    select
        area_id,
        year,
        indicator_id,
        scenario,
        comparison,
        'own_figure' as basis,
        comparator,
        value,
        value_low,
        value_high,
        is_approximate,
        obs_status,
        is_doubted,
        cast(null as int) as predecessor_count,
        cast(null as int) as printed_count,
        cast(null as string) as missing_vi,
        cast(null as string) as missing_area_ids,
        headline_observation_id as observation_ids
    from own_figures
    union all
    select
        area_id,
        year,
        indicator_id,
        scenario,
        comparison,
        basis,
        case
            when basis = 'same_territory' then comparator
            when basis = 'sum' and is_approximate then 'approx'
            when basis = 'sum' then 'eq'
        end as comparator,
        case when has_value then value end as value,
        case when has_value then value_low end as value_low,
        case when has_value then value_high end as value_high,
        is_approximate,
        case
            when firmness = 4 and has_break then 'B'
            when firmness = 4 then 'A'
            when firmness = 3 then 'P'
            when firmness = 2 then 'E'
            when firmness = 1 then 'F'
        end as obs_status,
        is_doubted,
        predecessor_count,
        printed_count,
        missing_vi,
        missing_area_ids,
        observation_ids
    from valued

)

select
    areas.name_vi as area_vi,
    areas.name_en as area_en,
    united.year,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    indicators.theme,
    united.scenario,
    united.comparison,
    united.basis,
    united.comparator,
    {{ ratio('united.value', 'units.factor') }} as value,
    {{ ratio('united.value_low', 'units.factor') }} as value_low,
    {{ ratio('united.value_high', 'units.factor') }} as value_high,
    units.name_vi as unit_vi,
    units.name_en as unit_en,
    united.is_approximate,
    united.obs_status,
    united.is_doubted,
    united.predecessor_count,
    united.printed_count,
    united.missing_vi,
    united.missing_area_ids,
    united.area_id,
    united.indicator_id,
    indicators.display_unit_id as unit_id,
    united.observation_ids
from united
inner join areas on united.area_id = areas.area_id
inner join indicators on united.indicator_id = indicators.indicator_id
inner join units on indicators.display_unit_id = units.unit_id
