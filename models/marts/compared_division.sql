-- One row per indicator and year of which anything is printed: the one division whose provinces are ranked and compared.
-- The division in force at the end of the year, or, where only provinces of one that ended in it print anything (plans made before a merger), that one.
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}
    where is_default

),

attainments as (

    select * from {{ ref('fct_target_attainment') }}
    where is_whole_year

),

members as (

    select * from {{ ref('bridge_division_area') }}

),

-- A printed percentage of plan speaks of a base that need not be printed itself.
printed as (

    select
        area_id,
        indicator_id,
        year
    from headlines
    union
    select
        area_id,
        indicator_id,
        year
    from attainments

),

years as (

    select distinct
        indicator_id,
        year
    from printed

),

by_division as (

    select distinct
        members.division_id,
        printed.indicator_id,
        printed.year
    from printed
    inner join members on printed.area_id = members.area_id

),

candidates as (

    select
        years.indicator_id,
        years.year,
        divisions.division_id,
        row_number() over (
            partition by years.indicator_id, years.year
            order by by_division.division_id is null, divisions.valid_from desc
        ) as preference
    from years
    inner join {{ ref('dim_division') }} as divisions
        on
            divisions.valid_from <= make_date(years.year, 12, 31)
            and coalesce(divisions.valid_to >= make_date(years.year, 1, 1), true)
    left join by_division
        on
            years.indicator_id = by_division.indicator_id
            and years.year = by_division.year
            and divisions.division_id = by_division.division_id

)

select
    indicator_id,
    year,
    division_id
from candidates
where preference = 1
order by indicator_id, year
