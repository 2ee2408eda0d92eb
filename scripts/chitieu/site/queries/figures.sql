-- One row per printed figure, in the order of the document: value as printed, where, its other printings, and the checks that it took part in.
with

places as (

    select
        observation_id,
        -- A cell is `sheet!C14` or `R14C3`.
        regexp_extract(locator, '^(.*)!', 1) as sheet,
        cast(coalesce(nullif(regexp_extract(locator, 'R(\d+)C\d+$', 1), ''), nullif(regexp_extract(locator, '![A-Z]+(\d+)$', 1), '')) as int) as table_row,
        coalesce(nullif(regexp_extract(locator, 'R\d+C(\d+)$', 1), ''), regexp_extract(locator, '!([A-Z]+)\d+$', 1)) as table_column
    from fct_observation

),

printings as (

    select
        area_id,
        period,
        indicator_id,
        scenario,
        comparison,
        list(observation_id order by known_from, observation_id) as observation_ids
    from fct_observation
    group by area_id, period, indicator_id, scenario, comparison

),

checks as (

    select
        bridge_check_observation.observation_id,
        count(*) filter (fct_check.verdict = 'pass') as passed,
        list(fct_check.check_id order by fct_check.check_id) filter (fct_check.verdict <> 'pass') as findings
    from bridge_check_observation
    inner join fct_check on bridge_check_observation.check_id = fct_check.check_id
    group by bridge_check_observation.observation_id

)

select
    figures.observation_id,
    figures.document_id,
    figures.locator,
    -- White space may not stand in the name of an anchor. A page holds 20,000 characters of a text or 400 rows of a table, so that an address is permanent.
    regexp_replace(figures.locator, '\s', '_', 'g') || ':' || figures.component as anchor,
    coalesce(figures.char_start // 20000, (places.table_row - 1) // 400, 0) as page,
    places.sheet,
    places.table_row,
    places.table_column,
    figures.figure,
    figures.component,
    figures.area_id,
    figures.indicator_id,
    figures.period,
    figures.scenario,
    figures.comparator,
    figures.value_low as low,
    figures.value_high as high,
    units.name_vi as unit_vi,
    units.name_en as unit_en,
    figures.is_approximate,
    figures.plan_giver,
    figures.compared_with,
    figures.obs_status,
    figures.known_from,
    figures.known_until,
    figures.is_doubted,
    figures.corrected_low,
    figures.corrected_high,
    figures.verification,
    figures.passage,
    figures.note,
    printings.observation_ids,
    coalesce(checks.passed, 0) as checks_passed,
    checks.findings
from fct_observation as figures
inner join places on figures.observation_id = places.observation_id
inner join dim_unit as units on figures.unit_id = units.unit_id
inner join printings
    on
        figures.area_id = printings.area_id
        and figures.period = printings.period
        and figures.indicator_id = printings.indicator_id
        and figures.scenario = printings.scenario
        and figures.comparison is not distinct from printings.comparison
left join checks on figures.observation_id = checks.observation_id
order by
    figures.document_id,
    figures.char_start,
    places.table_row,
    length(places.table_column),
    places.table_column,
    figures.locator,
    figures.component
