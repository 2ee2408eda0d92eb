-- One row per printed figure, with names, what the document says around it, and the place: the source of every number.
-- Nobody is out; panel has one row for all printings of a figure.
with

observations as (

    select * from {{ ref('fct_observation') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

areas as (

    select * from {{ ref('dim_area') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

)

select
    observations.observation_id,
    documents.published_on,
    documents.published_precision,
    documents.issuer,
    documents.title_en as document_title,
    documents.file_name,
    observations.locator,
    observations.char_start,
    observations.char_end,
    observations.figure,
    observations.component,
    observations.passage,
    areas.name_vi as area_vi,
    areas.name_en as area_en,
    observations.period,
    observations.year,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    observations.scenario,
    observations.comparator,
    observations.value_low,
    observations.value_high,
    units.name_vi as unit_vi,
    units.name_en as unit_en,
    observations.is_approximate,
    observations.compared_with,
    observations.plan_giver,
    observations.comparison,
    observations.rank_of,
    observations.obs_status,
    observations.known_from,
    observations.known_until,
    observations.is_doubted,
    observations.corrected_low,
    observations.corrected_high,
    observations.verification,
    observations.note,
    observations.document_id,
    observations.area_id,
    observations.indicator_id,
    observations.unit_id
from observations
inner join documents on observations.document_id = documents.document_id
inner join areas on observations.area_id = areas.area_id
inner join indicators on observations.indicator_id = indicators.indicator_id
inner join units on observations.unit_id = units.unit_id
