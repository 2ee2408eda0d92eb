"""What curators write: its form, its registries, and the gate that it passes before anything is loaded."""
