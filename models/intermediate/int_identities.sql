-- One row per term of an identity of parts that are all there are: those of the seed, and those that follow from the partitions of the catalogue.
-- sum_of_parts: levels, and shares of one whole. shares_of_whole: 100 together. growth_between_parts: the whole grows as no part grows less or more.
-- What divides or subtracts two figures follows from the measure alone, in int_formulas.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

members as (

    select * from {{ ref('stg_partition_members') }}

),

part_counts as (

    select
        partition_id,
        count(*) as part_count,
        count(case when not is_optional then 1 end) as required_count
    from {{ ref('partitions') }}
    group by partition_id

),

shares as (

    select * from indicators
    where measure = 'share'

),

growths as (

    select * from indicators
    where measure = 'growth'

),

-- A share may be of a wider whole than its partition's: then its parts add up to the share of theirs.
part_shares as (

    select
        members.partition_id,
        members.whole_indicator_id,
        members.is_optional,
        part_shares.indicator_id as part_id,
        whole_shares.indicator_id as whole_id,
        part_shares.whole_indicator_id = members.whole_indicator_id as is_of_whole
    from members
    inner join shares as part_shares on members.part_indicator_id = part_shares.base_indicator_id
    left join shares as whole_shares
        on
            members.whole_indicator_id = whole_shares.base_indicator_id
            and part_shares.whole_indicator_id = whole_shares.whole_indicator_id

),

pairs as (

    select
        'sum_of_parts' as identity_kind,
        partition_id,
        is_optional,
        whole_indicator_id as whole_id,
        part_indicator_id as part_id,
        whole_indicator_id as named_after
    from members
    union all
    select
        'sum_of_parts' as identity_kind,
        partition_id,
        is_optional,
        whole_id,
        part_id,
        whole_id as named_after
    from part_shares
    where
        not is_of_whole
        and whole_id is not null
    union all
    select
        'shares_of_whole' as identity_kind,
        partition_id,
        is_optional,
        cast(null as string) as whole_id,
        part_id,
        -- An identity has one id, whatever its kind.
        concat('shares_of_', whole_indicator_id) as named_after
    from part_shares
    where is_of_whole
    union all
    select
        'growth_between_parts' as identity_kind,
        members.partition_id,
        members.is_optional,
        wholes.indicator_id as whole_id,
        parts.indicator_id as part_id,
        wholes.indicator_id as named_after
    from members
    inner join growths as parts on members.part_indicator_id = parts.base_indicator_id
    inner join growths as wholes on members.whole_indicator_id = wholes.base_indicator_id

),

counted as (

    select
        *,
        concat(partition_id, '/', named_after) as identity_id,
        count(*) over (partition by identity_kind, partition_id, named_after) as pair_count,
        count(case when not is_optional then 1 end) over (partition by identity_kind, partition_id, named_after) as required_pair_count
    from pairs

),

-- With one part missing the others are not all there are. What is nothing adds nothing to a sum, but has a growth of its own.
complete as (

    select
        counted.identity_id,
        counted.identity_kind,
        counted.is_optional,
        counted.whole_id,
        counted.part_id
    from counted
    inner join part_counts
        on
            counted.partition_id = part_counts.partition_id
            and counted.required_pair_count = part_counts.required_count
    where
        counted.identity_kind != 'growth_between_parts'
        or counted.pair_count = part_counts.part_count

),

followed as (

    select
        identity_id,
        identity_kind,
        case when is_optional then 'optional_part' else 'part' end as role,
        part_id as indicator_id
    from complete
    union all
    select distinct
        identity_id,
        identity_kind,
        'whole' as role,
        whole_id as indicator_id
    from complete
    where whole_id is not null

)

select
    identity_id,
    identity_kind,
    role,
    indicator_id,
    weighted_by_indicator_id
from {{ ref('identities') }}
where identity_kind in ('sum_of_parts', 'shares_of_whole', 'growth_between_parts', 'growth_of_weighted_parts')
union all
select
    identity_id,
    identity_kind,
    role,
    indicator_id,
    cast(null as string) as weighted_by_indicator_id
from followed
