"""What a figure measures: its kind, the terms that name it, the unit meant."""
