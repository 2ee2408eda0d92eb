"""What a text says of times, places, plans, results and comparisons, wherever it says it."""
