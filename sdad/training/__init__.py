"""Recordings to a model (floor 3)."""
