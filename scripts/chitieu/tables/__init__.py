"""Tables of figures: a file as cells, the map that a person draws of it, and all that follows from the two."""
