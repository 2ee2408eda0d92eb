-- contract: a span and the text printed in it have one length, for figures and for excluded numerals.
select
    document_id,
    char_start,
    figure
from {{ ref('fct_observation') }}
where char_end - char_start != length(figure)
union all
select
    document_id,
    char_start,
    figure
from {{ ref('excluded_numeral') }}
where char_end - char_start != length(figure)
