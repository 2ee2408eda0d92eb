-- One row per curated figure, or per component of a printed pair. Nobody is out.
-- The id is made of what never moves when another row is edited: the document, the place in it, the component.
with

source as (

    select * from {{ source('curated', 'observations') }}

),

-- The last part of an interval says for which year its value counts: 2024/2030 counts for 2030.
with_last_part as (

    select
        *,
        coalesce(nullif(split_part(period, '/', 2), ''), period) as last_part
    from source

),

renamed as (

    select
        document_id,
        char_start,
        char_end,
        figure,
        component,
        area_id,
        period,
        indicator_id,
        scenario,
        comparator,
        value_low,
        value_high,
        unit_id,
        is_approximate,
        compared_with,
        obs_status,
        note,
        cast(substr(last_part, 1, 4) as int) as year,
        concat(document_id, ':', cast(char_start as string), ':', cast(component as string)) as observation_id,
        case
            when length(period) = 4 then 'year'
            when length(period) = 9 then 'years'
            when length(period) = 10 then 'date'
            when length(period) = 15 then 'months'
            when period like '%-H_' then 'half'
            when period like '%-Q_' then 'quarter'
            when length(period) = 7 then 'month'
        end as period_type,
        -- A true fraction is kept to six decimals; any other figure has the digits that stand after its comma.
        case
            when unit_id = 'fraction' then 6
            else cast(length(regexp_extract(figure, ',([0-9]+)', 1)) as int)
        end as decimals
    from with_last_part

)

select
    observation_id,
    document_id,
    char_start,
    char_end,
    figure,
    component,
    area_id,
    period,
    period_type,
    year,
    indicator_id,
    scenario,
    comparator,
    value_low,
    value_high,
    unit_id,
    decimals,
    is_approximate,
    compared_with,
    obs_status,
    note,
    -- Only a whole year, or the state at its end, can stand beside a plan of that year.
    period_type = 'year' or (period_type = 'date' and period like '%-12-31') as is_whole_year
from renamed
