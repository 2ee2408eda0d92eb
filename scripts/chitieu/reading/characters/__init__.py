"""Letters: one key for the spellings of a syllable, with every offset kept."""
