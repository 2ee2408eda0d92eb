-- One row per area, judged period, indicator, scenario and comparison, and span of days: the printing that spoke for all known then, and how they agreed.
-- The words that still hold have known_until on the last day there is. Figures of a part of a year are out: nothing of a whole year, or of a term, can
-- be read from them. So are figures that a replaced document alone had printed, from the day of its replacement.
with

printings as (

    select * from {{ ref('int_printings') }}
    where is_judged

),

-- What is known of a figure changes on the days on which a word comes or ends.
days as (

    select
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison,
        known_from as day
    from printings
    union
    select
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison,
        known_until as day
    from printings
    where known_until < {{ forever() }}

),

spans as (

    select
        *,
        coalesce(lead(day) over (partition by area_id, judged_period, indicator_id, scenario, comparison order by day), {{ forever() }}) as next_day
    from days

),

known as (

    select
        printings.*,
        spans.day,
        spans.next_day,
        printings.known_until > spans.day as is_current
    from printings
    inner join spans
        on
            printings.area_id = spans.area_id
            and printings.judged_period = spans.judged_period
            and printings.indicator_id = spans.indicator_id
            and printings.scenario = spans.scenario
            and printings.comparison = spans.comparison
            and printings.known_from <= spans.day

),

-- Words that have ended come last, then the firmness of the others counts; a looser word never beats a tighter one that it agrees with; then the later
-- document speaks, and in it a closed value before a bound, an exact number before one said to be about, more decimals before fewer, and the earlier place.
-- Ties cannot remain: place and component are unique in a document.
ordered as (

    select
        *,
        row_number() over (
            partition by area_id, judged_period, indicator_id, scenario, comparison, day
            order by
                is_current desc, firmness desc, looser_from <= day asc, published_on desc, is_open asc, is_approximate asc, decimals desc,
                document_id asc, char_start asc, locator asc, component asc
        ) as headline_order
    from known

),

headlines as (

    select * from ordered
    where
        headline_order = 1
        and is_current

),

-- Each printing beside the one that speaks: whether it still holds, and whether both can be true.
compared as (

    select
        known.area_id,
        known.judged_period,
        known.indicator_id,
        known.scenario,
        known.comparison,
        known.day,
        known.document_id,
        known.is_current,
        known.comparator,
        known.allowed_low,
        known.allowed_high,
        known.is_low_included,
        known.is_high_included,
        {{ can_both_be_true('known', 'headlines') }} as is_consistent,
        coalesce(known.value_low_std = headlines.value_low_std, known.value_low_std is null and headlines.value_low_std is null)
        and coalesce(known.value_high_std = headlines.value_high_std, known.value_high_std is null and headlines.value_high_std is null)
        and known.comparator = headlines.comparator as is_alike
    from known
    inner join headlines
        on
            known.area_id = headlines.area_id
            and known.judged_period = headlines.judged_period
            and known.indicator_id = headlines.indicator_id
            and known.scenario = headlines.scenario
            and known.comparison = headlines.comparison
            and known.day = headlines.day

),

-- Intervals that meet two by two all meet: the highest low end and the lowest high end say whether they do.
bounds as (

    select
        *,
        max(case when is_current then allowed_low end)
            over (partition by area_id, judged_period, indicator_id, scenario, comparison, day)
            as highest_low,
        min(case when is_current then allowed_high end)
            over (partition by area_id, judged_period, indicator_id, scenario, comparison, day)
            as lowest_high
    from compared

),

agreements as (

    select
        area_id,
        judged_period,
        indicator_id,
        scenario,
        comparison,
        day,
        count(*) as source_count,
        -- A word that has ended still agrees, or is what was revised.
        count(distinct case when is_consistent then document_id end) as document_count,
        max(case when (is_current or is_consistent) and not is_alike then 1 else 0 end) = 1 as has_other_reading,
        max(case when (is_current or is_consistent) and comparator != 'eq' then 1 else 0 end) = 1 as has_interval,
        max(case when not is_current and not is_consistent then 1 else 0 end) = 1 as is_revised,
        coalesce(
            max(highest_low) < min(lowest_high)
            or (
                max(highest_low) = min(lowest_high)
                and min(case when is_current and allowed_low = highest_low and not is_low_included then 0 else 1 end) = 1
                and min(case when is_current and allowed_high = lowest_high and not is_high_included then 0 else 1 end) = 1
            ),
            true
        ) as can_all_be_true
    from bounds
    group by area_id, judged_period, indicator_id, scenario, comparison, day

)

select
    headlines.observation_id,
    headlines.document_id,
    headlines.area_id,
    headlines.judged_period,
    headlines.year,
    headlines.is_whole_year,
    headlines.indicator_id,
    headlines.scenario,
    headlines.comparison,
    headlines.compared_to,
    headlines.plan_giver,
    headlines.comparator,
    headlines.value_low_std,
    headlines.value_high_std,
    headlines.value_std,
    headlines.low_least,
    headlines.low_most,
    headlines.high_least,
    headlines.high_most,
    headlines.is_most_included,
    headlines.is_strict,
    headlines.allowed_low,
    headlines.allowed_high,
    headlines.is_low_included,
    headlines.is_high_included,
    headlines.is_open,
    headlines.is_approximate,
    headlines.obs_status,
    headlines.note,
    headlines.measure,
    headlines.theme,
    headlines.better,
    headlines.base_indicator_id,
    headlines.whole_indicator_id,
    headlines.breakdown,
    headlines.standard_unit_id,
    headlines.day as known_from,
    headlines.next_day as known_until,
    cast(agreements.source_count as int) as source_count,
    cast(agreements.document_count as int) as document_count,
    case
        when not agreements.can_all_be_true then 'conflict'
        when agreements.is_revised then 'revised'
        when agreements.has_other_reading and agreements.has_interval then 'consistent'
        when agreements.has_other_reading then 'rounding'
        when agreements.document_count > 1 then 'agree'
        else 'single'
    end as agreement
from headlines
inner join agreements
    on
        headlines.area_id = agreements.area_id
        and headlines.judged_period = agreements.judged_period
        and headlines.indicator_id = agreements.indicator_id
        and headlines.scenario = agreements.scenario
        and headlines.comparison = agreements.comparison
        and headlines.day = agreements.day
