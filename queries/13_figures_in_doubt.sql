-- Những con số nào đáng ngờ, và vì sao?
-- Which figures are doubted, and why?
-- One row per figure and finding. The figures stand as printed.
with

doubts as (

    select
        count(*) as figure_count,
        count(case when is_doubted then 1 end) as doubted_count
    from fct_observation

)

select
    printings.area_vi,
    printings.year,
    printings.indicator_vi,
    printings.scenario,
    printings.figure,
    checks.check_kind,
    checks.severity,
    checks.explanation_vi,
    checks.explanation,
    printings.is_doubted,
    printings.observation_id,
    concat(doubts.doubted_count, ' of ', doubts.figure_count) as coverage
from fct_check as checks
inner join bridge_check_observation as accused
    on
        checks.check_id = accused.check_id
        and accused.role = 'accused'
inner join printings on accused.observation_id = printings.observation_id
cross join doubts
where checks.verdict = 'fail'
order by printings.document_id, printings.char_start, printings.observation_id, checks.check_id
