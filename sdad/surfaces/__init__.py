"""Wires to commands, events to wires (floor 6). A surface knows control, errors and units only."""
