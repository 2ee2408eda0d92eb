-- One row per indicator, division and province with a result in the year that is ranked: its fifth, the same for the same value.
-- Of today's 34 provinces those whose territory is unchanged or all of whose predecessors can be added up; maps of fewer than ten are out.
with

ranked as (

    select
        indicator_id,
        max(year) as year
    from ranking
    where ranked_count >= 3
    group by indicator_id

),

results as (

    select
        'VN63' as division_id,
        panel.area_id,
        panel.indicator_id,
        panel.year,
        panel.comparator,
        panel.value,
        panel.value_low as low,
        panel.value_high as high,
        panel.is_approximate,
        panel.is_doubted
    from panel
    inner join ranked
        on
            panel.indicator_id = ranked.indicator_id
            and panel.year = ranked.year
    inner join bridge_division_area as members on panel.area_id = members.area_id
    where
        panel.scenario = 'actual'
        and members.division_id = 'VN63'
    union all
    select
        'VN34' as division_id,
        panel_34.area_id,
        panel_34.indicator_id,
        panel_34.year,
        panel_34.comparator,
        panel_34.value,
        panel_34.value_low as low,
        panel_34.value_high as high,
        panel_34.is_approximate,
        panel_34.is_doubted
    from panel_34
    inner join ranked
        on
            panel_34.indicator_id = ranked.indicator_id
            and panel_34.year = ranked.year
    where
        panel_34.scenario = 'actual'
        and panel_34.basis in ('same_territory', 'sum')

),

fifths as (

    select
        *,
        least(5, 1 + cast(floor(5 * percent_rank() over (partition by indicator_id, division_id order by value)) as int)) as fifth,
        count(*) over (partition by indicator_id, division_id) as drawn
    from results
    where value is not null

)

select
    indicator_id,
    division_id,
    area_id,
    year,
    comparator,
    low,
    high,
    is_approximate,
    is_doubted,
    fifth,
    min(value) over (partition by indicator_id, division_id, fifth) as fifth_low,
    max(value) over (partition by indicator_id, division_id, fifth) as fifth_high
from fifths
where drawn >= 10
order by indicator_id asc, division_id desc, area_id asc
