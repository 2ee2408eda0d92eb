-- One row per source document. Nobody is out.
select
    document_id,
    file_name,
    sha256,
    title_en,
    issuer,
    published_on,
    published_precision,
    published_basis,
    supersedes_document_id,
    language
from {{ ref('documents') }}
order by document_id
