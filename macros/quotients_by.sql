{#-
    The figures of areas that can be added up, each divided by one figure of the same area and year: a result, in units of `unit_id`. What either says of
    firmness and doubt holds for the quotient. Money is nominal.
-#}
{% macro quotients_by(divisor_indicator_id, unit_id, per_vi, per_en, divisor_observation_id) -%}
with

headlines as (

    select * from {{ ref('fct_province_year_indicator') }}
    where is_default

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

-- A forecast of what is divided by is none of its figures: only a result, and one number.
divisors as (

    select
        headlines.area_id,
        headlines.year,
        headlines.is_approximate,
        headlines.obs_status,
        headlines.is_doubted,
        headlines.headline_observation_id,
        {{ ratio('headlines.value', 'units.factor') }} as value
    from headlines
    cross join units
    where
        headlines.indicator_id = '{{ divisor_indicator_id }}'
        and headlines.scenario = 'actual'
        and headlines.value_low = headlines.value_high
        and units.unit_id = '{{ unit_id }}'

),

quotients as (

    select
        headlines.area_id,
        headlines.year,
        headlines.indicator_id,
        headlines.scenario,
        headlines.comparator,
        {{ ratio('headlines.value', 'divisors.value') }} as value,
        {{ ratio('headlines.value_low', 'divisors.value') }} as value_low,
        {{ ratio('headlines.value_high', 'divisors.value') }} as value_high,
        headlines.is_approximate or divisors.is_approximate as is_approximate,
        -- As firm as the less firm of the two.
        case
            when {{ firmness('headlines.obs_status') }} <= {{ firmness('divisors.obs_status') }} then headlines.obs_status
            else divisors.obs_status
        end as obs_status,
        headlines.is_doubted or divisors.is_doubted as is_doubted,
        headlines.headline_observation_id as observation_id,
        divisors.headline_observation_id as divisor_observation_id
    from headlines
    inner join divisors
        on
            headlines.area_id = divisors.area_id
            and headlines.year = divisors.year

)

select
    areas.name_vi as area_vi,
    areas.name_en as area_en,
    areas.area_type,
    quotients.year,
    indicators.name_vi as indicator_vi,
    indicators.name_en as indicator_en,
    quotients.scenario,
    quotients.comparator,
    quotients.value,
    quotients.value_low,
    quotients.value_high,
    concat(units.name_vi, '{{ per_vi }}') as unit_vi,
    concat(units.name_en, '{{ per_en }}') as unit_en,
    quotients.is_approximate,
    quotients.obs_status,
    quotients.is_doubted,
    quotients.area_id,
    quotients.indicator_id,
    indicators.standard_unit_id as unit_id,
    quotients.observation_id,
    quotients.divisor_observation_id as {{ divisor_observation_id }}
from quotients
inner join areas on quotients.area_id = areas.area_id
inner join indicators on quotients.indicator_id = indicators.indicator_id
inner join units on indicators.standard_unit_id = units.unit_id
-- What cannot be added up is a rate or a growth: divided once more it would mean nothing.
where
    indicators.aggregation = 'sum'
    -- Nor a part of a whole by the whole: that is a share.
    and indicators.concept_id != '{{ divisor_indicator_id }}'
{%- endmacro %}
