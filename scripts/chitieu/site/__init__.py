"""The explorer of a release: static pages in two languages that show its tables and compute nothing."""
