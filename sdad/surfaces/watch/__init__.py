"""The drop folders (floor 6)."""
