-- Năm 2014, bổ sung từ ngân sách trung ương bằng bao nhiêu phần trăm chi ngân sách của mỗi tỉnh?
-- Which provinces depended on transfers from the central budget in 2014, in per cent of what they spent?
with

provinces as (

    select province_count from dim_division
    where division_id = 'VN63'

)

select
    transfers.area_vi,
    transfers.value as transfers,
    expenditure.value as expenditure,
    transfers.observation_id as transfers_observation_id,
    expenditure.observation_id as expenditure_observation_id,
    round(transfers.value * 100 / expenditure.value, 1) as transfers_pct,
    transfers.is_doubted or expenditure.is_doubted as is_doubted,
    concat(count(*) over (), ' of ', provinces.province_count) as coverage
from panel as transfers
inner join panel as expenditure
    on
        transfers.area_id = expenditure.area_id
        and transfers.year = expenditure.year
        and transfers.scenario = expenditure.scenario
cross join provinces
where
    transfers.indicator_id = 'transfers_from_central_budget'
    and expenditure.indicator_id = 'local_budget_expenditure'
    and transfers.scenario = 'actual'
    and transfers.area_type = 'province'
    and transfers.year = 2014
order by transfers_pct desc, transfers.area_id asc
