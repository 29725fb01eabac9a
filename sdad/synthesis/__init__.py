"""Model and controls to audio; the same request gives the same samples (floor 3)."""
