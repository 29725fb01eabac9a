"""The HTTP API (floor 6)."""
