-- One row per indicator of which anything is printed: what it is, its unit, and how much there is of it.
with

figures as (

    select
        indicator_id,
        count(*) as figures,
        count(distinct area_id) as areas,
        count(distinct document_id) as documents,
        min(year) as first_year,
        max(year) as last_year,
        count(*) filter (is_doubted) as doubted
    from fct_observation
    group by indicator_id

)

select
    indicators.indicator_id,
    indicators.name_vi,
    indicators.name_en,
    indicators.definition,
    indicators.definition_vi,
    indicators.theme,
    indicators.concept_id,
    indicators.measure,
    indicators.better,
    indicators.base_indicator_id,
    indicators.whole_indicator_id,
    bases.name_vi as base_vi,
    bases.name_en as base_en,
    units.name_vi as unit_vi,
    units.name_en as unit_en,
    figures.figures,
    figures.areas,
    figures.documents,
    figures.first_year,
    figures.last_year,
    figures.doubted,
    lower(replace(replace(strip_accents(indicators.name_vi), 'đ', 'd'), 'Đ', 'D')) as plain_name
from dim_indicator as indicators
inner join figures on indicators.indicator_id = figures.indicator_id
inner join dim_unit as units on indicators.display_unit_id = units.unit_id
left join dim_indicator as bases on indicators.base_indicator_id = bases.indicator_id
order by indicators.theme, plain_name, indicators.indicator_id
