-- contract: component 2 stands in the very span of a component 1; a cell holds one number.
select seconds.observation_id
from {{ ref('fct_observation') }} as seconds
left join {{ ref('fct_observation') }} as firsts
    on
        seconds.document_id = firsts.document_id
        and seconds.char_start = firsts.char_start
        and seconds.char_end = firsts.char_end
        and firsts.component = 1
where
    (seconds.component = 2 and firsts.observation_id is null)
    or seconds.component not in (1, 2)
