"""Audio to numbers: one implementation per measured control (floor 2)."""
