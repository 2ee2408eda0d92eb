-- contract: the standard unit of a dimension has factor 1 and is one; the scale in a name (thousand, million …) is the factor and the SDMX multiplier.
with

units as (

    select
        *,
        case
            when unit_id like 'thousand_billion%' then 12
            when unit_id like 'million_billion%' then 15
            when unit_id like 'ten_thousand_%' then 4
            when unit_id like 'thousand_%' then 3
            when unit_id like 'million_%' then 6
            when unit_id like 'billion_%' then 9
            else 0
        end as power_of_ten
    from {{ ref('dim_unit') }}

),

bases as (

    select
        *,
        replace(replace(replace(replace(unit_id, 'ten_', ''), 'thousand_', ''), 'million_', ''), 'billion_', '') as base_unit_id
    from units

)

select
    bases.unit_id,
    bases.factor
from bases
left join units as base_units on bases.base_unit_id = base_units.unit_id
left join units as standards on bases.standard_unit_id = standards.unit_id
where
    bases.sdmx_unit_mult != bases.power_of_ten
    -- Where the unscaled unit is registered too, the scale is the quotient of the two factors.
    or (
        bases.power_of_ten > 0
        and bases.factor != coalesce(base_units.factor, 1) * cast(concat('1', repeat('0', bases.power_of_ten)) as bigint)
    )
    or standards.factor != 1
    or standards.dimension != bases.dimension
    or standards.standard_unit_id != standards.unit_id
    or bases.factor <= 0
