-- Con số 17.946 tỷ đồng được in ở đâu?
-- Where exactly was the number 17,946 billion dong printed?
select
    observation_id,
    area_vi,
    indicator_vi,
    year,
    figure,
    issuer,
    document_title,
    published_on,
    published_precision,
    file_name,
    char_start,
    char_end,
    passage,
    verification,
    is_doubted,
    concat(count(distinct document_id) over (), ' of ', (select count(*) from dim_document)) as coverage
from printings
where
    value_low = 17946
    and unit_id = 'billion_vnd'
order by document_id, char_start
