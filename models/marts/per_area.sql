-- One row per area, year, indicator and scenario that can be added up and whose area prints its land of that year: the amount on each square kilometre.
-- Of the population that is its density, to be held beside the density that is printed. Areas and years without a printed area are out.
{{ quotients_by('natural_area', 'square_kilometre', '/km²', ' per km²', 'land_observation_id') }}
