-- Đến ngày 17/1/2024 đã biết những gì, từ văn bản nào?
-- What was known by 17 January 2024, and from which documents?
select
    document_id,
    issuer,
    published_on,
    published_precision,
    count(*) as figure_count,
    count(distinct area_id) as area_count,
    count(case when is_doubted then 1 end) as doubted,
    concat(count(*) over (), ' of ', (select count(*) from dim_document)) as coverage
from observations_as_of('2024-01-17')
group by document_id, issuer, published_on, published_precision
order by published_on, document_id
