"""What a figure can be of: concepts, breakdowns and measures, and the indicators that they compose."""
