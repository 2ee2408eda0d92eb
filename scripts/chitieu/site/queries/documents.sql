-- One row per document: what it is, and what was found in it.
with

figures as (

    select
        document_id,
        count(*) as figures,
        count(distinct area_id) as areas,
        count(distinct indicator_id) as indicators,
        min(year) as first_year,
        max(year) as last_year,
        count(*) filter (verification = 'verified') as verified,
        count(*) filter (is_doubted) as doubted
    from fct_observation
    group by document_id

),

numerals as (

    select
        document_id,
        count(*) as excluded
    from excluded_numeral
    group by document_id

)

select
    documents.document_id,
    documents.title_en,
    documents.issuer,
    documents.file_name,
    documents.sha256,
    documents.published_on,
    documents.published_precision,
    documents.published_basis,
    documents.supersedes_document_id,
    coalesce(figures.figures, 0) as figures,
    coalesce(figures.areas, 0) as areas,
    coalesce(figures.indicators, 0) as indicators,
    figures.first_year,
    figures.last_year,
    coalesce(figures.verified, 0) as verified,
    coalesce(figures.doubted, 0) as doubted,
    coalesce(numerals.excluded, 0) as excluded
from dim_document as documents
left join figures on documents.document_id = figures.document_id
left join numerals on documents.document_id = numerals.document_id
order by documents.published_on desc, documents.document_id asc
