"""Which numerals measure nothing, and why."""
