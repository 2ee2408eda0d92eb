"""Chitieu: what the provinces of Vietnam planned and what they achieved, as a tested warehouse."""
