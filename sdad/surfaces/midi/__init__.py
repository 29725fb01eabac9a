"""MIDI control changes (floor 6): a child process reads the ports, the surface turns its messages into commands."""
