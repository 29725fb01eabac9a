"""Datasets, models, presets and renders on disk (floor 4)."""
