-- One row per area, indicator and year of which anything is printed: plan, higher goal and result in the unit that people use, verdict and place.
with

headlines as (

    select
        headlines.area_id,
        headlines.indicator_id,
        headlines.year,
        headlines.scenario,
        {
            'comparator': headlines.comparator,
            'low': panel.value_low,
            'high': panel.value_high,
            'plotted': cast(panel.value as double),
            -- Of a figure said with "about": what it may be.
            'allowed_low': cast(headlines.allowed_low / units.factor as double),
            'allowed_high': cast(headlines.allowed_high / units.factor as double),
            'is_approximate': headlines.is_approximate,
            'obs_status': headlines.obs_status,
            'is_doubted': headlines.is_doubted,
            'agreement': headlines.agreement,
            'plan_giver': headlines.plan_giver,
            'comparison': headlines.comparison,
            'source_count': headlines.source_count,
            'observation_id': headlines.headline_observation_id
        } as headline
    from fct_province_year_indicator as headlines
    inner join panel
        on
            headlines.area_id = panel.area_id
            and headlines.year = panel.year
            and headlines.indicator_id = panel.indicator_id
            and headlines.scenario = panel.scenario
    inner join dim_indicator as indicators on headlines.indicator_id = indicators.indicator_id
    inner join dim_unit as units on indicators.display_unit_id = units.unit_id
    where headlines.is_default

),

-- Two printed numbers speak before a printed percentage of plan, and that before a count of targets.
verdicts as (

    select
        area_id,
        indicator_id,
        year,
        verdict,
        basis,
        attainment_pct,
        attainment_observation_id,
        is_doubted
    from fct_target_attainment
    where
        is_default
        and is_whole_year
    qualify row_number() over (
        partition by area_id, indicator_id, year
        order by case basis when 'level' then 1 when 'attainment' then 2 else 3 end
    ) = 1

),

-- The columns are named as the scenarios are.
places as (

    select
        area_id,
        indicator_id,
        year,
        any_value(headline) filter (scenario = 'target') as target, -- noqa: RF04
        any_value(headline) filter (scenario = 'stretch') as stretch,
        any_value(headline) filter (scenario = 'actual') as actual
    from headlines
    group by area_id, indicator_id, year

)

select
    coalesce(places.area_id, verdicts.area_id) as area_id,
    coalesce(places.indicator_id, verdicts.indicator_id) as indicator_id,
    coalesce(places.year, verdicts.year) as year,
    places.target,
    places.stretch,
    places.actual,
    verdicts.verdict,
    verdicts.basis as verdict_basis,
    verdicts.attainment_pct,
    verdicts.attainment_observation_id,
    ranking.rank_from,
    ranking.rank_to,
    ranking.ranked_count,
    ranking.division_id,
    -- The last year with a result, and the last of all: what a reader sees first.
    coalesce(places.year, verdicts.year) in (
        max(places.year) filter (places.actual is not null) over by_indicator,
        max(coalesce(places.year, verdicts.year)) over by_indicator
    ) as is_latest
from places
full join verdicts
    on
        places.area_id = verdicts.area_id
        and places.indicator_id = verdicts.indicator_id
        and places.year = verdicts.year
left join ranking
    on
        places.area_id = ranking.area_id
        and places.indicator_id = ranking.indicator_id
        and places.year = ranking.year
window by_indicator as (partition by coalesce(places.area_id, verdicts.area_id), coalesce(places.indicator_id, verdicts.indicator_id))
order by area_id, indicator_id, year
