-- contract: a figure is doubted exactly when a finding of fct_check accuses it, by the bridge between them; witnesses are not doubted.
with

accused as (

    select distinct bridge.observation_id
    from {{ ref('bridge_check_observation') }} as bridge
    inner join {{ ref('fct_check') }} as checks on bridge.check_id = checks.check_id
    where
        checks.verdict = 'fail'
        and bridge.role = 'accused'

),

-- A reader of the headline sees the doubt about any of its printings.
headlines as (

    select
        headlines.headline_observation_id,
        headlines.is_doubted,
        max(case when accused.observation_id is null then 0 else 1 end) = 1 as is_accused
    from {{ ref('fct_province_year_indicator') }} as headlines
    inner join {{ ref('int_printings') }} as printings
        on
            headlines.area_id = printings.area_id
            and headlines.year = printings.year
            and headlines.indicator_id = printings.indicator_id
            and headlines.scenario = printings.scenario
            and headlines.comparison = printings.comparison
            and printings.is_whole_year
    left join accused on printings.observation_id = accused.observation_id
    group by headlines.headline_observation_id, headlines.is_doubted

),

verdicts as (

    select
        attainments.actual_observation_id,
        attainments.is_doubted,
        targets.is_doubted or results.is_doubted as is_accused
    from {{ ref('fct_target_attainment') }} as attainments
    inner join {{ ref('fct_province_year_indicator') }} as targets on attainments.target_observation_id = targets.headline_observation_id
    inner join {{ ref('fct_province_year_indicator') }} as results on attainments.actual_observation_id = results.headline_observation_id

)

select
    'fct_observation' as shown_in,
    observations.observation_id
from {{ ref('fct_observation') }} as observations
left join accused on observations.observation_id = accused.observation_id
where observations.is_doubted != (accused.observation_id is not null)
union all
select
    'fct_province_year_indicator' as shown_in,
    headline_observation_id as observation_id
from headlines
where is_doubted != is_accused
union all
select
    'fct_target_attainment' as shown_in,
    actual_observation_id as observation_id
from verdicts
where is_doubted != is_accused
union all
select
    'fct_doubt' as shown_in,
    doubts.observation_id
from {{ ref('fct_doubt') }} as doubts
full outer join accused on doubts.observation_id = accused.observation_id
where
    doubts.known_until is null
    and (doubts.observation_id is null or accused.observation_id is null)
