-- contract: a character of a text belongs to one figure or to one excluded numeral. The two components of a pair share one span.
with

spans as (

    select distinct
        document_id,
        char_start,
        char_end
    from {{ ref('fct_observation') }}
    union all
    select
        document_id,
        char_start,
        char_end
    from {{ ref('excluded_numeral') }}

),

neighbours as (

    select
        *,
        lead(char_start) over (partition by document_id order by char_start, char_end) as next_start
    from spans

)

select * from neighbours
where char_end > next_start
