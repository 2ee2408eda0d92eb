-- One row per area, judged period, indicator, basis and plan, and span of days: a plan beside the result that is held against it.
-- level: both are printed. attainment: the result is printed in per cent of the plan. target_count: targets met of targets set.
-- The higher goal beside a target (stretch) is out: nobody is held to it.
with

headlines as (

    select
        headlines.*,
        territories.territory_id
    from {{ ref('int_headlines') }} as headlines
    inner join {{ ref('int_territories') }} as territories on headlines.area_id = territories.area_id

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

results as (

    select * from headlines
    where scenario = 'actual'

),

targets as (

    select * from headlines
    where scenario = 'target'

),

-- In the year of a merger the plan is an old area's and the result a new one's: one territory, and judged together.
-- Growth is held against a plan of growth over the same year, and a level against each plan of it.
levels as (

    select
        results.area_id,
        results.judged_period,
        results.year,
        results.is_whole_year,
        results.indicator_id,
        'level' as basis,
        targets.comparison,
        targets.plan_giver,
        {{ order_among_comparisons('targets') }} as comparison_order,
        results.better,
        results.measure,
        targets.comparator as target_comparator,
        targets.value_low_std as target_low,
        targets.value_high_std as target_high,
        targets.low_least as target_low_least,
        targets.low_most as target_low_most,
        targets.high_least as target_high_least,
        targets.high_most as target_high_most,
        targets.is_most_included as is_target_most_included,
        targets.is_strict as is_target_strict,
        results.comparator as actual_comparator,
        results.value_low_std as actual_low,
        results.value_high_std as actual_high,
        results.allowed_low as actual_from,
        results.allowed_high as actual_to,
        results.is_low_included as is_actual_from_included,
        results.is_high_included as is_actual_to_included,
        results.standard_unit_id as unit_id,
        results.obs_status,
        targets.agreement as target_agreement,
        results.agreement as actual_agreement,
        targets.area_id as target_area_id,
        targets.scenario as target_scenario,
        targets.indicator_id as target_indicator_id,
        results.indicator_id as actual_indicator_id,
        results.comparison as actual_comparison,
        targets.observation_id as target_observation_id,
        results.observation_id as actual_observation_id,
        {{ known_from(['results', 'targets']) }} as known_from,
        {{ known_until(['results', 'targets']) }} as known_until,
        max(case when targets.area_id = results.area_id then 1 else 0 end)
            over (partition by results.area_id, results.judged_period, results.indicator_id, results.comparison, targets.comparison)
        = 1 as has_own_plan
    from results
    inner join targets
        on
            results.territory_id = targets.territory_id
            and results.judged_period = targets.judged_period
            and results.indicator_id = targets.indicator_id
            and results.compared_to = targets.compared_to
            and {{ known_together(['results', 'targets']) }}
    -- An attainment is judged by its own basis below; the place in an order has no plan.
    where results.measure not in ('plan_attainment', 'plan_deviation', 'rank')

),

-- Held against 100, by the direction of what was planned: more than planned is good of revenue, not of poverty. A planned change is attained by more of
-- that change, whichever way it goes. A deviation from the plan is what an attainment adds to 100.
attained as (

    select
        results.*,
        case when indicators.measure in ('growth', 'change') then 'up' else indicators.better end as direction,
        case when results.measure = 'plan_deviation' then 100 else 0 end as shift,
        {{ order_of_plans('results.plan_giver') }} as comparison_order,
        -- Where a document prints both, the percentage itself speaks from the day it is known.
        min(case when results.measure = 'plan_attainment' then results.known_from end)
            over (partition by results.area_id, results.judged_period, results.base_indicator_id, results.comparison)
            as attainment_known_from
    from results
    inner join indicators on results.base_indicator_id = indicators.indicator_id
    where results.measure in ('plan_attainment', 'plan_deviation')

),

attainments as (

    select
        *,
        case
            when measure = 'plan_deviation' then least(known_until, coalesce(attainment_known_from, known_until))
            else known_until
        end as speaks_until
    from attained

),

target_counts as (

    select
        met.area_id,
        met.judged_period,
        met.year,
        met.is_whole_year,
        met.indicator_id,
        met.better,
        met.measure,
        met.comparator as actual_comparator,
        met.value_low_std as actual_low,
        met.value_high_std as actual_high,
        met.allowed_low as actual_from,
        met.allowed_high as actual_to,
        met.is_low_included as is_actual_from_included,
        met.is_high_included as is_actual_to_included,
        met.standard_unit_id,
        met.obs_status,
        met.agreement as actual_agreement,
        met.comparison as actual_comparison,
        met.observation_id as actual_observation_id,
        planned.area_id as target_area_id,
        planned.scenario as target_scenario,
        planned.indicator_id as target_indicator_id,
        planned.comparison as target_comparison,
        planned.comparator as target_comparator,
        planned.value_low_std as target_low,
        planned.value_high_std as target_high,
        planned.low_least as target_low_least,
        planned.low_most as target_low_most,
        planned.high_least as target_high_least,
        planned.high_most as target_high_most,
        planned.is_most_included as is_target_most_included,
        planned.is_strict as is_target_strict,
        planned.agreement as target_agreement,
        planned.observation_id as target_observation_id,
        {{ known_from(['met', 'planned']) }} as known_from,
        {{ known_until(['met', 'planned']) }} as known_until
    from results as met
    inner join results as planned
        on
            met.area_id = planned.area_id
            and met.judged_period = planned.judged_period
            and met.whole_indicator_id = planned.indicator_id
            and {{ known_together(['met', 'planned']) }}
    where met.indicator_id = 'plan_targets_met'

)

select
    area_id,
    judged_period,
    year,
    is_whole_year,
    indicator_id,
    basis,
    comparison,
    plan_giver,
    comparison_order,
    better,
    measure,
    target_comparator,
    target_low,
    target_high,
    target_low_least,
    target_low_most,
    target_high_least,
    target_high_most,
    is_target_most_included,
    is_target_strict,
    actual_comparator,
    actual_low,
    actual_high,
    actual_from,
    actual_to,
    is_actual_from_included,
    is_actual_to_included,
    unit_id,
    obs_status,
    target_agreement,
    actual_agreement,
    target_area_id,
    target_scenario,
    target_indicator_id,
    comparison as target_comparison,
    actual_indicator_id,
    actual_comparison,
    target_observation_id,
    actual_observation_id,
    cast(null as string) as attainment_observation_id,
    known_from,
    known_until
from levels
where target_area_id = area_id or not has_own_plan
union all
select
    area_id,
    judged_period,
    year,
    is_whole_year,
    base_indicator_id as indicator_id,
    'attainment' as basis,
    comparison,
    plan_giver,
    comparison_order,
    direction as better,
    measure,
    'eq' as target_comparator,
    cast(100 as decimal(38, 6)) as target_low,
    cast(100 as decimal(38, 6)) as target_high,
    cast(100 as decimal(36, 8)) as target_low_least,
    cast(100 as decimal(36, 8)) as target_low_most,
    cast(100 as decimal(36, 8)) as target_high_least,
    cast(100 as decimal(36, 8)) as target_high_most,
    true as is_target_most_included,
    false as is_target_strict,
    comparator as actual_comparator,
    value_low_std + shift as actual_low,
    value_high_std + shift as actual_high,
    allowed_low + shift as actual_from,
    allowed_high + shift as actual_to,
    is_low_included as is_actual_from_included,
    is_high_included as is_actual_to_included,
    standard_unit_id as unit_id,
    obs_status,
    cast(null as string) as target_agreement,
    agreement as actual_agreement,
    cast(null as string) as target_area_id,
    cast(null as string) as target_scenario,
    cast(null as string) as target_indicator_id,
    cast(null as string) as target_comparison,
    indicator_id as actual_indicator_id,
    comparison as actual_comparison,
    cast(null as string) as target_observation_id,
    cast(null as string) as actual_observation_id,
    observation_id as attainment_observation_id,
    known_from,
    speaks_until as known_until
from attainments
where known_from < speaks_until
union all
select
    area_id,
    judged_period,
    year,
    is_whole_year,
    indicator_id,
    'target_count' as basis,
    'plan' as comparison,
    cast(null as string) as plan_giver,
    {{ order_of_plans("cast(null as string)") }} as comparison_order,
    better,
    measure,
    target_comparator,
    target_low,
    target_high,
    target_low_least,
    target_low_most,
    target_high_least,
    target_high_most,
    is_target_most_included,
    is_target_strict,
    actual_comparator,
    actual_low,
    actual_high,
    actual_from,
    actual_to,
    is_actual_from_included,
    is_actual_to_included,
    standard_unit_id as unit_id,
    obs_status,
    target_agreement,
    actual_agreement,
    target_area_id,
    target_scenario,
    target_indicator_id,
    target_comparison,
    indicator_id as actual_indicator_id,
    actual_comparison,
    target_observation_id,
    actual_observation_id,
    cast(null as string) as attainment_observation_id,
    known_from,
    known_until
from target_counts
