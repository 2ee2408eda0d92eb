-- contract: the standard unit of a dimension has factor 1 and is one; the scale in a name (thousand, million …) is the factor; and a value in the unit of the
-- SDMX code times ten to the multiplier is the value times the factor, to the digit.
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
        factor * cast(concat('1', repeat('0', greatest(-sdmx_unit_mult, 0))) as decimal(18, 0)) as coded_factor,
        cast(concat('1', repeat('0', greatest(sdmx_unit_mult, 0))) as decimal(18, 0)) as coded_scale,
        replace(replace(replace(replace(unit_id, 'ten_', ''), 'thousand_', ''), 'million_', ''), 'billion_', '') as base_unit_id
    from units

)

select
    bases.unit_id,
    bases.factor
from bases
left join units as base_units on bases.base_unit_id = base_units.unit_id
left join units as standards on bases.standard_unit_id = standards.unit_id
-- What the code itself stands for: the unit that has it without a multiplier.
left join units as coded
    on
        bases.sdmx_code = coded.sdmx_code
        and bases.dimension = coded.dimension
        and coded.sdmx_unit_mult = 0
where
    coded.factor is null
    or bases.coded_factor != coded.factor * bases.coded_scale
    -- Where the unscaled unit is registered too, the scale is the quotient of the two factors.
    or (
        bases.power_of_ten > 0
        and bases.factor != coalesce(base_units.factor, 1) * cast(concat('1', repeat('0', bases.power_of_ten)) as bigint)
    )
    or standards.factor != 1
    or standards.dimension != bases.dimension
    or standards.standard_unit_id != standards.unit_id
    or bases.factor <= 0
