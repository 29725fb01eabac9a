"""Open Sound Control over UDP (floor 6)."""
