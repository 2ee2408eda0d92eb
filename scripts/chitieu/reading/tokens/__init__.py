"""Words, phrases and numbers as they stand in a text."""
