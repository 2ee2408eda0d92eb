-- One row per figure that a later word changed: from, to and when. A later word that says the same, or the same within what both prints allow, is out.
-- Of a plan any other number is a change; a result that is printed with other digits is none as long as both can be true.
with

headlines as (

    select
        *,
        row_number() over (partition by area_id, judged_period, indicator_id, scenario, comparison order by known_from) as word_order
    from {{ ref('int_headlines') }}

),

documents as (

    select * from {{ ref('documents') }}

),

steps as (

    select
        later.area_id,
        later.judged_period,
        later.year,
        later.indicator_id,
        later.scenario,
        later.comparison,
        later.standard_unit_id,
        later.better,
        earlier.comparator as from_comparator,
        earlier.value_low_std as from_low,
        earlier.value_high_std as from_high,
        earlier.value_std as from_value,
        earlier.obs_status as from_obs_status,
        later.comparator as to_comparator,
        later.value_low_std as to_low,
        later.value_high_std as to_high,
        later.value_std as to_value,
        later.obs_status as to_obs_status,
        earlier.known_from,
        later.known_from as revised_on,
        earlier.observation_id as from_observation_id,
        later.observation_id as to_observation_id,
        documents.supersedes_document_id = earlier.document_id as is_replaced,
        {{ can_both_be_true('earlier', 'later') }} as can_both_be_true,
        earlier.comparator = later.comparator
        and coalesce(earlier.value_low_std = later.value_low_std, earlier.value_low_std is null and later.value_low_std is null)
        and coalesce(earlier.value_high_std = later.value_high_std, earlier.value_high_std is null and later.value_high_std is null) as is_alike
    from headlines as later
    inner join headlines as earlier
        on
            later.area_id = earlier.area_id
            and later.judged_period = earlier.judged_period
            and later.indicator_id = earlier.indicator_id
            and later.scenario = earlier.scenario
            and later.comparison = earlier.comparison
            and later.word_order = earlier.word_order + 1
            and later.observation_id != earlier.observation_id
    inner join documents on later.document_id = documents.document_id

)

select
    area_id,
    judged_period as period,
    year,
    indicator_id,
    scenario,
    comparison,
    case
        when coalesce(is_replaced, false) then 'corrected'
        when scenario != 'actual' and to_value > from_value and better != 'down' then 'raised_target'
        when scenario != 'actual' and to_value < from_value and better = 'down' then 'raised_target'
        else 'revised'
    end as kind,
    from_comparator,
    from_low,
    from_high,
    from_obs_status,
    to_comparator,
    to_low,
    to_high,
    to_obs_status,
    to_value - from_value as difference,
    standard_unit_id as unit_id,
    known_from,
    revised_on,
    from_observation_id,
    to_observation_id
from steps
where
    not is_alike
    and (scenario != 'actual' or not can_both_be_true or coalesce(is_replaced, false))
order by area_id, period, indicator_id, scenario, comparison, revised_on
