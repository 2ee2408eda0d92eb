-- One row per curated figure, or per component of a printed pair. Nobody is out.
-- The id is made of what never moves when another row is edited: the document, the place in it, the component.
-- The place is where a figure begins in a text, or its cell in a table.
with

source as (

    select * from {{ source('curated', 'observations') }}

),

-- The last part of an interval says for which year its value counts: 2024/2030 counts for 2030.
with_last_part as (

    select
        *,
        -- A CSV file has one sheet, without a name.
        case
            when char_start is not null then cast(char_start as string)
            when sheet is not null then concat(sheet, '!', cell)
            else cell
        end as place,
        coalesce(nullif(split_part(period, '/', 2), ''), period) as last_part
    from source

),

typed as (

    select
        *,
        cast(substr(last_part, 1, 4) as int) as year,
        concat(document_id, ':', place, ':', cast(component as string)) as observation_id,
        case
            when length(period) = 4 then 'year'
            when length(period) = 9 then 'years'
            when length(period) = 10 then 'date'
            when length(period) = 15 then 'months'
            when period like '%-H_' then 'half'
            when period like '%-Q_' then 'quarter'
            when length(period) = 7 then 'month'
        end as period_type,
        {{ first_number('figure') }} as first_number,
        {{ second_number('figure') }} as second_number
    from with_last_part

),

-- Most figures print no sign at all, and need no second look.
counted as (

    select
        *,
        case
            when figure not like '%,%' and figure not like '%.%' then 0
            when component = 2 then {{ printed_decimals('second_number', ['coalesce(value_low, value_high)']) }}
            when comparator = 'range'
                then greatest(
                    {{ printed_decimals('first_number', ['value_low', 'value_high']) }},
                    {{ printed_decimals('second_number', ['value_low', 'value_high']) }}
                )
            else {{ printed_decimals('first_number', ['coalesce(value_low, value_high)']) }}
        end as decimals
    from typed

)

select
    observation_id,
    document_id,
    case when char_start is null then place else concat(place, '-', cast(char_end as string)) end as locator,
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
    is_approximate,
    compared_with,
    plan_giver,
    obs_status,
    note,
    cast(decimals as int) as decimals
from counted
