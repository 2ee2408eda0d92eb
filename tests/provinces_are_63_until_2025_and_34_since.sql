-- contract: each division has as many provinces as it should, 63 until 30 June 2025, 34 since, and every one of the 63 went into exactly one of the
-- 34, each of which came out of some.
with

areas as (

    select * from {{ ref('dim_area') }}
    where area_type = 'province'

),

succession as (

    select * from {{ ref('bridge_area_succession') }}

)

select 'there are not 63 provinces before the merger' as finding
from areas
where area_id like 'VN63_%' and valid_to = cast('2025-06-30' as date)
having count(*) != 63
union all
select 'there are not 34 provinces after the merger' as finding
from areas
where area_id like 'VN34_%' and valid_from = cast('2025-07-01' as date) and valid_to is null
having count(*) != 34
union all
select concat(areas.area_id, ' has not exactly one successor') as finding
from areas
left join succession on areas.area_id = succession.predecessor_area_id
where areas.area_id like 'VN63_%'
group by areas.area_id
having count(succession.successor_area_id) != 1
union all
select concat(areas.area_id, ' has no predecessor') as finding
from areas
left join succession on areas.area_id = succession.successor_area_id
where areas.area_id like 'VN34_%' and succession.predecessor_area_id is null
union all
select concat(successor_area_id, ' is the same territory as more than one') as finding
from succession
group by successor_area_id
having max(case when is_same_territory then 1 else 0 end) = 1 and count(*) > 1
union all
select concat(divisions.division_id, ' has not as many provinces as it should') as finding
from {{ ref('dim_division') }} as divisions
left join {{ ref('bridge_division_area') }} as members on divisions.division_id = members.division_id
group by divisions.division_id, divisions.province_count
having count(members.area_id) != divisions.province_count
union all
-- int_territories follows three steps.
select concat(fourth.predecessor_area_id, ' is the fourth of one territory') as finding
from succession as first
inner join succession as second on first.successor_area_id = second.predecessor_area_id
inner join succession as third on second.successor_area_id = third.predecessor_area_id
inner join succession as fourth on third.successor_area_id = fourth.predecessor_area_id
where
    first.is_same_territory
    and second.is_same_territory
    and third.is_same_territory
    and fourth.is_same_territory
