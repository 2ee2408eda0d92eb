-- One row per area, year, indicator and scenario that can be added up and whose area prints its average population of that year: the amount for each person.
-- Areas and years without a printed population are out: nothing is carried over from another year, or from one territory to another.
{{ quotients_by('average_population', 'person', '/người', ' per person', 'population_observation_id') }}
