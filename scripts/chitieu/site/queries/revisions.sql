-- One row per figure that a later print changed, in the unit that people use.
select
    revisions.area_id,
    revisions.indicator_id,
    revisions.period,
    revisions.scenario,
    revisions.kind,
    revisions.from_comparator,
    cast(revisions.from_low / units.factor as decimal(38, 6)) as from_low,
    cast(revisions.from_high / units.factor as decimal(38, 6)) as from_high,
    revisions.to_comparator,
    cast(revisions.to_low / units.factor as decimal(38, 6)) as to_low,
    cast(revisions.to_high / units.factor as decimal(38, 6)) as to_high,
    cast(revisions.difference / units.factor as decimal(38, 6)) as difference,
    revisions.revised_on,
    revisions.from_observation_id,
    revisions.to_observation_id
from fct_revision as revisions
inner join dim_indicator as indicators on revisions.indicator_id = indicators.indicator_id
inner join dim_unit as units on indicators.display_unit_id = units.unit_id
order by
    revisions.revised_on desc,
    revisions.indicator_id asc,
    revisions.area_id asc,
    revisions.period asc,
    revisions.from_observation_id asc
