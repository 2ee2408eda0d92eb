"""How far a figure reaches, what it is worth and in which unit."""
