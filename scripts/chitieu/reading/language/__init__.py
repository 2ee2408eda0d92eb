"""The words of Vietnamese that rules go by, as data."""
