-- contract: "who missed the plan" is answered from all three bases, and from nothing else.
with

bases as (

    select 'level' as basis
    union all
    select 'attainment' as basis
    union all
    select 'target_count' as basis

),

used as (

    select distinct basis from {{ ref('fct_target_attainment') }}

)

select
    bases.basis,
    used.basis as used_basis
from bases
full outer join used on bases.basis = used.basis
where
    bases.basis is null
    or used.basis is null
