-- One row per observation, with the days on which it was the newest word on its figure. Nobody is out.
-- A word ends when a later document says the same figure more firmly, or as firmly and by the same issuer, or when its document is replaced.
-- A looser word beside a tighter one that it agrees with ends nothing: "about 18,000" after 17,946 is no news.
with

intervals as (

    select * from {{ ref('int_intervals') }}

),

documents as (

    select * from {{ ref('documents') }}

),

replacements as (

    select
        supersedes_document_id as document_id,
        min(published_on) as replaced_on
    from documents
    where supersedes_document_id is not null
    group by supersedes_document_id

),

counted as (

    select
        *,
        {{ firmness('obs_status') }} as firmness,
        count(*) over (partition by area_id, judged_period, indicator_id, scenario, comparison) as printing_count
    from intervals

),

-- Nearly all figures are printed once, and have nothing to be held against.
repeated as (

    select * from counted
    where printing_count > 1

),

pairs as (

    select
        own.observation_id,
        own.published_on,
        other.published_on as other_published_on,
        other.firmness as other_firmness,
        own.firmness,
        other.issuer = own.issuer as is_same_issuer,
        (own.is_open and not other.is_open or own.is_approximate and not other.is_approximate and own.is_open = other.is_open)
        and {{ can_both_be_true('own', 'other') }} as is_looser,
        (other.is_open and not own.is_open or other.is_approximate and not own.is_approximate and own.is_open = other.is_open)
        and {{ can_both_be_true('own', 'other') }} as is_other_looser
    from repeated as own
    inner join repeated as other
        on
            own.area_id = other.area_id
            and own.judged_period = other.judged_period
            and own.indicator_id = other.indicator_id
            and own.scenario = other.scenario
            and own.comparison = other.comparison
            and own.observation_id != other.observation_id

),

ends as (

    select
        observation_id,
        min(
            case
                when other_published_on <= published_on then null
                when other_firmness > firmness then other_published_on
                when other_firmness = firmness and is_same_issuer and not is_other_looser then other_published_on
            end
        ) as ended_on,
        -- A tighter word may itself come later.
        min(case when is_looser and other_firmness >= firmness then greatest(published_on, other_published_on) end) as looser_from
    from pairs
    group by observation_id

)

select
    counted.*, -- noqa: AM04
    counted.published_on as known_from,
    least(coalesce(ends.ended_on, {{ forever() }}), coalesce(replacements.replaced_on, {{ forever() }})) as known_until,
    coalesce(ends.looser_from, {{ forever() }}) as looser_from
from counted
left join ends on counted.observation_id = ends.observation_id
left join replacements on counted.document_id = replacements.document_id
