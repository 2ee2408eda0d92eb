-- One row per province of today, indicator and the latest year of each: what its predecessors printed, added up where that can be done.
with

shown as (

    select
        area_id,
        indicator_id,
        year,
        any_value({
            'comparator': comparator,
            'low': value_low,
            'high': value_high,
            'is_approximate': is_approximate,
            'is_doubted': is_doubted,
            'basis': basis,
            'predecessor_count': predecessor_count,
            'observation_ids': string_split(observation_ids, ', ')
        }) filter (scenario = 'target') as target, -- noqa: RF04
        any_value({
            'comparator': comparator,
            'low': value_low,
            'high': value_high,
            'is_approximate': is_approximate,
            'is_doubted': is_doubted,
            'basis': basis,
            'predecessor_count': predecessor_count,
            'observation_ids': string_split(observation_ids, ', ')
        }) filter (scenario = 'actual') as actual
    from panel_34
    where
        basis in ('same_territory', 'sum')
        and scenario in ('target', 'actual')
    group by area_id, indicator_id, year

)

select
    area_id,
    indicator_id,
    year,
    target,
    actual
from shown
qualify
    year = max(year) over (partition by area_id, indicator_id)
    or year = max(year) filter (actual is not null) over (partition by area_id, indicator_id)
order by area_id, indicator_id, year
