-- One row per term of an arithmetic identity: those of the seed, and those that follow from concept, measure and breakdown.
-- share_of_levels: the part in per cent of its whole. attainment_of_target, growth_of_levels: the base against its plan, or its year before.
-- sum_of_parts, shares_of_whole, growth_between_parts: over partitions, whose parts are all there are.
with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

members as (

    select * from {{ ref('stg_partition_members') }}

),

seeded as (

    select * from {{ ref('identities') }}

),

levels as (

    select * from indicators
    where base_indicator_id is null

),

-- A share has its own two levels.
shares as (

    select * from indicators
    where measure = 'share'

),

share_terms as (

    {% for role, column in [('result', 'indicator_id'), ('numerator', 'base_indicator_id'), ('denominator', 'whole_indicator_id')] %}
        {% if not loop.first %}union all{% endif %}
        select
            indicator_id as identity_id,
            'share_of_levels' as identity_kind,
            '{{ role }}' as role,
            {{ column }} as indicator_id
        from shares
    {% endfor %}

),

attainments as (

    select
        indicator_id as identity_id,
        'attainment_of_target' as identity_kind,
        'result' as role,
        indicator_id
    from indicators
    where measure = 'plan_attainment'

),

-- Growth at constant prices does not follow from levels at current ones, and an index is a growth already.
growths as (

    select
        results.indicator_id as identity_id,
        'growth_of_levels' as identity_kind,
        'result' as role,
        results.indicator_id
    from indicators as results
    inner join levels on results.base_indicator_id = levels.indicator_id
    where
        results.measure = 'growth'
        and levels.measure != 'index'
        and coalesce(results.price_basis, '') = coalesce(levels.price_basis, '')

),

-- Shares of parts together are 100 where the whole is what they are in per cent of, else the share of the whole in that.
part_shares as (

    select
        members.partition_id,
        members.whole_indicator_id,
        members.part_indicator_id,
        shares.indicator_id as share_id,
        whole_shares.indicator_id as whole_share_id,
        shares.whole_indicator_id = members.whole_indicator_id as is_of_whole
    from members
    inner join shares on members.part_indicator_id = shares.base_indicator_id
    left join shares as whole_shares
        on
            members.whole_indicator_id = whole_shares.base_indicator_id
            and shares.whole_indicator_id = whole_shares.whole_indicator_id

),

-- What a partition says of levels, of shares and of growth: one identity each, filed under the whole.
partition_terms as (

    select
        partition_id,
        whole_indicator_id,
        part_indicator_id,
        'sum_of_parts' as identity_kind,
        whole_indicator_id as whole_id,
        part_indicator_id as part_id
    from members
    union all
    select
        partition_id,
        whole_indicator_id,
        part_indicator_id,
        'shares_of_whole' as identity_kind,
        cast(null as string) as whole_id,
        share_id as part_id
    from part_shares
    where is_of_whole
    union all
    select
        partition_id,
        whole_share_id as whole_indicator_id,
        part_indicator_id,
        'sum_of_parts' as identity_kind,
        whole_share_id as whole_id,
        share_id as part_id
    from part_shares
    where
        not is_of_whole
        and whole_share_id is not null
    union all
    select
        members.partition_id,
        members.whole_indicator_id,
        members.part_indicator_id,
        'growth_between_parts' as identity_kind,
        wholes.indicator_id as whole_id,
        parts.indicator_id as part_id
    from members
    inner join indicators as parts
        on
            members.part_indicator_id = parts.base_indicator_id
            and parts.measure = 'growth'
    inner join indicators as wholes
        on
            members.whole_indicator_id = wholes.base_indicator_id
            and wholes.measure = 'growth'

),

-- Only where every part has such an indicator: with one missing the others are not all there are.
complete_terms as (

    select
        *,
        concat(partition_id, '/', whole_indicator_id) as identity_id,
        count(*) over (partition by identity_kind, partition_id, whole_indicator_id) as term_count,
        count(part_indicator_id) over (partition by partition_id, whole_indicator_id) as all_count
    from partition_terms

),

part_counts as (

    select
        partition_id,
        count(*) as part_count
    from {{ ref('partitions') }}
    group by partition_id

),

whole_partitions as (

    select complete_terms.*
    from complete_terms
    inner join part_counts
        on
            complete_terms.partition_id = part_counts.partition_id
            and complete_terms.term_count = part_counts.part_count

),

followed as (

    select
        identity_id,
        identity_kind,
        role,
        indicator_id
    from share_terms
    union all
    select
        identity_id,
        identity_kind,
        role,
        indicator_id
    from attainments
    union all
    select
        identity_id,
        identity_kind,
        role,
        indicator_id
    from growths
    union all
    select
        identity_id,
        identity_kind,
        'part' as role,
        part_id as indicator_id
    from whole_partitions
    union all
    select distinct
        identity_id,
        identity_kind,
        'whole' as role,
        whole_id as indicator_id
    from whole_partitions
    where whole_id is not null

)

select
    identity_id,
    identity_kind,
    role,
    indicator_id,
    weighted_by_indicator_id,
    relative_to_indicator_id,
    member_low,
    member_high
from seeded
union all
select
    identity_id,
    identity_kind,
    role,
    indicator_id,
    cast(null as string) as weighted_by_indicator_id,
    cast(null as string) as relative_to_indicator_id,
    cast(null as decimal(38, 6)) as member_low,
    cast(null as decimal(38, 6)) as member_high
from followed
