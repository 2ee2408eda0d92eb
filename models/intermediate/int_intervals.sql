-- One row per observation: what its print allows, in the indicator's standard unit. Nobody is out.
-- The one place where that is defined; agreement, verdicts, rankings, sums, quotients and steps read it and nothing else.
--
-- A printed number hides half of its last digit on either side (the upper half rounds to the next number, so it is out); a whole count hides nothing.
-- "About" allows five per cent more on either side. A bound hides nothing: "more than 10" begins at 10. So each end of a print lies itself in an
-- interval, from its least to its most, and the print allows what lies between the least of its low end and the most of its high end.
--
-- Ends have eight decimals: half of the sixth, which a value may have, is five of the seventh, and five per cent of it are five of the eighth. Sums of
-- 36 digits stay exact; of 38, Spark would cut some off.
with

observations as (

    select * from {{ ref('int_observations') }}

),

units as (

    select * from {{ ref('units') }}

),

converted as (

    select
        observations.*,
        cast(observations.value_low * units.factor as decimal(38, 6)) as value_low_std,
        cast(observations.value_high * units.factor as decimal(38, 6)) as value_high_std,
        case
            when observations.is_open then cast(0 as decimal(36, 8))
            when observations.unit_id = 'fraction' then cast(0.0000005 * units.factor as decimal(36, 8))
            when observations.measure in ('count', 'rank') and observations.decimals = 0 and units.factor = 1 then cast(0 as decimal(36, 8))
            else cast({{ half_of_last_digit('observations.decimals') }} * units.factor as decimal(36, 8))
        end as hidden_by_rounding,
        cast(case when observations.is_approximate then {{ var('approximate_margin') }} else 0 end as decimal(3, 2)) as margin
    from observations
    inner join units on observations.unit_id = units.unit_id

),

spread as (

    select
        *,
        cast(value_low_std as decimal(36, 8)) as low,
        cast(value_high_std as decimal(36, 8)) as high,
        hidden_by_rounding + cast(margin * abs(cast(value_low_std as decimal(36, 8))) as decimal(36, 8)) as low_spread,
        hidden_by_rounding + cast(margin * abs(cast(value_high_std as decimal(36, 8))) as decimal(36, 8)) as high_spread
    from converted

),

ends as (

    select
        *,
        cast(low - low_spread as decimal(36, 8)) as low_least,
        cast(low + low_spread as decimal(36, 8)) as low_most,
        cast(high - high_spread as decimal(36, 8)) as high_least,
        cast(high + high_spread as decimal(36, 8)) as high_most
    from spread

)

select
    observation_id,
    document_id,
    char_start,
    char_end,
    figure,
    component,
    rank_of,
    area_id,
    period,
    period_type,
    year,
    is_whole_year,
    is_judged,
    judged_period,
    indicator_id,
    scenario,
    compared_to,
    plan_giver,
    comparator,
    value_low,
    value_high,
    unit_id,
    decimals,
    is_approximate,
    compared_with,
    obs_status,
    note,
    issuer,
    published_on,
    measure,
    theme,
    better,
    base_indicator_id,
    whole_indicator_id,
    breakdown,
    standard_unit_id,
    is_open,
    comparison,
    value_low_std,
    value_high_std,
    hidden_by_rounding,
    low_least,
    low_most,
    high_least,
    high_most,
    low_least as allowed_low,
    high_most as allowed_high,
    -- What a chart plots: the printed number, or the middle of a range.
    case
        when value_low_std is null then value_high_std
        when value_high_std is null then value_low_std
        else cast((value_low_std + value_high_std) * 0.5 as decimal(38, 6))
    end as value_std,
    is_approximate or hidden_by_rounding = 0 as is_most_included,
    comparator in ('gt', 'lt') as is_strict,
    comparator != 'gt' as is_low_included,
    comparator != 'lt' and (is_approximate or hidden_by_rounding = 0) as is_high_included
from ends
