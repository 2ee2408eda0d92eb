-- One row per pair of figures that hold the same digits, in the same order or with two neighbours exchanged, and observation of the pair.
-- Only where a slip of copying is likely: one document and theme, two indicators of one unit, the result of a year and the target of the next.
-- Figures of fewer than three digits are out: they meet by chance.
with

observations as (

    select * from {{ ref('int_printings') }}
    where
        comparator = 'eq'
        and is_whole_year

),

with_digits as (

    select
        *,
        {{ only_digits('figure') }} as digits
    from observations

),

counted as (

    select
        *,
        cast(digits as bigint) as digits_number,
        {{ digit_counts('digits') }} as digits_held
    from with_digits
    where length(digits) between 3 and 18

),

pairs as (

    select
        results.area_id,
        targets.year,
        targets.indicator_id,
        results.value_std as result_value,
        targets.value_std as target_value,
        results.observation_id as result_observation_id,
        targets.observation_id as target_observation_id,
        {{ known_from(['results', 'targets']) }} as known_from,
        {{ known_until(['results', 'targets']) }} as known_until,
        concat('exchanged_digits:', results.observation_id, '/', targets.observation_id) as check_id
    from counted as results
    inner join counted as targets
        on
            results.document_id = targets.document_id
            and results.area_id = targets.area_id
            and results.theme = targets.theme
            and results.unit_id = targets.unit_id
            and results.digits_held = targets.digits_held
            and results.indicator_id != targets.indicator_id
            and results.year + 1 = targets.year
    where
        results.scenario = 'actual'
        and targets.scenario = 'target'
        and {{ known_together(['results', 'targets']) }}
        -- Two neighbours a and b exchanged move a number by (a - b) x 9 x 10^k: strip the nines and the zeros, and one digit is left.
        and length(regexp_replace(cast(cast(abs(results.digits_number - targets.digits_number) / 9 as bigint) as string), '0+$', '')) <= 1

),

involved as (

    select
        *,
        result_observation_id as observation_id
    from pairs
    union all
    select
        *,
        target_observation_id as observation_id
    from pairs

)

select
    'exchanged_digits' as check_kind,
    area_id,
    year,
    indicator_id,
    cast(null as decimal(38, 6)) as expected_low,
    cast(null as decimal(38, 6)) as expected_high,
    target_value as published,
    result_value = target_value as is_passed,
    'warning' as severity,
    observation_id,
    true as is_accused,
    known_from,
    known_until,
    check_id
from involved
