-- One row per whole, partition and part, where all parts of the partition are composed: a part that no seed names is printed nowhere.
-- A part is its whole broken down once more, whatever else both are broken down by. An optional part may be nothing: it need not be composed.
with

-- Levels of what adds up: a rate, or the number of those ranked, has no parts.
indicators as (

    select
        indicator_id,
        concept_id,
        coalesce(concat(',', breakdown_ids, ','), ',') as listed_ids
    from {{ ref('stg_indicators') }}
    where
        measure in ('level', 'count')
        and base_indicator_id is null

),

partitions as (

    select
        *,
        count(case when not is_optional then 1 end) over (partition by partition_id) as required_count
    from {{ ref('partitions') }}

),

-- Each indicator with the breakdown of a partition taken out of its list, as a part and as a whole; nothing to take out leaves the list.
pairs as (

    select
        partitions.partition_id,
        partitions.required_count,
        partitions.is_optional,
        partitions.whole_concept_id,
        partitions.part_breakdown_id,
        partitions.whole_breakdown_id,
        indicators.indicator_id,
        indicators.concept_id,
        indicators.listed_ids,
        coalesce(partitions.part_concept_id, partitions.whole_concept_id, indicators.concept_id) as part_concept_id,
        coalesce(replace(indicators.listed_ids, concat(',', partitions.part_breakdown_id, ','), ','), indicators.listed_ids) as other_ids_of_part,
        coalesce(replace(indicators.listed_ids, concat(',', partitions.whole_breakdown_id, ','), ','), indicators.listed_ids) as other_ids_of_whole
    from partitions
    cross join indicators

),

parts as (

    select
        partition_id,
        required_count,
        is_optional,
        indicator_id,
        other_ids_of_part as other_ids,
        coalesce(whole_concept_id, concept_id) as concept_id
    from pairs
    where
        concept_id = part_concept_id
        and (part_breakdown_id is null or other_ids_of_part != listed_ids)

),

wholes as (

    select distinct
        partition_id,
        indicator_id,
        other_ids_of_whole as other_ids,
        concept_id
    from pairs
    where
        concept_id = coalesce(whole_concept_id, concept_id)
        and (whole_breakdown_id is null or other_ids_of_whole != listed_ids)

),

members as (

    select
        wholes.partition_id,
        wholes.indicator_id as whole_indicator_id,
        parts.indicator_id as part_indicator_id,
        parts.is_optional,
        parts.required_count,
        count(case when not parts.is_optional then 1 end) over (partition by wholes.partition_id, wholes.indicator_id) as composed_count
    from wholes
    inner join parts
        on
            wholes.partition_id = parts.partition_id
            and wholes.concept_id = parts.concept_id
            and wholes.other_ids = parts.other_ids

)

select
    partition_id,
    whole_indicator_id,
    part_indicator_id,
    is_optional
from members
where composed_count = required_count
