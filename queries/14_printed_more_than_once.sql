-- Số liệu nào được in nhiều lần, và các lần in có khớp nhau không?
-- Which figures are printed more than once, and do the printings agree?
select
    panel.area_vi,
    panel.year,
    panel.indicator_vi,
    panel.scenario,
    panel.agreement,
    panel.source_count,
    panel.is_doubted,
    count(distinct printings.document_id) as document_count,
    string_agg(concat(printings.document_id, ': ', printings.figure), '; ' order by printings.observation_id) as printed_as,
    concat(count(*) over (), ' of ', (select count(*) from fct_province_year_indicator)) as coverage
from panel
inner join printings
    on
        panel.area_id = printings.area_id
        and panel.year = printings.year
        and panel.indicator_id = printings.indicator_id
        and panel.scenario = printings.scenario
        -- A figure of a part of the year is another figure.
        and printings.period in (cast(panel.year as varchar), concat(panel.year, '-12-31'))
where panel.source_count > 1
group by panel.area_vi, panel.year, panel.indicator_vi, panel.scenario, panel.agreement, panel.source_count, panel.is_doubted
order by document_count desc, panel.area_vi asc, panel.year asc, panel.indicator_vi asc
