"""Pure signal work: what a sound is, how it is read and written, and what can be done to it (floor 1)."""
