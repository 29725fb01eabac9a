"""MIDI control changes (floor 6)."""
