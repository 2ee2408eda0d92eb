-- One row per numeral or range of cells that is no figure.
select
    document_id,
    locator,
    figure,
    reason,
    note
from excluded_numeral
order by document_id, char_start, locator
