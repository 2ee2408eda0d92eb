-- One row per area: who it is, and how much is printed of it.
with

figures as (

    select
        area_id,
        count(*) as figures,
        count(distinct indicator_id) as indicators,
        count(distinct document_id) as documents,
        min(year) as first_year,
        max(year) as last_year,
        count(*) filter (is_doubted) as doubted
    from fct_observation
    group by area_id

),

-- The youngest division that counts the province.
divisions as (

    select
        members.area_id,
        arg_max(members.division_id, dim_division.valid_from) as division_id
    from bridge_division_area as members
    inner join dim_division on members.division_id = dim_division.division_id
    group by members.area_id

)

select
    areas.area_id,
    areas.name_vi,
    areas.name_en,
    areas.area_type,
    areas.gso_code,
    areas.iso_code,
    areas.valid_from,
    areas.valid_to,
    areas.parent_area_id,
    divisions.division_id,
    coalesce(figures.figures, 0) as figures,
    coalesce(figures.indicators, 0) as indicators,
    coalesce(figures.documents, 0) as documents,
    figures.first_year,
    figures.last_year,
    coalesce(figures.doubted, 0) as doubted,
    lower(replace(replace(strip_accents(areas.name_vi), 'đ', 'd'), 'Đ', 'D')) as plain_name
from dim_area as areas
left join figures on areas.area_id = figures.area_id
left join divisions on areas.area_id = divisions.area_id
order by plain_name, areas.area_id
