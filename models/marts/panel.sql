-- One row per area, year, indicator and scenario (of several comparisons or plans the one that is usual),
-- in the unit that people use, with names and the place it was printed. For the first query.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}
    where is_default

),

observations as (

    select * from {{ ref('fct_observation') }}

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

documents as (

    select * from {{ ref('dim_document') }}

)

select
    areas.name_vi as area_vi,
    areas.name_en as area_en,
    areas.area_type,
    headlines.year,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    indicators.theme,
    headlines.scenario,
    headlines.comparison,
    headlines.comparator,
    {{ ratio('headlines.value', 'units.factor') }} as value,
    {{ ratio('headlines.value_low', 'units.factor') }} as value_low,
    {{ ratio('headlines.value_high', 'units.factor') }} as value_high,
    units.name_vi as unit_vi,
    units.name_en as unit_en,
    headlines.is_approximate,
    headlines.obs_status,
    headlines.is_doubted,
    headlines.source_count,
    headlines.document_count,
    headlines.agreement,
    headlines.note,
    -- What is right where the print is known to be wrong; never in its place.
    {{ ratio('observations.corrected_low * printed_units.factor', 'units.factor') }} as corrected_low,
    {{ ratio('observations.corrected_high * printed_units.factor', 'units.factor') }} as corrected_high,
    observations.figure,
    observations.compared_with,
    headlines.plan_giver,
    documents.title_en as source_title,
    documents.issuer as source_issuer,
    documents.published_on as source_published_on,
    headlines.known_from,
    observations.locator,
    observations.char_start,
    observations.char_end,
    observations.verification,
    headlines.area_id,
    headlines.indicator_id,
    indicators.display_unit_id as unit_id,
    observations.document_id,
    headlines.headline_observation_id as observation_id
from headlines
-- Area and year are the observation's own: joined on too, since both tables are stored in their order, they spare a reader of one area most of the file.
inner join observations
    on
        headlines.headline_observation_id = observations.observation_id
        and headlines.area_id = observations.area_id
        and headlines.year = observations.year
inner join areas on headlines.area_id = areas.area_id
inner join indicators on headlines.indicator_id = indicators.indicator_id
inner join units on indicators.display_unit_id = units.unit_id
inner join documents on observations.document_id = documents.document_id
inner join units as printed_units on observations.unit_id = printed_units.unit_id
